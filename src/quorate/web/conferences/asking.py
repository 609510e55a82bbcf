"""What the page of a decision asks and shows: choices, gates with what meets them, last days and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from quorate.conferences.models import Attendance, Invitee, Report
from quorate.conferences.models.report import ReportState
from quorate.conferences.queries.absences import absent_parents
from quorate.conferences.queries.meeting import childs_words_are_in
from quorate.conferences.queries.round import ColumnState, Grid, round_grid
from quorate.conferences.services.deciding import Decided, Member, facts_of, nobody_said
from quorate.conferences.standing import ConferencePosition, position_of_conference
from quorate.web.conferences.group_choice import group_choice
from quorate.web.conferences.opening import OpenConference, is_there
from quorate.web.conferences.round import clauses_of
from quorate.web.procedure.explaining import Explained, explain
from quorate.web.wording import capitalize_first, day, joined, with_role

_OUTCOME_WORDS: Final = {
    "plan-made": "plan_made", "plan-continues": "plan_continues", "plan-ended": "plan_ended", "no-plan": "no_plan",
}  # fmt: skip
_REVIEWS: Final = ("hold-first-review", "hold-next-review")
_GATE_MEETS: Final = {
    "quorum": ("conference_meeting", "The register"), "police-information": ("conference_reports", "Reports"),
    "agency-information": ("conference_reports", "Reports"), "child-heard": ("conference_meeting", "The child's words"),
    "early-help-invited": ("conference_people", "People"),
}  # fmt: skip
_EVERYBODY_HEARD: Final = "Everybody on the list who knows the child is heard"
_CHILDS_WORDS: Final = "child-views"
"""The part of every agenda in which the children's words are opened."""
_NAMED_HERE: Final = {
    "next-review-date": "id_next_review_on", "lead-practitioner": "id_lead", "core-group": "id_core_group",
    "category": "id_categories", "one-category": "id_categories", "reason": "id_reason", "decider": "id_outcome",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GateLine:
    """One line of the list of gates: `state` is clear, wanting (the decision brings it) or shut; `part` is the part of
    the agenda to which its route leads."""

    title: str
    says: str
    state: str
    source: Sequence[str]
    for_outcome: str = ""
    route: str = ""
    anchor: str = ""
    does: str = ""
    part: str = ""


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
    grid = round_grid(found.conference, [child], found.pack)
    column = grid.columns[0]
    choice = group_choice(found, child)
    people = choice.people
    why = _last_days(position, id_, answers)
    lines = _gates(position, id_, answers, found)
    gates = [*_before(found, child, column), *_not_heard(lines, found, grid), *lines.values()]
    gates = [one if is_there(one.route) else replace(one, route="") for one in gates]
    overridable = {
        gate["gate"]: gate["title"]
        for one in answers for gate in one["held_by"]
        if gate["override"] == "chair-with-reason" and gate["gate"] != "decision-needs-quorum"
    }  # fmt: skip
    inquorate = any(gate["gate"] == "decision-needs-quorum" for one in answers for gate in one["held_by"])
    most = column.most_said()
    staff = [(key, choice.said[key]) for key, one in people.items() if one.agency_code == "social-care"]
    choices = {
        "outcomes": [
            (one["outcome"], capitalize_first(found.word(_OUTCOME_WORDS[one["outcome"]]))) for one in answers
        ],
        "people": list(choice.said.items()),
        "leads": staff,
        "limits": {key: f"On or before {day(date.fromordinal(duty.due[0]))}." for key, duty in _due(why)}
        | {key: "" for key in ("review", "core-group") if key not in why},
        "needs_grounds": inquorate,
        "overrides": list(overridable.items()),
        "no_views": nobody_said(column),
        "against": {"yes": "Most professionals say that a plan is needed.",
                    "no": "Most professionals say that no plan is needed."}.get(most, ""),
    }  # fmt: skip
    initial = {"lead": staff[0][0] if len(staff) == 1 else "", "core_group": choice.proposed}
    explained = {key: said for key, (_, said) in why.items() if said is not None}
    return Asked(choices, gates, column, people, explained, initial)


def _due(why: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, duty) for key, (duty, _) in why.items() if duty.due is not None]


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
                 "clear" if words else "shut", ("good practice",), route="conference_meeting", does="Open them",
                 part=_CHILDS_WORDS),
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
) -> dict[str, GateLine]:
    """Every gate of deciding for this child by its code, met or not, with the clause and what meets it."""
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
                _CHILDS_WORDS if gate["needs"] == "child-heard" else "",
            )  # fmt: skip
    return lines


def _not_heard(lines: Mapping[str, GateLine], found: OpenConference, grid: Grid) -> list[GateLine]:
    """A line of its own where the procedure's own gate counts every agency as heard, and somebody invited is not.

    The procedure counts agencies, and a whole one as heard by any of its people who is there: of a GP who neither came
    nor wrote the health visitor's being there tells nothing. It holds nothing back. Source: BOL-40, LEI-20.
    """
    of_agencies = {gate["code"] for gate in found.pack.rules.gates if gate["needs"] == "agency-information"}
    ticked = any(line.state == "clear" for code, line in lines.items() if code in of_agencies)
    if not ticked or not (silent := _silent(found, grid)):
        return []
    route, does = _GATE_MEETS["agency-information"]
    says = f"not here, and nothing in writing: {joined(silent)}"
    return [GateLine(_EVERYBODY_HEARD, says, "wanting", ("good practice",), route=route, does=does)]


def _silent(found: OpenConference, grid: Grid) -> list[str]:
    """The professionals of the list who know the child, have not been there and have sent neither view nor report."""
    away = [row for row in grid.professionals if row.invitee is not None and row.cells[0].state == "absent"]
    keys = {row.invitee.pk for row in away if row.invitee is not None}
    done = (ReportState.AUTHORISED, ReportState.RECEIVED)
    rows = Report.objects.filter(conference=found.conference, invitee_id__in=keys, state__in=done) if keys else ()
    wrote = {one.invitee_id for one in rows}
    # What social care knows stands in the social work report, whoever brings it.
    return [
        with_role(row.name, found.word(row.part))
        for row in away
        if row.invitee is not None
        and row.invitee.agency_code not in ("", "social-care")
        and row.invitee.pk not in wrote
    ]


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
        days_off_meant=bool(said.get("days_off_meant")),
    )  # fmt: skip


def _member(one: Invitee) -> Member:
    return Member(
        name=one.name, kind="family" if one.is_family else "professional", role=one.role or one.kind,
        invitee_id=one.id, person_id=one.person_id, user_id=one.user_id,
    )  # fmt: skip
