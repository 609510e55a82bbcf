"""The bridge to the rules: rows of a family's stream in, the engine's case file and position out.

Two readings of the same rows. For the rules the whole stream is told, also what whoever is acting may not see, so
that everybody's dates are right; nothing of it is shown. What is shown or exported is what they see themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from quorate.access.models import ProtectedCase
from quorate.cases.casefile import CaseFile, case_file_of
from quorate.cases.deriving import kept_duties, stream_of
from quorate.cases.duty_rows import Placed, Row, placed
from quorate.cases.models import Duty as StoredDuty
from quorate.cases.packs import pack_on
from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError, read_case
from quorate.procedure.duty import Duty
from quorate.procedure.position import Position, Stream, moment_of
from quorate.procedure.reading import PackError


class NotAnswered(ValueError):
    """The rules cannot answer a stream; the message says in one sentence why."""


@dataclass(frozen=True, slots=True)
class FamilyStream:
    """One family's stream as rows tell it, with the name of its authority's pack."""

    stream_id: str
    authority_id: str
    pack: str
    file: CaseFile


@dataclass(frozen=True, slots=True)
class Answered:
    """A stream's position at the end of its last day, and its duties with their rows."""

    position: Position
    duties: list[Placed]

    @property
    def rows(self) -> list[Row]:
        """The rows of all duties."""
        return [row for one in self.duties for row in one.rows]


def read_streams(stream_ids: Iterable[Any]) -> list[FamilyStream]:
    """Whole streams, for the rules alone: those of which whoever is acting reaches a case."""
    return _read("cases_read_streams", stream_ids)


def _read(function: str, stream_ids: Iterable[Any]) -> list[FamilyStream]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT stream_id::text, authority_id::text, pack, told FROM {function}(%s::uuid[])",
            [[str(one) for one in stream_ids]],
        )
        return [
            FamilyStream(stream_id, authority_id, pack, case_file_of(orjson.loads(told)))
            for stream_id, authority_id, pack, told in cursor.fetchall()
        ]


def answer(family: FamilyStream) -> Answered | None:
    """What the rules say of a stream; None where nothing has happened in it. Raises NotAnswered.

    The edition is the one in force when the conference described was requested (docs/decisions/0004); where none
    was in force then, that is the answer.
    """
    try:
        stream = stream_of(family.file.data)
        if stream is None:
            return None
        pack = pack_on(family.pack, stream.edition_day)
        position, kept = kept_duties(pack, stream)
        duties = placed(
            family.file, kept, stream_id=family.stream_id, authority_id=family.authority_id, edition=pack.id
        )
    except (CaseError, PackError, OutsideKnownYears) as refused:
        raise NotAnswered(str(refused)) from None
    return Answered(position, duties)


def streams_of_cases(cases: Iterable[Any]) -> list[str]:
    """The streams in which cases stand that one sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT stream_id::text FROM cases_stream WHERE case_id = ANY (%s::uuid[])",
            [[str(getattr(one, "pk", one)) for one in cases]],
        )
        return [stream for (stream,) in cursor.fetchall()]


def position_of(case: ProtectedCase | UUID, at: datetime) -> Position | None:
    """Where the family of a case stands at an instant, by the whole stream; None where nothing has happened.

    For gates and explanations. Show only what is about cases that the reader sees. Raises NotAnswered.
    """
    for family in read_streams(streams_of_cases([case])):
        return _position_at(family, at)
    return None


def _position_at(family: FamilyStream, at: datetime) -> Position | None:
    try:
        whole = stream_of(family.file.data)
        if whole is None:
            return None
        pack = pack_on(family.pack, whole.edition_day)
        return Position(pack, Stream(read_case(family.file.data), moment_of(at)))
    except (CaseError, PackError, OutsideKnownYears) as refused:
        raise NotAnswered(str(refused)) from None


def why(*, duty: StoredDuty, at: datetime) -> Duty | None:
    """The engine's own duty behind a stored one, as at an instant: `reasons.because` tells the steps of its sum.

    None where it is not asked (any more) at that instant. Raises NotAnswered.
    """
    for family in read_streams([duty.stream_id]):
        answered = answer(family)
        kept = [one.kept for one in answered.duties if one.duty_id == duty.duty_id.hex] if answered else []
        position = _position_at(family, at) if kept else None
        if position is not None:
            return next((one for one in position.duties if _key(one) == _key(kept[0].duty)), None)
    return None


def _key(duty: Duty) -> tuple[Any, ...]:
    return (duty.rule.code, duty.about, duty.conference.number, duty.due, duty.cause, duty.met)


def exported(case: ProtectedCase | UUID) -> CaseFile | None:
    """The case file of a case's family as whoever is acting sees it; None where nothing has happened."""
    for family in _read("cases_show_streams", streams_of_cases([case])):
        return family.file
    return None


def case_file(case: ProtectedCase | UUID) -> dict[str, Any] | None:
    """The same as plain data, as `quorate duties` reads it."""
    file = exported(case)
    return None if file is None else file.data
