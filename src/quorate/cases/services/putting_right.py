"""What was entered by mistake is taken back: the row stays with the reason, and the rules are no longer told of it.

One way for everything that happened (visits, meetings, discussions, enquiries, what ended a plan): whoever writes in
the records of all children concerned, with a reason; the event is withdrawn, so that what it had ticked off is open
again in the same transaction; the chronology of each child says what was put right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something, tidy
from quorate.cases.fact_checks import RefusedEvent
from quorate.cases.models import CaseEvent, PutRight, Significance
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.chronology import add_chronology_entry
from quorate.cases.services.recording import withdraw_event
from quorate.cases.services.writing import happened
from quorate.cases.wording import day_in_words

_LONGEST: Final = 250
_Row = TypeVar("_Row", bound=PutRight)

ASSESSED: Final = "assessment-completed"
EVENTS: Final[Mapping[str, str]] = {
    ASSESSED: "The completed assessment",
    "became-looked-after": "That the child is looked after",
    "moved-away": "That the family has moved",
    "plan-ended": "The end of the plan",
    "pregnancy-ended": "The end of the pregnancy",
    "plan-set": "How often the plan asks for visits and core groups",
}
"""What stands in the record as an event alone, and may be taken back as one: what the chronology calls it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules were told of a row: the event, its day, about which children's cases. `facts` it must have."""

    code: str
    day: date
    cases: Sequence[UUID]
    facts: Mapping[str, Any] = field(default_factory=dict)


@quietly
@transaction.atomic
def take_back(*, row: _Row, called: str, told: Told, reason: str, on: date, by: Standing) -> _Row:
    """Takes back a row that was entered by mistake, and the event by which the rules knew of it.

    `called` is what the chronology calls it ("A visit to the child"). Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    children = require_all(told.cases, by)
    words = reason_of(reason)
    model = type(row)
    found = model._base_manager.select_for_update(of=("self",)).filter(pk=row.pk, taken_back_on__isnull=True).first()
    if found is None:
        raise Refused({NON_FIELD_ERRORS: "This has been taken back already; there is nothing to do."})
    found.taken_back_on, found.taken_back_by, found.taken_back_why = on, by.user_id, words
    found.save(update_fields=["taken_back_on", "taken_back_by", "taken_back_why"])
    for event_id in events_of(told)[:1]:
        withdrawn(event_id, by)
    for case in children:
        record(
            action="record.taken-back", subject_kind=str(model._meta.model_name), subject_id=row.pk, case_id=case.pk,
            facts={"event": told.code},
        )  # fmt: skip
        say(case, f"{called} of {day_in_words(told.day)} was entered by mistake and counts no more.", words, on, by)
    return found


@quietly
@transaction.atomic
def take_back_event(
    *, event_id: UUID, case: ProtectedCase, reason: str, on: date, by: Standing, right_day: date | None = None
) -> None:
    """Takes back one of `EVENTS`, which stands in no row of its own; of an assessment, tells its `right_day` instead.

    Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    rows = list(CaseEvent.objects.filter(event_id=event_id, code__in=EVENTS, takes_back__isnull=True))
    if case.pk not in {row.case_id for row in rows}:
        raise NoSuchRecord
    first = rows[0]
    children = require_all([row.case_id for row in rows], by)
    words = reason_of(reason)
    refuse(right_day=None if right_day is None else _not_this_day(first, right_day, on))
    withdrawn(event_id, by)
    said = f"{EVENTS[first.code]} of {day_in_words(first.day)} was entered by mistake and counts no more."
    if right_day is not None:
        happened(first.code, children, day=right_day, facts=first.facts, by=by)
        said = f"The assessment was completed on {day_in_words(right_day)}, not {day_in_words(first.day)}."
    for one in children:
        say(one, said, words, on, by)


def _not_this_day(event: CaseEvent, right_day: date, on: date) -> str | None:
    if event.code != ASSESSED:
        return "Only the day of an assessment is put right here; take this back and record it anew."
    if right_day > on:
        return "This day has not come yet; leave it empty until the assessment is complete."
    return "This is the day that is recorded; enter the right one." if right_day == event.day else None


def events_of(told: Told) -> list[UUID]:
    """The events that stand and tell this of exactly these children: any of them is as good as the other."""
    wanted = set(told.cases)
    here = CaseEvent.objects.filter(case__in=wanted, code=told.code, day=told.day)
    back = here.exclude(takes_back=None).values("takes_back")
    about: dict[UUID, set[UUID]] = {}
    for one in here.filter(takes_back=None).exclude(event_id__in=back).order_by("recorded_at", "event_id"):
        if all(one.facts.get(key) == value for key, value in told.facts.items()):
            about.setdefault(one.event_id, set()).add(one.case_id)
    cases = CaseEvent.objects.filter(event_id__in=about).values_list("event_id", "case_id")
    for event_id, case_id in cases:
        about[event_id].add(case_id)
    return [event_id for event_id, found in about.items() if found == wanted]


def require_all(cases: Sequence[UUID], by: Standing) -> list[ProtectedCase]:
    """The children's records, for whoever writes in all of them. Raises `NotAllowed`, `NoSuchRecord`."""
    found = list(ProtectedCase.objects.filter(pk__in=cases))
    if not found or len(found) < len(set(cases)):
        raise NoSuchRecord
    for case in found:
        require(by, "write", case)
    return found


def reason_of(reason: str) -> str:
    """The reason, tidied. Raises `Refused` where there is none."""
    words = tidy(reason)
    refuse(
        reason="Say why this is put right; the reason is kept."
        if not says_something(words)
        else f"At most {_LONGEST} characters; put more into the chronology."
        if len(words) > _LONGEST
        else None
    )
    return words


def withdrawn(event_id: UUID, by: Standing) -> None:
    """Takes back the event; a sentence of the rules stands above the form. Raises `Refused`."""
    sentence = None
    try:
        withdraw_event(event_id=event_id, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({NON_FIELD_ERRORS: sentence})


def say(case: ProtectedCase, said: str, reason: str, on: date, by: Standing) -> None:
    """Writes into the child's chronology what was put right and why."""
    add_chronology_entry(
        case=case, happened_on=on, words=f"Put right: {said} Reason: {reason}", on=on, by=by,
        significance=Significance.BACKGROUND,
    )  # fmt: skip
