"""Whether a paper has a closed part: asked before somebody prepares it who would not see that part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.release.sql.papers import CLOSED_IN

MAY_HOLD_CLOSED: Final = frozenset(CLOSED_IN)
"""The codes of the papers in which closed words can stand, besides the minutes."""


def which_hold_closed(conference_id: UUID, papers: Iterable[tuple[str, UUID | None]]) -> set[tuple[str, UUID | None]]:
    """Those of these papers (code, subject) that have a closed part now, whoever asks; nothing is told of its words.

    Raises Django's `DatabaseError` for those who prepare no papers of this conference.
    """
    asked = [one for one in papers if one[0] in MAY_HOLD_CLOSED]
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, a.subject FROM unnest(%s::text[], %s::uuid[]) AS a(code, subject)"
            " WHERE release_holds_closed(%s, a.code, a.subject)",
            [[code for code, _ in asked], [str(one) if one else None for _, one in asked], conference_id],
        )
        return {(code, subject) for code, subject in cursor.fetchall()}
