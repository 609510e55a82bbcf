"""How papers say dates, times and lists. A date always names its weekday; instants are London's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def local(on: date | datetime) -> date:
    """The day in London of an instant; a date stays itself."""
    return on.astimezone(_LONDON).date() if isinstance(on, datetime) else on


def day(on: date | datetime | None) -> str:
    """ "Thursday 26 November 2026"; "" for none."""
    if on is None:
        return ""
    said = local(on)
    return f"{_DAYS[said.weekday()]} {said.day} {_MONTHS[said.month - 1]} {said.year}"


def day_short(on: date | datetime | None) -> str:
    """ "Thu 26 Nov"; "" for none."""
    if on is None:
        return ""
    said = local(on)
    return f"{_DAYS[said.weekday()][:3]} {said.day} {_MONTHS[said.month - 1][:3]}"


def time(at: datetime | None) -> str:
    """ "10:00", in London; "" for none."""
    return "" if at is None else f"{at.astimezone(_LONDON):%H:%M}"


def moment(at: datetime | None) -> str:
    """ "Thursday 26 November 2026 at 10:00"; "" for none."""
    return "" if at is None else f"{day(at)} at {time(at)}"


def joined(parts: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"; what is empty is left out."""
    said = [one for one in parts if one]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {last} {said[-1]}" if said else ""


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end; "" stays "".."""
    said = text.strip()
    return said and said[0].upper() + said[1:] + ("" if said[-1] in ".!?:" else ".")


def the(word: str) -> str:
    """The word with its article: "the chair"; one that has it already keeps it."""
    return word if word.lower().startswith("the ") else f"the {word}"


def day_here(on: date | datetime, now: date | datetime) -> str:
    """ "Thu 26 Nov", with its year where that is not this one."""
    year = local(on).year
    return day_short(on) + ("" if year == local(now).year else f" {year}")
