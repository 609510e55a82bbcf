"""Chains are per child: plans, reviews, births, losses, and every end; a sibling never moves another's."""

import pytest

from tests.procedure.asking import Answer, Data, ask, booked, child, decided, discussed, fact, held

CHAIN = ("hold-first-review", "hold-next-review", "hold-first-core-group", "hold-next-core-group", "visit-child")


def chain(answer: Answer, about: str) -> dict[str, tuple[str | None, str]]:
    """The open chain of one child: limit and state by code."""
    return {
        duty["code"]: (duty["due"], duty["state"])
        for code in CHAIN
        for duty in answer.all(code, about)
        if duty["state"] not in ("met", "met-late", "not-needed")
    }


# --- Chains ---------------------------------------------------------------------------------------------


def test_a_chain_exists_only_after_a_plan_is_made_or_continues() -> None:
    assert chain(ask(discussed("2026-11-16"), at="2026-11-17"), "c1") == {}
    assert chain(ask(held("2026-12-03", "no-plan"), at="2026-12-04"), "c1") == {}
    assert chain(ask(held("2026-12-03"), at="2026-12-04"), "c1") == {}
    assert chain(ask(held("2026-12-03", "plan-made"), at="2026-12-04"), "c1") == {
        "hold-first-review": ("2027-03-03", "open"),
        "hold-first-core-group": ("2026-12-17", "open"),
        "hold-next-core-group": (None, "waiting"),
        "visit-child": ("2026-12-17", "open"),
    }


def test_siblings_with_different_outcomes_and_days() -> None:
    answer = ask(
        decided("2026-12-01T12:00", "c1", "plan-made"),
        fact("conference-adjourned", "2026-12-01T12:30", reason="papers-late", children=["c1"]),
        decided("2026-12-08T11:00", "c2", "plan-made"),
        decided("2026-12-08T11:05", "c3", "no-plan"),
        held("2026-12-08T11:30"),
        children=["c1", "c2", "c3"],
        at="2026-12-09",
    )
    assert answer.dues("hold-first-review") == {"c1": "2027-03-01", "c2": "2027-03-08"}
    assert answer.dues("hold-first-core-group") == {"c1": "2026-12-15", "c2": "2026-12-22"}
    assert chain(answer, "c3") == {}


def test_after_plan_made_comes_a_first_review_and_after_plan_continues_a_later_one() -> None:
    answer = ask(
        held("2026-01-20", "plan-made", reference="A", children=["c1"]),
        held("2026-04-14", {"c1": "plan-continues", "c2": "plan-made"}, reference="B"),
        kind="review",
        children=["c1", child("c2", kind="initial")],
        reference="B",
        at="2026-04-15",
    )
    assert chain(answer, "c1")["hold-next-review"] == ("2026-10-14", "open")
    assert chain(answer, "c2")["hold-first-review"] == ("2026-07-14", "open")
    assert "hold-next-review" not in chain(answer, "c2")


def test_each_review_is_counted_from_the_childs_own_last_one() -> None:
    answer = ask(
        held("2026-01-20", "plan-made", reference="A"),
        held("2026-03-02", "plan-continues", reference="B", children=["c1"]),
        held("2026-04-14", "plan-continues", reference="C", children=["c2"]),
        kind="review",
        children=["c1", "c2"],
        reference="C",
        at="2026-04-15",
    )
    assert chain(answer, "c1")["hold-next-review"][0] == "2026-09-02"
    assert chain(answer, "c2")["hold-next-review"][0] == "2026-10-14"


def test_a_later_review_meets_the_one_before_and_begins_the_next() -> None:
    answer = ask(
        held("2025-10-20", "plan-made", reference="A"),
        held("2026-01-19", "plan-continues", reference="B"),
        held("2026-07-21", "plan-continues", reference="C"),
        kind="review",
        reference="C",
        at="2026-07-22",
    )
    assert [(duty["due"], duty["met_at"], duty["state"]) for duty in answer.all("hold-next-review")] == [
        ("2026-07-19", "2026-07-21", "met-late"),
        ("2027-01-21", None, "open"),
    ]


