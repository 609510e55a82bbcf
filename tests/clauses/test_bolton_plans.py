"""Bolton's clauses about the plan, its core group and the papers, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import PLAN, ask, booked, event, held, quorate, states

BOLTON = "bolton"
START = "2026-11-20T10:00"


@pytest.mark.clause("BOL-32", "BOL-33")
@pytest.mark.parametrize(
    ("left_out", "gate", "source"),
    [
        ("lead_practitioner", "plan-needs-lead-practitioner", "BOL-32"),
        ("core_group", "plan-needs-core-group", "BOL-33"),
    ],
    ids=["a social worker is appointed", "a core group is named"],
)
def test_a_plan_is_not_made_without(left_out, gate, source):
    def decide(**said):
        decided = event("decided", "2026-11-20T11:30", child="c1", by="conference", **said)
        return ask(BOLTON, "2026-11-20T12:00", [booked(START), *quorate(START), decided])

    assert decide(**PLAN).held_by("plan-made") == {}
    held_by = decide(**{key: said for key, said in PLAN.items() if key != left_out}).held_by("plan-made")
    assert {code: cited[0] for code, cited in held_by.items()} == {gate: source}
    assert decide(outcome="no-plan").held_by("no-plan") == {}


@pytest.mark.clause("BOL-34")
@pytest.mark.parametrize(
    ("made", "due"),
    [("2026-11-20", "2026-12-04"), ("2026-12-18", "2027-01-06"), ("2027-04-23", "2027-05-10")],
    ids=["no holiday", "over Christmas", "over the first May holiday"],
)
def test_the_first_core_group_is_due_ten_working_days_after_the_conference(made, due):
    events = [held(f"{made}T12:00", "plan-made")]
    assert ask(BOLTON, f"{made}T13:00", events).due("hold-first-core-group") == due
    assert ask(BOLTON, f"{made}T13:00", events).duty("hold-first-core-group")["source"][0] == "BOL-34"
    in_time = [*events, event("core-group-held", due, child="c1")]
    assert states(BOLTON, "hold-first-core-group", [f"{due}T23:59:59"], events) == ["open"]
    assert states(BOLTON, "hold-first-core-group", [f"{due}T23:59:59"], in_time) == ["met"]


@pytest.mark.clause("BOL-34")
def test_a_first_core_group_a_day_later_is_late_and_without_a_plan_there_is_none():
    made = [held("2026-11-20T12:00", "plan-made")]
    late = [*made, event("core-group-held", "2026-12-05", child="c1")]
    assert states(BOLTON, "hold-first-core-group", ["2026-12-05"], made) == ["overdue"]
    assert states(BOLTON, "hold-first-core-group", ["2026-12-06"], late) == ["met-late"]
    assert ask(BOLTON, "2026-12-05", [held("2026-11-20T12:00", "no-plan")]).duties("hold-first-core-group") == []


@pytest.mark.clause("BOL-36")
def test_the_written_plan_goes_out_after_the_first_core_group_without_a_number_of_days():
    made = [booked(START), held("2026-11-20T12:00", "plan-made")]
    first = event("core-group-held", "2026-12-01", child="c1")
    assert states(BOLTON, "distribute-plan", ["2026-11-30"], made) == ["waiting"]
    after = ask(BOLTON, "2026-12-02", [*made, first]).duty("distribute-plan")
    assert (after["who"], after["due"], after["state"]) == ("lead_practitioner", None, "open")
    assert states(BOLTON, "distribute-plan", ["2027-11-20"], [*made, first]) == ["open"], "never overdue"
    given = event("plan-distributed", "2026-12-03", to=["parents", "core group"])
    assert states(BOLTON, "distribute-plan", ["2026-12-04"], [*made, first, given]) == ["met"]
    assert ask(BOLTON, "2026-12-02", [held("2026-11-20T12:00", "no-plan")]).duties("distribute-plan") == []


@pytest.mark.clause("BOL-37")
def test_the_conference_notes_are_sent_within_twenty_working_days_of_the_conference():
    conference = [booked(START), held("2026-11-20T12:00", "plan-made")]
    notes = ask(BOLTON, "2026-11-21", conference).duty("send-minutes")
    assert (notes["title"], notes["due"], notes["weight"]) == ("Send the conference notes", "2026-12-18", "local")
    moments = ["2026-12-17", "2026-12-18T23:59:59", "2026-12-19"]
    assert states(BOLTON, "send-minutes", moments, conference) == ["open", "open", "overdue"]
    over_christmas = ask(BOLTON, "2026-12-12", [held("2026-12-11T12:00", "plan-made")])
    assert over_christmas.due("send-minutes") == "2027-01-13"
    sent = event("minutes-sent", "2026-12-18", to="parents")
    assert states(BOLTON, "send-minutes", ["2026-12-19"], [*conference, sent]) == ["met"]
