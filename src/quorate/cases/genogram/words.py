"""The same facts as the drawing, as sentences that a screen reader and a parent understand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from quorate.cases.genogram.drawing import Drawing
from quorate.cases.genogram.family import COUPLE, Family, Person, Tie, age_in_words
from quorate.cases.wording import day_in_words

_SEXES: Final = {"M": "male", "F": "female"}
_COUPLES: Final = {"partner": "partner of", "married": "married to", "separated": "separated from",
                   "divorced": "divorced from"}  # fmt: skip
_BESIDE: Final = {"twin_of": "twin of", "sibling_of": "brother or sister of", "half_sibling_of": "half-sibling of"}
_UNITS: Final = {"m": "month", "w": "week"}
SIGNS: Final = {
    "square": "square: male",
    "circle": "circle: female",
    "diamond": "diamond: sex not recorded",
    "triangle": "triangle: not yet born",
    "died": "crossed: has died, with the age at death",
    "unknown": "dotted edge with a question mark: nobody has recorded who this is",
    "married": "unbroken line: married",
    "partner": "dashed line: partners",
    "separated": "one slash: separated",
    "divorced": "two slashes: divorced",
    "parents": "dotted line: parents together of a child; how they live is not recorded",
    "adopted": "dashed line down to a child: adopted",
    "twin_of": "lines from one point: twins",
    "half_sibling_of": "dashed bar between children: half-siblings",
    "sibling_of": "bar between people: brothers and sisters whose parents are not shown",
}
"""What each kind of line and sign means, in the order of the key."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one person, in words. `is_apart`: nobody recorded how they are linked to the others."""

    person: Person
    facts: tuple[str, ...]
    is_apart: bool


def key_of(drawing: Drawing) -> str:
    """The key below a drawing: one sentence about the signs that occur in it."""
    signs = [words for kind, words in SIGNS.items() if kind in drawing.kinds]
    start = "A double edge is the child in focus; numbers are years of age (m months, w weeks)"
    return "; ".join([start, *signs]) + "."


def in_words(family: Family, on: date) -> tuple[Told, ...]:
    """Everybody of the family in its order, each with their facts as on a day."""
    people = {one.id: one for one in family.people}
    ties = family.known_ties()
    linked = {person for tie in ties for person in (tie.a, tie.b)}
    told = []
    for person in family.people:
        is_apart = person.id not in linked and not person.in_focus
        facts = [*_own(person, on), *_ties(person.id, people, ties)]
        if is_apart:
            facts.append("how they are linked to the others is not recorded")
        told.append(Told(person, tuple(facts), is_apart))
    return tuple(told)


def _own(person: Person, on: date) -> Iterator[str]:
    if person.says:
        yield person.says.lower()
    if person.sex in _SEXES:
        yield _SEXES[person.sex]
    age = _age(person, on)
    if person.is_unborn and person.expected_on is not None:
        yield f"not yet born, expected on {day_in_words(person.expected_on)}"
    elif person.born_on is not None:
        yield f"born on {day_in_words(person.born_on)}" + (f", now {age}" if age and not person.died_on else "")
    if person.died_on is not None:
        yield f"died on {day_in_words(person.died_on)}" + (f", aged {age}" if age else "")
    if person.lives_with_child is not None and not person.in_focus:
        yield "lives with the child" if person.lives_with_child else "does not live with the child"


def _age(person: Person, on: date) -> str:
    said = age_in_words(person, on)
    if not said:
        return ""
    number, unit = (int(said[:-1]), _UNITS[said[-1]]) if said[-1] in _UNITS else (int(said), "year")
    return f"{number} {unit}" + ("" if number == 1 else "s")


def _ties(person: str, people: Mapping[str, Person], ties: tuple[Tie, ...]) -> Iterator[str]:
    for kind, words in (("parent_of", "child of"), ("adoptive_parent_of", "adopted by")):
        parents = [people[tie.a].name for tie in ties if tie.kind == kind and tie.b == person]
        if parents:
            yield f"{words} {_joined(parents)}"
    for kind, words in (("parent_of", "parent of"), ("adoptive_parent_of", "adoptive parent of")):
        children = [people[tie.b].name for tie in ties if tie.kind == kind and tie.a == person]
        if children:
            yield f"{words} {_joined(children)}"
    for tie in ties:
        if person in (tie.a, tie.b) and (tie.kind in COUPLE or tie.kind in _BESIDE):
            other = people[tie.b if tie.a == person else tie.a].name
            yield f"{_COUPLES.get(tie.kind) or _BESIDE[tie.kind]} {other}{_years(tie)}"


def _years(tie: Tie) -> str:
    if tie.begins_on and tie.ends_on:
        return f" ({tie.begins_on.year} to {tie.ends_on.year})"
    if tie.begins_on:
        return f" (since {tie.begins_on.year})"
    return f" (until {tie.ends_on.year})" if tie.ends_on else ""


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
