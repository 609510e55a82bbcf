"""What happened to a family months ago, or between two sittings, and must not move a date or open a gate today."""

from __future__ import annotations

import pytest

from tests.procedure.asking import Data, ask, booked, decided, discussed, fact, family, held, pack_of


def requested(on: str, reference: str, **carries: object) -> Data:
    return fact("conference-requested", on, reference=reference, kind="initial", **carries)


def ended(on: str, **carries: object) -> Data:
    return fact("enquiry-concluded", on, outcome="not-required", reason="risk not confirmed", **carries)


DECLINED = [
    discussed("2026-11-02"),
    requested("2026-11-03", "A", severity="serious", other_plans_considered=["child-in-need-plan"]),
    fact("assessment-completed", "2026-11-03"),
    fact("invite-list-supplied", "2026-11-03", who=["police"]),
    fact("leaflet-given", "2026-11-03", parent="p1"),
    fact("request-declined", "2026-11-04", reference="A"),
    requested("2026-11-06", "B"),
]


@pytest.mark.parametrize(
    ("pack", "action", "gates"),
    [
        ("leicester", "book", {"booking-needs-invite-list"}),
        ("redbridge", "request", {"request-needs-serious-risk", "request-needs-other-plans"}),
    ],
)
def test_a_request_that_was_declined_opens_no_gate_for_the_next_one(pack: str, action: str, gates: set[str]) -> None:
    answer = ask(*DECLINED, pack=pack, reference="B", parents=["p1"], at="2026-11-07")
    assert {gate["gate"] for gate in answer.action(action)["held_by"]} == gates
    assert (answer.duty("give-parents-leaflet")["for"], answer.state("give-parents-leaflet")) == ("B", "waiting")
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-11-23", "open")


def test_a_declined_request_takes_nothing_from_one_that_stands_beside_it() -> None:
    answer = ask(
        discussed("2026-11-02"),
        requested("2026-11-03", "A", child="c1"),
        fact("leaflet-given", "2026-11-03", parent="p1", of="A"),
        requested("2026-11-04", "B", child="c2"),
        fact("request-declined", "2026-11-05", reference="B", child="c2"),
        booked("2026-11-06", "2026-11-18T10:00", reference="A", child="c1"),
        children=["c1", "c2"],
        parents=["p1"],
        reference="A",
        at="2026-11-07",
    )
    assert answer.state("give-parents-leaflet", of="A") == "met"


@pytest.mark.parametrize("year", ["2016", "2022"])
def test_an_enquiry_that_ended_years_ago_does_not_choose_the_edition_of_the_next(year: str) -> None:
    """Before the first edition the whole family could not be answered, and nothing more be recorded about it."""
    events = [discussed(f"{year}-03-01"), ended(f"{year}-03-20"), discussed("2026-11-16")]
    answer = ask(*events, pack="bolton", at="2026-11-17")
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-12-07", "open")
    assert answer.data["base"] == "england/2023"


def test_a_siblings_old_enquiry_chooses_no_edition_either() -> None:
    case = family(
        discussed("2016-03-01", child="c1"), ended("2016-03-20", child="c1"), discussed("2026-11-16"),
        children=["c1", "c2"],
    )  # fmt: skip
    assert pack_of("bolton", case, "2026-11-17").id == "bolton/2018"


def test_siblings_enquiries_that_ended_one_after_the_other_leave_nothing_prepared() -> None:
    answer = ask(
        discussed("2026-03-02"),
        fact("invite-list-supplied", "2026-03-05"),
        fact("leaflet-given", "2026-03-05", parent="p1"),
        ended("2026-03-10", child="c1"),
        ended("2026-03-11", child="c2"),
        discussed("2026-11-16"),
        children=["c1", "c2"],
        parents=["p1"],
        pack="leicester",
        at="2026-11-17",
    )
    assert answer.state("give-parents-leaflet") == "waiting"
    assert [gate["gate"] for gate in answer.action("book")["held_by"]] == ["booking-needs-invite-list"]


ADJOURNED = [
    discussed("2026-09-01"),
    booked("2026-09-02T09:00", "2026-09-14T10:00", reference="A"),
    decided("2026-09-14T10:30", "c1", "plan-made"),
    fact("conference-adjourned", "2026-09-14T11:00", reason="inquorate"),
    booked("2026-09-14T12:00", "2026-09-24T10:00", reference="A"),
]


