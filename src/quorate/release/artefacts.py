"""A paper as it is written, and as one person gets it: every recipient has a rendition of their own.

Pure. What nobody allowed is left out, and any "no" wins. `tests/release/audiences.csv` says the same as a table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from quorate.release.fields import fields_for

__all__ = ["ALWAYS", "INVITING", "Artefact", "Paragraph", "Part", "Recipient", "Rendition", "audience_of", "rendition"]

ALWAYS: Final = frozenset({"reasons", "views-asked", "offer", "decisions", "complaint", "contacts"})
"""Codes of parts that a person who is kept out gets all the same: why, what they think, a talk, what was decided,
how to disagree, and whom one can ring."""

INVITING: Final = frozenset({"invitation", "moved", "cancelled", "not-going-on", "day-sheet"})
"""Codes of papers that bring somebody to a meeting, or say that it is off: nobody who is kept out of the whole of it
gets any."""

_HEADS: Final = ("heading", "columns")

_AUDIENCES: Final[Mapping[str, str]] = {
    "parent": "family", "family": "family", "child": "child", "professional": "professional",
    "supporter": "accompanying", "advocate": "accompanying", "interpreter": "accompanying",
    "observer": "accompanying",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words, for whom they are meant and which children they are about (their cases; none: nobody in particular).

    `named` are the people (`person_id`) of F-person or the agencies of R. `kind` says how it is set: "", "heading",
    "item", "row", "quote", "box", "strong", "quiet"; a row's cells are separated by tabs, "columns" are their heads.
    `is_child` is a heading that the paper itself sets above what is said of a child: nobody wrote it.
    """

    words: str
    meant_for: str = "P"
    named: frozenset[UUID] = frozenset()
    children: frozenset[UUID] = frozenset()
    kind: str = ""
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper. `closed`: of the closed part of the meeting, whatever its paragraphs say.

    `kept_from` are the people who were kept out of what it tells (none: an empty set). Where nobody has said (None) it
    is kept from everybody who was kept out of a part of the meeting.
    """

    code: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    closed: bool = False
    kept_from: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Artefact:
    """A paper before anybody gets it. `title` names nobody. `fields` are single facts, see `release.fields`."""

    code: str
    conference_id: UUID
    title: str
    parts: tuple[Part, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person who may get a paper.

    `key` tells recipients of one conference apart (the invitee's id), `kind` is the invitee's. `person_id` is the
    invitee's id where the person has none. `children` are the cases of those children about whom a member of the
    family may be told: none means none. `kept_out`: "", "part" or "whole". `labels` are read without being named.
    """

    key: str
    kind: str
    name: str = field(repr=False)
    person_id: UUID | None = None
    user_id: UUID | None = None
    agency_id: UUID | None = None
    children: frozenset[UUID] = frozenset()
    kept_out: str = ""
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rendition:
    """A paper as one recipient gets it. It does not hint at what was left out."""

    code: str
    conference_id: UUID
    recipient: Recipient
    title: str
    parts: tuple[Part, ...]
    fields: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it for this recipient, so that it is not sent."""
        return not self.parts

    def digest(self) -> str:
        """SHA-256 of what it says, in hexadecimal: the same words to the same person have the same."""
        said = [self.code, str(self.conference_id), self.recipient.key, self.title, sorted(self.fields.items())]
        parts = [[one.code, one.title, [[two.words, two.kind] for two in one.paragraphs]] for one in self.parts]
        return hashlib.sha256(json.dumps([*said, parts], ensure_ascii=False).encode()).hexdigest()


def audience_of(kind: str) -> str:
    """The audience to which an invitee of this kind belongs; "" for an unknown one, which gets nothing."""
    return _AUDIENCES.get(kind, "")


def rendition(artefact: Artefact, recipient: Recipient) -> Rendition:
    """What this one person gets of a paper. Raises `fields.UnknownField`."""
    audience, kept_out = audience_of(recipient.kind), recipient.kept_out
    parts: tuple[Part, ...] = ()
    if not (kept_out not in ("", "part") and artefact.code in INVITING):
        shown = (_as_shown(part, recipient, audience) for part in artefact.parts if not _withheld(part, recipient))
        parts = tuple(part for part in shown if part.paragraphs)
    fields = fields_for(audience, artefact.fields, kept_out=kept_out not in ("", "part")) if parts else {}
    return Rendition(artefact.code, artefact.conference_id, recipient, artefact.title, parts, fields)


def _withheld(part: Part, recipient: Recipient) -> bool:
    """Whether somebody was kept out of what the part tells. An unknown word for being kept out means the whole.

    Who is named on it is kept from it, whatever it is: only what nobody has said of them reaches them always.
    """
    if part.kept_from is not None and recipient.person_id in part.kept_from:
        return True
    if part.code in ALWAYS:
        return False
    if recipient.kept_out not in ("", "part"):
        return True
    return part.kept_from is None and recipient.kept_out == "part"


def _as_shown(part: Part, recipient: Recipient, audience: str) -> Part:
    kept = [one for one in part.paragraphs if _reads(one, part.closed, recipient, audience)]
    return Part(part.code, part.title, tuple(_without_bare_heads(kept)), part.closed, part.kept_from)


def _without_bare_heads(kept: list[Paragraph]) -> list[Paragraph]:
    """Headings (of a list, of a table) below which nothing is left go too: they would hint at it. One
    that stands above already is not said again."""
    said: list[Paragraph] = []
    for one in reversed(kept):
        bare = not said or said[-1].kind == "heading" if one.kind == "heading" else not said or said[-1].kind != "row"
        if one.kind not in _HEADS or not bare:
            said.append(one)
    return list(_headed_once(said[::-1]))


def _headed_once(kept: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The name of a child that the paper set above what comes before it already is not said again: what is for other
    readers has one of its own. What somebody wrote stays as often as they wrote it: below a second "He said" are other
    words than below the first."""
    above: Paragraph | None = None
    for one in kept:
        if one.is_child:
            if above is not None and (above.words, above.children) == (one.words, one.children):
                continue
            above = one
        elif above is not None and (one.kind == "heading" or one.children != above.children):
            above = None
        yield one


def _reads(one: Paragraph, closed: bool, recipient: Recipient, audience: str) -> bool:
    label = "R" if closed else one.meant_for
    is_named = recipient.person_id is not None and recipient.person_id in one.named
    if audience == "professional":
        of_agency = recipient.agency_id is not None and recipient.agency_id in one.named
        return label != "K" and (label in recipient.labels or (label == "R" and of_agency))
    if label not in ("F-all", "F-person", "C") or not one.children <= recipient.children:
        return False
    if label == "F-person":
        return audience != "" and is_named
    return audience in ("family", "child") and label in recipient.labels
