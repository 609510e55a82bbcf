"""The small closed grammar in which packs say a limit, and what each sentence comes to.

`15 working days after strategy-discussion-held` is read by `parse`, printed by `str`, and computed by
`limit_of`. A moment is a pair (London day as an ordinal, instant in microseconds UTC or None): an event or a
limit with no time of day has None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from quorate.procedure import london
from quorate.procedure.calendar import Calendar, add_months

Moment = tuple[int, int | None]
Resolve = Callable[[str, bool], Moment | None]
"""Anchor name, and whether the first (True) or the last such event is meant → its moment, or None."""

MINUTE = 60_000_000
HOUR = 60 * MINUTE
UNITS = ("minutes", "hours", "days", "working days", "weeks", "months")
PREGNANCY_WEEKS = 40
FORMS = (
    '"<n> minutes|hours|days|working days|weeks|months before|after <anchor>", "before <anchor>", '
    '"the day before <anchor>", "the next working day after <anchor>", "at <anchor>", '
    '"by <n> weeks of pregnancy", "no limit" or "earliest of [ ... ]"'
)

_ANCHOR = r"(?P<anchor>[a-z][a-z-]*[a-z])"
_COUNT = re.compile(
    r"(?P<n>\d{1,4}) (?P<unit>minute|hour|working day|day|week|month)s? (?P<way>before|after) " + _ANCHOR
)
_PLAIN = re.compile(r"(?P<form>before|at|the day before|the next working day after) " + _ANCHOR)
_PREGNANCY = re.compile(r"by (?P<n>\d{1,2}) weeks of pregnancy")
_EARLIEST = re.compile(r"earliest of \[(?P<parts>.+)\]")
_INTERVAL = re.compile(r"(?P<n>\d{1,4}) (?P<unit>minute|hour|working day|day|week|month)s?")


class OffsetError(ValueError):
    """A limit that is not a sentence of the grammar; the message says what was read and what may be said."""


@dataclass(frozen=True, slots=True)
class Offset:
    """One limit as a sentence: a count from an anchor, or one of the forms without a number.

    `form` is `count`, `before`, `at`, `the day before`, `the next working day after`, `pregnancy`,
    `no limit` or `earliest`; `count` is signed (negative: before the anchor) in `unit`s.
    """

    form: str
    anchor: str = ""
    count: int = 0
    unit: str = ""
    parts: tuple[Offset, ...] = ()

    def __str__(self) -> str:
        if self.form == "earliest":
            return "earliest of [" + ", ".join(map(str, self.parts)) + "]"
        if self.form == "pregnancy":
            return f"by {self.count} weeks of pregnancy"
        if self.form == "no limit":
            return self.form
        if self.form == "count":
            return f"{interval_in_words(abs(self.count), self.unit)} {self.way} {self.anchor}"
        return f"{self.form} {self.anchor}"

    @property
    def way(self) -> str:
        """Whether the limit lies before or after its anchor."""
        return "before" if self.count < 0 else "after"

    @property
    def anchors(self) -> tuple[str, ...]:
        """The names of every anchor that the sentence uses, in order."""
        if self.form == "earliest":
            return tuple(anchor for part in self.parts for anchor in part.anchors)
        return (self.anchor,) if self.anchor else ()

    @property
    def looks_back(self) -> bool:
        """True for a limit that lies before its anchor (a preparation)."""
        return self.count < 0 or self.form in ("before", "the day before", "pregnancy")


def interval_in_words(n: int, unit: str) -> str:
    """`1 working day`, `10 working days`."""
    return f"{n} {unit.removesuffix('s') if n == 1 else unit}"


def parse(text: str) -> Offset:
    """Read one sentence of the grammar.

    Raises OffsetError with what was read and every form that may be said.
    """
    said = " ".join(text.split())
    if said == "no limit":
        return Offset("no limit")
    if found := _COUNT.fullmatch(said):
        n = int(found["n"])
        if n == 0:
            raise OffsetError(f"{text!r} counts nothing; say 'at {found['anchor']}'")
        return Offset("count", found["anchor"], -n if found["way"] == "before" else n, found["unit"] + "s")
    if found := _PLAIN.fullmatch(said):
        return Offset(found["form"], found["anchor"])
    if found := _PREGNANCY.fullmatch(said):
        return Offset("pregnancy", "birth-expected", int(found["n"]), "weeks")
    if found := _EARLIEST.fullmatch(said):
        return Offset("earliest", parts=tuple(parse(part) for part in found["parts"].split(",")))
    _refuse(text)


def parse_interval(text: str) -> tuple[int, str]:
    """Read an interval that a plan sets, as `2 weeks` → (2, "weeks"). Raises OffsetError."""
    found = _INTERVAL.fullmatch(" ".join(text.split()))
    if not found or int(found["n"]) == 0:
        raise OffsetError(f"{text!r} is not an interval; say for example '2 weeks' or '10 working days'")
    return int(found["n"]), found["unit"] + "s"


def _refuse(text: str) -> NoReturn:
    raise OffsetError(f"{text!r} is not a limit that can be read; say {FORMS}")


def instant_of(moment: Moment) -> int:
    """The instant of a moment; a moment without a time counts as 23:59:59 of its day."""
    return london.end_of_day(moment[0]) if moment[1] is None else moment[1]


def limit_of(offset: Offset, resolve: Resolve, calendar: Calendar) -> Moment | None:
    """What the sentence comes to: a date (instant None) or an instant; None while no anchor is known."""
    return limit_and_cause(offset, resolve, calendar)[0]


def limit_and_cause(offset: Offset, resolve: Resolve, calendar: Calendar) -> tuple[Moment | None, Moment | None]:
    """What the sentence comes to, and the earliest anchor that it is counted from (each None while unknown)."""
    form = offset.form
    if form == "earliest":
        pairs = [limit_and_cause(part, resolve, calendar) for part in offset.parts]
        return _earliest(limit for limit, _ in pairs), _earliest(cause for _, cause in pairs)
    if form == "no limit":
        return None, None
    anchor = resolve(offset.anchor, form == "before")
    return (None, None) if anchor is None else (reckon(offset, anchor, calendar), anchor)


def _earliest(moments: Iterable[Moment | None]) -> Moment | None:
    return min((moment for moment in moments if moment is not None), key=instant_of, default=None)


def reckon(offset: Offset, anchor: Moment, calendar: Calendar) -> Moment:
    """What a sentence with one anchor comes to, counted from that anchor."""
    form = offset.form
    if form == "count":
        return counted(anchor, offset.count, offset.unit, calendar)
    if form == "the day before":
        return anchor[0] - 1, None
    if form == "the next working day after":
        return calendar.working_days_after(anchor[0], 1), None
    if form == "pregnancy":
        return anchor[0] - 7 * (PREGNANCY_WEEKS - offset.count), None
    return anchor


def counted(anchor: Moment, count: int, unit: str, calendar: Calendar) -> Moment:
    """`count` units from the anchor: a date for days and longer units, an instant for hours and minutes.

    Hours and minutes are counted in absolute time, so a clock change does not lengthen or shorten them.
    Raises OutsideKnownYears.
    """
    day = anchor[0]
    if unit == "working days":
        return calendar.working_days_after(day, count), None
    if unit == "days":
        return day + count, None
    if unit == "weeks":
        return day + 7 * count, None
    if unit == "months":
        return add_months(day, count), None
    instant = instant_of(anchor) + count * (HOUR if unit == "hours" else MINUTE)
    return london.day_of(instant), instant