@pytest.mark.parametrize(
    "between",
    [
        fact("core-group-held", "2026-09-22", child="c1"),
        fact("plan-explained", "2026-09-15", parent="p1"),
        fact("plan-set", "2026-09-15", child="c1", visit_every="1 week"),
        fact("dissent-recorded", "2026-09-15", child="c1"),
    ],
    ids=lambda event: str(event["event"]),
)
def test_what_follows_a_first_sittings_decision_does_not_keep_the_second_from_being_closed(between: Data) -> None:
    answer = ask(
        *ADJOURNED, between, decided("2026-09-24T10:30", "c2", "plan-made"), held("2026-09-24T11:00", reference="A"),
        children=["c1", "c2"], parents=["p1"], reference="A", at="2026-09-25",
    )  # fmt: skip
    assert answer.dues("hold-first-core-group") == {"c1": "2026-09-28", "c2": "2026-10-08"}
    assert answer.dues("hold-first-review") == {"c1": "2026-12-14", "c2": "2026-12-24"}


def test_what_follows_a_first_sittings_decision_meets_its_duty_before_the_second() -> None:
    answer = ask(
        *ADJOURNED, fact("core-group-held", "2026-09-22", child="c1"),
        children=["c1", "c2"], parents=["p1"], reference="A", pack="bolton", at="2026-09-23",
    )  # fmt: skip
    assert answer.state("distribute-plan") == "open"
    bradford = ask(
        *ADJOURNED, fact("plan-explained", "2026-09-15", parent="p1"),
        children=["c1", "c2"], parents=["p1"], reference="A", pack="bradford", at="2026-09-23",
    )  # fmt: skip
    assert bradford.states("explain-plan-to-parents") == {"p1": "met"}


def test_a_conference_that_is_not_held_any_more_is_not_reconvened() -> None:
    cancelled = fact("conference-cancelled", "2026-09-15T10:00", reference="A")
    answer = ask(*ADJOURNED, cancelled, reference="A", at="2026-09-16")
    assert (answer.states("reconvene"), answer.due("hold-first-core-group")) == ({}, "2026-09-28")
    review = [
        held("2026-01-12T12:00", "plan-made", reference="A"),
        fact("conference-requested", "2026-03-01", reference="R", kind="review"),
        booked("2026-03-02", "2026-04-01T10:00", reference="R"),
        fact("conference-adjourned", "2026-04-01T11:00", reason="inquorate"),
    ]
    grown_up = fact("plan-ended", "2026-04-05", reason="aged-18")
    told = {"kind": "review", "reference": "R", "at": "2026-04-10"}
    states = [ask(*review, *more, **told).states("reconvene") for more in ((), (grown_up,))]
    assert states == [{None: "open"}, {None: "not-needed"}]


def test_nobody_looks_at_an_exclusion_afresh_for_a_conference_that_sat_and_was_cancelled() -> None:
    excluded = fact("exclusion-decided", "2026-09-10", parent="p1", outcome="excluded", of="A")
    cancelled = fact("conference-cancelled", "2026-09-15T10:00", reference="A")
    told: Data = {"parents": ["p1"], "reference": "A", "pack": "leicester", "at": "2026-09-17"}
    sat = ask(excluded, *ADJOURNED, fact("attended", "2026-09-14T10:00", who="p1"), cancelled, **told)
    anew = ask(excluded, *ADJOURNED, cancelled, requested("2026-09-16", "A"), **told)
    assert (sat.states("review-exclusion"), anew.states("review-exclusion")) == ({}, {"p1": "open"})


@pytest.mark.parametrize(("about", "states"), [("c1", ("open", "waiting")), ("c2", ("waiting", "open"))])
def test_a_plan_is_given_out_after_the_core_group_of_its_own_child(about: str, states: tuple[str, str]) -> None:
    answer = ask(
        discussed("2026-09-01"),
        requested("2026-09-02", "A", child="c1"),
        held("2026-09-14T12:00", {"c1": "plan-made"}, reference="A", child="c1"),
        requested("2026-09-15", "B", child="c2"),
        held("2026-09-21T12:00", {"c2": "plan-made"}, reference="B", child="c2"),
        fact("core-group-held", "2026-09-24", child=about),
        children=["c1", "c2"],
        pack="bolton",
        reference="B",
        at="2026-09-25",
    )
    assert (answer.state("distribute-plan", of="A"), answer.state("distribute-plan", of="B")) == states


