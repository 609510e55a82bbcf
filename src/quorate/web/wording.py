"""How the pages say dates, lists and numbers. Dates always name their weekday; instants are shown in London."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.safestring import SafeString

_LONDON = ZoneInfo("Europe/London")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def london_day(on: date | datetime) -> date:
    """The local day in London of an instant; a date stays itself."""
    return on.astimezone(_LONDON).date() if isinstance(on, datetime) else on


def day_short(on: date | datetime) -> str:
    """ "Mon 14 Dec"."""
    local = london_day(on)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def day(on: date | datetime) -> str:
    """ "Mon 14 Dec 2026"."""
    return f"{day_short(on)} {london_day(on).year}"


def moment(at: datetime) -> str:
    """ "Mon 14 Dec 2026, 10:00", in London."""
    return f"{day(at)}, {at.astimezone(_LONDON):%H:%M}"


def clock(at: datetime) -> str:
    """ "10:00", in London."""
    return f"{at.astimezone(_LONDON):%H:%M}"


def day_of(text: str) -> str:
    """The day of a date or instant as the database wrote it into an object: "Mon 14 Dec 2026"."""
    return day(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def moment_of(text: str) -> str:
    """The moment of an instant as the database wrote it into an object: "Mon 14 Dec 2026, 10:00"."""
    return moment(datetime.fromisoformat(text))


def sentence(text: str) -> str:
    """The text with a capital at its beginning and one full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def capitalize_first(text: str) -> str:
    """The text with a capital at its beginning; the rest as it stands."""
    return text[:1].upper() + text[1:]


def joined(parts: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    said = [part for part in parts if part]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {last} {said[-1]}"


def with_role(name: str, role: str) -> str:
    """A name with the part that somebody plays: "A. Example (police)"; the part is not said twice of somebody without
    a name, who is called by it: "Police, no name given yet"."""
    return name if not role or name.casefold().startswith(role.casefold()) else f"{name} ({role})"


def plural(n: int, one: str, many: str | None = None) -> str:
    """ "1 person", "3 people"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December")  # fmt: skip


def long_day(on: date) -> str:
    """ "Tuesday 29 December 2026"."""
    return f"{_LONG_DAYS[on.weekday()]} {on.day} {_LONG_MONTHS[on.month - 1]} {on.year}"


def month_and_year(on: date) -> str:
    """ "July 2018"."""
    return f"{_LONG_MONTHS[on.month - 1]} {on.year}"


_REFERENCE: Final = re.compile(r"\b[A-Z]{2,4}-C?[0-9]{1,6}\b")


def unbroken(text: str) -> SafeString:
    """The words as markup, in which no reference of a child or a conference ("BOL-C0001") breaks at its hyphen."""
    # What is wrapped is escaped before, and holds capitals, digits and a hyphen alone.
    return SafeString(_REFERENCE.sub(r'<span class="q-nowrap">\g<0></span>', escape(text)))
