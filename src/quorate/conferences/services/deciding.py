"""A decision about one child, checked before it is kept: what it must say, and the gates asked at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from quorate.cases.details import says_something
from quorate.cases.refusals import Refused
from quorate.cases.wording import weekday_in_words
from quorate.conferences.models import Conference
from quorate.conferences.queries.finding import SubjectChild
from quorate.conferences.queries.round import ColumnState, round_grid
from quorate.conferences.services.booking_checks import closed
from quorate.conferences.standing import ConferencePosition, position_of_conference
from quorate.procedure.position import duty_as_data
from quorate.procedure.vocabulary import PLAN_OUTCOMES

CHILD_IN_NEED: Final = "child-in-need-plan"
RISK_REDUCED: Final = "risk-reduced"
_OUTCOME_SAYS: Final = {"plan-made": "yes", "plan-continues": "yes", "plan-ended": "no", "no-plan": "no"}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom the conference names for the core group."""

    name: str
    kind: str
    role: str = ""
    invitee_id: UUID | None = None
    person_id: UUID | None = None
    user_id: UUID | None = None
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be recorded for one child. `answers` answer the pack's questions in their order (yes, no, "").

    `overrides_reason` is why the chair goes on: without enough agencies, against a gate that lets the chair, or while
    nobody's view is in. `days_off_meant`: a day that is no working day is meant.
    """

    outcome: str
    reason: str = ""
    categories: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    lead: Member | None = None
    core_group: tuple[Member, ...] = ()
    core_group_on: date | None = None
    next_review_on: date | None = None
    grounds: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    overrides_reason: str = ""
    reason_against_most: str = ""
    change_seen: str = ""
    risk_now: str = ""
    step_down: str = ""
    step_down_until: date | None = None
    services: str = ""
    days_off_meant: bool = False

    @property
    def makes_plan(self) -> bool:
        """Whether the child has a child protection plan afterwards."""
        return self.outcome in PLAN_OUTCOMES


@dataclass(frozen=True, slots=True)
class Weighed:
    """A decision as the procedure sees it before it is kept. `limits` are the last days for what it names, `quorum` is
    the child's."""

    position: ConferencePosition
    child: str
    held_by: tuple[Mapping[str, Any], ...] = ()
    passed: tuple[Mapping[str, Any], ...] = ()
    quorum: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def facts_of(said: Decided, decided_by: str) -> dict[str, Any]:
    """The engine's facts of a decision: codes, dates and roles, no words."""
    lead = said.lead.role or "social_worker" if said.lead is not None else None
    goes_on = bool(said.overrides and said.overrides_reason.strip())
    ended = RISK_REDUCED if said.outcome == "plan-ended" else None
    facts: dict[str, Any] = {
        "by": decided_by,
        "outcome": said.outcome,
        "reason": ended or ("recorded" if goes_on else None),
        "grounds": list(said.grounds),
        "overrides": list(said.overrides) if goes_on else None,
        "step_down": said.step_down or None,
        "until": said.step_down_until.isoformat() if said.step_down and said.step_down_until else None,
    }
    if said.makes_plan:
        facts |= {
            "categories": list(said.categories),
            "lead_practitioner": lead,
            "core_group": sorted({one.role or one.kind for one in said.core_group}),
            "next_review_on": said.next_review_on.isoformat() if said.next_review_on else None,
        }
    return {key: value for key, value in facts.items() if value not in ([], None)}


