"""The drawn calendar: the weeks of a count, every day with its number or the reason why it is struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quorate.procedure.calendar import Step
from quorate.web.wording import day as day_in_words
from quorate.web.wording import day_short, joined

_WEEKEND = ("Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is drawn. `look` is start, struck, last or nothing; `spoken` is what a screen reader says."""

    on: date
    shown: str
    number: int | None
    label: str
    look: str
    spoken: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks from the first day of a count to its last, Monday to Sunday; None for a day outside the count."""

    caption: str
    weeks: tuple[tuple[Day | None, ...], ...]
    has_today: bool
    holidays: str
    """The bank holidays among the struck days as one sentence, for screens too small for labels."""


def draw(steps: Sequence[Step], start_label: str, last_label: str, today: date | None = None) -> Month:
    """Draw the days of a count. `steps` come from `Calendar.steps_of_working_days`, forward or back."""
    days = {date.fromordinal(step.day): step for step in steps}
    first, last = min(days), max(days)
    start, end = date.fromordinal(steps[0].day), date.fromordinal(steps[-1].day)
    labels = {start: (start_label, "start"), end: (last_label, "last")}
    monday = first - timedelta(days=first.weekday())
    weeks: list[tuple[Day | None, ...]] = []
    while monday <= last:
        week = [monday + timedelta(days=n) for n in range(7)]
        weeks.append(tuple(_day(on, days[on], labels, first, today) if on in days else None for on in week))
        monday += timedelta(days=7)
    return Month(
        caption=f"{_span(first, last)}, week by week",
        weeks=tuple(weeks),
        has_today=today in days,
        holidays=_holidays([step for step in steps if step.reason and step.reason not in _WEEKEND]),
    )


def _day(on: date, step: Step, labels: dict[date, tuple[str, str]], first: date, today: date | None) -> Day:
    shown = f"{on.day} {_MONTHS[on.month - 1][:3]}" if on == first or on.day == 1 else str(on.day)
    is_today = on == today
    if on in labels:
        label, look = labels[on]
        said = f"day {step.number}, {label}" if step.number else f"{label}, not counted"
    elif step.reason is not None:
        label, look = ("not counted" if step.reason in _WEEKEND else step.reason), "struck"
        said = "not counted" + ("" if step.reason in _WEEKEND else f", {step.reason}")
    else:
        label, look, said = "", "", f"day {step.number}"
    spoken = f"{day_short(on)}, {said}" + (", today" if is_today else "")
    return Day(on, shown, step.number or None, label, look, spoken, is_today)


def _span(first: date, last: date) -> str:
    one, other = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
    if first.year != last.year:
        return f"{one} {first.year} to {other} {last.year}"
    return f"{one} {first.year}" if first.month == last.month else f"{one} to {other} {first.year}"


def _holidays(steps: Sequence[Step]) -> str:
    said = [
        f"{day_short(date.fromordinal(step.day))}: {step.reason}" for step in sorted(steps, key=lambda one: one.day)
    ]
    if not said:
        return ""
    return ". ".join(said) + (". It is not counted." if len(said) == 1 else ". They are not counted.")


def counted_in_words(steps: Sequence[Step]) -> str:
    """ "Counted: Monday to Friday. Not counted: 2 weekends, Fri 25 Dec (Christmas Day)"."""
    weekend = {date.fromordinal(step.day).isocalendar()[:2] for step in steps[1:] if step.reason in _WEEKEND}
    named = [
        f"{day_in_words(date.fromordinal(step.day))} ({step.reason})"
        for step in sorted(steps, key=lambda one: one.day)
        if step.reason is not None and step.reason not in _WEEKEND
    ]
    weekends = [f"{len(weekend)} weekend{'s' if len(weekend) > 1 else ''}"] if weekend else []
    left_out = joined([*weekends, *named])
    return "Counted: Monday to Friday. " + (f"Not counted: {left_out}." if left_out else "Nothing is left out.")
