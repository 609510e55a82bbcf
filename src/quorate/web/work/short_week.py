"""A week with bank holidays or closures, said in words before it bites."""

from __future__ import annotations

from datetime import date, timedelta

from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.web.wording import joined, long_day

_WEEKDAYS = 5
_THURSDAY = 3


def short_week(today: date, calendar: Calendar) -> tuple[str, str] | None:
    """A heading and a sentence about this week's days off that still lie ahead, or today, or about those of next week.

    Next week is spoken of from Thursday on. None where both are whole weeks.
    """
    monday = today - timedelta(days=today.weekday())
    try:
        this = _off(monday, calendar)
        if this and today <= monday + timedelta(days=_WEEKDAYS - 1):
            return "A short week.", _said(this, monday, calendar, "this week")
        if today.weekday() >= _THURSDAY and (coming := _off(monday + timedelta(days=7), calendar)):
            return "Next week is short.", _said(coming, monday + timedelta(days=7), calendar, "next week")
    except OutsideKnownYears:
        return None
    return None


def _off(monday: date, calendar: Calendar) -> list[tuple[date, str]]:
    days = [monday + timedelta(days=n) for n in range(_WEEKDAYS)]
    return [(day, why) for day in days if (why := calendar.why_not_working(day.toordinal())) is not None]


def _said(off: list[tuple[date, str]], monday: date, calendar: Calendar, which: str) -> str:
    named = joined([f"{_without_year(day)} is {why}" for day, why in off])
    friday = monday + timedelta(days=_WEEKDAYS - 1)
    last = date.fromordinal(calendar.last_working_day_on_or_before(friday.toordinal()))
    if last < monday:
        return f"{named}. There is no working day {which}."
    tail = "" if last == friday else f" The last working day {which} is {_without_year(last)}."
    return f"{named}.{tail}"


def _without_year(day: date) -> str:
    return long_day(day).rpartition(" ")[0]
