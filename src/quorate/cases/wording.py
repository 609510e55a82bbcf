"""How the sentences of the services say a day, and what the rules say of a file to somebody who sees a form."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


_PLACE: Final = re.compile(r"events\[\d+\] \(([a-z-]+)\):?")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")


def rules_in_words(sentence: str) -> str:
    """What the engine refuses in a case file, without the file's places, codes and moments."""
    said = _PLACE.sub(lambda found: f"“{found[1].replace('-', ' ')}”", sentence)
    return _MOMENT.sub(lambda found: day_in_words(date.fromisoformat(found[1])), said)


def day_in_words(day: date) -> str:
    """ "3 February 2019", the same on every machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_in_words(day: date) -> str:
    """ "Sunday 3 February 2019"."""
    return f"{_DAYS[day.weekday()]} {day_in_words(day)}"
