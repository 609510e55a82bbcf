"""The list of children as it is shown: who, how old, and what is next for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from quorate.cases.children_list import Listed, Sort
from quorate.procedure.calendar import Calendar
from quorate.web.work.lines import children_named
from quorate.web.work.moments import Clock
from quorate.web.work.naming import Somebody
from quorate.web.work.saying import Limit, When, age, when

AT_MOST: Final = 40
SORTS: Final[dict[Sort, str]] = {
    "name": "Name",
    "next": "What is next",
    "age": "Youngest first",
    "reference": "Reference",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One child of the list."""

    ref: str
    reference: str
    name: str
    age: str
    restricted: bool
    next_title: str
    next_when: When | None
    same_as: str = ""
    """The child whose record this was joined to, by name and reference."""


def row_of(one: Listed, clock: Clock, calendar: Calendar) -> Row:
    """A child of the list in words."""
    limit = Limit(one.next_due_on, one.next_due_at, one.next_act_by_on)
    return Row(
        ref=one.ref,
        reference=one.reference,
        name=children_named([Somebody(one.given_names, one.family_name, one.known_as)]),
        age=age_in_words(one.born_on, one.expected_on, one.died_on, clock.today),
        restricted=one.restricted,
        next_title=one.next_title or "",
        next_when=when(limit, clock, calendar) if one.next_title else None,
        same_as=one.same_as,
    )


def age_in_words(born_on: date | None, expected_on: date | None, died_on: date | None, today: date) -> str:
    """ "aged 7", "5 months old", "expected Wed 3 Mar 2027", "died Fri 2 Jan 2026"."""
    from quorate.web.wording import day

    if died_on:
        return f"died {day(died_on)}"
    if born_on is None:
        return f"expected {day(expected_on)}" if expected_on else "age not known"
    said = age(born_on, today)
    return f"aged {said}" if said.isdigit() else f"{said} old"