def test_a_new_sibling_joins_a_review_with_an_initial_conference_of_its_own() -> None:
    events = [
        held("2026-01-20", "plan-made", reference="A", children=["c1"]),
        discussed("2026-03-23", child="c2"),
        booked("2026-03-25", "2026-04-14T10:00", reference="B"),
    ]
    described = {"kind": "review", "children": ["c1", child("c2", kind="initial")], "reference": "B"}
    answer = ask(*events, at="2026-03-26", **described)
    assert answer.dues("hold-initial-conference") == {"c2": "2026-04-15"}
    assert answer.dues("hold-first-review") == {"c1": "2026-04-20"}
    outcomes = {(one["child"], one["outcome"]) for one in answer.data["decisions"] if one["action"] == "decide"}
    assert outcomes == {("c1", "plan-continues"), ("c1", "plan-ended"), ("c2", "plan-made"), ("c2", "no-plan")}
    sat = held("2026-04-14T12:00", {"c1": "plan-continues", "c2": "plan-made"}, reference="B")
    after = ask(*events, sat, at="2026-04-16", **described)
    assert after.states("hold-initial-conference") == {"c2": "met"}


def test_a_siblings_conference_never_restarts_another_childs_chain() -> None:
    events = [held("2026-01-20", "plan-made", reference="A")]
    described = {"kind": "review", "children": ["c1", "c2"], "reference": "B"}
    alone = ask(*events, at="2026-03-10", **described)
    together = ask(*events, held("2026-03-02", "plan-continues", reference="B", children=["c2"]),
                   at="2026-03-10", **described)  # fmt: skip
    assert chain(together, "c1") == chain(alone, "c1")


def test_a_siblings_own_conference_leaves_the_other_childs_first_conference_to_be_held() -> None:
    answer = ask(
        discussed("2026-11-02"),
        booked("2026-11-04", "2026-11-16T10:00", children=["c2"], reference="A"),
        held("2026-11-16T12:00", "plan-made", children=["c2"], reference="A"),
        children=["c1", "c2"],
        reference="A",
        at="2026-11-17",
    )
    assert answer.dues("hold-initial-conference")["c1"] == "2026-11-23"
    assert answer.states("hold-initial-conference")["c1"] == "open"


def test_a_child_left_undecided_beside_a_decided_sibling_has_not_had_its_conference() -> None:
    answer = ask(
        discussed("2026-11-02"),
        decided("2026-11-16", "c1", "plan-made"),
        held("2026-11-16"),
        children=["c1", "c2"],
        at="2026-11-24",
    )
    assert answer.states("hold-initial-conference") == {"c1": "met", "c2": "overdue"}


@pytest.mark.parametrize(
    "event",
    [
        fact("core-group-held", "2026-02-02", children=["c2"]),
        fact("child-visited", "2026-02-02", child="c2", seen=True),
        fact("plan-set", "2026-02-02", child="c2", visit_every="1 week", core_group_every="3 weeks"),
        fact("strategy-discussion-held", "2026-02-02", child="c2"),
        fact("child-died", "2026-02-02", child="c2"),
        fact("plan-ended", "2026-02-02", child="c2", reason="transferred-out"),
        fact("became-looked-after", "2026-02-02", child="c2"),
        fact("moved-away", "2026-02-02", child="c2", permanent=True),
    ],
)
def test_no_event_of_a_sibling_moves_a_chain(event: Data) -> None:
    events = [held("2026-01-20", "plan-made", reference="A"), fact("core-group-held", "2026-01-29")]
    described = {"children": ["c1", "c2"], "reference": "A"}
    without, with_it = ask(*events, at="2026-02-03", **described), ask(*events, event, at="2026-02-03", **described)
    assert chain(with_it, "c1") == chain(without, "c1")


# --- Core groups, visits, what the plan sets -------------------------------------------------------------


def on_plan(*events: Data, at: str) -> Answer:
    return ask(held("2026-01-20", "plan-made", reference="A"), *events, reference="A", at=at)


