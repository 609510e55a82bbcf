"""Emergency access ("break-glass"): the quick lawful way where nobody has granted a case yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from quorate.access.decide import Answer
from quorate.access.models import BreakGlass, BreakGlassReason, Verdict
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.procedure.calendar import Calendar

SHORTEST_REASON: Final = 20
"""Characters that the reason must have at least."""
MINUTES: Final = 60
REVIEW_WORKING_DAYS: Final = 2
_CALENDAR: Final = Calendar()


class ReasonTooShort(ValueError):
    """The reason for an emergency access says too little."""


def review_due_on(opened_on: date) -> date:
    """The last day for reviewing an emergency access: two working days after it was opened."""
    return date.fromordinal(_CALENDAR.working_day_after(opened_on.toordinal(), REVIEW_WORKING_DAYS))


@transaction.atomic
def break_glass(*, ref: str, reason_code: str, text: str, by: Standing) -> BreakGlass:
    """Opens the case with this reference to one person for 60 minutes.

    The chair, the team manager and information governance are told at once. Raises `StepUpNeeded` when the
    second factor was not shown within five minutes, `NotAllowed`, `ReasonTooShort`, and `NoSuchRecord` where there
    is no such case in this authority, or it is restricted, or the person has a conflict of interest or is
    excluded: one answer for all of these.
    """
    require(by, "break_glass")
    reason = BreakGlassReason(reason_code)
    if len(text.strip()) < SHORTEST_REASON:
        raise ReasonTooShort(f"Say in at least {SHORTEST_REASON} characters why this case must be opened now.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_break_glass(%s, %s, %s, %s)", [ref, reason, text, review_due_on(today())])
        (made,) = cursor.fetchone()
    if made is None:
        raise NoSuchRecord
    opened = BreakGlass.objects.get(pk=made)
    record(
        action="break-glass.opened", subject_kind="break_glass", subject_id=opened.id, case_id=opened.case_id,
        reason=reason, facts={"reason_code": reason, "ends_at": opened.ends_at},
    )  # fmt: skip
    return opened


@transaction.atomic
def end_break_glass(*, broken: BreakGlass, by: Standing) -> BreakGlass:
    """The person ends their own emergency access before its 60 minutes are over."""
    if broken.user_id != by.user_id:
        raise NotAllowed("break_glass", Answer(False, "relationship"))
    broken.ended_at = timezone.now()
    broken.save(update_fields=["ended_at"])
    record(action="break-glass.ended", subject_kind="break_glass", subject_id=broken.id, case_id=broken.case_id)
    return broken


@transaction.atomic
def review_break_glass(*, broken: BreakGlass, verdict: str, by: Standing) -> BreakGlass:
    """Somebody else of the office judges an emergency access. Raises `NotAllowed`, also for one's own."""
    require(by, "review_break_glass")
    if broken.user_id == by.user_id:
        raise NotAllowed("review_break_glass", Answer(False, "conflict"))
    broken.reviewed_at, broken.reviewed_by, broken.verdict = timezone.now(), by.user_id, Verdict(verdict)
    broken.save(update_fields=["reviewed_at", "reviewed_by", "verdict"])
    record(
        action="break-glass.reviewed", subject_kind="break_glass", subject_id=broken.id, case_id=broken.case_id,
        facts={"verdict": verdict},
    )  # fmt: skip
    return broken
