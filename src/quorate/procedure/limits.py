"""The last working moment on which to act on a limit, and the next working day where that lies too early."""

from __future__ import annotations

from quorate.procedure.duty import Duty
from quorate.procedure.offsets import Moment, counted, limit_and_cause


def act_by(duty: Duty) -> tuple[Moment | None, Moment | None]:
    """`(act_by, next_working)`: the last working day on or before a date limit; for an instant on a
    non-working day the last working day before it; otherwise the limit itself. Never before the anchor: then
    the limit stands and the next working day is given beside it. `next_working` is None otherwise.
    """
    due = duty.due
    if due is None:
        return None, None
    calendar = duty.rule.calendar
    day = due[0]
    if calendar.is_working_day(day):
        return due, None
    last = calendar.last_working_day_on_or_before(day)
    anchor = _anchor(duty)
    if anchor is not None and last < anchor[0]:
        return due, (calendar.next_working_day_after(day), None)
    return (last, None), None


def _anchor(duty: Duty) -> Moment | None:
    """The anchor after which the limit lies; None for a limit that lies before its anchor.

    Of an `earliest of [...]` the part that won decides.
    """
    limit = duty.limit
    if limit is None:
        return duty.cause
    if limit.form == "earliest":
        for part in limit.parts:
            found, anchor = limit_and_cause(part, duty.scope.anchor, duty.rule.calendar)
            if found == duty.due:
                return None if part.looks_back else anchor
    return None if limit.looks_back else duty.cause


def usual_moment(duty: Duty) -> Moment | None:
    """When the duty is usually done, by the pack's usual minutes before the start; None while there is no start."""
    minutes, start = duty.rule.usual_minutes, duty.conference.start
    if minutes is None or start is None or start[1] is None:
        return None
    return counted(start, -minutes, "minutes", duty.rule.calendar)
