"""One made-up authority: teams, rooms, agencies, and somebody for every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from quorate.access.standing import OPERATOR
from quorate.demo.people import address_of, telephone
from quorate.demo.places import AGENCIES, ROOMS, SOCIAL_CARE_TEAMS, UNIT_TEAM, MadeUpAuthority
from quorate.people import services
from quorate.people.models import Agency, Authority, Membership, Team, User

# role, how many, where: "unit" the safeguarding unit, "care" the social care teams in turn, "" no team
ROLES_OF_STAFF = (
    ("administrator", 2, "unit"),
    ("minute_taker", 2, "unit"),
    ("chair", 3, "unit"),
    ("social_worker", 4, "care"),
    ("team_manager", 2, "care"),
    ("quality_assurance", 1, "unit"),
    ("information_governance", 2, ""),
    ("legal", 1, ""),
    ("system_administrator", 1, ""),
)


@dataclass
class Staffing:
    """Builds an authority and remembers by role whom it has hired, for what is built next."""

    authority: Authority
    made_up: MadeUpAuthority
    names: Iterator[str]
    began_on: date
    today: date
    teams: dict[str, list[Team]] = field(default_factory=dict)
    agencies: list[Agency] = field(default_factory=list)
    by_role: dict[str, list[Membership]] = field(default_factory=dict)

    def build(self) -> None:
        """Everything but cases."""
        self._teams()
        self._rooms()
        self._agencies()
        self._staff()
        self._one_for_two_agencies()
        self._leaver_and_newcomer()

    def first(self, role: str, place: int = 0) -> Membership:
        """The person of a role who was hired first (or at another place)."""
        return self.by_role[role][place]

    def _teams(self) -> None:
        names = [name.format(area=area) for area in self.made_up.areas for name in SOCIAL_CARE_TEAMS]
        unit, *care = (
            services.add_team(authority=self.authority, name=name, telephone=self._telephone(60 + place), by=OPERATOR)
            for place, name in enumerate([UNIT_TEAM, *names])
        )
        self.teams = {"unit": [unit], "care": care}

    def _rooms(self) -> None:
        for number, building in enumerate(self.made_up.buildings, start=1):
            venue = services.add_venue(
                authority=self.authority,
                name=building,
                address=f"{number} Made-up Street, {self.made_up.name} (not a real address)",
                how_to_get_in="Main door, then ask at the desk. There is a quiet room beside the entrance.",
                by=OPERATOR,
            )
            for name, seats, step_free, video in ROOMS:
                services.add_room(
                    venue=venue, name=name, seats=seats, is_step_free=step_free, joins_by_video=video, by=OPERATOR
                )

    def _agencies(self) -> None:
        for number, kind in enumerate(AGENCIES):
            name = kind.name.format(name=self.made_up.name, area=self.made_up.areas[number % 2])
            agency = services.add_agency(authority=self.authority, name=name, kind=kind.kind, by=OPERATOR)
            self.agencies.append(agency)
            self._reached(agency, number)
            person, mailbox = next(self.names), f"agency{number + 1}-{self.made_up.pack}"
            user = self._user(person, at=mailbox, is_staff=False) if kind.signs_in else None
            services.add_professional(
                agency=agency, full_name=person, job_title=kind.post, begins_on=self.began_on, user=user, by=OPERATOR
            )
            if user is not None:
                self._hire(user, "partner", agency=agency)

    def _reached(self, agency: Agency, number: int) -> None:
        # One contact point in each authority has not been confirmed in time, so that the reminder is to be seen.
        review_on = self.today - timedelta(days=9) if number == 3 else self.today + timedelta(days=40 + 7 * number)
        places = (
            ("secure_email", f"conferences@agency{number + 1}-{self.made_up.pack}.example"),
            ("telephone", self._telephone(number)),
        )
        for kind, value in places:
            services.add_contact_point(
                agency=agency, kind=kind, value=value, owner="Safeguarding lead", review_on=review_on, by=OPERATOR
            )

    def _staff(self) -> None:
        for role, number, where in ROLES_OF_STAFF:
            for place in range(number):
                user = self._user(next(self.names), at=self.made_up.pack, is_staff=True, number=self._own(role, place))
                teams = self.teams.get(where, [])
                self._hire(user, role, team=teams[place % len(teams)] if teams else None)

    def _one_for_two_agencies(self) -> None:
        """The general practitioner also sits for the recovery service: one person, two memberships."""
        doctor = self.by_role["partner"][2].user
        recovery = next(one for one in self.agencies if one.kind == "substance_misuse")
        self._hire(doctor, "partner", agency=recovery)

    def _leaver_and_newcomer(self) -> None:
        leaver = self._user(next(self.names), at=self.made_up.pack, is_staff=True)
        self._hire(leaver, "social_worker", team=self.teams["care"][0], ends_on=self.today - timedelta(days=30))
        newcomer = self._user(next(self.names), at=self.made_up.pack, is_staff=True)
        services.begin_membership(
            user=newcomer,
            authority=self.authority,
            role="social_worker",
            team=self.teams["care"][1],
            begins_on=self.today + timedelta(days=14),
            by=OPERATOR,
        )

    def _telephone(self, number: int) -> str:
        return telephone(100 * (ord(self.made_up.pack[0]) % 8) + number)

    def _own(self, role: str, place: int) -> str:
        """The last of the social workers has no number of their own: the team's is to be seen in their letters."""
        numbered = {"social_worker": 3, "team_manager": 2, "chair": 3}
        return self._telephone(30 + 10 * list(numbered).index(role) + place) if place < numbered.get(role, 0) else ""

    def _user(self, name: str, *, at: str, is_staff: bool, number: str = "") -> User:
        return services.add_user(
            email=address_of(name, at=at),
            display_name=name,
            authority=self.authority if is_staff else None,
            work_telephone=number,
            by=OPERATOR,
        )

    def _hire(
        self,
        user: User,
        role: str,
        *,
        team: Team | None = None,
        agency: Agency | None = None,
        ends_on: date | None = None,
    ) -> None:
        held = services.begin_membership(
            user=user,
            authority=self.authority,
            role=role,
            team=team,
            agency=agency,
            begins_on=self.began_on,
            ends_on=ends_on,
            by=OPERATOR,
        )
        self.by_role.setdefault(role, []).append(held)
