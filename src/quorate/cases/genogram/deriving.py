"""Ties that follow from what each person is to the child, for those whom no recorded kinship names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from quorate.cases.genogram.family import Tie

# Those who are linked through a parent: through which, and how.
_OF_A_PARENT: Final = {
    "step_mother": ("father", "partner"),
    "step_father": ("mother", "partner"),
    "partner_of_mother": ("mother", "partner"),
    "partner_of_father": ("father", "partner"),
    "maternal_grandmother": ("mother", "parent_of"),
    "maternal_grandfather": ("mother", "parent_of"),
    "paternal_grandmother": ("father", "parent_of"),
    "paternal_grandfather": ("father", "parent_of"),
}

Said = Mapping[str, str]
"""What each relative is to the child: person id → relation code."""


def derived_ties(child: str, said: Said, recorded: Sequence[Tie]) -> tuple[Tie, ...]:
    """The recorded ties, and those that follow for people whom no recorded tie names.

    Nothing is guessed: a grandparent whose side nobody recorded, or a stepparent beside two possible partners, gets
    no tie and is drawn apart.
    """
    linked = {person for tie in recorded for person in (tie.a, tie.b)}
    unlinked = {person: code for person, code in said.items() if person not in linked}
    first = [tie for person, code in unlinked.items() for tie in _to_child(child, person, code)]
    parents = [tie.a for tie in (*recorded, *first) if tie.kind == "parent_of" and tie.b == child]
    by_code = {code: [one for one in said if said[one] == code] for code in set(said.values())}
    second = [tie for person, code in unlinked.items() for tie in _to_parents(child, person, code, parents, by_code)]
    return (*recorded, *first, *second)


def _to_child(child: str, person: str, code: str) -> Iterator[Tie]:
    if code in ("mother", "father"):
        yield Tie(person, child, "parent_of")
    elif code in ("adoptive_mother", "adoptive_father"):
        yield Tie(person, child, "adoptive_parent_of")
    elif code == "own_child":
        yield Tie(child, person, "parent_of")
    elif code == "own_partner":
        yield Tie(child, person, "partner")


def _to_parents(
    child: str, person: str, code: str, parents: Sequence[str], by_code: Mapping[str, Sequence[str]]
) -> Iterator[Tie]:
    if code == "sibling":
        yield from _beside_child(child, person, parents)
    elif code == "half_sibling":
        one_known = len(parents) == 1
        yield Tie(parents[0], person, "parent_of") if one_known else Tie(child, person, "half_sibling_of")
    elif code == "step_sibling":
        step = [*by_code.get("step_mother", ()), *by_code.get("step_father", ())]
        if len(step) == 1:
            yield Tie(step[0], person, "parent_of")
    elif code in _OF_A_PARENT:
        parent, kind = _OF_A_PARENT[code]
        whom = by_code.get(parent, ())
        if len(whom) == 1:
            yield Tie(person, whom[0], kind)


def _beside_child(child: str, person: str, parents: Sequence[str]) -> Iterator[Tie]:
    """A brother or sister has the child's parents; where none is known, only the bar between the two is drawn."""
    if not parents:
        yield Tie(child, person, "sibling_of")
    for parent in parents:
        yield Tie(parent, person, "parent_of")
