"""What of a paper is closed to whoever would prepare it: asked first, because they would not see that it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.release.sql.papers import CLOSED_IN

MAY_HOLD_CLOSED: Final = frozenset(CLOSED_IN)
"""The codes of the papers in which closed words can stand, besides the minutes."""

BESIDE_YOU: Final = (
    "This is prepared by somebody else who works on this conference and may read all of it. Ask the team manager who"
    " that is."
)
"""Said to those who read the closed part, where something else of it is shut to them. It does not say what."""


def which_are_not_whole(
    conference_id: UUID, papers: Iterable[tuple[str, UUID | None]], *, reads_closed: bool
) -> set[tuple[str, UUID | None]]:
    """Those of these papers (code, subject) that would lack something if whoever asks prepared them now: a child whose
    record is shut to them or, unless they read it (`reads_closed`), a closed part. Nothing is told of what it is.

    Raises Django's `DatabaseError` for those who prepare no papers of this conference.
    """
    asked = list(papers)
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, a.subject FROM unnest(%s::text[], %s::uuid[]) AS a(code, subject)"
            " WHERE release_holds_shut(%s, a.code) OR (NOT %s AND release_holds_closed(%s, a.code, a.subject))",
            [
                [code for code, _ in asked], [str(one) if one else None for _, one in asked], conference_id,
                reads_closed, conference_id,
            ],
        )  # fmt: skip
        return {(code, subject) for code, subject in cursor.fetchall()}
