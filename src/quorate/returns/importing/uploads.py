"""A file uploaded at a page: kept in parts until it is in, read by whichever worker takes the job."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.returns.importing.runs import begin_run
from quorate.returns.models import ImportPart, ImportRun

PART: Final = 1 << 20
"""Bytes of one part."""
MOST_BYTES: Final = 200 << 20
"""Bytes of the longest file that a page takes; a large authority's return has a third of it."""


KEPT_FOR: Final = timedelta(days=3)
"""How long a file waits for the word to go."""


@transaction.atomic
def keep_upload(
    *,
    chunks: Callable[[int], Iterable[bytes]],
    file_name: str,
    size: int,
    by: Standing,
    at: datetime,
    team_id: UUID | None,
    unit_id: UUID | None,
) -> ImportRun:
    """Keeps an uploaded file as a run with its parts. A file that is being brought in already is that run again.

    `chunks` gives the file's bytes in pieces of at most so many, each time it is called.
    """
    digest = hashlib.sha256()
    for chunk in chunks(PART):
        digest.update(chunk)
    run = begin_run(
        file_name=file_name, digest=digest.hexdigest(), size=size, by=by, at=at, team_id=team_id, unit_id=unit_id
    )
    if not run.parts.exists():
        for number, content in enumerate(chunks(PART)):
            ImportPart.objects.create(
                run=run, authority_id=run.authority_id, begun_by=run.begun_by, number=number, content=content
            )
    return run


@transaction.atomic
def give_up(*, run: ImportRun) -> None:
    """Forgets a file that was looked at and is not wanted; what it said is forgotten with it, the run stays."""
    run.parts.all().delete()
    run.batches.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(state="refused", said="Given up before anything came in.")


@transaction.atomic
def forget_uploads(*, at: datetime) -> int:
    """Forgets files that nobody brought in for `KEPT_FOR`; gives how many. The worker's, once a day."""
    said = "Forgotten: nobody brought it in within three days. Choose the file again."
    with connection.cursor() as cursor:
        cursor.execute("SELECT returns_forget_uploads(%s, %s)", [at - KEPT_FOR, said])
        return int(cursor.fetchone()[0])


class KeptFile(io.RawIOBase):
    """The bytes of a kept file, a part at a time: memory stays flat however long it is."""

    def __init__(self, run: ImportRun, by: Standing) -> None:
        self._run, self._by = run, by
        self._number, self._held = 0, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer at the end of a part, none at the end of the file."""
        if not self._held:
            with acting_as(self._by):
                part = ImportPart.objects.filter(run=self._run, number=self._number).first()
            self._number += 1
            self._held = b"" if part is None else bytes(part.content)
        taken = len(self._held) if size < 0 else size
        given, self._held = self._held[:taken], self._held[taken:]
        return given
