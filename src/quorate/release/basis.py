"""What a prepared paper rests on, and whether that still holds: a paper that has been overtaken is not sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.access.moments import today
from quorate.release.apart import CALLING_PEOPLE, ways_in
from quorate.release.artefacts import audience_of
from quorate.release.models import BY_RULE, Release, StoredRendition
from quorate.release.views_asked import ASKING, comes_too_late, day_of_views

CHANGED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decision": "The chair has decided about this person since it was prepared",
        "way": "How this person comes to the meeting has been arranged since it was prepared",
        "reader": "Who this person is to the conference has been changed since it was prepared",
        "text": "What it tells has been changed since it was prepared",
        "views": "The day by which it asks for views has come too near since it was prepared",
        "ring": "Whom it says to ring, or on which number, has changed since it was prepared",
    }
)
"""What can have changed, by its code, the gravest first: the decision to keep somebody out, how they come, the reader,
the words, until when views are asked for, whom to ring."""
_FOR_FAMILY: Final = frozenset({"invitation", "moved", "decisions", "summary"})
"""Letters that name to the family whom to ring. What says that a meeting is off is not among them: that it comes late
does more harm than a number."""
_FOR_EVERYBODY: Final = frozenset({"plan", "exclusion-letter", "views-moved"})
"""Papers that say it to all of their readers."""

Basis = dict[str, str]
Reader = tuple[UUID, UUID | None, str]
"""Who gets a paper: the recipient (`key`), the person, and as whom they take part (the invitee's kind)."""


class ChangedSince(ValueError):
    """Something that the paper rests on has changed since it was prepared; the sentence says what, and for whom."""


def basis_of(conference_id: UUID, code: str, subject: UUID | None, readers: Sequence[Reader]) -> list[Basis]:
    """What a paper for each of these rests on now, as sums by the codes of `CHANGED`.

    Ask before the words are read: what changes in between then shows. Raises Django's `DatabaseError` for strangers.
    """
    views = _views(conference_id, code)
    return [one | views for one in _sums(conference_id, code, subject, readers)]


def _sums(conference_id: UUID, code: str, subject: UUID | None, readers: Sequence[Reader]) -> list[Basis]:
    """What a paper rests on, without the day that it names: whether that is too near, the day itself says."""
    if code in BY_RULE or not readers:
        return [{} for _ in readers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_basis_of_text(%s, %s, %s)", [conference_id, code, subject])
        (text,) = cursor.fetchone()
        cursor.execute(
            "SELECT b.decision, b.reader"
            " FROM unnest(%s::uuid[], %s::uuid[]) WITH ORDINALITY AS r(recipient, person, place)"
            " CROSS JOIN LATERAL release_basis_of_reader(%s, %s, r.recipient, r.person) b ORDER BY r.place",
            [
                [str(one) for one, _, _ in readers],
                [str(who) if who else None for _, who, _ in readers],
                conference_id,
                subject,
            ],
        )
        found = cursor.fetchall()
    ways, rings = _ways(conference_id, code, readers), _rings(conference_id, code, readers)
    return [
        {"decision": decision, "reader": reader, "text": text} | way | ring
        for (decision, reader), way, ring in zip(found, ways, rings, strict=True)
    ]


def _ways(conference_id: UUID, code: str, readers: Sequence[Reader]) -> list[Basis]:
    """How each comes, of a paper that calls people; nothing for those who come like everybody."""
    if code not in CALLING_PEOPLE:
        return [{} for _ in readers]
    known = ways_in(conference_id, [recipient for recipient, _, _ in readers])
    return [{"way": known[recipient].digest} if recipient in known else {} for recipient, _, _ in readers]


def _rings(conference_id: UUID, code: str, readers: Sequence[Reader]) -> list[Basis]:
    """Whom each is told to ring, and how; nothing for those who are told of offices alone."""
    # By their kind, as the letters go: one of the family may stand on the list by their line alone.
    family = [code in _FOR_FAMILY and audience_of(kind) in ("family", "child") for _, _, kind in readers]
    told = [code in _FOR_EVERYBODY or one for one in family]
    if not any(told):
        return [{} for _ in readers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_basis_of_ringing(%s)", [conference_id])
        (ring,) = cursor.fetchone()
    return [{"ring": ring} if one else {} for one in told]


def _views(conference_id: UUID, code: str) -> Basis:
    """The day that it names to whoever is asked for their views, if it names one."""
    on = day_of_views(conference_id, today()) if code in ASKING else None
    return {} if on is None else {"views": on.isoformat()}


def changes(rendition: StoredRendition, release: Release) -> str:
    """What of it has changed since it was prepared, by its code in `CHANGED`; "" where nothing has."""
    (found,) = _changes(release, [rendition])
    return found


def change_in_words(release: Release, renditions: Iterable[StoredRendition]) -> str:
    """One sentence for each thing that has changed, with the names of those whose paper it is; "" where none has."""
    rows = list(renditions)
    found = _changes(release, rows)
    said = []
    for code, words in CHANGED.items():
        names = [row.name for row, what in zip(rows, found, strict=True) if what == code]
        if names:
            said.append(words + ("." if code in ("text", "ring") else f": {', '.join(names)}."))
    return " ".join(said)


def _changes(release: Release, rows: Sequence[StoredRendition]) -> list[str]:
    readers = [(row.recipient, row.person_id, row.kind) for row in rows]
    now = _sums(release.conference_id, release.code, release.subject_id, readers)
    return [
        "text" if held and not row.basis else next((code for code in CHANGED if _differs(code, row.basis, held)), "")
        for row, held in zip(rows, now, strict=True)
    ]


def _differs(code: str, then: Basis, now: Basis) -> bool:
    if code == "views":
        # That the day is another is told by the move itself; this is that time has passed.
        return comes_too_late(then.get(code, ""), today())
    # Of what an earlier version prepared nobody has kept whom it said to ring.
    return then.get(code) != now.get(code) and (code != "ring" or code in then)
