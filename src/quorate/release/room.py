"""The same search for the screen in the room: nothing stands there that holds an address or a way to reach somebody.

Everybody in the room reads it, also whoever must never learn where somebody lives, so that here nobody's own words are
left out. The screen is asked for every few seconds: what is sealed is opened only when something has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from quorate.cases.sealing import Broken
from quorate.release.protecting import finding, opened
from quorate.release.scanning import Protected

_log = logging.getLogger(__name__)

Sealed = tuple[UUID, str, str]
"""The id of a row, what kind it is, and its words, sealed."""


_SEALED = """SELECT w.row_id, w.kind, w.sealed FROM conferences_sitting s
    LEFT JOIN LATERAL release_words_for_room(s.conference_id) w ON true
    WHERE s.conference_id = %s AND s.ended_at IS NULL"""


def sealed_for_room(conference_id: UUID) -> tuple[Sealed, ...] | None:
    """What the room must not see, still sealed, in one order; None where the conference does not sit for whoever asks.

    It may have ended since the page began: whoever gets None shows nothing, because nothing could be looked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, [conference_id])
        rows = cursor.fetchall()
    return tuple(sorted(row for row in rows if row[0] is not None)) if rows else None


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks through what the room would see. `is_blind`: something does not open, so that everything is held back."""

    words: tuple[tuple[UUID, Protected], ...] = field(repr=False)
    is_blind: bool = False

    def holds(self, *texts: str) -> bool:
        """Whether these texts, which are read one after the other, hold any of it."""
        return self._found(texts, [words for _, words in self.words])

    def rows_in(self, *texts: str) -> frozenset[UUID]:
        """Of which rows words stand in these texts."""
        return frozenset(row_id for row_id, words in self.words if self._found(texts, [words]))

    def _found(self, texts: Iterable[str], words: list[Protected]) -> bool:
        said = "\n".join(texts)
        return bool(said.strip()) and (self.is_blind or bool(words and finding([("", said.encode())], words)))


def watch_over(rows: Iterable[Sealed]) -> Watch:
    """Opens what is sealed, to be looked for; forgotten with the watch. What does not open is logged, by row alone."""
    words: list[tuple[UUID, Protected]] = []
    for row_id, kind, sealed in rows:
        try:
            words += [(row_id, one) for one in opened(row_id, kind, sealed)]
        except Broken as broken:
            _log.error("the screen in the room stays dark, because row %s cannot be looked for: %s", row_id, broken)
            return Watch((), is_blind=True)
    return Watch(tuple(words))


def may_know(rows: Iterable[UUID]) -> bool:
    """Whether whoever acts may read all these addresses and ways of contact; no seal is opened for that."""
    asked = sorted(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT address_id FROM cases_address_words WHERE address_id = ANY (%s)"
            " UNION SELECT contact_way_id FROM cases_contact_way_words WHERE contact_way_id = ANY (%s)",
            [asked, asked],
        )
        return {row_id for (row_id,) in cursor.fetchall()} == set(asked)
