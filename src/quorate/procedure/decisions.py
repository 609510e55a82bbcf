"""What may be decided for each child, and the clause that holds each other thing back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quorate.procedure.conference import Conference, Decision
from quorate.procedure.gates import CHECKS, Asked
from quorate.procedure.scope import Told
from quorate.procedure.vocabulary import FIRST_KINDS

Answer = dict[str, Any]

_ACTION = {"plan-made": "making-a-plan", "plan-continues": "continuing-a-plan", "plan-ended": "ending-a-plan"}


def decisions(told: Told, conference: Conference) -> list[Answer]:
    """Asking (where a gate holds it), booking, starting, excluding, each decision for each child: allowed or not.

    A gate that only the decision itself can satisfy (its category, its next date) is among the `needs` until
    the decision is recorded; once it is recorded without, the gate holds it back. Stopping a conference, or
    closing it undecided, is always allowed and is not listed.
    """
    answers = []
    if told.rules.gates_for["requesting", conference.kind]:
        answers.append(_answer(told, conference, Asked(told, conference), ("requesting",), {"action": "request"}))
    answers.append(_answer(told, conference, Asked(told, conference), ("booking",), {"action": "book"}))
    answers.append(_answer(told, conference, Asked(told, conference), ("starting",), {"action": "start"}))
    for event in conference.index.get("exclusion-decided", ()):
        asked = Asked(told, conference, exclusion=event)
        answers.append(_answer(told, conference, asked, ("excluding",), {"action": "exclude"}))
    for child in conference.children:
        answers.extend(_for_child(told, conference, child))
    return answers


def possible_outcomes(conference: Conference, child: str, has_plan: bool) -> tuple[str, ...]:
    """The outcomes between which a conference of this kind decides for a child."""
    if conference.kind_for(child) in FIRST_KINDS:
        return "plan-made", "no-plan"
    return ("plan-continues", "plan-ended") if has_plan else ("plan-made", "no-plan")


def _for_child(told: Told, conference: Conference, child: str) -> Iterable[Answer]:
    decided = conference.decisions.get(child)
    story = told.children[child]
    if story.gone is not None:
        return
    # A plan that ended before a review neither goes on there nor ends once more.
    is_over = story.is_planned_no_more and decided is None and conference.held is None
    has_plan = story.plan is not None and not is_over
    outcomes = list(possible_outcomes(conference, child, has_plan))
    if decided is not None and decided.outcome not in outcomes:
        outcomes.append(decided.outcome)
    for outcome in outcomes:
        recorded = decided if decided is not None and decided.outcome == outcome else None
        actions = ("deciding", *((_ACTION[outcome],) if outcome in _ACTION else ()))
        asked = Asked(told, conference, child=child, outcome=outcome, decision=recorded)
        head = {"action": "decide", "child": child, "outcome": outcome, "recorded": recorded is not None}
        yield _answer(told, conference, asked, actions, head)


def _answer(told: Told, conference: Conference, asked: Asked, actions: tuple[str, ...], head: Answer) -> Answer:
    held_by, needs, warnings = [], [], []
    kind = conference.kind_for(asked.child)
    for gate in (gate for action in actions for gate in told.rules.gates_for[action, kind]):
        standing, says = CHECKS[gate["needs"]](asked)
        if standing == "clear":
            continue
        said = _gate(gate, says)
        if standing == "wanting":
            needs.append(said)
        elif _may_pass(gate, asked.decision):
            warnings.append({**said, "passed": "by the chair, with a reason"})
        elif gate.get("override") == "warning-only":
            warnings.append(said)
        else:
            held_by.append(said)
    return {**head, "allowed": not held_by, "held_by": held_by, "needs": needs, "warnings": warnings}


def _gate(gate: Mapping[str, Any], says: str) -> Answer:
    return {
        "gate": gate["code"],
        "title": gate["title"],
        "says": says,
        "override": gate.get("override", "none"),
        "source": gate["source"],
    }


def _may_pass(gate: Mapping[str, Any], decision: Decision | None) -> bool:
    """Whether the chair has passed a gate that may be passed: named in `overrides`, with a reason."""
    if decision is None or gate.get("override") != "chair-with-reason":
        return False
    said = decision.event.data.get("overrides", ())
    named = said if isinstance(said, list) else [said]
    return gate["code"] in named and bool(decision.event.data.get("reason"))
