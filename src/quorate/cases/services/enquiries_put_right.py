"""Enquiries put right: one that was entered by mistake, one whose first day was wrong, one that has not ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quorate.access.models import ProtectedCase
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import CaseEvent, Enquiry, EnquiryOutcome, StrategyDiscussion
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.enquiries import answered_on, to_come
from quorate.cases.services.putting_right import (
    Told,
    events_of,
    reason_of,
    require_all,
    say,
    take_back,
    withdrawn,
)
from quorate.cases.services.writing import happened
from quorate.cases.wording import day_in_words

_HELD: Final = "strategy-discussion-held"
_ENDED: Final = "enquiry-concluded"
_BEGINS: Final = {"starts_enquiry": True}
_FURTHER: Final = {"starts_enquiry": False}


@quietly
@transaction.atomic
def take_back_enquiry(*, enquiry: Enquiry, reason: str, on: date, by: Standing) -> Enquiry:
    """Takes back an enquiry about one child, with its discussions and its end; the clock that it began is gone.

    Brothers and sisters with whom it began keep theirs. Raises `Refused`, `NotAllowed`.
    """
    case = enquiry.case_id
    require_all([case], by)
    for further in _standing(enquiry).filter(held_on__gt=enquiry.begun_on):
        told = Told(_HELD, further.held_on, [case], _FURTHER)
        take_back(row=further, called="A strategy discussion", told=told, reason=reason, on=on, by=by)
    if enquiry.ended_on is not None:
        _take_back_end(enquiry, by)
    others = [one for one in _together(enquiry) if one != case]
    if others:
        require_all(others, by)
        _told_anew(enquiry.begun_on, [case, *others], enquiry.begun_on, others, by)
    told = Told(_HELD, enquiry.begun_on, [case], _BEGINS)
    found = take_back(row=enquiry, called="The enquiry", told=told, reason=reason, on=on, by=by)
    _standing(enquiry).update(taken_back_on=on, taken_back_by=by.user_id, taken_back_why=found.taken_back_why)
    return found


@quietly
@transaction.atomic
def take_back_discussion(*, discussion: StrategyDiscussion, reason: str, on: date, by: Standing) -> StrategyDiscussion:
    """Takes back a further strategy discussion; the one that began an enquiry goes with it. Raises `Refused`."""
    first = discussion.enquiry is not None and discussion.held_on == discussion.enquiry.begun_on
    refuse(reason="This discussion began the enquiry; take back the enquiry, or put its first day right." if first
           else None)  # fmt: skip
    told = Told(_HELD, discussion.held_on, [discussion.case_id], _FURTHER)
    return take_back(row=discussion, called="A strategy discussion", told=told, reason=reason, on=on, by=by)


@quietly
@transaction.atomic
def correct_first_day(*, enquiry: Enquiry, begun_on: date, reason: str, on: date, by: Standing) -> list[Enquiry]:
    """Puts the first day of an enquiry right: of the strategy discussion, for all children with whom it began.

    The days that are counted from it follow at once. Raises `Refused`, `NotAllowed`.
    """
    cases = _together(enquiry)
    children = require_all(cases, by)
    words, was = reason_of(reason), enquiry.begun_on
    rows = list(
        Enquiry.objects.select_for_update(of=("self",)).filter(
            case__in=cases, begun_on=was, taken_back_on__isnull=True
        )
    )  # fmt: skip
    refuse(enquiry=None if enquiry.pk in {one.pk for one in rows} else "This has been changed since; look at it again.")
    refuse(begun_on=_not_this_day(rows, begun_on, was, on))
    first = StrategyDiscussion.objects.filter(enquiry__in=rows, held_on=was, taken_back_on__isnull=True)
    first.update(held_on=begun_on)
    for one in rows:
        one.begun_on, one.first_told_on = begun_on, one.first_told_on or was
        one.save(update_fields=["begun_on", "first_told_on"])
    _told_anew(was, cases, begun_on, cases, by)
    for one in rows:
        _end_told_anew(one, was, by)
    held, not_held = day_in_words(begun_on), day_in_words(was)
    said = f"The strategy discussion that began the enquiry was held on {held}, not {not_held}."
    for case in children:
        record(
            action="record.put-right", subject_kind="enquiry", subject_id=enquiry.pk, case_id=case.pk,
            facts={"fields": "begun_on"},
        )  # fmt: skip
        say(case, said, words, on, by)
    return rows


@quietly
@transaction.atomic
def open_again(*, enquiry: Enquiry, reason: str, on: date, by: Standing) -> Enquiry:
    """The end of an enquiry was entered by mistake: it goes on, and so do the days that are counted.

    Raises `Refused`, `NotAllowed`.
    """
    (case,) = require_all([enquiry.case_id], by)
    words = reason_of(reason)
    row = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    another = Enquiry.objects.filter(case=case, ended_on__isnull=True, taken_back_on__isnull=True)
    refuse(
        enquiry="This enquiry has not ended."
        if row.ended_on is None or row.taken_back_on is not None
        else "A conference has answered this enquiry; begin a new one, so that its days are counted."
        if answered_on(row) is not None
        else "Another enquiry is open; take that one back first, or leave this one ended."
        if another.exists()
        else None
    )
    ended = row.ended_on
    assert ended is not None
    _take_back_end(row, by)
    row.ended_on, row.outcome, row.reason, row.conference_not_required = None, "", "", None
    row.save(update_fields=["ended_on", "outcome", "reason", "conference_not_required"])
    record(
        action="record.put-right", subject_kind="enquiry", subject_id=row.pk, case_id=case.pk,
        facts={"fields": "ended_on"},
    )  # fmt: skip
    said = f"The end of the enquiry, {day_in_words(ended)}, was entered by mistake; the enquiry goes on."
    say(case, said, words, on, by)
    return row


# --- steps


def _standing(enquiry: Enquiry) -> QuerySet[StrategyDiscussion]:
    return StrategyDiscussion.objects.filter(enquiry=enquiry, taken_back_on__isnull=True)


def _together(enquiry: Enquiry) -> list[UUID]:
    """The cases of all children with whom the enquiry began, the child's own first."""
    told = CaseEvent.objects.filter(case=enquiry.case_id, code=_HELD, day=enquiry.begun_on, takes_back=None)
    back = CaseEvent.objects.filter(case=enquiry.case_id, takes_back__isnull=False).values("takes_back")
    begun = [one.event_id for one in told.exclude(event_id__in=back) if one.facts.get("starts_enquiry")]
    rows = CaseEvent.objects.filter(event_id__in=begun[:1]).values_list("case_id", flat=True)
    own: Sequence[UUID] = [enquiry.case_id]
    return [*own, *sorted(one for one in rows if one not in own)]


