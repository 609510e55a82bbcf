"""How old somebody is on a day."""

from __future__ import annotations

from datetime import date


def age_on(born_on: date, day: date) -> int:
    """Completed years on a day; below 0 before the birth."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
