"""What papers are made from: the rows of one conference, each read once and only where a paper asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.access.gathering import prepared
from quorate.access.standing import Standing
from quorate.cases.family_picture import family_from
from quorate.cases.genogram.family import Family
from quorate.cases.models import Child, Duty, Kinship, Relative
from quorate.cases.one_person import all_of
from quorate.cases.packs import library, pack_on
from quorate.conferences.models import (
    Addendum,
    Attendance,
    Booking,
    Card,
    ChildsWords,
    Conference,
    ConferenceChild,
    ConferenceExclusion,
    Decision,
    Invitee,
    ParentAbsence,
    Record,
    RecordSection,
    Report,
    StayCorrection,
)
from quorate.conferences.queries import SubjectChild, children_of
from quorate.documents.saying import local
from quorate.people.models import Authority, User
from quorate.plans.models import CoreGroupMember, PlanAction
from quorate.plans.models.content import DangerStatement, PlanContent, PlanPart, SafetyGoal
from quorate.plans.queries.standing import lines_written_at, that_came_to_nothing
from quorate.procedure.pack import Pack
from quorate.release.apart import WayIn, ways_in

if TYPE_CHECKING:
    from quorate.documents.room_times import RoomTimes


class Facts:
    """One conference as whoever makes the paper may read it; what they may not read is not there.

    `at` is the instant at which the paper is made. By the key of the recipient `told` are the starts that people were
    told before, `had` is when the copy was prepared that they had last, each for papers that speak of it.
    """

    def __init__(
        self, conference: Conference, *, at: datetime, by: Standing, told: Mapping[str, datetime] | None = None,
        had: Mapping[str, datetime] | None = None,
    ) -> None:  # fmt: skip
        self.conference, self.at, self.by, self.told, self.had = conference, at, by, told or {}, had or {}

    @cached_property
    def pack(self) -> Pack:
        """The edition that the conference keeps."""
        if self.conference.edition:
            return library().pack(self.conference.edition, local(self.at))
        return pack_on(self.authority.pack, self.conference.requested_on or local(self.at))

    @cached_property
    def authority(self) -> Authority:
        """Whose conference it is."""
        return Authority.objects.get(pk=self.conference.authority_id)

    @cached_property
    def children(self) -> list[SubjectChild]:
        """The children, eldest first."""
        return children_of(self.conference)

    def child(self, case_id: UUID | None) -> SubjectChild | None:
        """The child with this case, None where it is not one of them."""
        return next((one for one in self.children if one.case_id == case_id), None)

    @cached_property
    def _often(self) -> list[list[Any]]:
        """What nearly every paper hangs on, from one statement: bookings, what is due, decisions, the record."""
        return prepared(_often, conference=self.conference)

    @cached_property
    def bookings(self) -> list[Booking]:
        """All bookings, the newest first."""
        return self._often[0]

    @property
    def booking(self) -> Booking | None:
        """The booking that holds, else the last one that did."""
        return self.bookings[0] if self.bookings else None

    @cached_property
    def invitees(self) -> list[Invitee]:
        """Everybody on the list."""
        rows = Invitee.objects.select_related("agency", "professional")
        return list(rows.filter(conference=self.conference, removed_on=None))

    @cached_property
    def ways_in(self) -> Mapping[UUID, WayIn]:
        """How those come who come apart, and who accompanies them, by their key on the list: each reads their own."""
        return ways_in(self.conference.pk, [one.pk for one in self.invitees if one.person_id or one.supporter_of_id])

    def invitee(self, id_: UUID | None) -> Invitee | None:
        """The invitee with this id."""
        return next((one for one in self.invitees if one.pk == id_), None)

    def name_of(self, user_id: UUID | None) -> str:
        """What somebody who signs in is called; "" where nobody is."""
        if user_id is None:
            return ""
        if user_id not in self._names:
            self._names.update(User.objects.filter(pk=user_id).values_list("pk", "display_name"))
        return self._names.get(user_id, "")

    @cached_property
    def _names(self) -> dict[UUID, str]:
        wanted = {one for row in self.bookings[:1] for one in (row.chair_id, row.minute_taker_id) if one}
        return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name"))

    @cached_property
    def duties(self) -> list[Duty]:
        """What is due, of this conference and of its children."""
        cases = {self.conference.case_id, *(one.case_id for one in self.children)}
        return [one for one in self._often[1] if one.case_id in cases]

    def due(self, code: str, about: UUID | None = None) -> Duty | None:
        """The duty of this code of this conference, about this person where it is about somebody."""
        found = [one for one in self.duties if one.code == code and one.conference_id in (None, self.conference.pk)]
        own = next((one for one in found if about is None or one.about_id in (None, about)), None)
        if own is not None or about is None or not found:
            return own
        # Two records of one human have one duty, which names one of them.
        return next((one for one in found if one.about_id in all_of([about])), None)

    @cached_property
    def decisions(self) -> list[Decision]:
        """What holds of what was decided here, in the children's order."""
        places = {one.case_id: place for place, one in enumerate(self.children)}
        return sorted((row for row in self._often[2] if row.case_id in places), key=lambda row: places[row.case_id])

    @cached_property
    def actions(self) -> list[PlanAction]:
        """Who does what, under every plan that this conference wrote."""
        return list(lines_written_at(self.conference, PlanAction).select_related("content", "goal__statement"))

    @cached_property
    def contents(self) -> list[PlanContent]:
        """The plans that this conference wrote, in the children's order; once it is over, those that it agreed."""
        rows = PlanContent.objects.filter(~that_came_to_nothing(), conference=self.conference).exclude(state="replaced")
        places = {one.case_id: place for place, one in enumerate(self.children)}
        return sorted((row for row in rows if row.case_id in places), key=lambda row: (places[row.case_id], row.kind))

    @cached_property
    def dangers(self) -> list[DangerStatement]:
        """What may happen to a child if nothing changes, under every plan."""
        return list(lines_written_at(self.conference, DangerStatement))

    @cached_property
    def goals(self) -> list[SafetyGoal]:
        """What must be seen instead."""
        return list(lines_written_at(self.conference, SafetyGoal))

    @cached_property
    def plan_parts(self) -> list[PlanPart]:
        """The parts of the plans in running words."""
        return list(lines_written_at(self.conference, PlanPart))

    @cached_property
    def cards(self) -> list[Card]:
        """What was sorted into the columns of the analysis."""
        order = {one["code"]: place for place, one in enumerate(self.pack.data["analysis"]["columns"])}
        rows = Card.objects.filter(conference=self.conference, removed_at__isnull=True)
        return sorted(rows, key=lambda one: (order.get(one.column, len(order)), one.place))

    @cached_property
    def childs_words(self) -> list[ChildsWords]:
        """What the children said or what speaks for them."""
        return list(ChildsWords.objects.filter(conference=self.conference))

    @cached_property
    def attendances(self) -> list[Attendance]:
        """Who was there."""
        return list(Attendance.objects.filter(conference=self.conference, taken_back=False))

    @cached_property
    def absences(self) -> list[ParentAbsence]:
        """What the chair decided about parents who were not there, the newest first."""
        return list(ParentAbsence.objects.filter(conference=self.conference).order_by("-decided_at", "-id"))

    @cached_property
    def put_right(self) -> list[StayCorrection]:
        """What was put right in the register, the oldest first."""
        return list(StayCorrection.objects.filter(conference=self.conference).select_related("was", "now"))

    @cached_property
    def room(self) -> RoomTimes:
        """Who was out of the room when something was said."""
        from quorate.documents.room_times import RoomTimes

        return RoomTimes(self)

    @cached_property
    def exclusions(self) -> list[ConferenceExclusion]:
        """Everything decided about keeping somebody out, the newest first."""
        rows = ConferenceExclusion.objects.filter(conference=self.conference).exclude(outcome="")
        return list(rows.order_by("-decided_at"))

    @cached_property
    def reports(self) -> list[Report]:
        """The reports to the conference."""
        return list(Report.objects.filter(conference=self.conference).select_related("agency"))

    @cached_property
    def core_group(self) -> list[CoreGroupMember]:
        """Who carries the plans out."""
        return list(CoreGroupMember.objects.filter(conference=self.conference, until__isnull=True))

    @cached_property
    def record(self) -> Record | None:
        """The record, where there is one."""
        return next(iter(self._often[3]), None)

    @cached_property
    def written(self) -> tuple[list[RecordSection], list[Addendum]]:
        """The parts of the record in their order, and what was added since it was approved, the oldest first."""
        sections, added = prepared(_written, conference=self.conference)
        return sections, added

    @cached_property
    def relatives(self) -> list[Relative]:
        """Who is around the children, one row for each child."""
        return list(Relative.objects.filter(case_id__in=[one.case_id for one in self.children], removed_on=None))

    @cached_property
    def families(self) -> dict[UUID, Family]:
        """The family of each child, by case, for its genogram; none where the reader does not reach the record."""
        cases = [one.case_id for one in self.children]
        around: dict[UUID, list[Relative]] = {}
        for one in sorted(self.relatives, key=lambda one: (one.added_on, one.relation, one.given_names, str(one.pk))):
            around.setdefault(one.case_id, []).append(one)
        ties: dict[UUID, list[Kinship]] = {}
        for tie in self._kinships:
            ties.setdefault(tie.case_id, []).append(tie)
        rows = Child.objects.filter(case_id__in=cases)
        return {one.case_id: family_from(one, around.get(one.case_id, ()), ties.get(one.case_id, ())) for one in rows}

    @property
    def has_kinship(self) -> bool:
        """Whether the record says of anybody how they are related: without a line there is no genogram."""
        return bool(self._kinships)

    @cached_property
    def _kinships(self) -> list[Kinship]:
        return list(Kinship.objects.filter(case_id__in=[one.case_id for one in self.children]).order_by("kind", "id"))

    def word(self, code: str) -> str:
        """What the authority calls a role, kind, outcome or paper; the code in plain letters where it has no word."""
        found = self.pack.data["words"].get(code) or self.pack.data["words"].get(code.replace("-", "_"))
        return str(found["say"]) if found else code.replace("_", " ").replace("-", " ")

    def contacts(self, audience: str, *functions: str) -> list[dict[str, Any]]:
        """The offices and help-lines of these functions that readers may ring, in the pack's order."""
        readers = {"everyone", audience}
        return [
            one
            for one in self.pack.data.get("contact", ())
            if one["audience"] in readers and (one["function"] in functions if functions else True)
        ]

    def statements(self, place: str, audience: str, besides: Iterable[str] = ()) -> list[str]:
        """The sentences that the authority's papers of this sort must carry."""
        return [
            str(one["says"])
            for one in self.pack.data.get("statement", ())
            if place in one["shown_on"] and one["audience"] in ("everyone", audience) and one["code"] not in besides
        ]


def _often(conference: Conference) -> list[QuerySet[Any, Any]]:
    children = ConferenceChild.objects.filter(conference=conference).values("child_case_id")
    return [
        Booking.objects.filter(conference=conference)
        .select_related("room__venue")
        .order_by("-live", "-booked_at", "-starts_at"),
        Duty.objects.filter(Q(case=conference.pk) | Q(case__in=children)),
        Decision.objects.filter(conference=conference, withdrawn_at__isnull=True),
        Record.objects.filter(conference=conference),
    ]


def _written(conference: Conference) -> list[QuerySet[Any, Any]]:
    here = {"record__conference": conference}
    return [RecordSection.objects.filter(**here), Addendum.objects.filter(**here)]
