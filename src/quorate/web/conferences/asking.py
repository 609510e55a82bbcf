"""What the page of a decision asks and shows: choices, gates with what meets them, last days and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import Attendance, Decision, Invitee
from quorate.conferences.queries.absences import absent_parents
from quorate.conferences.queries.meeting import childs_words_are_in
from quorate.conferences.queries.round import ColumnState, round_grid
from quorate.conferences.services.deciding import Decided, Member, facts_of
from quorate.conferences.standing import ConferencePosition, position_of_conference
from quorate.web.conferences.opening import OpenConference, is_there
from quorate.web.conferences.round import clauses_of
from quorate.web.procedure.explaining import Explained, explain
from quorate.web.wording import capitalize_first, day, with_role

_OUTCOME_WORDS: Final = {
    "plan-made": "plan_made", "plan-continues": "plan_continues", "plan-ended": "plan_ended", "no-plan": "no_plan",
}  # fmt: skip
_REVIEWS: Final = ("hold-first-review", "hold-next-review")
_GATE_MEETS: Final = {
    "quorum": ("conference_meeting", "The register"), "police-information": ("conference_reports", "Reports"),
    "agency-information": ("conference_reports", "Reports"), "child-heard": ("conference_meeting", "The child's words"),
    "early-help-invited": ("conference_people", "People"),
}  # fmt: skip
_NAMED_HERE: Final = {
    "next-review-date": "id_next_review_on", "lead-practitioner": "id_lead", "core-group": "id_core_group",
    "category": "id_categories", "one-category": "id_categories", "reason": "id_reason", "decider": "id_outcome",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GateLine:
    """One line of the list of gates: `state` is clear, wanting (the decision brings it) or shut."""

    title: str
    says: str
    state: str
    source: Sequence[str]
    for_outcome: str = ""
    route: str = ""
    anchor: str = ""
    does: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that the page of one decision needs."""

    choices: dict[str, Any]
    gates: list[GateLine]
    column: ColumnState
    people: Mapping[str, Invitee]
    why: Mapping[str, Explained]
    initial: dict[str, Any] = field(default_factory=dict)


def asked_of(found: OpenConference, child: Any) -> Asked:
    """What is asked for one child now."""
    position = position_of_conference(found.conference, found.now)
    id_ = position.child(child.case_id)
    answers = position.answers("decide", id_)
    column = round_grid(found.conference, [child], found.pack).columns[0]
    people = _people(found, child)
    why = _last_days(position, id_, answers)
    gates = [*_before(found, child, column), *_gates(position, id_, answers, found)]
    gates = [one if is_there(one.route) else replace(one, route="") for one in gates]
    overridable = {
        gate["gate"]: gate["title"]
        for one in answers for gate in one["held_by"]
        if gate["override"] == "chair-with-reason" and gate["gate"] != "decision-needs-quorum"
    }  # fmt: skip
    inquorate = any(gate["gate"] == "decision-needs-quorum" for one in answers for gate in one["held_by"])
    most = column.most_said()
    staff = [(key, _said(one, found)) for key, one in people.items() if one.agency_code == "social-care"]
    choices = {
        "outcomes": [
            (one["outcome"], capitalize_first(found.word(_OUTCOME_WORDS[one["outcome"]]))) for one in answers
        ],
        "people": [(key, _said(one, found)) for key, one in people.items()],
        "leads": staff,
        "limits": {key: f"On or before {day(date.fromordinal(duty.due[0]))}." for key, duty in _due(why)}
        | {key: "" for key in ("review", "core-group") if key not in why},
        "needs_grounds": inquorate,
        "overrides": list(overridable.items()),
        "against": {"yes": "Most professionals say that a plan is needed.",
                    "no": "Most professionals say that no plan is needed."}.get(most, ""),
    }  # fmt: skip
    initial = {"lead": staff[0][0] if len(staff) == 1 else "", "core_group": _usual(people)}
    explained = {key: said for key, (_, said) in why.items() if said is not None}
    return Asked(choices, gates, column, people, explained, initial)


