"""The month in which a day is chosen: which working day each day is, what is struck out, where the limit lies."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date
from typing import Final

from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.procedure.duty import Duty
from quorate.web.wording import day_short, month_and_year

_WEEKEND: Final = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class ChoosableDay:
    """One day: what is written on it, its look, what is spoken, and whether it can be chosen."""

    on: date
    number: int | None
    label: str
    look: str
    spoken: str
    is_today: bool
    can_be_chosen: bool


@dataclass(frozen=True, slots=True)
class BookingMonth:
    """A month, Monday to Sunday, None for days of other months; the months before and after as "2026-12"."""

    caption: str
    weeks: tuple[tuple[ChoosableDay | None, ...], ...]
    before: str
    after: str
    holidays: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Count:
    """What the days are counted from, where the limit counts working days: the day that is day 0."""

    anchor: date
    limit: date


def count_of(duty: Duty | None) -> Count | None:
    """What a limit counts, where it counts working days."""
    if duty is None or duty.limit is None or duty.cause is None or duty.due is None:
        return None
    if duty.limit.form != "count" or duty.limit.unit != "working days":
        return None
    return Count(date.fromordinal(duty.cause[0]), date.fromordinal(duty.due[0]))


def month_of(
    first: date, *, calendar: Calendar, today: date, limit: date | None, count: Count | None, chosen: date | None
) -> BookingMonth:
    """The month of a day, drawn for choosing. Days in the past cannot be chosen; days beyond the limit can."""
    weeks = tuple(
        tuple(
            None if on.month != first.month else _day(on, calendar, today, limit, count, chosen)
            for on in week
        )
        for week in Weeks().monthdatescalendar(first.year, first.month)
    )  # fmt: skip
    days = [one for week in weeks for one in week if one is not None]
    named = [f"{day_short(one.on)}: {one.label}" for one in days if one.look == "struck" and one.label != "closed"]
    return BookingMonth(
        caption=month_and_year(first), weeks=weeks, before=_month(first, -1) if first > today else "",
        after=_month(first, 1), holidays=". ".join(named) + ("." if named else ""),
        counts=any(one.number is not None for one in days),
    )  # fmt: skip


def _month(first: date, step: int) -> str:
    months = first.year * 12 + first.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _day(
    on: date, calendar: Calendar, today: date, limit: date | None, count: Count | None, chosen: date | None
) -> ChoosableDay:
    why = _why(calendar, on)
    number = _number(calendar, on, count) if why is None else None
    label, look, said = "", "", f"working day {number}" if number else ""
    if why is not None:
        label, look = ("closed" if why in _WEEKEND else why), "struck"
        said = "no working day" if why in _WEEKEND else f"no working day, {why}"
    elif limit is not None and on > limit:
        label, look, said = "after the limit", "beyond", "after the limit"
    if count is not None and on == count.anchor:
        label, look, said = "day 0", "start", "day 0, not counted"
    if limit is not None and on == limit:
        label, look, said = "last day", "last", "the last day" + (f", working day {number}" if number else "")
    if on == chosen:
        look = "chosen"
    spoken = ", ".join(
        part for part in (day_short(on), said, "today" if on == today else "", "chosen" if on == chosen else "") if part
    )
    return ChoosableDay(on, number, label, look, spoken, on == today, on >= today and why is None)


def _why(calendar: Calendar, on: date) -> str | None:
    try:
        return calendar.why_not_working(on.toordinal())
    except OutsideKnownYears:
        return None


def _number(calendar: Calendar, on: date, count: Count | None) -> int | None:
    if count is None or not count.anchor < on <= count.limit:
        return None
    return calendar.working_days_between(count.anchor.toordinal(), on.toordinal())
