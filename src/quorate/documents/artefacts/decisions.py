"""The decision letter: what was decided for each child, the plan in short, who leads it, dates, how to disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quorate.conferences.models import ParentAbsence
from quorate.documents.artefacts.blocks import how_to_complain, meeting_fields, office_fields, whom_to_ask
from quorate.documents.artefacts.parts import (
    action_rows,
    actions_of,
    as_written,
    dates_of,
    decided,
    everybody,
    once,
    undecided,
)
from quorate.documents.artefacts.ringing import lead_for, whom_to_ring
from quorate.documents.facts import Facts
from quorate.documents.letters import Draft, NotReadyYet, audience_in_pack, for_reader, put_together, readers_of
from quorate.documents.plain_words import CATEGORIES, outcome_for_child
from quorate.documents.saying import day, joined, sentence, the
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, audience_of


def decisions(facts: Facts, recipient: Recipient) -> Artefact:
    """The decision letter. Raises NotReadyYet before a decision is recorded, NoSuchPaper."""
    if not facts.decisions:
        raise NotReadyYet("Nothing has been decided yet: record the decision for each child first.")
    readers = readers_of(facts, recipient)
    audience, fields = audience_in_pack(readers), fields_of(facts, recipient)
    added: dict[str, Any] = {
        "decisions": decisions_for(facts, recipient, readers),
        "plan": [] if readers == "children" else _plan(facts, recipient),
        "dates": [for_reader(recipient, f"{on}\t{what}", "row") for on, what in _dates(facts, readers, fields)],
        "offer": [for_reader(recipient, words) for words in _offered(facts, recipient, readers)],
        "complaint": _complaint(facts, recipient, audience),
        "contacts": contacts_of(facts, recipient, audience),
    }
    return put_together(Draft(facts, recipient, fields, added), "decisions")


def rights_of(facts: Facts, recipient: Recipient) -> tuple[Part, ...]:
    """How one says that one does not agree, as the decision letter says it to this reader. Raises NoSuchPaper."""
    audience, fields = audience_in_pack(readers_of(facts, recipient)), fields_of(facts, recipient)
    draft = Draft(facts, recipient, fields, {"complaint": _complaint(facts, recipient, audience)})
    return tuple(part for part in put_together(draft, "decisions").parts if part.code == "complaint")


def contacts_of(facts: Facts, recipient: Recipient, audience: str) -> list[Paragraph]:
    """Whom to ring after a decision: the family by name, whoever comes with them and staff the offices."""
    if audience_of(recipient.kind) not in ("family", "child"):
        return [for_reader(recipient, words, kind) for kind, words in whom_to_ask(facts, audience)]
    return [for_reader(recipient, words, "item") for words in whom_to_ring(facts, recipient, audience)]


def _offered(facts: Facts, recipient: Recipient, readers: str) -> list[str]:
    """The chair's offer to meet a parent who was not there (BOL-16). Whoever came late keeps the offer."""
    if readers != "parents" or recipient.person_id is None:
        return []
    last = ParentAbsence.objects.filter(conference=facts.conference, person_id=recipient.person_id).last()
    if last is None or not last.meeting_offered:
        return []
    theirs = {one.pk for one in facts.invitees if one.person_id == recipient.person_id}
    came = any(one.invitee_id in theirs for one in facts.attendances)
    return [
        f"{'' if came else 'You were not at the meeting. '}"
        f"{sentence(the(facts.word('chair'))).rstrip('.')} offers to meet you.",
        "You can say what you want to say and ask what you want to know.",
        "Tell your social worker if you would like this, and when.",
    ]


def fields_of(facts: Facts, recipient: Recipient) -> dict[str, str]:
    """The single facts that papers after a conference draw in."""
    fields = {**office_fields(facts), **meeting_fields(facts), "recipient": recipient.name}
    if lead := lead_for(facts, recipient):
        fields |= {"lead_worker": lead.name, "lead_worker_telephone": lead.says}
    held = facts.conference.held_on
    if held is not None:
        fields["date"] = day(held)
    return {name: value for name, value in fields.items() if value}


def decisions_for(facts: Facts, recipient: Recipient, readers: str) -> list[Paragraph]:
    """What was decided for each child, in words for these readers; a child's paper tells of that child alone."""
    if readers == "professionals":
        return [*_for_professionals(facts), *_still_open(facts, recipient)]
    made = []
    is_childs = readers in ("children", "young-people")
    for child, decision, (said, *more) in decided(facts, with_reason=readers == "parents"):
        if is_childs and child.person_id != recipient.person_id:
            continue
        if is_childs:
            said, more[0] = outcome_for_child(decision.outcome, facts.word("child_protection_plan"))
        made.append(for_reader(recipient, said, "heading", [child.case_id]))
        made += [
            for_reader(recipient, one, "", [child.case_id]) for one in more[: 1 if readers == "children" else None]
        ]
    return made + list(_still_open(facts, recipient, own=is_childs))


def _still_open(facts: Facts, recipient: Recipient, *, own: bool = False) -> Iterator[Paragraph]:
    """That nothing has been decided about a child yet, and that the meeting goes on; `own`: to that child alone."""
    for child, said, follows in undecided(facts):
        if own and child.person_id != recipient.person_id:
            continue
        if own:
            said, follows = "Nothing has been decided about you yet", "The meeting about you goes on another day."
        yield for_reader(recipient, said, "heading", [child.case_id])
        yield for_reader(recipient, follows, "", [child.case_id])


def _for_professionals(facts: Facts) -> Any:
    for child, decision, (said, *_) in decided(facts):
        yield Paragraph(
            f"{child.name}: {said[0].lower() + said[1:] if said.startswith('The ') else said}", kind="heading"
        )
        rows = (
            ("Decision", facts.word(decision.outcome)),
            ("Category", joined(CATEGORIES.get(one, one).split(",")[0] for one in decision.categories)),
            ("Decided by", facts.word(decision.by_role) if decision.by_role else ""),
            ("Reason", sentence(decision.reason)),
            ("Help instead", facts.word(decision.step_down) if decision.step_down else ""),
        )
        yield from (Paragraph(f"{label}\t{words}", kind="row") for label, words in rows if words)


def _plan(facts: Facts, recipient: Recipient) -> list[Paragraph]:
    rows = action_rows(actions_of(facts), recipient)
    parts = [
        as_written(one, sentence(one.words), "", [one.case_id])
        for one in facts.plan_parts
        if one.code == "contingency" and one.words
    ]
    if not rows:
        return once(parts, recipient)
    return [heads(), *rows, *once(parts, recipient)]


def heads() -> Paragraph:
    """The heads of the table of who does what; the rendition takes them away where no line is left below."""
    return everybody("Who\tWhat\tBy when", "columns")


def _dates(facts: Facts, readers: str, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    name = fields.get("lead_worker")
    lead = [(facts.word("lead_practitioner").capitalize(), name)] if name else []
    return (lead if readers != "young-people" else []) + [(what, on) for on, what in dates_of(facts)]


def _complaint(facts: Facts, recipient: Recipient, audience: str) -> list[Paragraph]:
    if audience == "children":
        return []
    if audience == "professionals":
        said = [one for one in facts.statements("minutes", "professionals", ("confidential",))]
        return [for_reader(recipient, one) for one in said]
    more = facts.statements("decision-sheet", audience, ("confidential", "decision-stands"))
    told = [for_reader(recipient, words, kind) for kind, words in how_to_complain(facts, audience)]
    return [*told, *(for_reader(recipient, one) for one in more)]