def test_core_groups_follow_each_other_at_most_six_weeks_apart() -> None:
    answer = on_plan(fact("core-group-held", "2026-01-29"), fact("core-group-held", "2026-03-05"), at="2026-03-06")
    assert (answer.state("hold-first-core-group"), answer.duty("hold-first-core-group")["met_at"]) == (
        "met",
        "2026-01-29",
    )
    assert (answer.due("hold-next-core-group"), answer.state("hold-next-core-group")) == ("2026-04-16", "open")


def test_only_a_visit_at_which_the_child_was_seen_counts() -> None:
    seen = fact("child-visited", "2026-01-27", child="c1", seen=True)
    missed = fact("child-visited", "2026-02-03", child="c1", seen=False)
    assert on_plan(at="2026-01-21").due("visit-child") == "2026-02-03"
    assert on_plan(seen, at="2026-02-04").due("visit-child") == "2026-02-10"
    assert on_plan(seen, missed, at="2026-02-04").due("visit-child") == "2026-02-10"


def test_what_the_plan_sets_wins_over_the_packs_interval() -> None:
    set_ = fact("plan-set", "2026-01-20", visit_every="1 week", core_group_every="4 weeks")
    answer = on_plan(set_, fact("core-group-held", "2026-01-29"), at="2026-01-30")
    assert (answer.due("visit-child"), answer.due("hold-next-core-group")) == ("2026-01-27", "2026-02-26")


def test_the_last_interval_set_wins_and_each_child_has_its_own() -> None:
    answer = ask(
        held("2026-01-20", "plan-made"),
        fact("plan-set", "2026-01-21", visit_every="1 week"),
        fact("plan-set", "2026-01-22", child="c2", visit_every="3 weeks"),
        children=["c1", "c2"],
        at="2026-01-23",
    )
    assert answer.dues("visit-child") == {"c1": "2026-01-27", "c2": "2026-02-10"}


def test_an_interval_set_does_not_outlive_the_plan() -> None:
    answer = ask(
        held("2026-01-20", "plan-made", reference="A"),
        fact("plan-set", "2026-01-21", visit_every="1 week"),
        held("2026-04-14", "plan-ended", reference="B", kind="review"),
        discussed("2026-09-01"),
        held("2026-09-21", "plan-made", reference="C", kind="initial"),
        reference="C",
        at="2026-09-22",
    )
    assert answer.due("visit-child") == "2026-10-05"


def test_an_excused_visit_does_not_excuse_the_visits_after_the_next() -> None:
    excused = fact("duty-excused", "2026-02-02", duty="visit-child", reason="in hospital", by="team manager")
    assert on_plan(excused, at="2026-02-03").state("visit-child") == "excused"
    seen = fact("child-visited", "2026-02-10", child="c1", seen=True)
    answer = on_plan(excused, seen, at="2026-03-02")
    assert (answer.due("visit-child"), answer.state("visit-child")) == ("2026-02-24", "overdue")


# --- Before birth ---------------------------------------------------------------------------------------

UNBORN = {"kind": "pre_birth", "children": [child("c1", None, expected="2026-06-30")], "reference": "A"}


def test_a_pre_birth_conference_is_timed_by_the_enquiry_and_by_34_weeks() -> None:
    answer = ask(discussed("2026-04-01"), at="2026-04-02", **UNBORN)
    assert answer.due("hold-initial-conference") == "2026-04-24"
    assert answer.due("review-pre-birth-timing") == "2026-05-19"


def test_a_changed_expected_date_moves_its_limit() -> None:
    changed = fact("expected-date-changed", "2026-04-10", child="c1", expected="2026-06-16", reason="scan")
    assert ask(discussed("2026-04-01"), changed, at="2026-04-09", **UNBORN).due("review-pre-birth-timing") == (
        "2026-05-19"
    )
    answer = ask(discussed("2026-04-01"), changed, at="2026-04-10", **UNBORN)
    assert answer.due("review-pre-birth-timing") == "2026-05-05"
    assert answer.due("hold-initial-conference") == "2026-04-24"


