"""Paragraphs made from rows: each keeps the audience that its writer gave it, and the children it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from quorate.conferences.models import ConferenceState, Decision
from quorate.conferences.naming import unnamed
from quorate.conferences.queries import SubjectChild
from quorate.conferences.queries.meeting import first_name
from quorate.conferences.queries.undecided import left_undecided
from quorate.documents.facts import Facts
from quorate.documents.plain_words import CATEGORIES, called, outcome
from quorate.documents.saying import day, day_short, joined, sentence
from quorate.plans.models import PlanAction
from quorate.plans.queries.not_needed import children_not_needed
from quorate.release.artefacts import Paragraph, Recipient


def everybody(words: str, kind: str = "", children: Iterable[UUID] = ()) -> Paragraph:
    """Words for everybody at the conference, the family too, about these children."""
    return Paragraph(words, "F-all", children=frozenset(children), kind=kind)


def staff(words: str, kind: str = "") -> Paragraph:
    """Words for the professionals."""
    return Paragraph(words, "P", kind=kind)


def as_written(row: Any, words: str, kind: str = "", children: Iterable[UUID] = ()) -> Paragraph:
    """Words of a row (`access.models.MeantFor`), for those for whom its writer meant them."""
    return Paragraph(words, row.meant_for, frozenset(row.named), frozenset(children), kind)


def name_of(child: SubjectChild) -> str:
    """What papers call a child at the beginning of a sentence."""
    return called(child.given, unborn=child.is_unborn)


def decided(facts: Facts, *, with_reason: bool = True) -> Iterator[tuple[SubjectChild, Decision, list[str]]]:
    """Each child with the decision and its sentences: what, what it means, which harm, why."""
    plan = facts.word("child_protection_plan")
    for decision in facts.decisions:
        child = facts.child(decision.case_id)
        if child is None:
            continue
        said, means = outcome(decision.outcome, name_of(child), plan)
        sentences = [said, means]
        harm = joined((CATEGORIES.get(one, one) for one in decision.categories), "and")
        sentences += [f"The worry is about {harm}."] if harm else []
        sentences += [sentence(decision.reason)] if with_reason and decision.reason else []
        yield child, decision, sentences


def undecided(facts: Facts) -> Iterator[tuple[SubjectChild, str, str]]:
    """Each child for whom nothing is decided yet while there are decisions for others: what to say, and what follows.

    A child who does not need the conference any more, or whom another one has decided since, is none of them.
    """
    known = {one.case_id for one in facts.decisions}
    left = [child for child in facts.children if child.case_id not in known]
    if not left or facts.conference.state == ConferenceState.SITTING:
        return
    about = {"conference": facts.conference}
    if facts.conference.state == ConferenceState.HELD:
        told = set(left_undecided().filter(**about).values_list("child_case_id", flat=True))
    else:
        gone = set(children_not_needed().filter(**about).values_list("child_case_id", flat=True))
        told = {child.case_id for child in left} - gone
    for child in left:
        if child.case_id in told:
            name = called(child.given, unborn=child.is_unborn, first=False)
            if facts.conference.state == ConferenceState.CANCELLED:
                yield child, f"Nothing has been decided about {name}", "This meeting does not go on."
            else:
                follows = f"The meeting about {name} goes on another day."
                yield child, f"Nothing has been decided about {name} yet", follows


def actions_of(facts: Facts, case_id: UUID | None = None) -> list[PlanAction]:
    """Who does what, each thing once where it stands in several children's plans alike."""
    found = [one for one in facts.actions if case_id is None or one.case_id == case_id]
    return sorted(found, key=lambda one: one.order)


def action_row(action: PlanAction, reader: UUID | None = None) -> Paragraph:
    """One line of the plan: who ("Ewa, you" for whoever reads it), what, by when."""
    who = f"{first_name(action.who)}, you" if reader is not None and action.person_id == reader else unnamed(action.who)
    by_when = action.by_when_words or day_short(action.by_when)
    return as_written(action, "\t".join((who, action.what, by_when)), "row", [action.case_id])


def action_rows(actions: Iterable[PlanAction], recipient: Recipient) -> list[Paragraph]:
    """The lines of plans below each other; what stands alike in several children's plans stands once."""
    return once([action_row(one, recipient.person_id) for one in actions], recipient)


def once(paragraphs: Iterable[Paragraph], recipient: Recipient) -> list[Paragraph]:
    """What is said alike of several children once: told of one about whom the recipient may be told, where there is
    one."""
    said: dict[tuple[str, str, frozenset[UUID], str], list[UUID]] = {}
    for one in paragraphs:
        said.setdefault((one.words, one.meant_for, one.named, one.kind), []).extend(one.children)
    return [
        Paragraph(
            words,
            meant_for,
            named,
            frozenset([case for case in cases if case in recipient.children][:1] or cases[:1]),
            kind,
        )
        for (words, meant_for, named, kind), cases in said.items()
    ]


def dates_of(facts: Facts) -> Iterator[tuple[str, str]]:
    """(day, what): the dates that everybody may know, in their order."""
    yield from ((day(on), what) for on, what in days_of(facts))


def days_of(facts: Facts) -> list[tuple[date, str]]:
    """The same as dates."""
    found: dict[str, tuple[date, str]] = {}
    for one in facts.decisions:
        if one.core_group_on:
            found.setdefault("group", (one.core_group_on, f"First {facts.word('core_group_meeting')}"))
        if one.next_review_on:
            found.setdefault("review", (one.next_review_on, "We all meet again and look at the plan"))
    minutes = facts.due("send-minutes")
    if minutes is not None and minutes.due_on is not None:
        found["minutes"] = (minutes.due_on, f"You have the {facts.word('minutes')} by this day")
    return sorted(found.values(), key=lambda one: one[0])


def lead_now(facts: Facts) -> str:
    """The name of the lead social worker of the plan today: the core group's, else as the decisions have it."""
    return next((one.name for one in facts.core_group if one.is_lead), "") or lead_of(facts)


def lead_of(facts: Facts) -> str:
    """The name of the lead social worker, as the decisions have it."""
    return next((one.lead_practitioner for one in facts.decisions if one.lead_practitioner), "")
