"""The lines of My work: duties as they are stored, said in words, brothers and sisters in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from quorate.access.roles import ROLES
from quorate.cases.worklist import Found
from quorate.procedure.calendar import Calendar
from quorate.web.wording import capitalize_first, day_short, joined
from quorate.web.work.moments import Clock
from quorate.web.work.naming import MEETS, Holder, Names, Somebody
from quorate.web.work.saying import Limit, When, age, when

PARTS = ("overdue", "today", "week", "later", "undated")
_CHILD = re.compile(r"\bthe (?:child|young person)\b(?!')")
_PARENT = re.compile(r"\bthe parents?\b(?!')")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, as it is shown. `key` is the id of (the first of) its duties, `ids` are all of them."""

    key: UUID
    title: str
    about: str
    when: When
    whose: str
    next_step: str
    """What to do about a line that is late, or what is to be decided before it; nothing for others."""
    ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whose eyes the lines are, and what roles and kinds of conference are called here."""

    user_id: UUID
    names_owner: bool
    """Whether every line says to whom it belongs: in the lists that hold the work of others."""
    sees_holders: bool
    """Whether the role sees who holds a case: only then can it be said that nobody does."""
    words: dict[str, str]
    decider: str
    """Who decides whether somebody is kept out, as the authority calls them."""


def lines_of(found: Iterable[Found], names: Names, reader: Reader, clock: Clock, calendar: Calendar) -> list[Line]:
    """The lines in the order of the duties; duties of one family that are one act become one line."""
    return [
        _line(list(same), names, reader, clock, calendar)
        for _, same in groupby(
            found,
            key=lambda one: (one.stream_id, one.code, one.due_on, one.due_at, one.about == "parent" and one.about_id),
        )
    ]


def parted(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines by the part of the list in which they stand."""
    parts: dict[str, list[Line]] = {part: [] for part in PARTS}
    for line in lines:
        parts[line.when.part].append(line)
    return parts


def _line(same: list[Found], names: Names, reader: Reader, clock: Clock, calendar: Calendar) -> Line:
    first = same[0]
    said = when(Limit(first.due_on, first.due_at, first.act_by_on), clock, calendar)
    holders = [one for one in names.holders.get(first.case_id, ()) if one.as_role == first.belongs_to]
    children = _children(same, names)
    # In one's own list the part says once that what is late is one's own, and what to do.
    late = said.part == "overdue" and reader.names_owner
    return Line(
        key=first.id,
        title=_title(first, children, names),
        about=_about(first, children, clock, reader),
        when=said,
        whose=_whose(holders, reader) if reader.names_owner else "",
        next_step=" ".join(
            filter(None, (_first_of_all(first, names, reader), _next_step(first, holders, reader) if late else ""))
        ),
        ids=frozenset(one.id for one in same),
    )


def _children(same: Sequence[Found], names: Names) -> list[Somebody]:
    """The children of the line's cases, each once; of a conference's own case those of the conference."""
    first = same[0]
    if first.child_reference is None:
        return names.children.get(first.conference_id, []) if first.conference_id else []
    found = {
        one.case_id: Somebody(
            one.given_names or "", one.family_name or "", one.known_as or "",
            one.born_on, one.died_on, one.child_reference or "",
        )
        for one in same
    }  # fmt: skip
    return list(found.values())


def _title(first: Found, children: Sequence[Somebody], names: Names) -> str:
    """The pack's words, with the name of the person meant where they say "the child" or "the parents"."""
    if first.about == "parent" and first.about_id in names.people:
        said = full_name(names.people[first.about_id])
        return _PARENT.sub(lambda _: said, first.title, count=1)
    if first.about == "child" and children:
        said = children_named(children)
        return _CHILD.sub(lambda _: said, first.title, count=1)
    return first.title


def full_name(who: Somebody) -> str:
    """ "Efua Kingcup", by the name that the person uses."""
    return f"{who.known_as or who.given_names} {who.family_name}".strip()


def children_named(children: Sequence[Somebody]) -> str:
    """ "Ayo and Tolu Saltmarsh": the family name once where all share it."""
    given = [one.known_as or one.given_names or "unborn baby" for one in children]
    families = {one.family_name for one in children}
    if len(families) == 1:
        return capitalize_first(f"{joined(given)} {families.pop()}".strip())
    named = [f"{name} {one.family_name}".strip() for name, one in zip(given, children, strict=True)]
    return capitalize_first(joined(named))


def _about(first: Found, children: Sequence[Somebody], clock: Clock, reader: Reader) -> str:
    ages = [age(one.born_on, clock.today, died_on=one.died_on) or ("" if one.born_on else "unborn") for one in children]
    said = ", ".join(one for one in ages if one)
    who = children_named(children) if children else ""
    references = ", ".join(one.reference for one in children if one.reference)
    return " · ".join(
        part for part in (f"{who} ({said})" if said else who, references, _meeting(first, reader)) if part
    )


def _meeting(first: Found, reader: Reader) -> str:
    """ "review conference on Wed 30 Dec": the conference that it is done for, or that it follows."""
    if first.conference_on is None:
        return ""
    kind = reader.words.get(first.kind, first.kind.replace("_", "-"))
    return f"{kind} conference {'held' if first.conference_is_held else 'on'} {day_short(first.conference_on)}"


def _whose(holders: Sequence[Holder], reader: Reader) -> str:
    if any(one.user_id == reader.user_id for one in holders):
        return "Yours"
    people = [one.name for one in holders if one.user_id is not None]
    if people:
        return f"With {joined(people)}"
    return "With the team, with nobody in person" if holders else ""


def _first_of_all(first: Found, names: Names, reader: Reader) -> str:
    """That nobody has decided yet whether the person who is to be met is kept out."""
    is_open = first.code == MEETS and first.about_id in names.asked_out.get(first.conference_id or first.id, ())
    return f"Not decided yet: whether they are kept out. The {reader.decider} decides that first." if is_open else ""


def _next_step(first: Found, holders: Sequence[Holder], reader: Reader) -> str:
    """What somebody can do about a line that is late."""
    if any(one.user_id == reader.user_id for one in holders):
        return "Do it as soon as you can, then record the day."
    people = [one.name for one in holders if one.user_id is not None]
    if people:
        return f"Ask {people[0].split()[0]} when it will be done."
    if not reader.sees_holders or holders:
        return ""
    return f"Have it allocated: nobody holds it as {ROLES[first.belongs_to].title.lower()}."