@pytest.mark.parametrize("meets", [fact("core-group-held", "2026-06-24"), held("2026-06-24", "plan-continues")])
def test_a_birth_asks_for_a_review_within_ten_working_days_and_a_core_group_meets_it_too(meets: Data) -> None:
    events = [held("2026-04-20", "plan-made", reference="A"), fact("child-born", "2026-06-20", child="c1")]
    before = ask(*events, at="2026-06-22", **UNBORN)
    assert (before.due("hold-review-after-birth"), before.state("hold-review-after-birth")) == ("2026-07-03", "open")
    described = UNBORN if meets["event"] == "core-group-held" else {**UNBORN, "kind": "review", "reference": "B"}
    if meets["event"] == "conference-held":
        meets = {**meets, "reference": "B"}
    after = ask(*events, meets, at="2026-06-25", **described)
    assert after.state("hold-review-after-birth") == "met"


def test_before_the_birth_its_review_waits_and_the_plan_keeps_its_start_after_it() -> None:
    events = [held("2026-04-20", "plan-made", reference="A")]
    answer = ask(*events, at="2026-04-21", **UNBORN)
    assert (answer.due("hold-review-after-birth"), answer.state("hold-review-after-birth")) == (None, "waiting")
    born = fact("child-born", "2026-06-20", child="c1")
    assert ask(*events, born, at="2026-06-22", **UNBORN).due("hold-first-review") == "2026-07-20"


def test_a_child_born_before_the_plan_was_made_has_no_review_after_birth() -> None:
    answer = ask(
        fact("child-born", "2026-04-10", child="c1"), held("2026-04-20", "plan-made", reference="A"),
        at="2026-04-21", **UNBORN,
    )  # fmt: skip
    assert answer.all("hold-review-after-birth") == []


@pytest.mark.parametrize(
    ("born", "sat", "asked"),
    [
        ("2026-04-20", "2026-04-20T11:00", True),
        ("2026-04-20T08:15", "2026-04-20", True),
        ("2026-04-20T15:40", "2026-04-20T11:00", True),
        ("2026-04-20T08:15", "2026-04-20T11:00", False),
    ],
)  # fmt: skip
def test_of_a_birth_on_the_day_of_the_conference_only_times_say_that_it_came_before(
    born: str, sat: str, asked: bool
) -> None:
    """The limit worked by hand: Monday 20 April, ten working days with the bank holiday of 4 May between, 5 May."""
    plan = [decided(sat, "c1", "plan-made"), held(sat, reference="A")]
    answer = ask(*plan, fact("child-born", born, child="c1"), at="2026-04-21", **UNBORN)
    assert answer.dues("hold-review-after-birth") == ({"c1": "2026-05-05"} if asked else {})
    assert answer.dues("visit-child") == {"c1": "2026-05-05"}


def test_a_birth_that_only_the_childs_own_row_tells_counts_from_its_day() -> None:
    row = {**UNBORN, "children": [child("c1", "2026-04-20", expected="2026-06-30")]}
    answer = ask(held("2026-04-20", "plan-made", reference="A"), at="2026-04-21", **row)
    assert (answer.due("hold-review-after-birth"), answer.state("hold-review-after-birth")) == ("2026-05-05", "open")


@pytest.mark.parametrize("lost", ["pregnancy-ended", "child-died"])
def test_after_a_loss_or_death_nothing_is_asked_and_everything_queued_is_held(lost: str) -> None:
    events = [held("2026-04-20", "plan-made", reference="A")]
    if lost == "child-died":
        events.append(fact("child-born", "2026-05-10", child="c1"))
    answer = ask(*events, fact(lost, "2026-05-11", child="c1"), at="2027-05-12", **UNBORN)
    unmet = {duty["code"]: duty["state"] for duty in answer.data["duties"] if duty["state"] in ("open", "overdue")}
    assert unmet == {}
    assert answer.data["next"] is None
    assert len(answer.data["notes"]) == 1


