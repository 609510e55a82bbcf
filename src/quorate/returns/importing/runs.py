"""A run: one file, looked at, then brought in batch by batch, each exactly once, however often it is interrupted."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.context import acting_as
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record, type_of_fact
from quorate.cases.services.founding import Holder
from quorate.returns.census import CensusReader, Fault, NotACensusFile, ReadChild
from quorate.returns.importing.batch import BATCH, Outcome, Terms, bring_batch
from quorate.returns.importing.looking import Look, Note, header_of, look_at
from quorate.returns.models import ImportBatch, ImportRun, RunState

_BEGUN: Final = (RunState.GOING, RunState.LOOKED, RunState.LOOKING)

Facts = dict[str, type_of_fact]
Progress = Callable[[int, int], None]
"""Told how many bytes of how many have been read."""


AT_ONCE: Final = 2
"""Batches under way at the same time: one in the rules, one in the database."""


class AnotherAuthority(ValueError):
    """The file carries another authority's number than the files before it."""


@transaction.atomic
def begin_run(
    *,
    file_name: str,
    digest: str,
    size: int,
    by: Standing,
    at: datetime,
    team_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> ImportRun:
    """The run of a file: the one that was begun and not ended, where this file was met before, else a new one.

    `team_id` is the team that the cases are given to, `unit_id` the one that keeps their conferences. Raises
    NotAllowed.
    """
    require(by, "open_case")
    same = ImportRun.objects.filter(digest=digest, begun_by=by.user_id, state__in=_BEGUN, ended_at__isnull=True)
    before = same.order_by("state").first()  # "going" before "looked"
    if before is not None:
        if before.state != RunState.GOING and (before.team_id, before.unit_id) != (team_id, unit_id):
            before.team_id, before.unit_id = team_id, unit_id
            before.save(update_fields=["team_id", "unit_id"])
        return before
    run = ImportRun(
        authority_id=by.authority_id, file_name=file_name[-120:], digest=digest, size=size, team_id=team_id,
        unit_id=unit_id, begun_by=by.user_id, begun_at=at,
    )  # fmt: skip
    run.save(force_insert=True)
    return run


def look(
    *,
    run: ImportRun,
    file: BinaryIO,
    by: Standing,
    at: datetime,
    progress: Progress | None = None,
    note: Note | None = None,
) -> Look:
    """Reads the whole file without bringing anything in; what would come in and what is wrong stays with the run.

    Raises NotACensusFile, after the refusal is noted on the run.
    """
    try:
        found = look_at(file, size=run.size, by=by, progress=progress, note=note)
    except NotACensusFile as wrong:
        with acting_as(by):
            run.state, run.said, run.ended_at = RunState.REFUSED, str(wrong)[:400], at
            run.save(update_fields=["state", "said", "ended_at"])
        raise
    with acting_as(by):
        run.header = found.header
        run.report = found.as_data()
        run.bytes_read = run.size
        run.said = other_number(run)
        run.state = RunState.LOOKED
        run.save(update_fields=["header", "report", "bytes_read", "said", "state"])
        ImportBatch.objects.filter(run=run).delete()
        _keep_batch(run, 0, 0, Outcome(found.counts, found.faults), at)
    return found


def other_number(run: ImportRun) -> str:
    """What has to be asked where the file's authority number is not that of the files before; "" where it is."""
    number = run.header.get("authority_number", "")
    before = ImportRun.objects.filter(state=RunState.DONE).exclude(pk=run.pk)
    known = {one.get("authority_number", "") for one in before.values_list("header", flat=True)} - {""}
    if not known or number in known:
        return ""
    return (
        f"The file is of authority number {number or 'none'}; the files before it were of {', '.join(sorted(known))}. "
        "Make sure that it is yours before it comes in."
    )


def bring_in(
    *,
    run: ImportRun,
    file: BinaryIO,
    by: Standing,
    on: date,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    other_authority: bool = False,
) -> ImportRun:
    """Brings the file in, or goes on where an earlier attempt was stopped; each batch is a transaction.

    Not atomic as a whole, on purpose. Raises AnotherAuthority where the number has to be confirmed first.
    """
    if run.said and not other_authority:
        raise AnotherAuthority(run.said)
    done = _begin(run, by, now())
    reader = CensusReader(file)
    number = 0
    with ThreadPoolExecutor(AT_ONCE, "census") as pool:
        going: deque[Future[None]] = deque()
        try:
            for number, batch in enumerate(_batches(iter(reader)), 1):
                if number in done:
                    continue
                if number == 1:
                    _ask(run, reader, by, other_authority)
                terms = _terms(run, by, on, now(), reader)
                going.append(pool.submit(_bring_one, run, number, batch, terms, reader.bytes_read))
                if len(going) > AT_ONCE:
                    going.popleft().result()
                    _tell(progress, reader, run)
            for one in going:
                one.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    _tell(progress, reader, run)
    _end(run, reader, number + 1, by, now())
    return run


def _ask(run: ImportRun, reader: CensusReader, by: Standing, other_authority: bool) -> None:
    """Whose file it is, asked again of the file itself: it may have come in without having been looked at."""
    run.header = header_of(reader)
    with acting_as(by):
        said = other_number(run)
        if said and not other_authority:
            ImportRun.objects.filter(pk=run.pk).update(state=RunState.LOOKED, said=said)
            raise AnotherAuthority(said)


def _bring_one(run: ImportRun, number: int, batch: Sequence[ReadChild], terms: Terms, read: int) -> None:
    """One batch, in a thread and a connection of its own: the database works on one while the rules work on another."""
    try:
        with acting_as(terms.by):
            outcome = bring_batch(batch, terms)
            _keep_batch(run, number, batch[-1].number, outcome, terms.now)
            facts: Facts = {"number": number, "children": outcome.counts["children_new"]}
            record(action="import.batch-done", subject_kind="import", subject_id=run.id, facts=facts)
            # Last, so that the other batch waits for this row for a moment only.
            ImportRun.objects.filter(pk=run.pk, bytes_read__lt=read).update(bytes_read=read)
    finally:
        connection.close()


def _tell(progress: Progress | None, reader: CensusReader, run: ImportRun) -> None:
    if progress is not None:
        progress(reader.bytes_read, run.size)


def _begin(run: ImportRun, by: Standing, at: datetime) -> frozenset[int]:
    """The numbers of the batches that are in."""
    with acting_as(by):
        if run.state != RunState.GOING:
            ImportBatch.objects.filter(run=run, number=0).delete()
            run.state, run.bytes_read = RunState.GOING, 0
            run.save(update_fields=["state", "bytes_read"])
            facts: Facts = {"kind": run.kind, "children": int(run.report.get("children", 0))}
            record(action="import.begun", subject_kind="import", subject_id=run.id, facts=facts)
        return frozenset(ImportBatch.objects.filter(run=run).values_list("number", flat=True))


def _batches(records: Iterator[ReadChild]) -> Iterator[Sequence[ReadChild]]:
    while batch := list(islice(records, BATCH)):
        yield batch


def _terms(run: ImportRun, by: Standing, on: date, now: datetime, reader: CensusReader) -> Terms:
    why = f"Census {reader.header.year}".strip()
    holders = []
    if run.team_id:
        # For its workers the one, for its managers the other.
        holders += [Holder(role, team_id=run.team_id, why=why) for role in ("social_worker", "team_manager")]
    if run.unit_id:
        holders.append(Holder("administrator", team_id=run.unit_id, why=why))
    if not holders:
        holders.append(Holder(by.role, user_id=by.user_id, why=why))
    return Terms(run.id, tuple(holders), by, on, now, reader.header.reference_on)


def _end(run: ImportRun, reader: CensusReader, number: int, by: Standing, at: datetime) -> None:
    with acting_as(by):
        unread = reader.children - sum(int(one.counts.get("read", 0)) for one in run.batches.all())
        outcome = Outcome(Counter(read=unread, left_out=unread), reader.faults)
        _keep_batch(run, number, reader.children, outcome, at)
        run.report = report_of(run)
        run.state, run.ended_at, run.bytes_read = RunState.DONE, at, run.size
        run.header = header_of(reader)
        run.save(update_fields=["report", "state", "ended_at", "bytes_read", "header"])
        run.parts.all().delete()
        facts: Facts = {"children": run.report.get("children_new", 0), "faults": run.report.get("faults", 0)}
        record(action="import.ended", subject_kind="import", subject_id=run.id, facts=facts)


def report_of(run: ImportRun) -> dict[str, Any]:
    """The sums over a run's batches, with the faults by kind."""
    total: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for batch in run.batches.order_by("number"):
        total.update({name: count for name, count in batch.counts.items() if isinstance(count, int)})
        kinds.update(fault[0] for fault in batch.faults)
    return {**total, "children": total["read"], "faults": sum(kinds.values()), "kinds": dict(kinds)}


def _keep_batch(run: ImportRun, number: int, last_child: int, outcome: Outcome, at: datetime) -> None:
    ImportBatch(
        run=run, authority_id=run.authority_id, begun_by=run.begun_by, number=number, last_child=last_child,
        counts=dict(outcome.counts), faults=[_as_data(fault) for fault in outcome.faults], done_at=at,
    ).save(force_insert=True)  # fmt: skip


def _as_data(fault: Fault) -> list[Any]:
    return [fault.kind, fault.child, fault.local_id, fault.element, fault.line, fault.what]


def faults_of(run: ImportRun) -> list[Fault]:
    """What was wrong in the file, by line."""
    found = [Fault(*one) for batch in run.batches.order_by("number") for one in batch.faults]
    return sorted(found, key=lambda fault: fault.line)
