"""The whole of a procedure as pydantic reads it: frozen, every key known, every value sourced."""

from __future__ import annotations

from datetime import date

from quorate.procedure.schema_brand import Brand
from quorate.procedure.schema_duties import Duty, Gate, Part, Sourced
from quorate.procedure.schema_letters import Letter
from quorate.procedure.schema_meeting import (
    AgendaItem,
    Analysis,
    Conduct,
    CoreGroup,
    Decisions,
    Plan,
    Quorum,
    Scale,
)
from quorate.procedure.schema_papers import (
    Asked,
    Checklist,
    Closures,
    Complaints,
    Contact,
    Form,
    Guidance,
    Minutes,
    OutgoingPaper,
    Paper,
    Report,
    Statement,
    Word,
)
from quorate.procedure.schema_people import (
    Agencies,
    Ages,
    Booklet,
    Children,
    Exclusion,
    Invitee,
    MeetingParents,
    ParentsTakingPart,
    Supporters,
)


class Header(Part):
    """What every edition says of itself."""

    title: str
    in_force_from: date
    extends: str | None = None
    clause_prefix: str | None = None
    """The first three letters of its clause ids in `clauses.csv`."""
    owner: str = "safeguarding_manager"
    """The role that answers for the pack."""


class Agenda(Sourced):
    """The running order, whole: a local list replaces the base's."""

    items: tuple[AgendaItem, ...]


class Procedure(Header):
    """Everything that holds for one authority on one day, the national base filled in."""

    paper: Paper | None = None
    guidance: Guidance
    words: dict[str, Word]
    closures: Closures | None = None
    brand: Brand | None = None
    ages: Ages
    agencies: Agencies
    invitee: tuple[Invitee, ...]
    quorum: Quorum
    meeting_parents: MeetingParents
    supporters: Supporters
    parents: ParentsTakingPart
    exclusion: Exclusion
    children: Children
    booklet: tuple[Booklet, ...] = ()
    report: tuple[Report, ...]
    agenda: Agenda
    conduct: Conduct
    analysis: Analysis
    scale: Scale
    decisions: Decisions
    gate: tuple[Gate, ...]
    plan: Plan
    core_group: CoreGroup
    outgoing: tuple[OutgoingPaper, ...]
    minutes: Minutes
    complaints: Complaints
    contact: tuple[Contact, ...] = ()
    asked: tuple[Asked, ...] = ()
    checklist: tuple[Checklist, ...] = ()
    statement: tuple[Statement, ...] = ()
    form: tuple[Form, ...] = ()
    letter: tuple[Letter, ...] = ()
    duty: tuple[Duty, ...]
