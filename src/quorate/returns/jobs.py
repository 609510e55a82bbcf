"""What the worker does with uploaded census files. Each job bears being begun twice: a worker may die in the middle."""

from __future__ import annotations

import logging
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.people.models import Membership
from quorate.people.queries import memberships_of, standing_of
from quorate.returns.census import NotACensusFile
from quorate.returns.importing import runs
from quorate.returns.importing.uploads import KeptFile
from quorate.returns.models import ImportRun

logger = logging.getLogger(__name__)

LOOK: Final = "quorate.look-at-census"
BRING: Final = "quorate.bring-in-census"


def order(job: str, *, run: ImportRun, by: Standing, other_authority: bool = False) -> None:
    """Puts a job for the run into the queue, in the running transaction. Of two, one at a time works: the second finds
    it done."""
    task = app.configure_task(job, lock=f"import {run.id}", queue="house")
    task.defer(run_id=str(run.id), membership_id=str(by.membership_id), other_authority=other_authority)


def look_at_census(run_id: str, membership_id: str, other_authority: bool) -> None:
    """Looks at an uploaded file; what it finds stays with the run."""
    by = _standing(membership_id)
    run = _run(run_id, by)
    if by is None or run is None or run.state != "looking":
        return
    try:
        runs.look(run=run, file=_file(run, by), by=by, at=timezone.now(), progress=_Noting(run, by))
    except NotACensusFile:
        with acting_as(by):
            run.parts.all().delete()


def bring_in_census(run_id: str, membership_id: str, other_authority: bool) -> None:
    """Brings an uploaded file in, or goes on where another worker stopped."""
    by = _standing(membership_id)
    run = _run(run_id, by)
    if by is None or run is None or run.state not in ("looked", "going"):
        return
    runs.bring_in(
        run=run,
        file=_file(run, by),
        by=by,
        on=today(),
        now=timezone.now,
        other_authority=other_authority,
    )


def _file(run: ImportRun, by: Standing) -> BinaryIO:
    return cast(BinaryIO, KeptFile(run, by))


def _standing(membership_id: str) -> Standing | None:
    """The standing of whoever ordered it, if the membership is still in force."""
    membership = Membership.objects.filter(pk=membership_id).select_related("user").first()
    if membership is None or membership not in memberships_of(membership.user, today()):
        logger.warning("an import was not begun: whoever ordered it is no member any more")
        return None
    return standing_of(membership)


def _run(run_id: str, by: Standing | None) -> ImportRun | None:
    if by is None:
        return None
    with acting_as(by):
        return ImportRun.objects.filter(pk=UUID(run_id), begun_by=by.user_id).first()


class _Noting:
    """Notes how far the look has come, for the page; not more often than the figure changes."""

    def __init__(self, run: ImportRun, by: Standing) -> None:
        self._run, self._by, self._said = run, by, -1

    def __call__(self, read: int, size: int) -> None:
        percent = read * 100 // max(size, 1)
        if percent == self._said:
            return
        self._said = percent
        with acting_as(self._by):
            ImportRun.objects.filter(pk=self._run.pk).update(bytes_read=read)
