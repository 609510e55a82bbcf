"""How the sentences of the services say a day."""

from __future__ import annotations

from datetime import date
from typing import Final

_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_in_words(day: date) -> str:
    """ "3 February 2019", the same on every machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_in_words(day: date) -> str:
    """ "Sunday 3 February 2019"."""
    return f"{_DAYS[day.weekday()]} {day_in_words(day)}"
