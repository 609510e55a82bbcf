"""What goes with a paper: a leaflet of the procedure with what the record knows filled in, or the genogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from quorate.cases.wording import day_in_words
from quorate.conferences.queries import SubjectChild
from quorate.documents.artefacts.ringing import seats_for
from quorate.documents.facts import Facts
from quorate.documents.genogram import genogram_with
from quorate.documents.papers import paper_as_pdf
from quorate.documents.saying import day
from quorate.procedure.pack import Pack
from quorate.release.artefacts import Recipient
from quorate.release.models import GENOGRAM

READERS: Final[Mapping[str, tuple[str, ...]]] = {"child": ("children", "everyone"), "parent": ("parents", "everyone")}
"""For whom a procedure's papers are, by the kind of invitee who gets them."""
_SEATS: Final = {
    "social-worker-name": "social_worker", "my-social-worker": "social_worker", "chair-name": "chair",
}  # fmt: skip
"""Fields of papers, by their codes in the packs, that name somebody of the list."""
_NUMBERS: Final = {
    "social-worker-telephone": "social_worker", "their-number": "social_worker", "chair-telephone": "chair",
}  # fmt: skip
"""Fields of papers that tell how somebody of the list is rung at work."""
_CHILDREN: Final = "children"
"""The code of a part that stands on a paper once for each child."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A second document and the procedure's code of it; nothing: both empty."""

    code: str = ""
    content: bytes = b""


def enclosed_with(code: str, facts: Facts, recipient: Recipient, subject: UUID | None = None) -> Enclosed:
    """What the procedure encloses with a paper for this recipient; `subject` is the report, where it is one."""
    if code == "report":
        drawn = genogram_with(facts, recipient, subject)
        return Enclosed(GENOGRAM, drawn) if drawn else Enclosed()
    readers = READERS.get(recipient.kind, ())
    for form in facts.pack.data.get("form", ()):
        is_for_it = code in form["enclosed_with"] and facts.conference.kind in form["for_conferences"]
        if is_for_it and form["audience"] in readers:
            names = [name for name, _ in merged(form)]
            starts = facts.booking.starts_at if facts.booking is not None else None
            known = known_of(facts, recipient, starts, names)
            filled = {name: words for name, words in known.items() if words}
            # Nobody writes on it before it goes: a label with nothing behind it would be read as a number we hide.
            unknown = {name for name, words in known.items() if not words and name.partition(".")[2] in _NUMBERS}
            return Enclosed(form["code"], paper_as_pdf(facts.pack, form["code"], filled=filled, left_out=unknown))
    return Enclosed()


def merged(form: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """What stands filled in on a paper, by section.field; what repeats is left to whoever writes."""
    return [
        (f"{part['code']}.{one['code']}", one)
        for part in form["section"]
        if not part.get("repeats")
        for one in part.get("fields") or ()
        if one.get("merged")
    ]


def children_on(form: Mapping[str, Any], children: Iterable[SubjectChild]) -> list[tuple[str, Mapping[str, Any], str]]:
    """What the record knows of these children on a paper that has a part for each (name, field, words); LEI-73.

    Give the children of whom the reader may be told, and no others.
    """
    return [
        (f"{part['code']}.{field['code']}#{n}", field, known[field["code"]])
        for part in form["section"]
        if part.get("repeats") and part["code"] == _CHILDREN
        for n, known in enumerate(map(_of_child, children), 1)
        for field in part.get("fields") or ()
        if field.get("merged") and field["code"] in known
    ]


def _of_child(child: SubjectChild) -> dict[str, str]:
    return {"name": child.name, "date-of-birth": day_in_words(child.born_on) if child.born_on else ""}


def known_of(facts: Facts, recipient: Recipient, starts_at: datetime | None, names: Iterable[str]) -> dict[str, str]:
    """What the record knows of these fields for this reader; "" for what it does not. The social worker is that of the
    reader's children, as in their letter, and a number is that of the name beside it (BAR-54, LEI-64)."""
    names = list(names)
    asked = {name.partition(".")[2] for name in names}
    known = {"my-name": recipient.name, "name": recipient.name, "date-of-meeting": day(starts_at) if starts_at else ""}
    if asked & {*_SEATS, *_NUMBERS}:
        seats = seats_for(facts, recipient, READERS[recipient.kind][0])
        known |= {code: seats[role][0] for code, role in _SEATS.items() if role in seats}
        known |= {code: seats[role][1] for code, role in _NUMBERS.items() if role in seats}
    known |= _address(facts.pack)
    return {name: known.get(name.partition(".")[2], "") for name in names}


def _address(pack: Pack) -> dict[str, str]:
    """Where one writes with a complaint."""
    offices = [one for one in pack.data.get("contact", ()) if one["function"] == "complaints"]
    return {"address": str(offices[0].get("address") or "")} if offices else {}
