"""A letter of the authority's pack, put together: its own sentences with the facts, and what the case adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from quorate.cases.ages import age_on
from quorate.documents.facts import Facts
from quorate.documents.saying import local
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, audience_of
from quorate.release.fields import fields_for

YOUNG_PEOPLE_FROM: Final = 12
"""From this age a child gets the version for young people; younger children get the one for ages 8 to 11."""

_WHEN: Final = "when-and-where"
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class NoSuchPaper(LookupError):
    """The house, or the procedure, has no paper of that code for this reader."""


class NotReadyYet(ValueError):
    """What the paper tells has not happened yet; the sentence says what is missing."""


@dataclass(frozen=True)
class Draft:
    """A letter being put together: for whom, from which facts, and what the case adds to parts by their code.

    `added` are paragraphs below the sentences of a part; `titles` replace headings.
    """

    facts: Facts
    recipient: Recipient
    fields: Mapping[str, str]
    added: Mapping[str, Sequence[Paragraph]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def readers_of(facts: Facts, recipient: Recipient) -> str:
    """Which version this recipient reads: parents, children, young-people, accompanying or professionals."""
    if recipient.kind != "child":
        audience = audience_of(recipient.kind)
        return {"professional": "professionals", "accompanying": "accompanying"}.get(audience, "parents")
    born = next((one.born_on for one in facts.children if one.person_id == recipient.person_id), None)
    old = born is not None and age_on(born, local(facts.at)) >= YOUNG_PEOPLE_FROM
    return "young-people" if old else "children"


def audience_in_pack(readers: str) -> str:
    """The pack's word for these readers: it knows children of any age, and tells who comes with a parent the same."""
    return {"young-people": "children", "accompanying": "parents"}.get(readers, readers)


def for_reader(recipient: Recipient, words: str, kind: str = "", children: Iterable[UUID] = ()) -> Paragraph:
    """A paragraph of a letter to this one person: their own where they are of the family, else the professionals'."""
    if audience_of(recipient.kind) == "professional":
        return Paragraph(words, "P", kind=kind)
    return Paragraph(words, "F-person", _own(recipient), frozenset(children), kind)


def _own(recipient: Recipient) -> frozenset[UUID]:
    return frozenset() if recipient.person_id is None else frozenset({recipient.person_id})


def letter_of(facts: Facts, paper: str, readers: str) -> Mapping[str, Any]:
    """The pack's letter. Raises NoSuchPaper."""
    for one in facts.pack.data.get("letter", ()):
        if one["paper"] == paper and one["audience"] == readers:
            return dict(one)
    raise NoSuchPaper(f"The procedure {facts.pack.id} has no letter {paper} for {readers}.")


def put_together(draft: Draft, paper: str) -> Artefact:
    """The letter for this reader; parts in which nothing would stand are left out. Raises NoSuchPaper."""
    facts, recipient = draft.facts, draft.recipient
    readers = readers_of(facts, recipient)
    letter = letter_of(facts, paper, readers)
    told = fields_for(audience_of(recipient.kind), draft.fields, kept_out=recipient.kept_out not in ("", "part"))
    parts = tuple(
        Part(
            one["code"], draft.titles.get(one["code"]) or _filled(one.get("title", ""), told) or "",
            _paragraphs(draft, one, told), kept_from=frozenset(),
        )
        for one in letter["part"]
    )  # fmt: skip
    return Artefact(
        paper, facts.conference.pk, letter["title"], tuple(part for part in parts if part.paragraphs), draft.fields
    )


def _paragraphs(draft: Draft, part: Mapping[str, Any], told: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Its sentences, then what the case adds; of when and where it is the day, time and place stand before all else."""
    says = part.get("says", ())
    is_when = part["code"] == _WHEN
    first = [one for one in says if not is_when or "{date}" in one]
    then = [one for one in says if one not in first]
    return (*_said(draft, first, told), *draft.added.get(part["code"], ()), *_said(draft, then, told))


def _said(draft: Draft, sentences: Iterable[str], told: Mapping[str, str]) -> Iterator[Paragraph]:
    filled = (_filled(one, told) for one in sentences)
    return (for_reader(draft.recipient, one) for one in filled if one)


def _filled(sentence: str, told: Mapping[str, str]) -> str | None:
    """The sentence with its facts; None where one of them is missing."""
    asked = _PLACE.findall(sentence)
    if any(not told.get(name) for name in asked):
        return None
    return _PLACE.sub(lambda found: told[found[1]], sentence)
