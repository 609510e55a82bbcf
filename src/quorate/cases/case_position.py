"""The bridge to the rules: rows of a family's stream in, the engine's case file and position out.

Two readings of the same rows. For the rules the whole stream is told, also what whoever is acting may not see, so
that everybody's dates are right; nothing of it is shown. What is shown or exported is what they see themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from quorate.access.models import ProtectedCase
from quorate.cases.casefile import CaseFile, case_file_of
from quorate.cases.deriving import done_earlier, kept_duties, kept_earlier, stream_of
from quorate.cases.duty_rows import Placed, Row, placed
from quorate.cases.models import Duty as StoredDuty
from quorate.cases.packs import pack_on
from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError, read_case
from quorate.procedure.children import tell_children
from quorate.procedure.duty import Duty
from quorate.procedure.library import NoRuleInForce
from quorate.procedure.moments import not_after
from quorate.procedure.offsets import Moment
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, Stream, by_editions, moment_of
from quorate.procedure.reading import PackError


class NotAnswered(ValueError):
    """The rules cannot answer a stream; the message says in one sentence why."""


class NoRuleThen(NotAnswered):
    """No edition was in force when the conference described began, on the day `day`."""

    def __init__(self, sentence: str, day: date) -> None:
        self.day = day
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class FamilyStream:
    """One family's stream as rows tell it, with the name of its authority's pack.

    `told` is what was read, word for word: whoever keeps an answer keeps it for these words and no others.
    """

    stream_id: str
    authority_id: str
    pack: str
    file: CaseFile
    told: str = ""


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


def streams_told(cases: Iterable[Any], described: str = "") -> list[FamilyStream]:
    """The same of those streams in which cases stand that one sees, from one statement.

    `described` is the id of the conference that their case files describe; else each describes the one that goes on.
    """
    return _read("cases_read_streams", [getattr(one, "pk", one) for one in cases], _STREAMS_OF, described, _kept_file)


@lru_cache(maxsize=128)
def _kept_file(told: str, described: str) -> CaseFile:
    """The case file of these very words. What was read is read again each time; only what follows from it is kept."""
    return case_file_of(orjson.loads(told), described)


_STREAMS_OF: Final = "ARRAY(SELECT DISTINCT stream_id FROM cases_stream WHERE case_id = ANY (%s::uuid[]))"


def _file(told: str, described: str) -> CaseFile:
    return case_file_of(orjson.loads(told), described)


def _read(
    function: str, ids: Iterable[Any], streams: str = "%s::uuid[]", described: str = "",
    file_of: Callable[[str, str], CaseFile] = _file,
) -> list[FamilyStream]:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT stream_id::text, authority_id::text, pack, told FROM {function}({streams})",
            [[str(one) for one in ids]],
        )
        return [
            FamilyStream(stream_id, authority_id, pack, file_of(told, described), told)
            for stream_id, authority_id, pack, told in cursor.fetchall()
        ]


def answer(family: FamilyStream) -> Answered | None:
    """What the rules say of a stream; None where nothing has happened in it. Raises NotAnswered.

    The edition is the one in force when the conference described was requested, and for each that is prepared beside it
    its own (docs/decisions/0004 and 0015); where none was in force then, that is the answer.
    """
    try:
        stream = stream_of(family.file.data)
        if stream is None:
            return None
        position = by_editions(stream, lambda day: _pack_then(family.pack, day))
        with_page = {one["reference"] for one in family.file.conferences if one["reference"]}
        kept = [*kept_duties(position), *kept_earlier(position, with_page)]
        duties = placed(family.file, kept, stream_id=family.stream_id, authority_id=family.authority_id)
    except (CaseError, PackError, OutsideKnownYears) as refused:
        raise NotAnswered(str(refused)) from None
    return Answered(position, duties)


def _pack_then(name: str, day: date) -> Pack:
    try:
        return pack_on(name, day)
    except NoRuleInForce as none:
        raise NoRuleThen(str(none), day) from None


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
    for family in streams_told([case]):
        return position_at(family, at)
    return None


def planned_among(cases: Iterable[Any]) -> set[UUID]:
    """Those of these cases whose child has a child protection plan, after everything that has been recorded.

    Raises NotAnswered.
    """
    wanted = {UUID(str(getattr(one, "pk", one))) for one in cases}
    found: set[UUID] = set()
    for family in streams_told(wanted):
        try:
            stream = stream_of(family.file.data)
        except CaseError as refused:
            raise NotAnswered(str(refused)) from None
        told = {} if stream is None else tell_children(stream.story)
        found |= {UUID(family.file.cases[known]) for known, child in told.items() if child.has_plan}
    return found & wanted


def position_at(family: FamilyStream, at: datetime, adding: Iterable[Mapping[str, Any]] = ()) -> Position | None:
    """Where a stream stands at an instant, with events `adding` that are not recorded, as the case file has them.

    None where nothing has happened in it. Raises NotAnswered.
    """
    try:
        told = family.file.data
        if extra := [dict(one) for one in adding]:
            told = {**told, "events": [*told["events"], *extra]}
        case = read_case(told)
        whole = stream_of(case)
        if whole is None:
            return None
        return by_editions(Stream(case, moment_of(at)), lambda day: pack_on(family.pack, day), whole=whole)
    except (CaseError, PackError, OutsideKnownYears) as refused:
        raise NotAnswered(str(refused)) from None


def happened_by(family: FamilyStream, described: str, at: datetime) -> int:
    """How many of the events that are told have happened at an instant: as long as it is the same, so are they."""
    now = moment_of(at)
    return sum(not_after(one, now) for one in _moments(family.told, described))


@lru_cache(maxsize=128)
def _moments(told: str, described: str) -> tuple[Moment, ...]:
    try:
        return tuple(event.moment for event in read_case(_kept_file(told, described).data).events)
    except CaseError as refused:
        raise NotAnswered(str(refused)) from None


def why(*, duty: StoredDuty, at: datetime) -> Duty | None:
    """The engine's own duty behind a stored one, as at an instant: `reasons.because` tells the steps of its sum.

    None where it is not asked (any more) at that instant. Raises NotAnswered.
    """
    for family in read_streams([duty.stream_id]):
        answered = answer(family)
        kept = [one.kept for one in answered.duties if one.duty_id == duty.duty_id.hex] if answered else []
        position = position_at(family, at) if kept else None
        if position is not None:
            every = chain(position.duties, done_earlier(position))
            return next((one for one in every if _key(one) == _key(kept[0].duty)), None)
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
