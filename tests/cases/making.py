"""Made-up families, quickly, by the services that the pages use. For the tests of every room above.

    agency = Agency()                      # an authority with a social worker, a manager, a chair …
    family = agency.family()               # mother, father, two children, kinship, needs
    with acting_as(agency.worker): …       # read and write as somebody

Names and numbers are invented; telephone numbers are of the ranges kept free for drama.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.moments import today
from quorate.access.standing import OPERATOR, Standing
from quorate.cases import services
from quorate.cases.models import Child, Relative
from quorate.cases.services import Holder
from quorate.people import queries
from quorate.people import services as people
from quorate.people.models import Agency as Partner
from quorate.people.models import Authority, Team

YEAR = timedelta(days=365)
"""A year for what need not be exact: ages are counted by `years_ago`."""


def years_ago(day: date, years: int) -> date:
    """The birthday of somebody who is this many years old on a day, to the day."""
    born_in = day.year - years
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(born_in, 2, 28) if is_leap_day else day.replace(year=born_in)


@dataclass
class Agency:
    """One authority with one team; people are made when they are first asked for."""

    pack: str = "bolton"
    name: str = field(default_factory=lambda: f"Made-up Council {uuid4().hex[:8]}")
    authority: Authority = field(init=False)
    team: Team = field(init=False)

    def __post_init__(self) -> None:
        self.authority = people.add_authority(name=self.name, pack=self.pack, by=OPERATOR)
        self.team = people.add_team(authority=self.authority, name="North", by=OPERATOR)

    def person(
        self, role: str, *, in_team: bool = False, strength: str = "strong", at: Partner | None = None
    ) -> Standing:
        """A new user with an open membership in this role; a partner `at` this agency, or at a new school."""
        user = people.add_user(
            email=f"{uuid4().hex}@council.example", display_name=f"A {role}", authority=self.authority, by=OPERATOR
        )
        agency = at
        if role == "partner" and agency is None:
            agency = people.add_agency(
                authority=self.authority, name=f"School {uuid4().hex}", kind="school", by=OPERATOR
            )
        membership = people.begin_membership(
            user=user, authority=self.authority, role=role, team=self.team if in_team else None, agency=agency,
            begins_on=today() - 3 * YEAR, by=OPERATOR,
        )  # fmt: skip
        return queries.standing_of(membership, strength)  # type: ignore[arg-type]

    @cached_property
    def worker(self) -> Standing:
        """A social worker, to whom the children are given unless said otherwise."""
        return self.person("social_worker")

    @cached_property
    def manager(self) -> Standing:
        """The team's manager."""
        return self.person("team_manager", in_team=True)

    @cached_property
    def administrator(self) -> Standing:
        """Books, invites and sends."""
        return self.person("administrator")

    @cached_property
    def chair(self) -> Standing:
        """Chairs conferences, independent of all families."""
        return self.person("chair")

    @cached_property
    def minute_taker(self) -> Standing:
        """Takes the minutes."""
        return self.person("minute_taker")

    @cached_property
    def founder(self) -> Standing:
        """Begins the records and hands them on. Sees whatever they founded until the transaction ends, so ask others
        what they see where a test is one transaction (`rolled_back`)."""
        return self.person("team_manager")

    def holders(self) -> list[Holder]:
        """The worker in person, and the team by its manager."""
        return [
            Holder("social_worker", user_id=self.worker.user_id),
            Holder("team_manager", user_id=self.manager.user_id, why="Answers for the team"),
        ]

    def child(self, *, to: list[Holder] | None = None, on: date | None = None, **said: Any) -> Child:
        """A child with a case, held by worker and manager. Without `born_on` or `expected_on`: seven years old."""
        day = on or today()
        facts: Mapping[str, Any] = {"given_names": "Robin", "family_name": "Example", "sex": "F"} | said
        if not {"born_on", "expected_on"} & set(facts):
            facts = {**facts, "born_on": day - 7 * YEAR}
        with acting_as(self.founder) as by:
            return services.add_child(on=day, by=by, to=to or self.holders(), **facts)

    def unborn(self, **said: Any) -> Child:
        """A child expected in ten weeks."""
        facts = {"given_names": "", "sex": "U", "expected_on": today() + timedelta(weeks=10)} | said
        return self.child(**facts)

    def relative(self, child: Child, relation: str, **said: Any) -> Relative:
        """Somebody around the child."""
        with acting_as(self.worker) as by:
            return services.add_relative(case=child.case, relation=relation, on=today(), by=by, **said)

    def give(self, case: ProtectedCase, to: Standing, as_role: str | None = None) -> None:
        """Lets somebody work on the case."""
        from quorate.access.services import grant

        with acting_as(self.manager) as by:
            grant(
                case=case, user_id=to.user_id, as_role=as_role or to.role, begins_on=today(), why="made up",
                attested_on=today(), agency_id=to.agency_id, by=by,
            )  # fmt: skip

    def family(self, children: int = 2, *, unborn: int = 0, ages: Sequence[int] = ()) -> Family:
        """A mother and a father, and their children, who stand in each other's cases as brothers and sisters.

        The children are four, five and so on years old, or as old as `ages` says.
        """
        family = Family(self)
        for number, age in enumerate(ages or range(4, 4 + children)):
            family.children.append(self.child(given_names=f"Child{number}", born_on=years_ago(today(), age)))
        family.children += [self.unborn() for _ in range(unborn)]
        for child in family.children:
            family.people[child.id] = {
                "mother": self.relative(
                    child, "mother", person_id=family.mother, given_names="Morgan", family_name="Example", sex="F",
                    born_on=today() - 33 * YEAR, parental_responsibility=True, lives_with_child=True,
                    to_be_invited=True,
                ),
                "father": self.relative(
                    child, "father", person_id=family.father, given_names="Frankie", family_name="Sample", sex="M",
                    born_on=today() - 35 * YEAR, parental_responsibility=None, lives_with_child=False,
                ),
            }  # fmt: skip
        self._put_together(family)
        return family

    def _put_together(self, family: Family) -> None:
        with acting_as(self.worker) as by:
            for child in family.children:
                for other in family.children:
                    if other != child:
                        services.add_relative(
                            case=child.case, relation="sibling", person_id=other.person_id, sex=other.sex,
                            given_names=other.given_names, family_name=other.family_name, born_on=other.born_on,
                            expected_on=other.expected_on, on=today(), by=by,
                        )  # fmt: skip
                for parent in (family.mother, family.father):
                    services.add_kinship(
                        case=child.case, a_person=parent, kind="parent_of", b_person=child.person_id, by=by
                    )
                services.add_kinship(
                    case=child.case, a_person=family.mother, kind="separated", b_person=family.father, by=by
                )


@dataclass
class Family:
    """What `Agency.family` made: the children, and for each their mother and father as rows of that case."""

    agency: Agency
    mother: UUID = field(default_factory=uuid4)
    father: UUID = field(default_factory=uuid4)
    children: list[Child] = field(default_factory=list)
    people: dict[UUID, dict[str, Relative]] = field(default_factory=dict)

    @property
    def cases(self) -> list[ProtectedCase]:
        """The children's cases."""
        return [child.case for child in self.children]

    def of(self, child: Child, who: str) -> Relative:
        """The mother or father as this child's case knows them."""
        return self.people[child.id][who]
