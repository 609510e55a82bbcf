"""What is due for one child, as lines: what, about whom, by when, by which role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quorate.access.roles import ROLES
from quorate.procedure.calendar import Calendar
from quorate.web.children.opening import at, on
from quorate.web.children.people import Person
from quorate.web.work.moments import Clock
from quorate.web.work.saying import Limit, When, when

_PARENT = re.compile(r"\bthe parents?\b(?!')")


@dataclass(frozen=True, slots=True)
class DueLine:
    """One duty of a record."""

    key: str
    title: str
    who: str
    when: When
    weight: str


def lines_of_record(
    duties: Iterable[Mapping[str, Any]],
    people: Sequence[Person],
    clock: Clock,
    calendar: Calendar,
) -> list[DueLine]:
    """The lines in the order of the duties, with parents by their names."""
    names = {one.person_id: one.name for one in people}
    return [
        DueLine(
            key=one["id"],
            title=_title(one, names),
            who=ROLES[one["belongs_to"]].title if one["belongs_to"] in ROLES else "",
            when=when(Limit(on(one["due_on"]), at(one["due_at"]), on(one["act_by_on"])), clock, calendar),
            weight=one["weight"],
        )
        for one in duties
    ]


def _title(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = names.get(one["about_id"] or "") if one["about"] == "parent" else None
    return _PARENT.sub(lambda _: name, one["title"], count=1) if name else str(one["title"])