def _told_anew(was: date, cases: Sequence[UUID], day: date, about: Sequence[UUID], by: Standing) -> None:
    """The one discussion that the rules were told of becomes another one: of another day, or of fewer children."""
    for event_id in events_of(Told(_HELD, was, cases, _BEGINS))[:1]:
        withdrawn(event_id, by)
        happened(_HELD, list(ProtectedCase.objects.filter(pk__in=about)), day=day, facts=_BEGINS, by=by)


def _take_back_end(enquiry: Enquiry, by: Standing) -> None:
    for event_id in _ends(enquiry, enquiry.begun_on) or _ends(enquiry, None):
        withdrawn(event_id, by)


def _end_told_anew(enquiry: Enquiry, was: date, by: Standing) -> None:
    """What ended an enquiry names it by its first day: of two that end on one day the rules know which is meant."""
    if enquiry.ended_on is None:
        return
    for event_id in _ends(enquiry, was):
        facts = CaseEvent.objects.get(event_id=event_id, takes_back=None).facts
        withdrawn(event_id, by)
        facts = {**facts, "begun_on": enquiry.begun_on}
        happened(_ENDED, [enquiry.case], day=enquiry.ended_on, facts=facts, by=by)


def _ends(enquiry: Enquiry, begun_on: date | None) -> list[UUID]:
    """The event that says that it ended, which names it by a first day; older ones name none."""
    assert enquiry.ended_on is not None
    facts = {"begun_on": None if begun_on is None else begun_on.isoformat()}
    return events_of(Told(_ENDED, enquiry.ended_on, [enquiry.case_id], facts))[:1]


def _not_this_day(rows: Sequence[Enquiry], begun_on: date, was: date, on: date) -> str | None:
    """Why none of them can have begun on this day."""
    if begun_on == was:
        return "This is the day that is recorded; enter the right one."
    ends = [one.ended_on for one in rows if one.ended_on] + [
        day for one in rows if (day := answered_on(one)) is not None and one.outcome != EnquiryOutcome.TRANSFERRED
    ]
    later = StrategyDiscussion.objects.filter(enquiry__in=rows, held_on__gt=was, taken_back_on__isnull=True)
    ends += list(later.values_list("held_on", flat=True))
    if any(begun_on > day for day in ends):
        return "Something that came of the enquiry happened before this day; check the day."
    return to_come(begun_on, on)
