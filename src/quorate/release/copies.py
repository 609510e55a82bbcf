"""All copies of a paper, also those that are closed to whoever lets it out: of these everything but the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from quorate.release.models import BY_RULE, Release, StoredRendition


class CopyMissing(ValueError):
    """The copies that are there are not those that were prepared: letting these out would leave somebody without."""


def closed_copies(release: Release) -> list[StoredRendition]:
    """The copies of a paper that waits which the second person may let out and not read; their bytes are not there.

    None for anybody who may not let this paper out, and once it does not wait any more. Reading `content` or `enclosed`
    of one raises `StoredRendition.DoesNotExist`. Nothing in them is looked through here: that was done when they were
    prepared, by somebody who reads them, and is done again by the worker when they are sent.
    """
    if release.code in BY_RULE:
        return []  # Nobody writes these, so nothing in them is closed.
    rows = StoredRendition.objects.raw("SELECT * FROM release_closed_copies(%s)", [release.pk])
    return sorted(_of(release, rows), key=lambda one: (one.name, one.pk))


def copy_to_send(key: UUID, release: Release) -> StoredRendition | None:
    """A copy of a paper that has been let out, with its bytes, for the worker alone, which sends it.

    None where whoever let it out does not work on the case any more. Raises Django's `DatabaseError` for the pages.
    """
    rows = StoredRendition.objects.raw("SELECT * FROM release_copy_to_send(%s)", [key])
    return next(iter(_of(release, rows)), None)


def _of(release: Release, rows: Iterable[StoredRendition]) -> list[StoredRendition]:
    found = list(rows)
    for one in found:
        one.release = release
    return found


def digest_of_all(sums: Iterable[str]) -> str:
    """One sum (SHA-256, hexadecimal) of the sums of all files of a paper, in whatever order they come."""
    return hashlib.sha256(" ".join(sorted(sums)).encode()).hexdigest()


def require_all(release: Release, copies: Iterable[StoredRendition]) -> None:
    """Passes where these are all copies that were prepared. Raises CopyMissing."""
    sums = [one for row in copies for one in (row.sha256, row.enclosed_sha256) if one]
    if digest_of_all(sums) != release.digest:
        raise CopyMissing(
            "Some of the copies that were prepared cannot be let out by you, so none is. Prepare it again, or ask the"
            " chair who else can let it out."
        )


def encloses(release_id: UUID, code: str) -> bool:
    """Whether this second paper goes with any copy of a paper, whoever may read the copies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_encloses(%s, %s)", [release_id, code])
        return bool(cursor.fetchone()[0])
