"""Putting what a file says into rows: empty fields are filled, filled ones left alone, and a contradiction is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from quorate.cases.services.recording import NewEvent
from quorate.returns.census.faults import Fault
from quorate.returns.census.records import CensusChild

_EMPTY: tuple[Any, ...] = (None, "", [], ())


@dataclass(slots=True)
class Changed:
    """Rows of one table that were filled up, and which of their fields."""

    rows: dict[int, Any] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Gathered:
    """What a batch will write: new rows by table, changed rows with their fields, events, and what contradicts."""

    import_id: UUID
    new: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    changed: dict[type[models.Model], Changed] = field(default_factory=dict)
    events: list[NewEvent] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    made: dict[UUID, Counter[str]] = field(default_factory=dict)
    """By case: what came in for it, for the trail."""

    def add(self, row: Any, counted: str = "") -> None:
        """A new row."""
        self.new.setdefault(type(row), []).append(row)
        if counted:
            self.counts[counted] += 1
            self.made.setdefault(row.case_id, Counter())[counted] += 1

    def tell(self, event: NewEvent) -> None:
        """A new event, about one child."""
        self.events.append(event)
        self.counts["events"] += 1
        self.made.setdefault(_case_of(event), Counter())["events"] += 1


@dataclass(slots=True)
class Filling:
    """Compares one child's rows with what the file says of them."""

    gathered: Gathered
    child: CensusChild

    def fill(self, row: Any, element: str, line: int, **said: Any) -> set[str]:
        """Fills empty fields of a row that is there; gives the names of those filled. Names what contradicts."""
        filled: set[str] = set()
        for name, value in said.items():
            held = getattr(row, name)
            if value in _EMPTY or held == value:
                continue
            if held in _EMPTY:
                setattr(row, name, value)
                filled.add(name)
            else:
                self.contradicts(element, line, f"the file says {_shown(value)}, the record {_shown(held)}")
        if filled:
            changed = self.gathered.changed.setdefault(type(row), Changed())
            changed.rows[id(row)] = row
            changed.fields |= filled
        return filled

    def contradicts(self, element: str, line: int, what: str) -> None:
        """Names what is already there otherwise."""
        found = Fault("contradicts", self.child.number, self.child.local_id, element, line, what)
        self.gathered.faults.append(found)


def _case_of(event: NewEvent) -> UUID:
    (case,) = event.cases
    return case if isinstance(case, UUID) else case.pk


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