@pytest.mark.parametrize("reason", ["aged-18", "transferred-out", "left-uk"])
def test_a_review_of_a_child_whose_plan_has_ended_asks_for_nothing_and_a_siblings_goes_on(reason: str) -> None:
    events = [
        held("2026-03-02T12:00", "plan-made", reference="A"),
        fact("conference-requested", "2026-03-20", reference="R", kind="review"),
        booked("2026-03-21T09:00", "2026-05-20T10:00", reference="R"),
        fact("plan-ended", "2026-04-10", child="c1", reason=reason),
    ]
    told = {"kind": "review", "reference": "R", "parents": ["p1"], "at": "2026-04-22"}
    alone = ask(*events, **told)
    assert {one["state"] for one in alone.data["duties"] if one["for"] == "R"} <= {"not-needed", "waiting"}
    both = ask(*events, children=["c1", "c2"], pack="leicester", **told)
    assert both.states("share-report-with-parents") == {"p1": "open"}
    assert both.states("settle-how-child-takes-part") == {"c1": "not-needed", "c2": "open"}


def test_an_enquiry_may_end_without_a_plan_after_a_conference_that_decided_nothing() -> None:
    sat = [discussed("2026-09-01"), requested("2026-09-02", "A"), held("2026-09-14T11:30", {}, reference="A")]
    assert ask(*sat, reference="A", at="2026-09-30").states("hold-initial-conference") == {"c1": "overdue"}
    over = ask(*sat, ended("2026-09-16"), reference="A", at="2026-09-30")
    assert over.states("hold-initial-conference") == {"c1": "not-needed"}
    again = ask(*sat, ended("2026-09-16"), discussed("2026-09-28"), at="2026-09-30")
    assert (again.due("hold-initial-conference", of=None), again.states("hold-initial-conference")) == (
        "2026-10-19", {"c1": "open"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "between",
    [
        held("2026-09-14T11:30", {}, reference="A", kind="transfer_in"),
        held("2026-09-14T11:30", {"c2": "plan-continues"}, reference="A", kind="review", child="c2"),
    ],
    ids=["left-undecided", "a-siblings-review"],
)
def test_the_clock_of_a_move_in_runs_on_past_a_conference_that_did_not_decide_about_the_child(between: Data) -> None:
    """The second request tells of the move again, with the day on which it was told of."""
    answer = ask(
        fact("transfer-notified", "2026-09-01", child="c1"),
        between,
        fact("conference-requested", "2026-09-15", reference="B", kind="transfer_in", child="c1"),
        children=["c1", "c2"], kind="transfer_in", reference="B", at="2026-09-23",
    )  # fmt: skip
    duty = answer.duty("hold-transfer-in-conference", "c1", "B")
    assert (duty["due"], duty["state"]) == ("2026-09-22", "overdue")


UNBORN = [discussed("2026-09-01"), held("2026-09-14T11:00", "plan-made", reference="A", kind="pre_birth")]


def test_a_child_is_visited_from_its_birth_on_and_before_it_where_the_plan_says_so() -> None:
    expected = {"children": [{"id": "c1", "expected": "2026-12-01"}], "kind": "pre_birth", "reference": "A"}
    assert ask(*UNBORN, at="2026-10-22", **expected).duty("visit-child")["state"] == "waiting"
    often = ask(*UNBORN, fact("plan-set", "2026-09-20", visit_every="2 weeks"), at="2026-10-22", **expected)
    assert (often.due("visit-child"), often.state("visit-child")) == ("2026-09-28", "overdue")
    born = {**expected, "children": [{"id": "c1", "expected": "2026-12-01", "born": "2026-11-28"}]}
    answer = ask(*UNBORN, fact("child-born", "2026-11-28"), at="2026-11-30", **born)
    assert (answer.due("visit-child"), answer.state("visit-child")) == ("2026-12-11", "open")


def test_a_plan_that_ended_before_its_review_can_neither_go_on_nor_end_there() -> None:
    events = [
        held("2026-03-02T12:00", "plan-made", reference="A"),
        fact("conference-requested", "2026-03-20", reference="R", kind="review"),
        fact("plan-ended", "2026-04-10", child="c1", reason="left-uk"),
    ]
    answer = ask(*events, children=["c1", "c2"], kind="review", reference="R", at="2026-04-22")
    offered = {(one["child"], one["outcome"]) for one in answer.data["decisions"] if one["action"] == "decide"}
    assert offered == {("c1", "plan-made"), ("c1", "no-plan"), ("c2", "plan-continues"), ("c2", "plan-ended")}


def test_a_brother_who_joins_after_the_request_was_sent_is_decided_about_too() -> None:
    answer = ask(
        discussed("2026-09-01"),
        requested("2026-09-02", "A", child="c1"),
        booked("2026-09-03T10:00", "2026-09-16T10:00", reference="A", children=["c1", "c2"]),
        children=["c1", "c2"], reference="A", pack="bolton", at="2026-09-04",
    )  # fmt: skip
    assert {duty["for"] for duty in answer.data["duties"]} == {"A"}
    assert answer.states("give-child-booklet") == {"c1": "open", "c2": "open"}
    assert {one["child"] for one in answer.data["decisions"] if one["action"] == "decide"} == {"c1", "c2"}


# --- An enquiry that begins on the day on which something ended

PLANNED = (discussed("2026-01-05"), held("2026-01-20", "plan-made", reference="A"))


@pytest.mark.parametrize("began", ["2026-06-01", "2026-06-01T09:00"])
@pytest.mark.parametrize(
    "end",
    [
        fact("plan-ended", "2026-06-01", child="c1", reason="reached 18"),
        held("2026-06-01", "plan-ended", reference="B"),
        held("2026-06-01", {"c1": "plan-ended"}, reference="B"),
    ],
)
def test_an_enquiry_begun_on_the_day_on_which_a_plan_ended_is_counted(end: Data, began: str) -> None:
    """Monday 1 June: fifteen working days end on Monday 22 June, and the next conference is to come."""
    answer = ask(*PLANNED, end, discussed(began), at="2026-06-02")
    waiting = answer.duty("hold-initial-conference", of=None)
    assert (answer.data["conference"]["held_at"], waiting["due"], waiting["state"]) == (None, "2026-06-22", "open")
    asked = [end, discussed(began), requested("2026-06-03", "C")]
    answer = ask(*PLANNED, *asked, at="2026-06-04", reference="C")
    assert (answer.due("hold-initial-conference", of="C"), answer.all("hold-initial-conference", of="B")) == (
        "2026-06-22", []
    )  # fmt: skip


def test_times_tell_a_discussion_during_the_plan_from_an_enquiry_after_it() -> None:
    review = [decided("2026-06-01T11:00", "c1", "plan-ended"), held("2026-06-01T12:00", reference="B")]
    before = ask(*PLANNED, discussed("2026-06-01T09:00"), *review, at="2026-06-02", reference="B", kind="review")
    assert before.all("hold-initial-conference") == []
    after = ask(*PLANNED, discussed("2026-06-01T15:00"), *review, at="2026-06-02")
    assert after.due("hold-initial-conference") == "2026-06-22"


def test_an_enquiry_begun_on_the_day_on_which_another_ended_is_counted_until_it_ends_itself() -> None:
    first = [discussed("2026-05-18"), ended("2026-06-01")]
    begins = discussed("2026-06-01", starts_enquiry=True)
    answer = ask(*first, begins, at="2026-06-02")
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-06-22", "open")
    again = ended("2026-06-01", by="manager")
    assert ask(*first, begins, again, at="2026-06-02").state("hold-initial-conference") == "not-needed"
    # Of two that say which enquiry they end the later one holds: about new worries no conference was needed.
    called = fact("enquiry-concluded", "2026-06-01", outcome="conference", begun_on="2026-05-18")
    newer = ended("2026-06-01", begun_on="2026-06-01")
    told = [discussed("2026-05-18"), called, begins]
    assert ask(*told, at="2026-06-02").due("hold-initial-conference") == "2026-06-22"
    assert ask(*told, newer, at="2026-06-02").state("hold-initial-conference") == "not-needed"
    assert ask(*told, ended("2026-06-01"), at="2026-06-02").state("hold-initial-conference") == "open"
    # A further discussion in the first one, on the day on which it ended, begins nothing.
    further = discussed("2026-06-01", starts_enquiry=False)
    assert ask(*first, further, at="2026-06-02").state("hold-initial-conference") == "not-needed"