def weigh(*, conference: Conference, child: SubjectChild, said: Decided, at: datetime) -> Weighed:
    """What the procedure says of a decision at this moment, with the decision already told: nothing is recorded.

    Raises `conferences.standing.NothingToldYet` and `cases.case_position.NotAnswered`.
    """
    now = position_of_conference(conference, at)
    id_ = now.child(child.case_id)
    decided_by = str(now.pack.data["decisions"]["decided_by"])
    told = {"event": "decided", "at": at.isoformat(), "child": id_, **facts_of(said, decided_by)}
    then = now.adding(told)
    answered = then.answers("decide", id_, said.outcome)
    held = tuple(gate for one in answered for gate in one["held_by"])
    passed = tuple(gate for one in answered for gate in one["warnings"])
    quorum = then.position.as_data(brief=True)["quorum"]
    of_child = next((one for one in quorum["children"] if one["child"] == id_), quorum)
    return Weighed(then, id_, held, passed, of_child, _limits(now, told, id_))


def _limits(now: ConferencePosition, decided: Mapping[str, Any], child: str) -> dict[str, Mapping[str, Any]]:
    """The last days for the next review and the first core group, were it held now: from the engine alone."""
    held = now.adding(decided, {"event": "conference-held", "at": decided["at"]})
    named = {"hold-first-review": "review", "hold-next-review": "review", "hold-first-core-group": "core-group"}
    found: dict[str, Mapping[str, Any]] = {}
    for duty in held.position.duties:
        key = named.get(duty.rule.code)
        if key and duty.due is not None and duty.state in ("open", "waiting") and _is_about(duty.about, child):
            found.setdefault(key, duty_as_data(duty, brief=False))
    return found


def _is_about(about: Any, child: str) -> bool:
    return about is None or child in (about if isinstance(about, (list, tuple)) else [about])


def column_of(conference: Conference, child: SubjectChild, position: ConferencePosition) -> ColumnState:
    """How the round stands for one child."""
    return round_grid(conference, [child], position.pack).columns[0]


def refuse_unless_complete(said: Decided, weighed: Weighed, column: ColumnState, words_are_in: bool) -> None:
    """Raises `Refused` with a sentence for each thing that the decision still has to say."""
    rules = weighed.position.pack.data["decisions"]
    found = {
        **_basics(said, rules, weighed),
        **_against(said, column),
        **(_of_plan(said, weighed) if said.makes_plan else _of_no_plan(said, rules, weighed.position.at.date())),
        "views": None if words_are_in else "Open the child's words first, or write down why there are none.",
        "round": "The views for this child are still hidden; open them before deciding." if column.hidden else None,
    }
    # Where a gate holds it back, that is said first: what it asks for may bring the views too.
    if nobody_said(column) and not weighed.held_by and not says_something(said.overrides_reason):
        found["overrides_reason"] = "No view is written down for this child: write one down, or why the chair goes on."
    wrong = {name: sentence for name, sentence in found.items() if sentence}
    if wrong:
        raise Refused(wrong)


def _basics(said: Decided, rules: Mapping[str, Any], weighed: Weighed) -> dict[str, str | None]:
    possible = {one["outcome"] for one in weighed.position.answers("decide", weighed.child)}
    unanswered = len(said.answers) < questions_count(rules, said) or "" in said.answers
    known = set(rules["categories"])
    return {
        "outcome": None if said.outcome in possible else "Choose one of the decisions that are possible here.",
        "reason": None if says_something(said.reason) else "Write down why, in words that the family will read.",
        "answers": "Answer each question of the procedure for this child."
        if unanswered
        else _HARMLESS
        if said.makes_plan and not finds_harm(rules, said)
        else _against_need(rules, said),
        "categories": None if set(said.categories) <= known else "Choose from the categories of this procedure.",
        "overrides_reason": "Write down why the chair goes on."
        if (said.overrides or said.grounds) and not says_something(said.overrides_reason)
        else None,
    }


def questions_count(rules: Mapping[str, Any], said: Decided) -> int:
    """How many of the procedure's questions are answered by yes or no: those that a decision can answer."""
    return len(yes_no_questions(rules))


def yes_no_questions(rules: Mapping[str, Any]) -> list[str]:
    """The questions of the pack that are answered by yes or no; the others ask who, what or which."""
    asks = ("who", "what", "which", "if ")
    return [one for one in rules["questions"] if not one.strip().lower().startswith(asks)]


