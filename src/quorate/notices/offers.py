"""Which papers of a conference may be prepared now, and of those that may not yet: why, and when they may."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from quorate.access.gathering import together
from quorate.cases.models import Duty
from quorate.challenges.models import Complaint, Stage
from quorate.conferences.editions import pack_of, role_word
from quorate.conferences.models import Booking, Conference, ConferenceExclusion, Decision, Invitee, Record, Report
from quorate.conferences.models.report import AGENCY
from quorate.conferences.queries.bookings import begun_as_told
from quorate.conferences.report_rules import report_title
from quorate.notices.models import CalendarEntry
from quorate.notices.not_going_on import NOT_GOING_ON, those_who_expect_it
from quorate.notices.recipients import was_told_before
from quorate.notices.services.preparing import TITLES
from quorate.notices.taken_back import TAKEN_BACK, places_taken_back, who_knows_a_day
from quorate.plans.models.content import PlanContent
from quorate.plans.queries.standing import that_came_to_nothing
from quorate.procedure.pack import Pack

_DUTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invitation": "send-invitations",
        "exclusion-letter": "explain-exclusion",
        "report": "share-report-with-parents",
        "decisions": "send-decisions",
        "plan": "distribute-plan",
        "minutes": "send-minutes",
    }
)
"""The duty by which a paper is to go, by the paper's code; the procedure says when."""
_BEFORE: Final = ("draft", "requested", "agreed", "booked", "adjourned")
_OVER: Final = ("declined", "cancelled")


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper that this conference has or will have.

    `subject` is what it is about where there are several, `about` says so in words. `not_yet` is why it cannot be
    prepared now and when it can; "" where it can. `due_on` is the procedure's day, None where it sets none. `is_done`:
    it has gone, and is not prepared any more.
    """

    code: str
    subject: UUID | None = None
    about: str = ""
    not_yet: str = ""
    due_on: date | None = None
    is_done: bool = False

    @property
    def title(self) -> str:
        """What the office calls it."""
        return TITLES[self.code] + (f": {self.about}" if self.about else "")


@dataclass(frozen=True, slots=True)
class _Facts:
    conference: Conference
    told: bool
    began: bool
    expected: bool
    taken_back: bool
    booking: Booking | None
    exclusions: list[ConferenceExclusion]
    people: dict[UUID, str]
    reports: list[Report]
    decisions: list[Any]
    plans: list[Any]
    records: list[Any]
    complaints: list[Complaint]
    due: dict[str, date]


def offers_of(conference: Conference) -> list[Offer]:
    """Every paper of the conference as it stands now, in the order of the procedure. One query and the pack's."""
    facts = _read(conference)
    found = [one for make in _MAKERS for one in make(facts)]
    return [replace(one, due_on=facts.due.get(_DUTIES.get(one.code, ""))) for one in found]


def papers_to_prepare(conference: Conference) -> list[str]:
    """The codes of the papers that may be prepared now, each once."""
    return list(dict.fromkeys(one.code for one in offers_of(conference) if not one.not_yet))


def _read(conference: Conference) -> _Facts:
    here: dict[str, Any] = {"conference": conference}
    written = PlanContent.objects.filter(~that_came_to_nothing(), **here).exclude(state="replaced")
    entries, known, sat, expect, back, *rows = together(
        CalendarEntry.objects.filter(cancelled=False, **here).values_list("id", flat=True),
        who_knows_a_day(conference).values_list("id", flat=True),
        begun_as_told(conference).values_list("id", flat=True),
        those_who_expect_it(conference).values_list("id", flat=True),
        places_taken_back(conference).values_list("id", flat=True),
        Booking.objects.filter(live=True, **here).select_related("replaces"),
        ConferenceExclusion.objects.filter(**here).exclude(outcome="").order_by("decided_at", "asked_on"),
        Invitee.objects.filter(removed_on__isnull=True, person_id__isnull=False, **here).values_list(
            "person_id", "name"
        ),
        Report.objects.filter(**here).select_related("agency").order_by("agency_code", "id"),
        Decision.objects.filter(withdrawn_at__isnull=True, **here).values_list("id", flat=True),
        written.values_list("id", flat=True),
        Record.objects.filter(**here).values_list("state", flat=True),
        Complaint.objects.filter(about="conference", **here),
        Duty.objects.filter(
            conference_id=conference.pk, code__in=_DUTIES.values(), met_on__isnull=True, due_on__isnull=False
        ).values_list("code", "due_on"),
    )
    bookings, exclusions, people, reports, decisions, plans, records, complaints, duties = rows
    due: dict[str, date] = {}
    for code, on in duties:
        due[code] = min(on, due.get(code, on))
    return _Facts(
        conference, bool(entries or known), bool(sat), bool(expect), bool(back), bookings[0] if bookings else None,
        exclusions, dict(people), reports, decisions, plans, records, complaints, due,
    )  # fmt: skip


