"""No gate of any of the five packs can be passed by the order of steps: what is recorded was allowed at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quorate.cases.packs import library
from quorate.procedure.position import position

PACKS = ("barnet/2018", "bolton/2018", "bradford/2018", "leicester/2014", "redbridge/2020")
START = datetime(2026, 11, 3, 10, 0)

# Every step that could help a decision past its gates, in the words of the case file.
STEPS: dict[str, dict[str, Any]] = {
    "worker": {"event": "attended", "who": "social_worker", "agency": "social-care", "direct_contact": True},
    "school": {"event": "attended", "who": "school", "agency": "education", "direct_contact": True},
    "visitor": {"event": "attended", "who": "health_visitor", "agency": "health", "direct_contact": True},
    "police": {"event": "agency-information-received", "agency": "police"},
    "health": {"event": "agency-information-received", "agency": "health"},
    "words": {"event": "views-collected", "child": "c1"},
    "view": {"event": "view-given", "who": "school", "agency": "education", "child": "c1", "plan": "yes"},
    "invited": {"event": "invite-list-supplied", "who": ["social_worker", "school", "early_help_manager"]},
}
NAMED: dict[str, Any] = {
    "categories": ["neglect"], "lead_practitioner": "social_worker", "core_group": ["parent"],
    "next_review_on": "2027-01-20", "reason": "risk-reduced",
    "grounds": ["no-contact-with-three-agencies", "enough-information", "delay-harms-child"],
}  # fmt: skip


def story(pack: str, kind: str, steps: list[str], decided: dict[str, Any]) -> dict[str, Any]:
    events: list[dict[str, Any]] = [{"event": "conference-requested", "at": "2026-11-02"}]
    if kind == "review":
        made = {"event": "decided", "at": "2026-08-10", "child": "c1", "by": "chair", "outcome": "plan-made",
                "categories": ["neglect"]}  # fmt: skip
        events = [made, {"event": "conference-held", "at": "2026-08-10", "kind": "initial"}, *events]
    for n, step in enumerate(steps):
        events.append({**STEPS[step], "at": (START + timedelta(minutes=n)).isoformat()})
    at = (START + timedelta(minutes=len(steps))).isoformat()
    events.append({"event": "decided", "at": at, "child": "c1", **decided})
    return {"conference": {"kind": kind, "children": [{"id": "c1", "born": "2019-02-03"}]}, "events": events}


def gates(pack: str, said: dict[str, Any], outcome: str) -> set[str]:
    loaded = library().pack(pack, START.date())
    answers = position(loaded, said, (START + timedelta(hours=1)).isoformat()).as_data(brief=True)["decisions"]
    found = [one for one in answers if one["action"] == "decide" and one["outcome"] == outcome and one["recorded"]]
    assert len(found) == 1
    return {gate["gate"] for gate in found[0]["held_by"]}


def _needs(pack: str, kind: str, outcome: str) -> dict[str, str]:
    """The gates that a decision meets here, with what each waits for."""
    rules = library().pack(pack, START.date()).rules
    actions = {"plan-made": "making-a-plan", "plan-continues": "continuing-a-plan", "plan-ended": "ending-a-plan"}
    return {
        gate["code"]: gate["needs"]
        for action in ("deciding", actions[outcome])
        for gate in rules.gates_for[action, kind]
        if gate.get("override") != "warning-only"
    }


def _is_met(needs: str, steps: list[str], decided: dict[str, Any], decider: str, ending: bool) -> bool:
    """The same question, asked of the bare list of what was done, without the engine."""
    there = set(steps) & {"worker", "school", "visitor"}
    met = {
        "decider": decided.get("by") == decider,
        "quorum": there == {"worker", "school", "visitor"} or not there or len(decided.get("grounds", ())) == 3,
        "category": bool(decided.get("categories")),
        "one-category": len(decided.get("categories", ())) <= 1,
        "lead-practitioner": bool(decided.get("lead_practitioner")),
        "core-group": bool(decided.get("core_group")),
        "next-review-date": bool(decided.get("next_review_on")),
        "police-information": "police" in steps,
        "reason": bool(decided.get("reason")),
        "child-heard": bool({"words", "view"} & set(steps)),
    }
    return met.get(needs, True)


@pytest.mark.parametrize("pack", PACKS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=9, unique=True).flatmap(st.permutations),
    kept=st.sets(st.sampled_from(sorted(NAMED))),
    by=st.sampled_from(["chair", "conference", "professionals", ""]),
    outcome=st.sampled_from(["plan-made", "plan-ended"]),
    two=st.booleans(),
)
def test_no_order_of_steps_passes_a_gate(
    pack: str, steps: list[str], kept: set[str], by: str, outcome: str, two: bool
) -> None:
    kind = "review" if outcome == "plan-ended" else "initial"
    decided = {"outcome": outcome, **({"by": by} if by else {}), **{key: NAMED[key] for key in kept}}
    if two and "categories" in decided:
        decided["categories"] = ["neglect", "emotional"]
    held = gates(pack, story(pack, kind, steps, decided), outcome)
    decider = library().pack(pack, START.date()).data["decisions"]["decided_by"]
    for gate, needs in _needs(pack, kind, outcome).items():
        if not _is_met(needs, steps, decided, decider, kind == "review"):
            assert gate in held | _never_shut(needs, decided), (gate, needs, decided, steps)


def _never_shut(needs: str, decided: dict[str, Any]) -> set[str]:
    """A decision that says nobody decided it is still wanting: recording always says who (see `facts_of`)."""
    return {"decision-by-decider"} if needs == "decider" and "by" not in decided else set()
