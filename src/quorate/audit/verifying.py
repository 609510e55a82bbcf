"""Proving that the trail is as it was written: every chain counted and hashed again, outside the database.

A chain alone does not show that its end was cut off, or that all of it was written anew; heads that were signed and
taken elsewhere do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from quorate.audit.canonical import SYSTEM_CHAIN, canonical_sql, first_hash, next_hash
from quorate.audit.heads import Head, HeadsRefused, export, read_heads, signing_key

_CHAIN: Final = f"""
SELECT l.seq, l.entry_id, l.hash, e.id, {canonical_sql("e")}
FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id AND e.authority_id = l.authority_id
WHERE l.authority_id = %s ORDER BY l.seq"""
_UNLINKED: Final = """
SELECT e.id FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id AND l.authority_id = e.authority_id
WHERE e.authority_id = %s AND l.entry_id IS NULL ORDER BY e.id"""
_CHAINS: Final = """
SELECT authority_id FROM audit_head UNION SELECT authority_id FROM audit_entry
UNION SELECT authority_id FROM audit_link"""
_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written: in which chain, at which number or entry, and what."""

    authority_id: UUID
    place: str
    what: str

    def __str__(self) -> str:
        name = "system" if self.authority_id == SYSTEM_CHAIN else str(self.authority_id)
        return f"chain {name}, {self.place}: {self.what}"


def verify(authority_id: UUID, heads: Iterable[Head] = ()) -> list[Fault]:
    """The faults of an authority's chain, in its order; none when it is whole and agrees with the exported heads.

    Needs the owner's database role. Reads one picture of the trail, while others go on writing.
    """
    wanted = {head.seq: head.hash for head in heads if head.authority_id == authority_id}
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.get_autocommit() and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # Without statistics (a new world, just after an import) the planner compares every entry with every link.
        cursor.execute("SET LOCAL enable_nestloop = off")
        faults, seq, last = _walk(authority_id, wanted)
        cursor.execute(_UNLINKED, [authority_id])
        faults += [Fault(authority_id, f"entry {row[0]}", "added past the chain") for row in cursor.fetchall()]
        cursor.execute("SELECT seq, hash FROM audit_head WHERE authority_id = %s", [authority_id])
        head = cursor.fetchone()
    if (seq, last) != ((0, first_hash(authority_id)) if head is None else (head[0], bytes(head[1]))):
        faults.append(Fault(authority_id, f"number {seq}", "the chain does not end where its head says"))
    faults += [
        Fault(authority_id, f"number {number}", "an exported head had an entry here; the end was cut off")
        for number in sorted(wanted)
        if number > seq
    ]
    return faults


def _walk(authority_id: UUID, wanted: Mapping[int, bytes]) -> tuple[list[Fault], int, bytes]:
    """The faults along the links, the last number and the last hash."""
    faults: list[Fault] = []
    expected, running = 0, first_hash(authority_id)
    for seq, entry_id, stored, found_id, words in _rows(authority_id):
        expected += 1
        if seq != expected:
            faults.append(Fault(authority_id, f"number {expected}", f"dropped: the next link is number {seq}"))
            expected = seq
        if found_id is None:
            faults.append(Fault(authority_id, f"number {seq}", f"entry {entry_id} was dropped"))
        elif next_hash(running, words) != stored:
            faults.append(Fault(authority_id, f"number {seq}", f"entry {entry_id} was changed, added or moved"))
        if seq in wanted and wanted[seq] != stored:
            faults.append(Fault(authority_id, f"number {seq}", "differs from the exported head: written anew"))
        running = stored
    return faults, expected, running


def _rows(authority_id: UUID) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_CHAIN, [authority_id])
        while batch := cursor.fetchmany(_BATCH):
            for seq, entry_id, stored, found_id, words in batch:
                yield seq, entry_id, bytes(stored), found_id, words


def chains() -> list[UUID]:
    """The authorities that have a chain."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS)
        return sorted(row[0] for row in cursor.fetchall())


def command_verify(heads: str | None = None) -> int:
    """`quorate audit verify`: prints each fault; gives 0 when there is none, 1 else, 2 for heads it cannot believe.

    Compares with the heads of a file, without one with those that this installation keeps itself: only they show
    that the end of a chain, or a whole one, is gone.
    """
    try:
        files = [Path(heads)] if heads else sorted(_folder().glob("heads-*.jsonl"))
        key = signing_key(_folder()).public_key() if files else None
        known = [head for file in files for head in read_heads(file, key)] if key else []
    except (HeadsRefused, OSError) as refused:
        print(refused, file=sys.stderr)
        return 2
    everything = sorted({*chains(), *(head.authority_id for head in known)})
    faults = [fault for authority_id in everything for fault in verify(authority_id, known)]
    for fault in faults:
        print(fault)
    print(f"{len(everything)} chains verified, {len(faults)} faults{'' if known else ' (without exported heads)'}.")
    return 1 if faults else 0


def command_heads(to: str | None = None) -> int:
    """`quorate audit heads`: exports the signed heads to a file (default: one a day beside the key), prints where."""
    print(export_heads(Path(to) if to else None))
    return 0


def export_heads(to: Path | None = None) -> Path:
    """Adds the heads of now, signed, to a file; the job that runs every five minutes calls this."""
    at = datetime.now(UTC)
    path = to or _folder() / f"heads-{at:%Y-%m-%d}.jsonl"
    with connection.cursor() as cursor:
        cursor.execute("SELECT authority_id, seq, hash FROM audit_head ORDER BY authority_id")
        found = [Head(row[0], row[1], bytes(row[2]), at) for row in cursor.fetchall()]
    export(found, path, signing_key(_folder()))
    return path


def _folder() -> Path:
    return Path(settings.QUORATE_VAR) / "audit"