def _due(why: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, duty) for key, (duty, _) in why.items() if duty.due is not None]


def _people(found: OpenConference, child: Any) -> dict[str, Invitee]:
    """Those who could belong to the core group: the family and the professionals who know this child."""
    never = set(found.pack.data["agencies"]["never_counted"]) - {"parent", "child", "family_member"}
    rows = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True)
    return {
        str(one.id): one
        for one in rows
        if not one.is_helper and one.kind != "observer" and one.role not in never
        if not one.about or child.case_id in one.about
    }


def _usual(people: Mapping[str, Invitee]) -> list[str]:
    return [key for key, one in people.items() if one.kind == "parent" or one.agency_code == "social-care"]


def _said(one: Invitee, found: OpenConference) -> str:
    return with_role(one.name, found.word((one.role == "professional" and one.agency_code) or one.role or one.kind))


def _last_days(position: ConferencePosition, child: str, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The duties that limit the next review and the first core group, were a plan made now, each explained."""
    outcome = next((one["outcome"] for one in answers if one["outcome"] in ("plan-made", "plan-continues")), None)
    if outcome is None:
        return {}
    at = position.at.isoformat()
    facts = facts_of(Decided(outcome), str(position.pack.data["decisions"]["decided_by"]))
    then = position.adding(
        {"event": "decided", "at": at, "child": child, **facts}, {"event": "conference-held", "at": at}
    )
    found: dict[str, Any] = {}
    for duty in then.position.duties:
        key = "review" if duty.rule.code in _REVIEWS else "core-group"
        named = duty.rule.code in (*_REVIEWS, "hold-first-core-group")
        if named and duty.about == child and duty.due is not None and duty.state == "open":
            found.setdefault(key, (duty, explain(duty, today=position.at.date())))
    return found


def go_on_by(found: OpenConference) -> date | None:
    """The last day on which the conference would have to go on, were it adjourned now; None where none is set."""
    adjourned = {"event": "conference-adjourned", "at": found.now.isoformat(), "reason": "inquorate"}
    then = position_of_conference(found.conference, found.now).adding(adjourned)
    days = [duty.due[0] for duty in then.position.duties if duty.rule.code == "reconvene" and duty.due is not None]
    return date.fromordinal(min(days)) if days else None


def _before(found: OpenConference, child: Any, column: ColumnState) -> list[GateLine]:
    """What the house asks before any decision: the child's words, and views that are open."""
    words = childs_words_are_in(found.conference, child.case_id)
    here = Attendance.objects.filter(conference=found.conference, taken_back=False).exists()
    lines = [
        GateLine("The child’s words are opened", "" if words else "open them, or say why there are none",
                 "clear" if words else "shut", ("good practice",), route="conference_meeting", does="Open them"),
    ]  # fmt: skip
    if here:
        said = f"waiting for {', '.join(column.waiting)}" if column.waiting else ""
        state = "wanting" if column.waiting else "clear"
        lines.append(GateLine("Everybody who is asked has given a view", said, state, ("good practice",)))
        lines += _without_parents(found)
    return lines


def _without_parents(found: OpenConference) -> list[GateLine]:
    """Whether the chair has said why the conference goes on without a parent who has not been there (BRD-13)."""
    away = absent_parents(found.conference)
    if not away:
        return []
    waiting = [one.invitee.name for one in away if one.decided is None]
    said = f"not said yet: {', '.join(waiting)}" if waiting else ""
    source = found.pack.data["parents"]["source"]
    return [
        GateLine(
            "The chair has decided whether to go on without a parent who is not here, and why", said,
            "wanting" if waiting else "clear", clauses_of(source) or source, route="conference_meeting",
            does="Decide it",
        )
    ]  # fmt: skip


def _gates(
    position: ConferencePosition, child: str, answers: Sequence[Mapping[str, Any]], found: OpenConference
) -> list[GateLine]:
    """Every gate of deciding for this child, met or not, each once, with the clause and what meets it."""
    rules, conference = position.position.told.rules, position.position.conference
    kind = conference.kind_for(child)
    actions = {"plan-made": "making-a-plan", "plan-continues": "continuing-a-plan", "plan-ended": "ending-a-plan"}
    lines: dict[str, GateLine] = {}
    for one in answers:
        told = {gate["gate"]: (gate, state) for state in ("warnings", "needs", "held_by") for gate in one[state]}
        asked = ["deciding", *([actions[one["outcome"]]] if one["outcome"] in actions else [])]
        for gate in (gate for action in asked for gate in rules.gates_for[action, kind]):
            said, state = told.get(gate["code"], (None, "clear"))
            look = {"needs": "wanting", "held_by": "shut", "warnings": "wanting"}.get(state, "clear")
            if gate["code"] in lines and lines[gate["code"]].state != "clear":
                continue
            route, does = _GATE_MEETS.get(gate["needs"], ("", ""))
            lines[gate["code"]] = GateLine(
                gate["title"], said["says"] if said else "", look, gate["source"],
                found.word(_OUTCOME_WORDS[one["outcome"]]) if gate["holds"] != ["deciding"] else "",
                route, _NAMED_HERE.get(gate["needs"], ""), does,
            )  # fmt: skip
    return list(lines.values())


def decided_from(said: Mapping[str, Any], form: Any, asked: Asked, found: OpenConference) -> Decided:
    """The decision as the form says it."""
    harm = said.get("categories") or []
    makes = said["outcome"] in ("plan-made", "plan-continues")
    lead = asked.people.get(said.get("lead") or "")
    group = [asked.people[key] for key in said.get("core_group") or [] if key in asked.people]
    return Decided(
        outcome=said["outcome"], reason=said["reason"],
        categories=tuple([harm] if isinstance(harm, str) else harm) if makes else (),
        answers=tuple(said[f"question_{number}"] for number in range(len(form.questions))),
        lead=_member(lead) if lead and makes else None,
        core_group=tuple(_member(one) for one in group) if makes else (),
        core_group_on=said.get("core_group_on") if makes else None,
        next_review_on=said.get("next_review_on") if makes else None,
        grounds=tuple(said.get("grounds") or ()), overrides=tuple(said.get("overrides") or ()),
        overrides_reason=said.get("overrides_reason") or "",
        reason_against_most=said.get("reason_against_most") or "",
        change_seen=said.get("change_seen") or "", risk_now=said.get("risk_now") or "",
        step_down="" if makes else said.get("step_down") or "",
        step_down_until=None if makes else said.get("step_down_until"),
        services="" if makes else said.get("services") or "",
    )  # fmt: skip


def _member(one: Invitee) -> Member:
    return Member(
        name=one.name, kind="family" if one.is_family else "professional", role=one.role or one.kind,
        invitee_id=one.id, person_id=one.person_id, user_id=one.user_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClosingChild:
    """One child on the page that ends the meeting. `missing` are dates that are not there yet."""

    given: str
    case_id: UUID
    decision: Decision | None
    missing: tuple[str, ...]


def closing_of(found: OpenConference) -> list[ClosingChild]:
    """Each child with its decision and next dates, or without."""
    rows = Decision.objects.filter(conference=found.conference, withdrawn_at__isnull=True)
    decided = {row.case_id: row for row in rows}
    lines = []
    for child in found.children:
        row = decided.get(child.case_id)
        wanted = row is not None and row.outcome in ("plan-made", "plan-continues")
        missing = [
            name
            for name, there in (
                ("the first core group", row.core_group_on if row else None),
                ("the next review", row.next_review_on if row else None),
            )
            if wanted and not there and not (name == "the first core group" and row and row.outcome != "plan-made")
        ]
        lines.append(ClosingChild(child.given, child.case_id, row, tuple(missing)))
    return lines
