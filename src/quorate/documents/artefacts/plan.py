"""The plan: for each child why there is one, what must be seen instead, who does what, and what if it is not done."""

from __future__ import annotations

from collections.abc import Iterator

from quorate.conferences.naming import unnamed
from quorate.documents.artefacts.decisions import fields_of, heads
from quorate.documents.artefacts.parts import action_row, actions_of, as_written, dates_of, everybody, lead_now, name_of
from quorate.documents.artefacts.ringing import ringing_the_lead
from quorate.documents.facts import Facts
from quorate.documents.letters import NotReadyYet, audience_in_pack, for_reader, readers_of
from quorate.documents.saying import joined, sentence
from quorate.plans.models.content import PlanContent
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient

_KINDS = {
    "cp": "child_protection_plan",
    "cin": "child_in_need_plan",
    "safety": "safety_plan",
    "interim": "interim_plan",
}
_PARTS = {
    "needs": "What the child needs",
    "services": "Help from services",
    "seeing-the-child": "When and where the child is seen",
    "contingency": "What happens if this is not done, or things change",
    "bottom-line": "What must not happen",
}


def plan(facts: Facts, recipient: Recipient) -> Artefact:
    """The plans that this conference wrote, one for each child. Raises NotReadyYet where there is none."""
    if not facts.contents:
        raise NotReadyYet("No plan has been written yet: write it for each child first.")
    parts = [
        *plan_parts(facts),
        Part("dates", "Who leads, and the next dates", tuple(_dates(facts, recipient)), kept_from=frozenset()),
        Part("statements", "Good to know", tuple(_statements(facts, recipient)), kept_from=frozenset()),
    ]
    title = facts.word("child_protection_plan")
    return Artefact(
        "plan", facts.conference.pk, title[0].upper() + title[1:], tuple(parts), fields_of(facts, recipient)
    )


def plan_parts(facts: Facts) -> Iterator[Part]:
    """One part for each child's plan. Who was kept out of the meeting gets what is meant for them all the same."""
    for content in facts.contents:
        child = facts.child(content.case_id)
        if child is None:
            continue
        word = facts.word(_KINDS.get(content.kind, content.kind))
        title = f"{name_of(child)}: {word}" if not child.is_unborn else f"The baby: {word}"
        yield Part("plan", title, tuple(_of(facts, content)), kept_from=frozenset())


def _statements(facts: Facts, recipient: Recipient) -> Iterator[Paragraph]:
    """What the procedure has every plan say to these readers (BAR-06, BAR-48)."""
    for one in facts.statements("plan", audience_in_pack(readers_of(facts, recipient)), ("confidential",)):
        yield for_reader(recipient, one, "item")


def _of(facts: Facts, content: PlanContent) -> Iterator[Paragraph]:
    case = [content.case_id]
    dangers = [one for one in facts.dangers if one.content_id == content.pk]
    goals = [one for one in facts.goals if one.content_id == content.pk]
    yield from _headed(
        "What we worry may happen", [as_written(one, sentence(one.words), "item", case) for one in dangers]
    )
    yield from _headed(
        "What must be seen instead", [as_written(one, sentence(one.words), "item", case) for one in goals]
    )
    actions = [one for one in actions_of(facts) if one.content_id == content.pk]
    rows = [action_row(one) for one in actions]
    yield from _headed("Who does what, and by when", [heads(), *rows])
    known = [
        as_written(one, f"{unnamed(one.who)}: {one.what}\t{sentence(one.how_known)}", "row", case)
        for one in actions
        if one.how_known
    ]
    yield from _headed("How we will know", known)
    for part in facts.plan_parts:
        if part.content_id == content.pk and part.words:
            words = as_written(part, sentence(part.words), "", case)
            yield from _headed(_PARTS.get(part.code, part.code), [words])


def _headed(title: str, paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """A heading and what is below it. The rendition takes the heading away where nothing is left below it."""
    if paragraphs:
        yield everybody(title, "heading", paragraphs[0].children)
        yield from paragraphs


def _dates(facts: Facts, recipient: Recipient) -> Iterator[Paragraph]:
    if lead_now(facts):
        yield everybody(f"{facts.word('lead_practitioner').capitalize()}\t{lead_now(facts)}", "row")
        yield everybody(f"To ring them\t{ringing_the_lead(facts, recipient)}", "row")
    group = joined(f"{one.name}{f' ({one.role_words})' if one.role_words else ''}" for one in facts.core_group)
    if group:
        yield Paragraph(f"{facts.word('core_group').capitalize()}\t{group}", "P", kind="row")
    for on, what in dates_of(facts):
        yield everybody(f"{what}\t{on}", "row")
