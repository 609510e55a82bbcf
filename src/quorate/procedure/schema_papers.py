"""The types of words and papers: what things are called, reports, forms, what goes out, complaints."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from quorate.procedure.schema_duties import Code, Part, Role, Sourced
from quorate.procedure.vocabulary import Kind

Audience = Literal["parents", "children", "professionals", "staff", "everyone"]


class Word(Sourced):
    """What one authority calls a role, plan, meeting or paper."""

    say: str


class Guidance(Sourced):
    """The guidance or procedures that the authority's paper says it follows."""

    title: str
    edition: str | None = None


class Paper(Sourced):
    """The authority's own paper that this edition is read from, and how its age was judged."""

    title: str
    audience: str
    dated: str
    """What the paper itself says of its date; "undated" and the reasons for `in_force_from` where it says nothing."""


class Closure(Part):
    """Days on which the authority is closed (first to last, both included)."""

    first: date
    last: date
    name: str


class Closures(Sourced):
    """Closed days, and the duties that leave them out of the count. National limits never do."""

    days: tuple[Closure, ...]
    applies_to: tuple[Code, ...]


class Report(Sourced):
    """A report to the conference: who writes it, what it must hold, who authorises it."""

    code: Code
    title: str
    written_by: Role
    sections: tuple[str, ...]
    sections_at_review: tuple[str, ...] = ()
    per_child: tuple[str, ...] = ()
    authorised_by: Role | None = None
    comments_by: tuple[Role, ...] = ()
    asked_of: str | None = None
    if_absent: str | None = None


class OutgoingPaper(Sourced):
    """A paper that goes out after the conference: to whom, through whom, with what in it."""

    code: Code
    title: str
    to: tuple[Role, ...]
    through: Role | None = None
    contains: tuple[str, ...] = ()
    duty: Code | None = None


class Minutes(Sourced):
    """The record of the conference and how it is put right."""

    taken_by: Role
    contain: tuple[str, ...]
    corrections_to: Role
    correction: str


class Complaints(Sourced):
    """How a parent or child disagrees with the conference."""

    grounds: tuple[Code, ...]
    routes: tuple[str, ...]
    in_writing: bool = False
    addressed_to: Role | None = None
    who_may: tuple[Role, ...]
    decision_stands_meanwhile: bool = True
    other_complaints: str | None = None


class Contact(Sourced):
    """An office's standing contact details; never a person's. Owned, and looked at again by a date."""

    code: Code
    function: Literal["booking", "invitations", "complaints", "general", "agency", "children", "links", "help-line"]
    name: str
    address: str | None = None
    email: str | None = None
    telephone: str | None = None
    web: str | None = None
    audience: Audience = "everyone"
    role: Role | None = None
    owner: Role
    review_on: date


class Checklist(Sourced):
    """Steps that belong together, in order."""

    code: Code
    title: str
    who: Role
    items: tuple[str, ...]
    each: Literal["conference", "family", "professional"] = "conference"
    """conference: ticked once. family, professional: ticked for each of the family, or each professional, on the list
    of people; `items` then say what is done with each of them."""


class Statement(Sourced):
    """A sentence that the authority's papers and pages must carry, in our own words."""

    code: Code
    audience: Audience
    says: str
    shown_on: tuple[str, ...]


class Asked(Sourced):
    """What is asked before a conference is requested. Left out, the request says so; `before_sending` holds it back."""

    code: Literal["address", "fear", "needs", "invite"]
    title: str
    before_sending: bool = False


class Field_(Part):
    """One field of a form."""

    code: Code
    label: str
    kind: Literal["text", "long-text", "date", "number", "yes-no", "drawing", "choice", "address", "scale"]
    help: str | None = None
    merged: bool = False
    """Filled from the record; nobody types it again."""
    protected: bool = False
    """May hold an address that must not be shown: unknown counts as protected."""


class Section(Sourced):
    """One part of a form or booklet: words to read, fields to fill, or rows that repeat."""

    code: Code
    title: str
    says: str | None = None
    repeats: bool = False
    fields: tuple[Field_, ...] = ()
    rows: tuple[str, ...] = ()
    """Rows that stand on the form already (roles, not persons)."""
    needed: bool = False
    """A request that leaves it out says so, to whoever sends it and to whoever answers it."""


class Form(Sourced):
    """A form, booklet or leaflet: its sections in order, with the version stamp of its source."""

    code: Code
    title: str
    audience: Audience
    version: str
    for_conferences: tuple[Kind, ...] = ("initial", "review", "pre_birth", "transfer_in")
    return_by: str | None = None
    return_to: Code | None = None
    languages: str | None = None
    enclosed_with: tuple[Code, ...] = ()
    """Papers of the house, by their codes, with which it goes to everybody for whom it is meant."""
    section: Annotated[tuple[Section, ...], Field(min_length=1)]
