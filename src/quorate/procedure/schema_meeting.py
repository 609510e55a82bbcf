"""The types of the meeting itself: quorum, agenda, conduct, analysis, decisions, plan, core group."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from quorate.procedure.schema_duties import Code, Role, Sourced
from quorate.procedure.vocabulary import Category


class Quorum(Sourced):
    """When enough agencies are there to decide safely."""

    must: tuple[str, ...]
    others_at_least: int = Field(ge=0)
    direct_contact: bool
    """Only those who have had direct contact with the child or family count among the others."""
    counted_by: Literal["agency", "discipline"]
    held_at: tuple[Literal["start", "decision"], ...]
    grounds_to_go_on: tuple[Code, ...]
    """All of these must be recorded by the chair for an inquorate conference to decide."""
    when_inquorate: tuple[str, ...]
    may_postpone: bool = True
    in_words: str


class AgendaItem(Sourced):
    """One item of the running order."""

    code: Code
    title: str
    per: Literal["conference", "child", "report"] = "conference"
    parents_respond: bool = False


class Conduct(Sourced):
    """What the chair does about behaviour and breaks."""

    ground_rules: tuple[str, ...]
    steps: tuple[str, ...]
    breaks: tuple[str, ...]
    starts_on_time: bool = False


class Column(Sourced):
    """One column of the analysis: the canonical kind of entry and what this authority calls it.

    Columns with one `heading` stand together below it; without, each stands for itself.
    """

    code: Code
    title: str
    heading: str | None = None


class Scale(Sourced):
    """The safety scale: whole numbers from `minimum` to `maximum`, and the words at both ends."""

    minimum: int
    maximum: int
    low_words: str
    high_words: str


class Analysis(Sourced):
    """The framework in which the conference sorts what it knows."""

    model: str | None = None
    aims: tuple[str, ...] = ()
    columns: tuple[Column, ...]


class Decisions(Sourced):
    """Who decides, whose view is asked, and between what."""

    decided_by: Literal["chair", "conference", "professionals"]
    views_asked_of: tuple[str, ...]
    questions: tuple[str, ...]
    threshold: str
    categories: tuple[Category, ...]
    several_categories: bool
    category_decided_by: Literal["chair", "conference", "professionals"]
    plans_if_no_protection_plan: tuple[Code, ...]
    ends_when: str
    never_decides: str | None = None
    dissent_recorded: bool = True


class Plan(Sourced):
    """What a child protection plan is here, and who carries it."""

    kinds_of_owner: tuple[str, ...]
    contents: tuple[str, ...]
    lead_practitioner: str
    lead_practitioner_duties: tuple[str, ...] = ()
    every_worry_has_an_action: bool = False
    safety_plan: bool = False
    usual_longest_months: int | None = None
    child_in_need_plan: tuple[str, ...] = ()
    child_in_need_reviewed_at: str | None = None


class CoreGroup(Sourced):
    """The core group: who is in it, who chairs it, what each meeting does."""

    members: tuple[str, ...]
    chaired_by: Role | None = None
    how_often: str | None = None
    first_meeting_settles: tuple[str, ...] = ()
    every_meeting: tuple[str, ...] = ()
    child_member_when: str | None = None
