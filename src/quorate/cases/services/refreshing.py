"""Duties worked out anew from events: for one family in the transaction of its event, for thousands in an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from quorate.access.standing import Standing
from quorate.cases.case_position import FamilyStream, NoRuleThen, NotAnswered, answer, read_streams
from quorate.cases.duty_rows import Row

_AT_A_TIME: Final = 4_000


@dataclass(frozen=True, slots=True)
class RefusedStream:
    """A stream that the rules cannot answer, its cases, and the one sentence that says why. It has no duties.

    `no_rule_on` is the day from which its last conference counts where no edition was in force then.
    """

    stream_id: str
    cases: tuple[str, ...]
    sentence: str
    no_rule_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many rows were added, changed or taken away, and what was refused.

    `left_out` are events that name only people whom no case of the family knows, with the key: the rules are not
    told of them.
    """

    changed: int
    refused: list[RefusedStream]
    left_out: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def refresh_duties(*, cases: Iterable[Any], by: Standing | None = None) -> Refreshed:
    """Works out the duties of the families of these cases anew: after a birth date or a parent was corrected.

    Cases that whoever is acting may not write to, and cases in which nothing has happened yet, are passed over.
    `by` is not looked at: the database knows who is acting.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_lock_streams(%s::uuid[])::text", [[str(getattr(case, "pk", case)) for case in cases]]
        )
        streams = [stream for (stream,) in cursor.fetchall()]
    return refresh_streams(stream_ids=streams)


@transaction.atomic
def refresh_streams(*, stream_ids: Iterable[str]) -> Refreshed:
    """The same for streams that are locked already. One statement reads them all, one puts some thousand duties.

    A stream that the rules refuse loses its duties, rather than keeping some that no longer follow.
    """
    streams = list(stream_ids)
    if not streams:
        return Refreshed(0, [])
    answered: dict[str, list[Row]] = {stream: [] for stream in streams}
    refused: list[RefusedStream] = []
    left_out: dict[str, str] = {}
    for family in read_streams(streams):
        left_out |= family.file.left_out
        try:
            found = answer(family)
            answered[family.stream_id] = [] if found is None else found.rows
        except NotAnswered as wrong:
            refused.append(_refused(family, wrong))
    changed = sum(_put(streams, rows) for streams, rows in _portions(answered))
    return Refreshed(changed, refused, left_out)


def _portions(answered: dict[str, list[Row]]) -> Iterator[tuple[list[str], list[Row]]]:
    """Streams with their rows, so many at a time that one statement stays well below a page's limit."""
    streams: list[str] = []
    rows: list[Row] = []
    for stream, of_stream in answered.items():
        streams.append(stream)
        rows += of_stream
        if len(rows) >= _AT_A_TIME:
            yield streams, rows
            streams, rows = [], []
    if streams:
        yield streams, rows


def _put(streams: list[str], rows: list[Row]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_put_duties(%s::uuid[], %s::jsonb)", [streams, orjson.dumps(rows).decode()])
        (changed,) = cursor.fetchone()
    return int(changed)


def streams_of_authority(authority_id: UUID) -> list[str]:
    """Every stream of an authority, for the owner of the tables (`quorate duties-refresh`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT stream_id::text FROM cases_stream WHERE authority_id = %s", [authority_id])
        return [stream for (stream,) in cursor.fetchall()]


@transaction.atomic
def refresh_as_owner(*, stream_ids: Sequence[str]) -> Refreshed:
    """Works out the duties of these streams anew, one after the other with whoever records in them meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_lock_streams(array_agg(case_id))::text FROM cases_stream WHERE stream_id = ANY (%s::uuid[])",
            [list(stream_ids)],
        )
        streams = [stream for (stream,) in cursor.fetchall()]
    return refresh_streams(stream_ids=streams)


def _refused(family: FamilyStream, wrong: NotAnswered) -> RefusedStream:
    no_rule_on = wrong.day if isinstance(wrong, NoRuleThen) else None
    return RefusedStream(family.stream_id, tuple(family.file.cases.values()), str(wrong), no_rule_on)
