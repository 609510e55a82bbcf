"""The rows of made-up conferences beside the conference itself: request, bookings, delays, exclusions, office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from quorate.access.models import Grant
from quorate.cases.fact_checks import LONDON
from quorate.cases.packs import pack_on
from quorate.conferences.models import (
    Booking,
    Conference,
    ConferenceExclusion,
    ConferenceRequest,
    DelayAgreed,
)
from quorate.demo.families.asked import asked, finished
from quorate.demo.families.booklets import booklets
from quorate.demo.families.course import ASKED_FOR
from quorate.demo.families.diary import Placed, diary, office_of
from quorate.demo.families.invited import Posts, invitees, posts_of
from quorate.demo.families.prepared import steps
from quorate.demo.families.record import Written
from quorate.demo.families.reported import reports
from quorate.demo.families.telling import Family, Happening, Sitting
from quorate.demo.families.ticked import ticks
from quorate.demo.staffing import Staffing
from quorate.procedure.pack import Pack

if TYPE_CHECKING:
    from quorate.demo.families.writing import Rows

REASON = (
    "The children have seen and heard the adults fight, more than once since the summer. {names} told a teacher about "
    "being afraid at night. The help that was agreed was not taken up, and nobody can say that it has stopped."
)
REASON_BEFORE_BIRTH = (
    "A baby is expected. An older child could not stay at home, and what was worrying then has not changed enough. "
    "Those who will look after the baby have to agree now how the baby will be safe."
)
NO_OTHER = "A child in need plan was tried for three months. The family did not come to two of the three meetings."
AGREED = "The threshold is met: there is reason to think that the children may be seriously harmed."
BEYOND = "The family was abroad; the manager agreed to the later day and to a plan until then."


@dataclass(frozen=True)
class Desk:
    """What is needed to write the conferences of one authority: its diary, its posts, its office."""

    diary: Mapping[int, list[Placed]]
    posts: Posts
    pack: str
    office_team: UUID

    @classmethod
    def of(cls, staffing: Staffing, told: list[Family]) -> Desk:
        """The desk of an authority as it was built."""
        name = staffing.authority.pack
        agencies = pack_on(name, staffing.today).rules.role_agency
        return cls(diary(told, office_of(staffing)), posts_of(staffing, agencies), name, staffing.teams["unit"][0].pk)

    def edition(self, sitting: Sitting) -> Pack:
        """The edition of the procedure that the conference keeps: the one of the day on which it was asked for."""
        return pack_on(self.pack, sitting.requested_on)


def of_conference(
    family: Family, written: Written, sitting: Sitting, made: Conference, desk: Desk, rows: Rows
) -> None:  # fmt: skip
    """Puts everything about one conference to the rows, each with its entry in the trail."""
    placed = desk.diary.get(id(sitting), [])
    told = [one for one in family.happenings if one.sitting is sitting]
    if sitting.kind in ASKED_FOR:
        _request(family, written, sitting, made, rows)
    _bookings(told, made, placed, rows)
    listed = invitees(family, written, sitting, made, placed, desk.posts, rows.by.user_id)
    for one in listed:
        rows.invitees.append(one)
        rows.note("invitee.added", one, kind=one.kind, role=one.role)
    if listed:
        reports(family, written, sitting, made, desk.edition(sitting), listed, rows)
    for tick in ticks(told, made, desk.edition(sitting), listed, written.staff.worker):
        rows.ticks.append(tick)
        rows.note("conference.item-ticked", tick, checklist=tick.checklist, item=tick.item, done=True)
    for step in steps(told, written, made, rows.by.user_id):
        rows.steps.append(step)
        rows.note("preparation.step-done", step, step=str(step.kind))
    for booklet in booklets(told, family, written, made, desk.edition(sitting)):
        rows.booklets.append(booklet)
        rows.note("booklet.given", booklet, chosen_by_child=booklet.chosen_by_child)
    _delays(told, made, rows)
    _exclusions(told, written, made, placed, rows)
    if sitting.state != "requested":
        _let_in_office(made, desk, sitting, rows)


def _base(made: Conference) -> dict[str, Any]:
    return {"case": made.case, "authority_id": made.authority_id, "conference": made}


def _request(family: Family, written: Written, sitting: Sitting, made: Conference, rows: Rows) -> None:
    agreed, on = sitting.state != "requested", sitting.requested_on
    kids = [kid for kid in family.kids if kid.key in sitting.who and kid.born]
    oldest = min(kids, key=lambda kid: kid.born or on).given if kids else ""
    row = ConferenceRequest(
        **_base(made), state="agreed" if agreed else "sent", drafted_by=written.staff.worker, drafted_on=on,
        sent_by=written.staff.worker, sent_on=on, risk_is_serious=True, assessment_completed_on=on,
        reason=REASON.format(names=oldest) if oldest else REASON_BEFORE_BIRTH,
        other_plans_considered=["child-in-need-plan"], no_other_plan_because=NO_OTHER,
        legal_basis="Section 47 of the Children Act 1989", answered_by=rows.by.user_id if agreed else None,
        answered_on=on if agreed else None, answer_reason=AGREED if agreed else "",
        answers=asked(family, sitting), parts=finished(on, written.staff.worker),
    )  # fmt: skip
    if sitting.kind == "transfer_in":
        row.from_authority, row.is_permanent, row.notified_on = "Saltmarsh (made up)", True, on
    rows.requests.append(row)
    rows.note("request.sent", row)
    if agreed:
        rows.note("request.answered", row, answer="agreed")


def _bookings(told: list[Happening], made: Conference, placed: list[Placed], rows: Rows) -> None:
    delayed = any(one.code == "delay-agreed" for one in told)
    before: Booking | None = None
    for one in placed:
        row = Booking(
            **_base(made), room=one.room, chair_id=one.chair, minute_taker_id=one.minute_taker, mode="in_person",
            starts_at=one.starts_at, ends_at=one.ends_at, live=not one.ended_why, booked_by=rows.by.user_id,
            booked_at=one.booked_at, ended_why=one.ended_why, ended_at=one.ended_at,
            ended_by=rows.by.user_id if one.ended_why else None, authorised_by="The team manager" * bool(one.ended_why),
            beyond_why=BEYOND if delayed else "", replaces=before,
        )  # fmt: skip
        rows.bookings.append(row)
        code = "booking.moved" if before else "booking.made"
        rows.note(code, row, starts_at=one.starts_at, chair=one.chair, beyond_limit=delayed)
        before = row


def _delays(told: list[Happening], made: Conference, rows: Rows) -> None:
    for one in told:
        if one.code == "delay-agreed":
            row = DelayAgreed(
                **_base(made), reason=BEYOND, agreed_by=rows.by.user_id, agreed_on=one.day,
                interim_plan="The grandmother sleeps at the home until the conference; the police know the address.",
            )  # fmt: skip
            rows.delays.append(row)
            rows.note("conference.delay-agreed", row)


def _exclusions(
    told: list[Happening], written: Written, made: Conference, placed: list[Placed], rows: Rows
) -> None:  # fmt: skip
    asked = {one.facts["parent"]: one.day for one in told if one.code == "exclusion-requested"}
    for one in told:
        if one.code != "exclusion-decided":
            continue
        row = ConferenceExclusion(
            **_base(made), person_id=UUID(written.people[one.facts["parent"]]), asked_by=rows.by.user_id,
            asked_on=asked.get(one.facts["parent"], one.day), ground=one.facts["reason"], scope=one.facts["scope"],
            asked_words="The social worker", ground_words="He has hit two people in this building this year.",
            source_words="The police log.",
        )  # fmt: skip
        rows.exclusions.append((row, _decided(one, placed)))
        rows.note("exclusion.asked", row, ground=row.ground, scope=row.scope)
        rows.note("exclusion.decided", row, outcome=one.facts["outcome"], scope=row.scope)


def _decided(told: Happening, placed: list[Placed]) -> dict[str, Any]:
    at = told.when if isinstance(told.when, datetime) else datetime.combine(told.when, time(9), LONDON)
    return {
        "outcome": told.facts["outcome"], "decided_by": placed[-1].chair if placed else None, "decided_as": "chair",
        "decided_at": at, "decided_words": "We want everybody to be safe in the meeting. Your views will be heard.",
    }  # fmt: skip


def _let_in_office(made: Conference, desk: Desk, sitting: Sitting, rows: Rows) -> None:
    """As when a request is agreed: the team of the office books and invites."""
    row = Grant(
        case=made.case, authority_id=made.authority_id, team_id=desk.office_team, as_role="administrator",
        begins_on=sitting.requested_on, given_by=rows.by.user_id, why="Books and invites",
    )  # fmt: skip
    rows.grants.append(row)
    rows.note(
        "access.granted", row, holder=desk.office_team, as_role="administrator", begins_on=row.begins_on, ends_on=None
    )