# --- one after the other


def _invitations(facts: _Facts) -> Iterator[Offer]:
    state = facts.conference.state
    is_booked = state == "booked" and facts.booking is not None
    if state in _BEFORE:
        waits = "" if is_booked else "It can be prepared as soon as a date is booked."
        yield Offer("invitation", not_yet=waits)
        yield Offer("day-sheet", not_yet=waits)
    elif state == "sitting":
        yield Offer("day-sheet")
    if facts.told and is_booked and facts.booking is not None and facts.booking.replaces_id is not None:
        yield Offer("moved")
    if facts.told and state == "cancelled" and not facts.began:
        yield Offer("cancelled")
    if facts.expected and state == "cancelled" and facts.began:
        yield Offer(NOT_GOING_ON)
    if facts.taken_back and state not in ("sitting", "held"):
        yield Offer(TAKEN_BACK)


def _exclusions(facts: _Facts) -> Iterator[Offer]:
    latest = {one.person_id: one for one in facts.exclusions}
    for person, one in latest.items():
        if one.outcome == "excluded":
            listed = facts.people.get(person)
            gone = "This person is not on the list of people: put them on it, then the letter can be prepared."
            has_gone = facts.conference.state == "held" and one.explained_how == "letter"
            waits = "It has gone." if has_gone else "" if listed else gone
            yield Offer("exclusion-letter", one.pk, listed or "somebody", waits, is_done=has_gone)
    moved = facts.booking if facts.booking is not None and facts.booking.replaces_id is not None else None
    told = [one for person, one in latest.items() if person in facts.people]
    if moved is not None and any(was_told_before(one, moved) for one in told):
        yield Offer("views-moved")


def _reports(facts: _Facts) -> Iterator[Offer]:
    if facts.conference.state in _OVER:
        return
    pack = pack_of(facts.conference)
    for one in facts.reports:
        whose = _whose(one, pack)
        waits = "as soon as the manager has authorised it" if one.code == "social-work" else "as soon as it is in"
        yield Offer("report", one.pk, whose, "" if one.is_done else f"It can be prepared {waits}.")


def _whose(one: Report, pack: Pack) -> str:
    """Whose report it is: the agency, what the procedure calls whoever was asked for it, or the report itself."""
    if one.agency is not None:
        return one.agency.name
    if one.code != AGENCY:
        return report_title(pack, one.code)
    named = role_word(pack, one.role or one.agency_code)
    return f"{named[:1].upper()}{named[1:]}"


def _after(facts: _Facts) -> Iterator[Offer]:
    state = facts.conference.state
    # What an adjourned one decided and wrote down stands, though it was cancelled then.
    if state in _OVER and not facts.decisions and not facts.records:
        return
    waits = "" if facts.decisions else "It can be prepared as soon as the decision for each child is recorded."
    yield Offer("summary", not_yet=waits)
    yield Offer("decisions", not_yet=waits or _until_held(state))
    plans = "" if facts.plans else "No plan is written here. It can be prepared as soon as a child has one."
    yield Offer("plan", not_yet=plans or _until_held(state))
    yield Offer("minutes", not_yet=_minutes_wait(facts))


def _until_held(state: str) -> str:
    return "" if state in ("held", "cancelled") else "It can be prepared as soon as the conference has ended."


def _minutes_wait(facts: _Facts) -> str:
    if facts.records == ["approved"]:
        return ""
    if facts.records:
        return "The record waits for the chair. It can be prepared as soon as the chair has approved it."
    return "There is no record yet. It can be prepared as soon as the chair has approved the record."


def _complaints(facts: _Facts) -> Iterator[Offer]:
    for one in facts.complaints:
        listed = one.person_id is not None and one.person_id in facts.people
        by_hand = "" if listed else "Whoever complained is not on the list of people: write to them and note it here."
        if one.stage == Stage.FORMAL:
            yield Offer("complaint-acknowledgement", one.pk, one.name, by_hand)
        if one.stage in (Stage.INFORMAL, Stage.FORMAL):
            yield Offer(
                "complaint-answer", one.pk, one.name, by_hand or "It can be prepared as soon as it is answered."
            )
        if one.stage == Stage.ANSWERED:
            yield Offer("complaint-answer", one.pk, one.name, by_hand)


_MAKERS: Final[tuple[Callable[[_Facts], Iterator[Offer]], ...]] = (
    _invitations, _exclusions, _reports, _after, _complaints,
)  # fmt: skip
