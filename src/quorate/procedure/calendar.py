"""Working days and months: the sums behind every limit, each able to explain itself.

A day is an int, `date.toordinal()`. Day 0 is the day of the event and is never counted; day 1 is the next
working day; counting back, the conference is day 0. A working day is Monday to Friday and not a bank holiday
of England.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, chain, groupby
from types import MappingProxyType

from quorate.procedure.holidays_table import BANK_HOLIDAYS, FIRST_YEAR, LAST_DECLARED_YEAR, LAST_YEAR

FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()
_LAST_DECLARED_DAY = date(LAST_DECLARED_YEAR, 12, 31).toordinal()

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September",
                "October", "November", "December")  # fmt: skip
_WEEKEND = ("Saturday", "Sunday")
_WEEK = (None, None, None, None, None, *_WEEKEND)

# Months reach further than bank holidays: a parent's birth, a young child's eighteenth birthday.
_FIRST_MONTH_YEAR, _LAST_MONTH_YEAR = 1900, 2149
_COUNT_OF_MONTHS = 12 * (_LAST_MONTH_YEAR + 1 - _FIRST_MONTH_YEAR)
_MONTH_STARTS = tuple(
    date(_FIRST_MONTH_YEAR + at // 12, at % 12 + 1, 1).toordinal() for at in range(_COUNT_OF_MONTHS + 1)
)


class OutsideKnownYears(ValueError):
    """A day, or the end of a sum, outside the years whose bank holidays (or months) are known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a count: its number (0 for the day of the event), or the reason it is struck out."""

    day: int
    number: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """England's working days, less an authority's own closed days and holidays declared after the table.

    Both mappings give a day's name by its ordinal. For national time limits give no closures: days on which
    a council closes between Christmas and New Year are working days there. Every method raises
    `OutsideKnownYears` for a day before `FIRST_DAY` or after `LAST_DAY`, and for a sum that ends there.
    """

    closures: Mapping[int, str] = field(default_factory=dict)
    late_holidays: Mapping[int, str] = field(default_factory=dict)
    # Of each day, why it is not working and how many working days come before it; all working days in order.
    _why: tuple[str | None, ...] = field(init=False, repr=False, compare=False)
    _counted: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _working: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        closures, late_holidays = dict(self.closures), dict(self.late_holidays)
        why = _reasons(closures, late_holidays)
        put = object.__setattr__
        put(self, "closures", MappingProxyType(closures))
        put(self, "late_holidays", MappingProxyType(late_holidays))
        put(self, "_why", why)
        put(self, "_counted", tuple(accumulate((reason is None for reason in why), initial=0)))
        put(self, "_working", tuple(day for day, reason in enumerate(why, FIRST_DAY) if reason is None))

    def __hash__(self) -> int:
        return hash((frozenset(self.closures.items()), frozenset(self.late_holidays.items())))

    def __reduce__(self) -> tuple[type[Calendar], tuple[dict[int, str], dict[int, str]]]:
        return Calendar, (dict(self.closures), dict(self.late_holidays))

    def is_working_day(self, day: int) -> bool:
        """Whether people are at work on the day."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        return self._why[day - FIRST_DAY] is None

    def why_not_working(self, day: int) -> str | None:
        """ "Saturday", "Boxing Day (moved)", a closure's name; None for a working day."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        return self._why[day - FIRST_DAY]

    def is_expected(self, day: int) -> bool:
        """Whether gov.uk had not announced the bank holidays of the day's year when the table was made."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        return day > _LAST_DECLARED_DAY

    def working_day_after(self, day: int, n: int) -> int:
        """The n-th working day after a day (n of at least 1), which is itself day 0 and never counted."""
        at = day - FIRST_DAY
        if at < 0 or n < 1:
            raise _refusal(day, n, "after")
        try:
            return self._working[self._counted[at + 1] + n - 1]
        except IndexError:
            raise _refusal(day, n, "after") from None

    def working_day_before(self, day: int, n: int) -> int:
        """The n-th working day before a day (n of at least 1), which is itself day 0 and never counted."""
        if not FIRST_DAY <= day <= LAST_DAY or n < 1:
            raise _refusal(day, n, "before")
        at = self._counted[day - FIRST_DAY] - n
        if at < 0:
            raise _refusal(day, n, "before")
        return self._working[at]

    def working_days_after(self, day: int, n: int) -> int:
        """The n-th working day after a day, or before it where n is negative; the day itself where n is 0."""
        if n > 0:
            return self.working_day_after(day, n)
        if n < 0:
            return self.working_day_before(day, -n)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        return day

    def next_working_day_after(self, day: int) -> int:
        """The first working day after a day."""
        return self.working_day_after(day, 1)

    def first_working_day_on_or_after(self, day: int) -> int:
        """The day itself if it is a working day, else the next one."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        at = self._counted[day - FIRST_DAY]
        if at == len(self._working):
            raise _outside(f"The first working day on or after {name_of(day)}")
        return self._working[at]

    def last_working_day_on_or_before(self, day: int) -> int:
        """The day itself if it is a working day, else the one before."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(name_of(day))
        count = self._counted[day - FIRST_DAY + 1]
        if count == 0:
            raise _outside(f"The last working day on or before {name_of(day)}")
        return self._working[count - 1]

    def working_days_between(self, a: int, b: int) -> int:
        """Working days after `a`, up to and with `b`; if `b` is earlier, minus those after `b` up to `a`."""
        if not FIRST_DAY <= a <= LAST_DAY:
            raise _outside(name_of(a))
        if not FIRST_DAY <= b <= LAST_DAY:
            raise _outside(name_of(b))
        return self._counted[b - FIRST_DAY + 1] - self._counted[a - FIRST_DAY + 1]

    def steps_of_working_days(self, day: int, n: int) -> list[Step]:
        """Every day from day 0 to the n-th working day (back where n is negative), counted or struck out."""
        end = self.working_days_after(day, n)
        way = 1 if n > 0 else -1
        steps, number = [Step(day, 0, None)], 0
        for passed in range(day + way, end + way, way):
            reason = self._why[passed - FIRST_DAY]
            number += reason is None
            steps.append(Step(passed, number if reason is None else None, reason))
        return steps


