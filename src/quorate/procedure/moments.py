"""Reading dates and times as people write them in case files, in London where no offset is given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from quorate.procedure import london
from quorate.procedure.calendar import FIRST_DAY, LAST_DAY, OutsideKnownYears, name_of
from quorate.procedure.offsets import Moment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROS = 1_000_000


class MomentError(ValueError):
    """A date or time that cannot be taken; the message says what was read and how to write it."""


def read_moment(text: object) -> Moment:
    """A date as (day, None), or an instant as (London day, microseconds UTC).

    Raises MomentError for what is not ISO, does not exist, exists twice, or lies outside the known years.
    """
    if not isinstance(text, str):
        raise MomentError(_not_iso(text))
    if len(text) == 10:
        return read_day(text), None
    if len(text) < 16 or text[10] != "T" or text[4] != "-" or text[7] != "-" or text[13] != ":":
        raise MomentError(_not_iso(text))
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise MomentError(_not_iso(text)) from None
    day = read.toordinal()
    if not FIRST_DAY <= day <= LAST_DAY:
        _check_known(day, text)
    if read.tzinfo is not None:
        since = read - _EPOCH
        instant = (since.days * 86_400 + since.seconds) * _MICROS + since.microseconds
        try:
            return london.day_of(instant), instant
        except OutsideKnownYears:
            raise MomentError(_outside(text)) from None
    micros = ((read.hour * 60 + read.minute) * 60 + read.second) * _MICROS + read.microsecond
    return day, _in_london(day, micros, text)


def _in_london(day: int, micros: int, text: str) -> int:
    """The instant of a London wall time. Raises MomentError where the clocks skip it or show it twice."""
    try:
        return london.instant_of(day, micros)
    except london.NoSuchTime:
        raise MomentError(
            f"{text!r} does not exist in London: the clocks went forward over it; write the time as it was shown"
        ) from None
    except london.TimeHappensTwice as twice:
        earlier, later = london.iso(twice.earlier), london.iso(twice.later)
        raise MomentError(f"{text!r} happened twice in London that night; write {earlier!r} or {later!r}") from None


_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def read_time(text: object, day: int) -> Moment:
    """A time of day as `11:30` on the given day, or a whole date and time. Raises MomentError."""
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return read_moment(text)
    return day, _in_london(day, (int(found[1]) * 60 + int(found[2])) * london.MINUTE, f"{name_of(day)} {text}")


def read_day(text: object) -> int:
    """A date as its ordinal. Raises MomentError as `read_moment` does."""
    day = read_any_day(text)
    return day if FIRST_DAY <= day <= LAST_DAY else _check_known(day, text)


def read_any_day(text: object) -> int:
    """A date in any year (a birth may lie before the known holidays). Raises MomentError."""
    if not isinstance(text, str) or len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise MomentError(_not_iso(text))
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise MomentError(_not_iso(text)) from None


def read_birth(text: object) -> int:
    """A child's date of birth: up to 21 years before the known holidays begin. Raises MomentError."""
    day = read_any_day(text)
    return day if FIRST_DAY - 21 * 366 <= day <= LAST_DAY else _check_known(day, text)


def _check_known(day: int, text: object) -> int:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise MomentError(_outside(text))
    return day


def _outside(text: object) -> str:
    first, last = date.fromordinal(FIRST_DAY).year, date.fromordinal(LAST_DAY).year
    return f"{text!r} is outside the years {first} to {last} whose bank holidays are known; correct the year"


def _not_iso(text: object) -> str:
    return f"{text!r} is not a date or time that exists; write '2026-11-20' or '2026-11-20T09:00'"


@lru_cache(maxsize=1 << 14)
def moment_as_text(moment: Moment | None) -> str | None:
    """A date as `2026-11-20`, an instant with its London offset, None as None."""
    if moment is None:
        return None
    return date.fromordinal(moment[0]).isoformat() if moment[1] is None else london.iso(moment[1])


def not_after(moment: Moment, at: Moment) -> bool:
    """Whether `moment` has happened at `at`, itself a date (its beginning) or an instant.

    A date-only event on the day of `at` has happened.
    """
    if moment[1] is None:
        return moment[0] <= at[0]
    return moment[1] <= (london.start_of_day(at[0]) if at[1] is None else at[1])


def within(moment: Moment, limit: Moment) -> bool:
    """Whether something done at `moment` was done in time.

    A date limit is met to 23:59:59 in London; against an instant a date-only event counts as 23:59:59.
    """
    if limit[1] is None:
        return moment[0] <= limit[0]
    return (london.end_of_day(moment[0]) if moment[1] is None else moment[1]) <= limit[1]
