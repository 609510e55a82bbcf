"""How people come who must not meet: each reads of their own way alone, and nobody is called before it is arranged.

Asked by places on the list, since whoever accompanies somebody is called when they are and comes as they do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

CALLING_PEOPLE: Final = frozenset({"invitation", "moved"})
"""Papers that tell somebody when and where to come, by their code."""
_LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class WayIn:
    """How one person comes: `at` is the time on their own letter ("09:30"; "": that of the meeting), `words` how."""

    at: str = ""
    words: str = ""

    @property
    def says(self) -> str:
        """ "09:30, by the back door"."""
        return ", ".join(one for one in (self.at, self.words) if one)

    @property
    def digest(self) -> str:
        """What a letter rests on: that it is another one, never which."""
        return hashlib.sha256(f"{self.at}\n{self.words}".encode()).hexdigest()

    def starts(self, meeting: datetime) -> datetime:
        """When this person is asked to be there, on the day of the meeting."""
        if not self.at:
            return meeting
        hour, minute = self.at.split(":")
        return meeting.astimezone(_LONDON).replace(hour=int(hour), minute=int(minute))


def waiting_for_arrangement(conference_id: UUID, recipients: Iterable[UUID]) -> set[UUID]:
    """Those of the list (by their key) who cannot be called to the meeting yet: how they come, or whomever they
    accompany, is still to be arranged.

    Says never why. Raises Django's `DatabaseError` for whoever neither keeps the list nor reads the closed part.
    """
    asked = sorted({str(one) for one in recipients})
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r FROM unnest(%s::uuid[]) r WHERE release_waits_for_arrangement(%s, r)", [asked, str(conference_id)]
        )
        return {one for (one,) in cursor.fetchall()}


def ways_in(conference_id: UUID, recipients: Iterable[UUID]) -> dict[UUID, WayIn]:
    """How those of the list (by their key) come who come apart from others, or accompany somebody who does: their own
    way, else that of whomever they accompany. Raises as `waiting_for_arrangement` does.
    """
    asked = sorted({str(one) for one in recipients})
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r, w ->> 'at', w ->> 'words' FROM unnest(%s::uuid[]) r CROSS JOIN LATERAL release_way_in(%s, r) w"
            " WHERE w IS NOT NULL",
            [asked, str(conference_id)],
        )
        return {one: WayIn(at or "", words or "") for one, at, words in cursor.fetchall()}