def add_days(day: int, n: int) -> int:
    """The day n days after a day (before it where n is negative). Weeks are calendar weeks: 7 days each."""
    return day + n


def add_months(day: int, n: int) -> int:
    """The same day of the month n months on (back where n is negative), or else that month's last day.

    Always count from the event itself, never from a result: 28 Feb that stood for 30 Feb would lose two days.
    Raises `OutsideKnownYears` before 1900 and after 2149.
    """
    at = bisect_right(_MONTH_STARTS, day) - 1
    to = at + n
    if not (0 <= at < _COUNT_OF_MONTHS and 0 <= to < _COUNT_OF_MONTHS):
        raise OutsideKnownYears(
            f"{_months_from(day, n)} is outside the years in which months are counted "
            f"({_FIRST_MONTH_YEAR} to {_LAST_MONTH_YEAR}): check the date for a typing mistake."
        )
    same = _MONTH_STARTS[to] + day - _MONTH_STARTS[at]
    after = _MONTH_STARTS[to + 1]
    return same if same < after else after - 1


def day_in_words(day: int) -> str:
    """ "Mon 14 Dec 2026", the same on every machine."""
    on = date.fromordinal(day)
    return f"{_WEEKDAYS[(day + 6) % 7]} {on.day} {_MONTHS[on.month]} {on.year}"


def words_for_steps(steps: Sequence[Step]) -> list[str]:
    """Sentences for a count, runs of days taken together and the last day on its own."""
    if not steps:
        return []
    runs = [list(run) for _, run in groupby(steps[1:-1], key=_kind)] + [[last] for last in steps[1:][-1:]]
    return [f"{day_in_words(steps[0].day)} is day 0 and is not counted", *map(_words_for_run, runs)]


def words_for_months(day: int, n: int) -> list[str]:
    """Sentences for `add_months(day, n)`, saying so when the month's last day had to stand."""
    end = add_months(day, n)
    words = [f"{_months_from(day, n)} is {day_in_words(end)}"]
    wanted, on = date.fromordinal(day).day, date.fromordinal(end)
    if on.day != wanted:
        missing = f"{wanted} {_LONG_MONTHS[on.month]} in {on.year}"
        words.append(f"there is no {missing}: the last day of the month stands")
    return words


def _reasons(closures: Mapping[int, str], late_holidays: Mapping[int, str]) -> tuple[str | None, ...]:
    """Of each known day, why it is not working. Weekends go before bank holidays, those before closures."""
    days, start = LAST_DAY - FIRST_DAY + 1, (FIRST_DAY + 6) % 7
    why: list[str | None] = list((_WEEK * (days // 7 + 2))[start : start + days])
    known = [(date.fromisoformat(iso).toordinal(), name) for iso, name, _ in BANK_HOLIDAYS]
    for day, name in chain(closures.items(), late_holidays.items(), known):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise _outside(f"{name} ({name_of(day)})")
        if why[day - FIRST_DAY] not in _WEEKEND:
            why[day - FIRST_DAY] = name
    return tuple(why)


def _kind(step: Step) -> str | None:
    return "weekend" if step.reason in _WEEKEND else step.reason


def _words_for_run(run: Sequence[Step]) -> str:
    first, last, several = run[0], run[-1], len(run) > 1
    span, verb = _span(first.day, last.day), "are" if several else "is"
    if first.reason is not None:
        return f"{span} {verb} not counted: {_kind(first)}"
    if not several:
        return f"{span} is day {first.number}"
    return f"{span} are days {first.number} {'and' if len(run) == 2 else 'to'} {last.number}"


def _span(first: int, last: int) -> str:
    """ "Tue 15 to Fri 18 Dec 2026", "Mon 21 and Tue 22 Dec 2026", "Fri 18 back to Tue 15 Dec 2026"."""
    if first == last:
        return day_in_words(first)
    a, b = date.fromordinal(first), date.fromordinal(last)
    shared = 2 if (a.year, a.month) == (b.year, b.month) else 3 if a.year == b.year else 4
    start = " ".join(day_in_words(first).split()[:shared])
    word = "and" if abs(last - first) == 1 else "to" if first < last else "back to"
    return f"{start} {word} {day_in_words(last)}"


def _plural(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _months_from(day: int, n: int) -> str:
    return f"{_plural(abs(n), 'month')} {'before' if n < 0 else 'after'} {name_of(day)}"


def name_of(day: int) -> str:
    """`day_in_words`, or the bare number of a day that no date can have: for messages."""
    try:
        return day_in_words(day)
    except (ValueError, OverflowError):
        return f"Day number {day}"


def _outside(what: str) -> OutsideKnownYears:
    return OutsideKnownYears(
        f"{what} is outside the years whose bank holidays are known ({FIRST_YEAR} to {LAST_YEAR}): "
        "check the date for a typing mistake, or add years with tools/make_holidays_table.py."
    )


def _refusal(day: int, n: int, way: str) -> ValueError:
    if n < 1:
        return ValueError(f"Working days {way} a day are counted from 1, not {n}: day 0 is the day itself.")
    if not FIRST_DAY <= day <= LAST_DAY:
        return _outside(name_of(day))
    return _outside(f"{_plural(n, 'working day')} {way} {name_of(day)}")
