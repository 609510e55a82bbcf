"""The types of who takes part: invitees, agencies, parents, supporters, exclusion, children."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quorate.procedure.schema_duties import Code, Role, Sourced
from quorate.procedure.vocabulary import Age, Kind


class Ages(Sourced):
    """When a child counts as of school age: from the first school year (`MM-DD`) after that birthday."""

    school_age_from: int = Field(ge=0)
    school_year_starts: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]


class Agencies(Sourced):
    """Which roles belong to which agency, and which roles are disciplines that count on their own."""

    roles: dict[str, tuple[str, ...]]
    never_counted: tuple[str, ...]
    """Roles that sit in the room but never count for the quorum (chair, minute-taker, family, observers)."""


class Invitee(Sourced):
    """Somebody to invite: always, by the children's ages, by need, or when ending is recommended."""

    code: Code
    role: Role
    agency: str | None = None
    basis: Literal["always", "age", "need", "ending", "perhaps"]
    for_conferences: tuple[Kind, ...] = ("initial", "review", "pre_birth", "transfer_in")
    ages: tuple[Age, ...] = ()
    need: str | None = None
    """Said in words where `basis` is need or perhaps: what makes this person one to invite."""


class MeetingParents(Sourced):
    """The chair's meeting with the parents before the start."""

    usual_time_minutes: int | None = None
    modes: tuple[str, ...] = ()
    room_shown: bool = False
    reports_read_checked: bool = False
    explains: tuple[str, ...] = ()
    conversation_beforehand_with: tuple[Role, ...] = ()
    separate_waiting_rooms: bool = False


class Supporters(Sourced):
    """Who may come with a parent."""

    at_most: int | None = None
    kinds: tuple[str, ...] = ()
    may_speak: bool | None = None
    solicitor_may_speak: bool = False
    tell: Role | None = None
    confidentiality_acknowledged: bool = False
    family_welcome: bool = False


class ParentsTakingPart(Sourced):
    """How parents take part, and what is done when they do not come."""

    invited_by_default: bool
    alternatives_to_attending: tuple[str, ...] = ()
    if_absent: str | None = None
    needs_asked: tuple[str, ...] = ()
    fear_of_another_person: str | None = None
    breaks: str | None = None
    own_report: bool = False
    views_recorded: bool = True
    translated_papers: bool = False


class Exclusion(Sourced):
    """Keeping a parent out of all or part of a conference."""

    grounds: tuple[Code, ...]
    grounds_open: bool
    usable_on_the_day: tuple[Code, ...] = ()
    scopes: tuple[Literal["whole", "part"], ...]
    decided_by: tuple[Role, ...]
    reviewed: str
    views_collected_by: Role
    reasons_explained: bool
    meeting_offered: bool


class Children(Sourced):
    """How children take part."""

    attend_from_age: int | None = None
    attend_when: str
    parent_must_agree: bool = False
    chair_must_agree: bool = False
    modes: tuple[str, ...]
    asked_by: Role
    indirect: tuple[str, ...] = ()
    advocate: str | None = None
    supporter: bool = False
    may_leave: bool = False
    read_out: bool = False
    complaint: str | None = None


class Booklet(Sourced):
    """A booklet in which a child says their own words; at an age in two bands, the child chooses."""

    code: Code
    title: str
    from_age: int = Field(ge=0)
    to_age: int = Field(ge=0)
    form: Code | None = None
