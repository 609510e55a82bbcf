"""Couples, single parents and rows of siblings: what stands between the generations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from quorate.cases.genogram.family import BESIDE, COUPLE, PARENT, Person, Tie

# How a couple's line is drawn where a pair has several ties: the last of these.
_ORDER: Final = ("parents", *COUPLE)
_PLAIN, _ADOPTED = "child", "adopted"
# What is drawn for a parent whom nobody recorded, beside a mother and beside a father.
NOT_RECORDED: Final = {"F": ("M", "Father not recorded"), "M": ("F", "Mother not recorded")}


@dataclass(slots=True)
class Union:
    """One or two people, and the children who come from them. `kind` is of COUPLE, "parents", or "single"."""

    id: str
    members: tuple[str, ...]
    kind: str
    children: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Siblings:
    """People known to be siblings whose common parents are not recorded: a bar without parents above it."""

    id: str
    people: tuple[str, ...]
    kind: str


def unions_of(people: Mapping[str, Person], ties: Sequence[Tie]) -> tuple[list[Union], list[Siblings], list[Person]]:
    """The unions, the rows of siblings without parents, and the unrecorded parents that are drawn with a "?"."""
    kinds: dict[tuple[str, ...], str] = {}
    for tie in ties:
        if tie.kind in COUPLE:
            pair = tuple(sorted((tie.a, tie.b)))
            kinds[pair] = max(kinds.get(pair, ""), tie.kind, key=lambda kind: _ORDER.index(kind) if kind else -1)
    unions = {pair: _union(pair, kind) for pair, kind in kinds.items()}
    for kind in PARENT:
        for child, parents in _parents(ties, kind).items():
            for members in _pairs(parents):
                union = unions.setdefault(members, _union(members))
                union.children.setdefault(child, _PLAIN if kind == "parent_of" else _ADOPTED)
    added = _unrecorded_parents(people, unions)
    return list(unions.values()), _bars(ties, unions.values()), added


def _union(members: tuple[str, ...], kind: str = "") -> Union:
    return Union("=" + "+".join(members), members, kind or ("parents" if len(members) == 2 else "single"))


def _parents(ties: Sequence[Tie], kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tie in ties:
        if tie.kind == kind:
            found.setdefault(tie.b, []).append(tie.a)
    return found


def _pairs(parents: Sequence[str]) -> list[tuple[str, ...]]:
    """Two parents are a pair; of more, which records can hold, the others stand each alone."""
    return [tuple(sorted(parents[:2])), *((other,) for other in parents[2:])]


def _unrecorded_parents(people: Mapping[str, Person], unions: dict[tuple[str, ...], Union]) -> list[Person]:
    """A "?" beside the one recorded parent of the child in focus, or of the child's half-siblings."""
    focus = {one.id for one in people.values() if one.in_focus}
    parents = {member for union in unions.values() if focus & union.children.keys() for member in union.members}
    added = []
    for union in list(unions.values()):
        if union.kind != "single" or union.members[0] not in parents or "child" not in union.children.values():
            continue
        known = people[union.members[0]]
        sex, name = NOT_RECORDED.get(known.sex, ("U", "Other parent not recorded"))
        unknown = Person(f"?{known.id}", name, sex)
        union.members, union.kind = (known.id, unknown.id), "parents"
        added.append(unknown)
    return added


def _bars(ties: Sequence[Tie], unions: Iterable[Union]) -> list[Siblings]:
    """Sibling ties between people who hang on no common union; plain siblings of each other share one bar."""
    together = [set(union.children) for union in unions]
    loose = [tie for tie in ties if tie.kind in BESIDE and not any({tie.a, tie.b} <= children for children in together)]
    bars: list[list[str]] = []
    for tie in loose:
        if tie.kind == "sibling_of":
            touched = [bar for bar in bars if tie.a in bar or tie.b in bar]
            bars = [bar for bar in bars if bar not in touched]
            bars.append(list(dict.fromkeys([*(one for bar in touched for one in bar), tie.a, tie.b])))
    found = [Siblings("~".join(bar), tuple(bar), "sibling_of") for bar in bars]
    return found + [Siblings(f"{t.a}~{t.b}~{t.kind}", (t.a, t.b), t.kind) for t in loose if t.kind != "sibling_of"]
