"""The look at a file before anything comes in: what would, what would not, and what is wrong, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from typing import Any, BinaryIO, Final

from django.db import connection

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.returns.census import CensusChild, CensusReader, Fault, ReadChild
from quorate.returns.importing.telling import conferences_of, ending_of

KEPT: Final = 5_000
"""Faults that are kept as lines; all of them are counted."""
_CHUNK: Final = 1_000

Progress = Callable[[int, int], None]
Note = Callable[[Fault], None]


@dataclass(slots=True)
class Look:
    """What the look found."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The counts, as they are kept with the run."""
        return {**self.counts, "faults": sum(self.kinds.values()), "kinds": dict(self.kinds)}

    def note(self, fault: Fault, told: Note | None) -> None:
        """One more fault."""
        self.kinds[fault.kind] += 1
        if len(self.faults) < KEPT:
            self.faults.append(fault)
        if told is not None:
            told(fault)


def look_at(
    file: BinaryIO, *, size: int, by: Standing, progress: Progress | None = None, note: Note | None = None
) -> Look:
    """Reads the file to its end, writes nothing. `note` is told every fault. Raises NotACensusFile."""
    found = Look()
    reader = CensusReader(file)
    for chunk in _chunks(iter(reader)):
        in_use = _in_use([one.record.local_id for one in chunk if one.record is not None], by)
        for one in chunk:
            for fault in one.faults:
                found.note(fault, note)
            if one.record is not None:
                _count(found.counts, one.record)
                found.counts["children_known" if one.record.local_id in in_use else "children_new"] += 1
        if progress is not None:
            progress(reader.bytes_read, size)
    for fault in reader.faults:
        found.note(fault, note)
    found.faults.sort(key=lambda fault: fault.line)
    found.counts["children"] = reader.children
    found.counts["left_out"] = reader.children - found.counts["children_new"] - found.counts["children_known"]
    found.header = header_of(reader)
    return found


def header_of(reader: CensusReader) -> dict[str, Any]:
    """Who made the file and for which year, as it is kept with the run."""
    said = asdict(reader.header)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _chunks(records: Iterator[ReadChild]) -> Iterator[Sequence[ReadChild]]:
    while chunk := list(islice(records, _CHUNK)):
        yield chunk


def _in_use(local_ids: list[str], by: Standing) -> set[str]:
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute("SELECT cases_local_ids_in_use(%s)", [local_ids])
        return {local_id for (local_id,) in cursor.fetchall()}


def _count(counts: Counter[str], child: CensusChild) -> None:
    held = conferences_of(child)
    counts.update(
        referrals=len(child.referrals),
        enquiries=len(child.enquiries),
        plans=len(child.protection_plans),
        plans_open=sum(ending_of(plan) is None for plan in child.protection_plans),
        child_in_need_plans=len(child.child_in_need_plans),
        child_in_need_plans_open=sum(plan.ended_on is None for plan in child.child_in_need_plans),
        conferences=sum(one.kind != "review" for one in held),
        reviews=sum(one.kind == "review" for one in held),
        unborn=int(child.born_on is None),
    )
