"""Ages as the rules need them: unborn, under school age, school age."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from quorate.procedure.children import ChildStory
from quorate.procedure.rules import Rules

UNBORN = frozenset({"unborn"})
UNDER_SCHOOL_AGE = frozenset({"under_school_age"})
SCHOOL_AGE = frozenset({"school_age"})
UNKNOWN = frozenset({"under_school_age", "school_age"})
"""A born child whose birth date the file does not give may be of either age."""


def age_bands(rules: Rules, child: ChildStory, day: int) -> frozenset[str]:
    """The age bands of a child on a day; both bands of a born child where no birth date is known."""
    if child.is_unborn(day):
        return UNBORN
    if child.born is None:
        return UNKNOWN
    ages = rules.data["ages"]
    starts = school_starts(child.born, ages["school_age_from"], ages["school_year_starts"])
    return SCHOOL_AGE if day >= starts else UNDER_SCHOOL_AGE


@lru_cache(maxsize=1 << 14)
def school_starts(born: int, from_age: int, year_starts: str) -> int:
    """The first day of the school year (`09-01`) on or after the birthday at which children start school."""
    birth = date.fromordinal(born)
    month, day = (int(part) for part in year_starts.split("-"))
    before_start = (birth.month, birth.day) <= (month, day)
    return date(birth.year + from_age + (0 if before_start else 1), month, day).toordinal()
