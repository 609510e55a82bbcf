"""How a row of represented.csv is held against a pack: the value at its place, and the clause that it cites.

`faults` looks at a procedure as merged; `without_value`, `with_another_value` and `without_clause` give the
local edition as it would be if the clause were not kept, so that a test can see the same look fail.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from quorate.procedure.library import Library
from quorate.procedure.merging import CODED, Origins, Raw, merge, origins_of
from quorate.procedure.reading import read_edition

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "tests" / "clauses" / "represented.csv"
LATEST = "2049-12-31"
NOTHING = object()


@dataclass(frozen=True)
class Row:
    """One clause and one place in a pack that stands for it."""

    clause: str
    pack: str
    where: str
    value: Any

    @property
    def path(self) -> list[str]:
        return self.where.split(".")

    def __str__(self) -> str:
        return f"{self.clause} {self.where}"


@dataclass(frozen=True)
class Opened:
    """A pack with what it was made of: the local edition as written, and the base that it is laid over."""

    data: Raw
    origins: Origins
    local: Raw
    base: Raw
    base_origins: Origins


def date_of(text: str) -> date:
    return date.fromisoformat(text)


@cache
def library() -> Library:
    return Library(ROOT / "packs")


@cache
def opened(pack_id: str) -> Opened:
    """The pack over the latest national base."""
    day = date_of(LATEST)
    pack, base = library().pack(pack_id, day), library().pack("england", day)
    name, _, edition = pack_id.partition("/")
    assert pack.base_edition == base.id
    return Opened(pack.data, pack.origins, read_edition(ROOT / "packs", name, edition).raw, base.data, base.origins)


def read_rows() -> list[Row]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [Row(row["clause"], row["pack"], row["where"], json.loads(row["value"])) for row in csv.DictReader(file)]


def step(here: Any, name: str) -> Any:
    """One step down: a key of a table, or the entry of a list with that code."""
    if isinstance(here, dict):
        return here.get(name, NOTHING)
    if isinstance(here, list):
        return next((one for one in here if isinstance(one, dict) and one.get("code") == name), NOTHING)
    return NOTHING


def tables_down(data: Any, path: list[str]) -> Iterator[Any]:
    """What stands at each step of the path, the value itself last."""
    here = data
    for name in path:
        here = step(here, name)
        yield here


def sources_of(data: Raw, origins: Origins, path: list[str]) -> tuple[str, ...]:
    """Who said the value: the nearest table with a source of its own, else where the merging says it was said."""
    depth = 3 if path[0] in CODED or path[0] == "words" else 2
    tables = list(tables_down(data, path))
    for n in range(len(path) - 2, depth - 1, -1):
        if isinstance(tables[n], dict) and "source" in tables[n]:
            return tuple(tables[n]["source"])
    for n in range(len(path), 0, -1):
        origin = origins.get(".".join(path[:n]))
        if origin is not None:
            return origin.source
    return ()


def faults(row: Row, data: Raw, origins: Origins) -> list[str]:
    """What is wrong with a row in a procedure; empty when the clause is represented as the row says."""
    *_, found = tables_down(data, row.path)
    wrong = []
    is_member = isinstance(found, list) and not isinstance(row.value, list) and row.value in found
    if found != row.value and not is_member:
        wrong.append(f"the value is {'not there' if found is NOTHING else repr(found)}")
    cited = sources_of(data, origins, row.path)
    if row.clause not in cited:
        wrong.append(f"the clause is not cited: {', '.join(cited) or 'nothing is'}")
    return wrong


def without_value(row: Row, local: Raw) -> Raw | None:
    """The local edition with the value taken out; None where the local edition does not say it."""
    return _changed(row.path, local, lambda held, key: _taken_out(held, key, row.value))


def with_another_value(row: Row, local: Raw) -> Raw | None:
    """The local edition with something else in the value's place."""
    return _changed(row.path, local, lambda held, key: {**held, key: "something else"})


def without_clause(row: Row, local: Raw) -> Raw:
    """The local edition with the clause cited nowhere under the row's first key."""
    key = row.path[0]
    return {**local, key: _uncited(local.get(key), row.clause)} if key in local else local


def _taken_out(held: Raw, key: str, value: Any) -> Raw:
    if isinstance(held[key], list) and not isinstance(value, list):
        return {**held, key: [one for one in held[key] if one != value]}
    return {name: kept for name, kept in held.items() if name != key}


def _changed(path: list[str], here: Any, change: Any) -> Any:
    name, rest = path[0], path[1:]
    below = step(here, name)
    if below is NOTHING:
        return None
    if isinstance(here, dict):
        if not rest:
            return change(here, name)
        inner = _changed(rest, below, change)
        return None if inner is None else {**here, name: inner}
    inner = _changed(rest, below, change) if rest else None
    return None if inner is None else [inner if one is below else one for one in here]


def _uncited(said: Any, clause: str) -> Any:
    if isinstance(said, list):
        return [_uncited(one, clause) for one in said if one != clause]
    if isinstance(said, dict):
        return {key: _uncited(value, clause) for key, value in said.items()}
    return said


def faults_if(row: Row, pack: Opened, local: Raw) -> list[str]:
    """What the row would say against the pack built from this local edition instead of its own."""
    key = row.path[0]
    changed = {name: value for name, value in local.items() if name in (key, "removes")}
    merged = merge({key: pack.base[key]} if key in pack.base else {}, changed)
    edition = row.pack
    return faults(row, merged, pack.base_origins | origins_of(changed | {"removes": []}, edition, from_base=False))