def test_a_loss_while_a_conference_is_prepared_ends_its_preparation() -> None:
    events = [discussed("2026-04-01"), booked("2026-04-03", "2026-04-20T10:00")]
    answer = ask(*events, fact("pregnancy-ended", "2026-04-10", child="c1"), at="2026-05-12", **UNBORN)
    assert {duty["state"] for duty in answer.data["duties"]} <= {"not-needed"}


def test_one_twins_death_leaves_the_others_limits() -> None:
    answer = ask(
        held("2026-01-20", "plan-made"),
        fact("child-died", "2026-01-25", child="c2"),
        children=["c1", "c2"],
        at="2026-01-26",
    )
    assert answer.states("visit-child") == {"c1": "open", "c2": "not-needed"}
    assert answer.state("send-minutes") == "open"


# --- Ends of plans --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["transferred-out", "aged-18", "left-uk", "looked-after", None])
def test_a_plan_ends_without_a_conference_for_every_reason(reason: str | None) -> None:
    said = {} if reason is None else {"reason": reason}
    answer = on_plan(fact("plan-ended", "2026-03-02", child="c1", **said), at="2026-12-01")
    assert {code: answer.state(code) for code in ("hold-first-review", "hold-first-core-group", "visit-child")} == {
        "hold-first-review": "not-needed",
        "hold-first-core-group": "not-needed",
        "visit-child": "not-needed",
    }


def test_a_review_that_ends_the_plan_ends_its_chain() -> None:
    answer = ask(
        held("2026-01-20", "plan-made", reference="A"),
        held("2026-04-14", "plan-ended", reference="B"),
        kind="review",
        reference="B",
        at="2026-12-01",
    )
    assert chain(answer, "c1") == {}
    assert answer.state("hold-first-review") == "met"
    assert answer.all("hold-next-review") == []


@pytest.mark.parametrize(
    "event",
    [
        fact("became-looked-after", "2026-02-02", child="c1"),
        fact("moved-away", "2026-02-02", child="c1", permanent=True, to_authority="another"),
        fact("moved-away", "2026-02-02", child="c1", permanent=False),
    ],
)
def test_a_move_or_coming_into_care_does_not_itself_end_the_plan(event: Data) -> None:
    answer = on_plan(event, at="2026-02-03")
    assert chain(answer, "c1") == chain(on_plan(at="2026-02-03"), "c1")


def test_a_plan_made_again_after_an_end_begins_a_new_chain() -> None:
    answer = ask(
        held("2025-10-20", "plan-made", reference="A"),
        fact("plan-ended", "2025-12-01", child="c1", reason="transferred-out"),
        discussed("2026-03-02"),
        held("2026-03-17", "plan-made", reference="B"),
        reference="B",
        at="2026-03-18",
    )
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-03-23", "met")
    assert chain(answer, "c1")["hold-first-review"] == ("2026-06-17", "open")


# --- Moving in ------------------------------------------------------------------------------------------


def test_a_child_who_moves_in_for_good_has_a_conference_within_15_working_days_and_a_plan_of_its_own() -> None:
    notified = fact("transfer-notified", "2026-11-02", from_authority="another", permanent=True)
    answer = ask(notified, kind="transfer_in", at="2026-11-03")
    assert (answer.due("hold-transfer-in-conference"), answer.state("hold-transfer-in-conference")) == (
        "2026-11-23",
        "open",
    )
    assert answer.all("hold-initial-conference") == []
    after = ask(notified, held("2026-11-20", "plan-made"), kind="transfer_in", at="2026-11-21")
    assert after.state("hold-transfer-in-conference") == "met"
    assert after.due("hold-first-review") == "2027-02-20"


def test_a_temporary_move_starts_no_clock() -> None:
    notified = fact("transfer-notified", "2026-11-02", from_authority="another", permanent=False)
    answer = ask(notified, kind="transfer_in", at="2026-12-30")
    duty = answer.duty("hold-transfer-in-conference")
    assert (duty["due"], duty["state"]) == (None, "waiting")
