"""One page for the family, in the hand before they leave: decision, worries and strengths, who does what, dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from quorate.conferences.models import Card
from quorate.documents.artefacts.decisions import contacts_of, decisions_for, fields_of, heads
from quorate.documents.artefacts.parts import (
    action_rows,
    actions_of,
    as_written,
    days_of,
    decided,
    everybody,
    name_of,
    undecided,
)
from quorate.documents.artefacts.ringing import whom_to_ring
from quorate.documents.facts import Facts
from quorate.documents.letters import (
    Draft,
    NotReadyYet,
    audience_in_pack,
    for_reader,
    letter_of,
    put_together,
    readers_of,
)
from quorate.documents.saying import day_here, joined, sentence
from quorate.release.artefacts import Artefact, Paragraph, Recipient

WORRIES: Final = ("harm", "danger")
"""The kinds of entry (the engine's, below every authority's own columns) that are worries."""
STRENGTHS: Final = ("strengths", "safety")
_AT_MOST: Final = 5
_LINES: Final = 12
_BY_CHOICE: Final = "everyone"
_OTHERS: Final = 2
_NUMBER: Final = "{lead_worker_telephone}"
_MARKS: Final = "“”\"' "


def summary(facts: Facts, recipient: Recipient) -> Artefact:
    """The family's page, each parent's own; a child's is a letter about the child. Raises NotReadyYet, NoSuchPaper."""
    if not facts.decisions:
        raise NotReadyYet("Nothing has been decided yet: record the decision for each child first.")
    if (readers := readers_of(facts, recipient)) != "parents":
        contacts = contacts_of(facts, recipient, audience_in_pack(readers))
        own = {"decisions": decisions_for(facts, recipient, readers), "contacts": contacts}
        fields = fields_of(facts, recipient)
        # "Today" is the day of the meeting, on whichever day the page is made.
        fields |= {"dated": fields["date"]} if "date" in fields else {}
        return put_together(Draft(facts, recipient, fields, own), "summary")
    fields = fields_of(facts, recipient)
    rows = [one for one in action_rows(actions_of(facts), recipient) if _reaches(one, recipient)]
    added: dict[str, Any] = {
        "decisions": _decided(facts, recipient),
        "worries": _cards(facts, recipient, WORRIES),
        "strengths": _cards(facts, recipient, STRENGTHS),
        "childs-words": _said(facts, recipient),
        "plan": [heads(), *rows[:_LINES], *_more(rows), *_contingency(facts)] if rows else [],
        "dates": [for_reader(recipient, f"{day_here(on, facts.at)}\t{what}", "row") for on, what in days_of(facts)],
        "contacts": _contacts(facts, recipient, fields),
    }
    told = joined(_lower(name_of(one)) for one in facts.children if one.case_id in recipient.children)
    fields["your_children"] = f"The meeting about {told}" if told else "The meeting about your family"
    return put_together(Draft(facts, recipient, fields, added), "summary")


def _contacts(facts: Facts, recipient: Recipient, fields: Mapping[str, str]) -> list[Paragraph]:
    """Whom to ring; who leads on the plan is left to the letter's own sentence where that says the number."""
    parts = letter_of(facts, "summary", "parents")["part"]
    is_said = any(_NUMBER in one for part in parts for one in part.get("says", ())) and _NUMBER[1:-1] in fields
    said = whom_to_ring(
        facts, recipient, "parents", besides=fields["lead_worker"] if is_said else "", at_most=_OTHERS
    )  # fmt: skip
    return [for_reader(recipient, sentence(one)) for one in said]


def _lower(name: str) -> str:
    return "the baby" if name == "The baby" else name


def _decided(facts: Facts, recipient: Recipient) -> list[Paragraph]:
    """A box for each child: the heading, then its sentences, joined by a tab."""
    return [
        for_reader(recipient, "\t".join((said, " ".join(more))), "box", [child.case_id])
        for child, _, (said, *more) in decided(facts, with_reason=False)
    ] + [
        for_reader(recipient, "\t".join((said, follows)), "box", [child.case_id])
        for child, said, follows in undecided(facts)
    ]


def _cards(facts: Facts, recipient: Recipient, columns: tuple[str, ...]) -> list[Paragraph]:
    """What was sorted into these columns; nothing for whoever was out of the room, as in the minutes."""
    if recipient.person_id in facts.room.not_for():
        return []
    found = [one for one in facts.cards if one.column in columns and one.answers_id is None]
    for_them = [one for one in found if _reaches(one, recipient)]
    return [as_written(one, sentence(one.words), "item", one.children) for one in for_them[:_AT_MOST]]


def _reaches(one: Card | Paragraph, recipient: Recipient) -> bool:
    """Only those that will reach them are counted: the page is full of what they may read, and hints at no more."""
    if not set(one.children) <= recipient.children:
        return False
    return one.meant_for == "F-all" or (one.meant_for == "F-person" and recipient.person_id in one.named)


def _said(facts: Facts, recipient: Recipient) -> list[Paragraph]:
    """A child's words, where the child wants everybody to have them."""
    made = []
    for one in facts.childs_words:
        child = facts.child(one.child_case_id)
        if recipient.person_id in facts.room.not_for(at=one.opened_at):
            continue
        if child is not None and one.child_said == _BY_CHOICE and one.kind not in ("none", "observed"):
            spoken = one.words.strip(_MARKS)
            words = f"{name_of(child)} said:\t“{spoken}”"
            made.append(as_written(one, words, "quote", [child.case_id]))
    return made


def _more(rows: list[Paragraph]) -> list[Paragraph]:
    """That the page does not hold the whole plan, where it does not."""
    return [everybody("There is more in the plan. You get all of it on paper.", "strong")] if len(rows) > _LINES else []


def _contingency(facts: Facts) -> list[Paragraph]:
    found = [one for one in facts.plan_parts if one.code == "contingency" and one.words]
    return [as_written(one, sentence(one.words), "strong", [one.case_id]) for one in found[:1]]
