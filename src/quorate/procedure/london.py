"""Time in London by the table of clock changes: wall times to instants and back.

An instant is an int, microseconds since 1970-01-01 UTC. Hours are added and taken away there, never on the
clock face, so 48 hours before a conference are 48 hours also when the clocks change between.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from quorate.procedure.calendar import FIRST_DAY, LAST_DAY, OutsideKnownYears, day_in_words, name_of
from quorate.procedure.holidays_table import CLOCK_CHANGES, FIRST_YEAR, LAST_YEAR

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = date(1970, 1, 1).toordinal()
_START = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (FIRST_DAY - _EPOCH) * DAY  # London is on Greenwich time at both ends of the table
_LAST = (LAST_DAY + 1 - _EPOCH) * DAY - 1
_LAST_SECOND = DAY - SECOND

# CLOCK_CHANGES is looked up by years of 366 days: fifty of them run 37 days late, so only days of January and
# early February are taken for the year before, and they are winter in both.
_LEAP_DAYS = 366
_LEAP_YEAR = _LEAP_DAYS * DAY

_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


class NoSuchTime(ValueError):
    """A wall time that London's clocks skip when they go forward."""


class TimeHappensTwice(ValueError):
    """A wall time that London's clocks show twice when they go back: the instants `earlier` and `later`."""

    def __init__(self, earlier: int, later: int) -> None:
        super().__init__(earlier, later)
        self.earlier = earlier
        self.later = later

    def __str__(self) -> str:
        earlier, later = _short_iso(self.earlier), _short_iso(self.later)
        return f"{earlier[:-6]} happens twice in London, where the clocks go back: say {earlier} or {later}."


def instant_of(day: int, micros_of_day: int) -> int:
    """The instant of a London wall time, given as a day and microseconds since its midnight.

    Raises `NoSuchTime` and `TimeHappensTwice` in the two hours a year when there is no one answer,
    `OutsideKnownYears` for a day the table does not cover.
    """
    if not (FIRST_DAY <= day <= LAST_DAY and 0 <= micros_of_day < DAY):
        raise _refusal(day, micros_of_day)
    forward, back = CLOCK_CHANGES[(day - FIRST_DAY) // _LEAP_DAYS]
    wall = (day - _EPOCH) * DAY + micros_of_day
    if wall < forward or wall >= back + HOUR:
        return wall
    if forward + HOUR <= wall < back:
        return wall - HOUR
    if wall < back:
        shown = _short_iso_of(day, micros_of_day)
        raise NoSuchTime(
            f"{shown} does not exist in London: the clocks go forward from 01:00 to 02:00 that night. "
            "Give a time before 01:00, or from 02:00."
        )
    raise TimeHappensTwice(wall - HOUR, wall)


def local_of(instant: int) -> tuple[int, int, int]:
    """What London's calendar and clock show: the day, microseconds since midnight, minutes ahead of UTC."""
    if not _FIRST <= instant <= _LAST:
        raise _outside(f"The instant {instant}")
    forward, back = CLOCK_CHANGES[(instant - _FIRST) // _LEAP_YEAR]
    summer = forward <= instant < back
    days, micros_of_day = divmod(instant + HOUR if summer else instant, DAY)
    return days + _EPOCH, micros_of_day, 60 if summer else 0


def day_of(instant: int) -> int:
    """The day in London: at 00:30 in summer it is already the next one after UTC's."""
    if not _FIRST <= instant <= _LAST:
        raise _outside(f"The instant {instant}")
    forward, back = CLOCK_CHANGES[(instant - _FIRST) // _LEAP_YEAR]
    return (instant + HOUR if forward <= instant < back else instant) // DAY + _EPOCH


def start_of_day(day: int) -> int:
    """The instant of 00:00 in London on the day."""
    return instant_of(day, 0)


def end_of_day(day: int) -> int:
    """The instant of 23:59:59 in London on the day: to the end of that second a limit in days is met."""
    return instant_of(day, _LAST_SECOND)


def last_second_of(day: date) -> datetime:
    """The same for a date, as an instant in UTC."""
    return _START + timedelta(microseconds=end_of_day(day.toordinal()))


def iso(instant: int) -> str:
    """ "2025-03-29T08:30:00+00:00", with London's offset; microseconds only when there are any."""
    day, micros_of_day, offset = local_of(instant)
    return f"{_minute_of(day, micros_of_day)}{_seconds_of(micros_of_day)}+0{offset // 60}:00"


def instant_in_words(instant: int) -> str:
    """ "Mon 31 Mar 2025 09:30" in London; in the doubled hour also which: "Sun 26 Oct 2025 01:30 GMT"."""
    day, micros_of_day, offset = local_of(instant)
    words = f"{day_in_words(day)} {_minute_of(day, micros_of_day)[-5:]}"
    _, back = CLOCK_CHANGES[(day - FIRST_DAY) // _LEAP_DAYS]
    if back - HOUR <= instant < back + HOUR:
        return f"{words} {'BST' if offset else 'GMT'}"
    return words


def _minute_of(day: int, micros_of_day: int) -> str:
    hours, minutes = divmod(micros_of_day // MINUTE, 60)
    return f"{date.fromordinal(day).isoformat()}T{_TWO_DIGITS[hours]}:{_TWO_DIGITS[minutes]}"


def _seconds_of(micros_of_day: int) -> str:
    seconds, micros = divmod(micros_of_day % MINUTE, SECOND)
    return f":{_TWO_DIGITS[seconds]}.{micros:06}" if micros else f":{_TWO_DIGITS[seconds]}"


def _short_iso_of(day: int, micros_of_day: int) -> str:
    """A wall time, its seconds left out when they are zero."""
    shown = _minute_of(day, micros_of_day)
    return shown + _seconds_of(micros_of_day) if micros_of_day % MINUTE else shown


def _short_iso(instant: int) -> str:
    day, micros_of_day, offset = local_of(instant)
    return f"{_short_iso_of(day, micros_of_day)}+0{offset // 60}:00"


def _outside(what: str) -> OutsideKnownYears:
    return OutsideKnownYears(
        f"{what} is outside the years whose clock changes are known ({FIRST_YEAR} to {LAST_YEAR}): "
        "check the date for a typing mistake, or add years with tools/make_holidays_table.py."
    )


def _refusal(day: int, micros_of_day: int) -> ValueError:
    if not 0 <= micros_of_day < DAY:
        return ValueError(f"A time of day is 0 to {DAY - 1} microseconds from midnight, not {micros_of_day}.")
    return _outside(name_of(day))
