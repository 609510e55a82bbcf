"""The decision table read on its own terms: the oracle for the decision function and for row-level security.

A cell is allowed when some `allow` row matches it and no `deny` row does. Nothing here uses `quorate.access.decide`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import product

from quorate.access.roles import ACTIONS, LABELS, ROLES

COLUMNS = ("role", "action", "relationship", "label", "named", "state", "conflict", "excluded", "restricted",
           "authority", "strength", "break_glass")  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "role": tuple(ROLES),
    "action": tuple(ACTIONS),
    "relationship": ("none", "active", "lapsed"),
    "label": ("", *LABELS),
    "named": ("no", "yes"),
    "state": ("open", "signed"),
    "conflict": ("no", "yes"),
    "excluded": ("no", "yes"),
    "restricted": ("no", "listed", "unlisted"),
    "authority": ("own", "other"),
    "strength": ("single", "strong", "fresh"),
    "break_glass": ("no", "yes"),
}


@dataclass(frozen=True)
class Row:
    """One row: what it says, for which values of each column, and why."""

    allows: bool
    values: tuple[frozenset[str], ...]
    why: str

    def matches(self, cell: tuple[str, ...]) -> bool:
        return all(value in values for value, values in zip(cell, self.values, strict=True))


def rows() -> list[Row]:
    """The table, with every value checked to be one that exists."""
    text = files("quorate.access").joinpath("decision_table.csv").read_text(encoding="utf-8")
    return [
        Row(_effect(line["effect"]), tuple(_values(column, line[column]) for column in COLUMNS), line["why"])
        for line in csv.DictReader(text.splitlines())
    ]


def _effect(word: str) -> bool:
    return {"allow": True, "deny": False}[word]


def _values(column: str, said: str) -> frozenset[str]:
    known = frozenset(VALUES[column])
    if said == "any":
        return known
    if said == "on_case":
        return frozenset(code for code, action in ACTIONS.items() if action.on == "case")
    if said.startswith("not "):
        return known - _values(column, said.removeprefix("not "))
    values = frozenset(said.split("|"))
    if not values <= known:
        raise ValueError(f"decision_table.csv: {column}: {sorted(values - known)}")
    return values


def cells() -> Iterator[tuple[str, ...]]:
    """Every cell: labels only where something is read, relationships and cases only where there is a case."""
    case = [VALUES[name] for name in ("state", "conflict", "excluded", "restricted", "authority", "strength",
                                      "break_glass")]  # fmt: skip
    for role, action in product(ROLES, ACTIONS):
        if ACTIONS[action].on != "case":
            for authority, strength in product(VALUES["authority"], VALUES["strength"]):
                yield (role, action, "none", "", "no", "open", "no", "no", "no", authority, strength, "no")
            continue
        texts = product(LABELS, VALUES["named"]) if action == "read" else (("", "no"),)
        for relationship, text, rest in product(VALUES["relationship"], list(texts), list(product(*case))):
            yield (role, action, relationship, *text, *rest)


class Table:
    """The oracle: rows are first narrowed by role and action, since most cells meet few of them."""

    def __init__(self) -> None:
        self.rows = rows()
        self._narrowed: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}

    def allows(self, cell: tuple[str, ...]) -> bool:
        """Whether the table allows the cell."""
        denies, allows = self._narrowed.get(cell[:2]) or self._narrow(cell[:2])
        return not any(row.matches(cell) for row in denies) and any(row.matches(cell) for row in allows)

    def _narrow(self, key: tuple[str, str]) -> tuple[list[Row], list[Row]]:
        near = [row for row in self.rows if key[0] in row.values[0] and key[1] in row.values[1]]
        self._narrowed[key] = [row for row in near if not row.allows], [row for row in near if row.allows]
        return self._narrowed[key]
