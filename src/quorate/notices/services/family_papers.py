"""A leaflet, booklet or form of the procedure for one of the family, with what the record knows filled in.

It is printed and handed over, so it is looked through like every letter: what is typed in could be an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from quorate.access.standing import Standing
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.queries import SubjectChild
from quorate.documents.enclosing import READERS, children_on, known_of, merged
from quorate.documents.facts import Facts
from quorate.documents.papers import paper_as_pdf
from quorate.notices.recipients import recipients_of
from quorate.notices.services.preparing import protected_from
from quorate.procedure.pack import Pack
from quorate.release.artefacts import Recipient
from quorate.release.protecting import finding, protected_words

_NOT_PRINTED: Final = (
    "This paper was not printed: it holds an address, or a way to reach somebody, that is kept out of every letter to"
    " this person. Change what is filled in, or leave it empty."
)

Field = tuple[str, Mapping[str, Any], str]
"""One that is filled in: its name (section.field), the pack's words about it, what the record knows ("": nothing)."""


class HoldsProtected(ValueError):
    """A paper as it was filled in holds protected words; the sentence does not say which."""


def family_papers(
    pack: Pack, conference: Conference, row: Invitee, children: Sequence[SubjectChild]
) -> list[Mapping[str, Any]]:
    """The procedure's papers for somebody of the family: those of which the record fills in a part."""
    readers = READERS.get(row.kind, ())
    return [
        one
        for one in pack.data.get("form", ())
        if one["audience"] in readers and conference.kind in one["for_conferences"]
        if merged(one) or children_on(one, children[:1])
    ]


def filled_fields(
    form: Mapping[str, Any],
    conference: Conference,
    row: Invitee,
    children: Sequence[SubjectChild],
    *,
    at: datetime,
    by: Standing,
) -> list[Field]:
    """What will stand on the paper for this person; of the children only those of whom they may be told: the names of
    others stand on no paper of theirs."""
    reader = _reader(conference, row)
    own = merged(form)
    known = known_of(Facts(conference, at=at, by=by), reader, conference.starts_at, [name for name, _ in own])
    theirs = children_on(form, [one for one in children if one.case_id in reader.children])
    return [*((name, one, known[name]) for name, one in own), *theirs]


def filled_paper(
    form: Mapping[str, Any], pack: Pack, conference: Conference, row: Invitee, *, filled: Mapping[str, str]
) -> bytes:
    """The paper as PDF with these words in its fields, to print for this person.

    Raises HoldsProtected, and what `protected_words` raises.
    """
    content = paper_as_pdf(pack, form["code"], filled=filled)
    if finding([("", content)], protected_from(_reader(conference, row), protected_words(conference.pk), ())):
        raise HoldsProtected(_NOT_PRINTED)
    return content


def _reader(conference: Conference, row: Invitee) -> Recipient:
    (reader,) = recipients_of(conference, [row])
    return reader
