"""What somebody typed into the search: words of a name, a date of birth in whole or in part, a number."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST: Final = 100
MOST_WORDS: Final = 4
SHORTEST: Final = 2

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = r"(?P<month>\d{1,2}|(?:" + "|".join(_MONTHS) + r")[a-z]*)"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
# From the whole to the part; a year alone last, so that "3 Feb 2019" is not read as the year.
_DATES: Final = tuple(
    re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]+(?:of )?{_MONTH}[ ./,-]+{_YEAR}",
        r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d\d)",
        rf"{_MONTH}[ ./-]+{_YEAR}",
        _YEAR,
    )
)
# What people type before a name that is not there yet, and titles: left out where other words remain.
_NOISE: Final = frozenset("baby unborn infant child born dob mr mrs ms miss dr nhs upn no".split())


class NotUnderstood(ValueError):
    """What was typed cannot be searched for; the sentence says why and how to mend it. It repeats no name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for. `words` are those of a name, the longest first; the days are the first and last that a date
    of birth may be; `number` is the whole, in case it is a reference or number."""

    words: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    number: str = ""


def understood(said: str, *, today: date) -> Asked:
    """What somebody meant. Years of two digits are those up to this one, else of the last century.

    Raises `NotUnderstood` for a date that does not exist, and where there are too few letters to look for.
    """
    said = " ".join(said.split())[:LONGEST]
    rest, days = _date_in(said, today)
    words = [word for word in re.split(r"[\s,;/]+", rest) if any(letter.isalnum() for letter in word)]
    names = [word for word in words if word.casefold().strip(".:") not in _NOISE] or ([] if days else words)
    if not days and sum(letter.isalnum() for letter in said) < SHORTEST:
        raise NotUnderstood(f"Enter at least {SHORTEST} letters or numbers.")
    longest = sorted(dict.fromkeys(names), key=len, reverse=True)[:MOST_WORDS]
    first, last = days or (None, None)
    return Asked(tuple(longest), first, last, said)


def _date_in(said: str, today: date) -> tuple[str, tuple[date, date] | None]:
    """The words without the date, and its first and last day."""
    for pattern in _DATES:
        found = pattern.search(said)
        if found:
            return said[: found.start()] + " " + said[found.end() :], _days(found, today)
    return said, None


def _days(found: re.Match[str], today: date) -> tuple[date, date]:
    parts = found.groupdict()
    year = int(parts["year"])
    if year < 100:
        year += 2000 if year <= today.year % 100 + 1 else 1900
    month = _number_of(parts.get("month"))
    day = parts.get("day")
    try:
        first = date(year, month or 1, int(day or 1))
    except ValueError:
        raise NotUnderstood(
            "There is no such date; write it like 3 2 2019 or 3 Feb 2019, or only the year, or leave it out."
        ) from None
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


def _number_of(month: str | None) -> int | None:
    if month is None:
        return None
    return int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
