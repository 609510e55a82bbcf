"""The one decision: may this person do this, here and now?

Asked by pages, searches, exports, jobs and letters alike. Pure: everything it needs is in the question. Any
"no" wins, and what nobody allowed is refused. `decision_table.csv` is the same as a table; row-level security
says it a third time, and a test compares the three on every cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from quorate.access.roles import ACTIONS, ROLES, STRENGTHS, Role, Strength

Relationship = Literal["none", "active", "lapsed"]
Restricted = Literal["no", "listed", "unlisted"]
Reason = Literal[
    "granted", "office", "break_glass",
    "other_authority", "conflict", "excluded", "restricted",
    "strength", "role", "relationship", "label", "state",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a decision depends on.

    `role` is the role in which the case was granted, or the office held. `relationship` is a grant in force, one
    that has ended, not begun or was not attested in time, or none. `label` belongs to reading, "" otherwise;
    `named` says that the text names the asker or the asker's agency. `restricted`: the case is, and the asker is
    or is not on its list. `break_glass`: an emergency access to this case is running.
    """

    role: str
    action: str
    relationship: Relationship = "none"
    label: str = ""
    named: bool = False
    state: str = "open"
    conflict: bool = False
    excluded: bool = False
    restricted: Restricted = "no"
    same_authority: bool = True
    strength: Strength = "single"
    break_glass: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, and what it hung on."""

    allowed: bool
    reason: Reason


_BY_BREAK_GLASS: Final = ("see_case", "read")


def decide(question: Question) -> Answer:
    """Whether the question is answered with yes. An unknown role or action raises `KeyError`: a slip of ours."""
    action, role = ACTIONS[question.action], ROLES[question.role]
    refusal = _refusal(question, on_case=action.on == "case")
    if refusal is not None:
        return Answer(False, refusal)
    if STRENGTHS.index(question.strength) < STRENGTHS.index(action.strength):
        return Answer(False, "strength")
    if action.on != "case":
        return _by_office(role, question)
    if question.state not in action.states:
        return Answer(False, "state")
    return _on_case(role, question)


def _refusal(question: Question, *, on_case: bool) -> Reason | None:
    """What refuses whatever anybody allowed: deny beats allow."""
    if not question.same_authority:
        return "other_authority"
    if not on_case:
        return None
    if question.conflict:
        return "conflict"
    if question.excluded:
        return "excluded"
    return "restricted" if question.restricted == "unlisted" else None


def _by_office(role: Role, question: Question) -> Answer:
    return Answer(True, "office") if question.action in role.holds else Answer(False, "role")


def _on_case(role: Role, question: Question) -> Answer:
    if question.action == "break_glass":
        return Answer(True, "office") if role.breaks_glass else Answer(False, "role")
    if question.break_glass and _broken_glass_shows(role, question):
        return Answer(True, "break_glass")
    if question.action not in role.does:
        return Answer(False, "role")
    if question.relationship != "active":
        return Answer(False, "relationship")
    if question.action == "read" and not _reaches(role, question):
        return Answer(False, "label")
    return Answer(True, "granted")


def _broken_glass_shows(role: Role, question: Question) -> bool:
    """Emergency access shows the case and its texts; never protected contact details, never a copy."""
    return role.breaks_glass and question.action in _BY_BREAK_GLASS and question.label != "K"


def _reaches(role: Role, question: Question) -> bool:
    return question.label in role.reads or (question.named and question.label in role.reads_if_named)