_HARMLESS: Final = (
    "A plan is for a child who has suffered significant harm or is likely to: change the answers, or the decision."
)


def finds_harm(rules: Mapping[str, Any], said: Decided) -> bool:
    """Whether a question about harm is answered by yes; True where the procedure asks none.

    A plan needs significant harm or its likelihood. Source: Working Together to Safeguard Children; BOL-04, BRD-14.
    """
    asked = [
        answer for one, answer in zip(yes_no_questions(rules), said.answers, strict=False)
        if "significant harm" in one.lower()
    ]  # fmt: skip
    return not asked or "yes" in asked


def _against_need(rules: Mapping[str, Any], said: Decided) -> str | None:
    """Why answer and decision contradict: whether the child needs a plan was answered otherwise than it is decided."""
    asked = [
        answer for one, answer in zip(yes_no_questions(rules), said.answers, strict=False)
        if "need" in one.lower() and "protection plan" in one.lower()
    ]  # fmt: skip
    if said.makes_plan and "no" in asked:
        return "You answered that this child needs no protection plan: change the answer, or the decision."
    if not said.makes_plan and "yes" in asked:
        return "You answered that this child needs a protection plan: change the answer, or the decision."
    return None


def nobody_said(column: ColumnState) -> bool:
    """Whether people who are there are asked about this child and no view of anybody is in."""
    return bool(column.waiting) and column.inside == 0


def _against(said: Decided, column: ColumnState) -> dict[str, str | None]:
    most = column.most_said()
    against = bool(most) and most != _OUTCOME_SAYS.get(said.outcome, most)
    sentence = "Most professionals said otherwise. Write down why it was decided against them."
    return {"reason_against_most": sentence if against and not says_something(said.reason_against_most) else None}


def _of_plan(said: Decided, weighed: Weighed) -> dict[str, str | None]:
    group, review = said.core_group_on, said.next_review_on
    wanted = None if group or said.outcome == "plan-continues" else "Name the day of the first core group."
    return {
        "core_group_on": wanted or _wrong_day(group, "core-group", said, weighed),
        "next_review_on": _wrong_day(review, "review", said, weighed),
    }


def _wrong_day(day: date | None, key: str, said: Decided, weighed: Weighed) -> str | None:
    if day is None:
        return None
    if day < weighed.position.at.date():
        return "This day has passed; choose a later one."
    limit = weighed.limits.get(key)
    if limit is not None and day > (last := date.fromisoformat(limit["due"][:10])):
        return f"This is after the last day, {weekday_in_words(last)}; choose an earlier day."
    # As where a conference is booked on such a day.
    no_work = None if said.days_off_meant else closed(day, weighed.position.pack.rules.calendar, "")
    return no_work and f"{no_work.split(':')[0]}: choose another day, or tick that it has to be that one."


def _until_fault(said: Decided, on: date) -> str | None:
    if said.step_down == CHILD_IN_NEED and said.step_down_until is None:
        return "Say up to which day this plan is agreed."
    has_passed = said.step_down != "" and said.step_down_until is not None and said.step_down_until < on
    return "This day has passed; choose a later one." if has_passed else None


def _of_no_plan(said: Decided, rules: Mapping[str, Any], on: date) -> dict[str, str | None]:
    kinds = set(rules["plans_if_no_protection_plan"])
    ends = said.outcome == "plan-ended"
    return {
        "change_seen": "Say what has changed." if ends and not says_something(said.change_seen) else None,
        "risk_now": "Say why the risk is lower now." if ends and not says_something(said.risk_now) else None,
        "services": None if says_something(said.services) else "Say what the child needs now and which services help.",
        "step_down": None if said.step_down in ("", *kinds) else "Choose one of the plans of this procedure.",
        "step_down_until": _until_fault(said, on),
    }
