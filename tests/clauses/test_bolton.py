"""Bolton's clauses, proved by asking the running engine."""

from __future__ import annotations

import pytest

from quorate.procedure.case import CaseError
from tests.clauses.asking import (
    CHILD,
    PLAN,
    TWO_PARENTS,
    UNBORN,
    ask,
    booked,
    event,
    held,
    quorate,
    states,
    there,
)

BOLTON = "bolton"
START = "2026-11-20T10:00"
DISCUSSED = event("strategy-discussion-held", "2026-11-02")
SIBLINGS = (CHILD, {"id": "c2", "born": "2012-02-03"})


# --- The enquiry and the initial conference -------------------------------------------------------------


@pytest.mark.clause("BOL-02")
def test_the_section_47_investigation_comes_first_for_each_child():
    concluded = event("enquiry-concluded", "2026-11-18", child="c1", outcome="conference")
    answer = ask(BOLTON, "2026-11-20T10:00", [DISCUSSED, booked(START), concluded], children=SIBLINGS)
    assert answer.who("conclude-enquiry", "c1") == "social_worker"
    assert answer.state("conclude-enquiry", "c1") == "met"
    assert (answer.due("conclude-enquiry", "c2"), answer.state("conclude-enquiry", "c2")) == (
        "2026-11-20T10:00:00+00:00",
        "open",
    )
    skipped = [DISCUSSED, booked(START), held("2026-11-20T12:00")]
    assert states(BOLTON, "conclude-enquiry", ["2026-11-21"], skipped) == ["missed"]


@pytest.mark.clause("BOL-02")
def test_the_investigation_says_whether_a_conference_is_needed():
    needed = event("enquiry-concluded", "2026-11-18", outcome="conference")
    not_needed = event("enquiry-concluded", "2026-11-18", outcome="not-required", reason="no risk was found")
    assert states(BOLTON, "hold-initial-conference", ["2026-11-24"], [DISCUSSED, needed]) == ["overdue"]
    assert states(BOLTON, "hold-initial-conference", ["2026-11-24"], [DISCUSSED, not_needed]) == ["not-needed"]


@pytest.mark.clause("BOL-03")
@pytest.mark.parametrize(
    ("discussed", "due"),
    [("2026-11-02", "2026-11-23"), ("2026-12-11", "2027-01-06"), ("2027-03-15", "2027-04-07")],
    ids=["no holiday", "over Christmas", "over Easter"],
)
def test_the_initial_conference_is_held_within_fifteen_working_days(discussed, due):
    events = [event("strategy-discussion-held", discussed)]
    assert ask(BOLTON, discussed, events).due("hold-initial-conference") == due
    on_the_day = [*events, held(f"{due}T16:00")]
    assert states(BOLTON, "hold-initial-conference", [f"{due}T23:59:59"], events) == ["open"]
    assert states(BOLTON, "hold-initial-conference", [f"{due}T23:59:59"], on_the_day) == ["met"]


@pytest.mark.clause("BOL-03")
def test_a_conference_a_day_after_the_limit_is_late():
    assert states(BOLTON, "hold-initial-conference", ["2026-11-24"], [DISCUSSED]) == ["overdue"]
    assert states(BOLTON, "hold-initial-conference", ["2026-11-25"], [DISCUSSED, held("2026-11-24T10:00")]) == [
        "met-late"
    ]


@pytest.mark.clause("BOL-03")
@pytest.mark.parametrize(
    "more",
    [
        [event("enquiry-concluded", "2026-11-16", outcome="conference")],
        [event("strategy-discussion-held", "2026-11-12")],
        [event("delay-agreed", "2026-11-20", by="head_of_service", reason="the family was away", interim_plan="yes")],
        [event("duty-excused", "2026-11-20", duty="hold-initial-conference", by="head_of_service", reason="away")],
        [booked("2026-11-23T10:00"), event("conference-moved", "2026-11-20", starts_at="2026-11-27T10:00")],
        [booked(START), event("conference-adjourned", "2026-11-20T10:30", reason="papers-late")],
    ],
    ids=["end of the enquiry", "second discussion", "delay agreed", "excused", "moved", "adjourned"],
)
def test_the_national_limit_is_not_moved(more):
    answer = ask(BOLTON, "2026-11-24", [DISCUSSED, *more])
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-11-23", "overdue")
    assert answer.duty("hold-initial-conference")["weight"] == "national"
    assert answer.duty("hold-initial-conference")["source"][0] == "BOL-03"


@pytest.mark.clause("BOL-05")
def test_the_review_follows_within_three_months_and_then_every_six():
    made = [held("2026-11-30T12:00", "plan-made")]
    review = ask(BOLTON, "2026-12-01", made).duty("hold-first-review")
    assert (review["due"], review["source"][0]) == ("2027-02-28", "BOL-05")
    moments = ["2027-02-27", "2027-02-28T23:59:59", "2027-03-01"]
    assert states(BOLTON, "hold-first-review", moments, made) == ["open", "open", "overdue"]
    reviewed = [*made, held("2027-02-26T12:00", "plan-continues")]
    assert ask(BOLTON, "2027-02-27", reviewed, kind="review").due("hold-next-review") == "2027-08-26"
    again = [*reviewed, held("2027-08-31T12:00", "plan-continues")]
    chain = ask(BOLTON, "2027-09-01", again, kind="review").duties("hold-next-review")
    assert [(duty["due"], duty["state"]) for duty in chain] == [("2027-08-26", "met-late"), ("2028-02-29", "open")]


@pytest.mark.clause("BOL-05")
def test_a_sibling_s_conference_never_moves_another_child_s_review():
    made = [held("2026-11-20T12:00", {"c1": "plan-made", "c2": "no-plan"})]
    later = [*made, held("2027-01-15T12:00", {"c2": "plan-made"}, kind="initial", children=["c2"])]
    answer = ask(BOLTON, "2027-01-16", later, kind="initial", children=SIBLINGS)
    assert (answer.due("hold-first-review", "c1"), answer.due("hold-first-review", "c2")) == (
        "2027-02-20",
        "2027-04-15",
    )


# --- The child and the parents --------------------------------------------------------------------------


@pytest.mark.clause("BOL-08")
def test_each_child_is_offered_the_independent_advocate_before_the_conference():
    offered = event("advocacy-offered", "2026-11-12", child="c1", answer="yes")
    answer = ask(BOLTON, "2026-11-20T10:00", [booked(START), offered], children=SIBLINGS)
    assert (answer.state("offer-advocate", "c1"), answer.state("offer-advocate", "c2")) == ("met", "open")
    assert answer.duty("offer-advocate", "c1")["source"][0] == "BOL-08"
    unborn = ask(BOLTON, "2026-11-20T10:00", [booked(START)], kind="pre_birth", children=(UNBORN,))
    assert unborn.duties("offer-advocate") == []


@pytest.mark.clause("BOL-09")
def test_every_child_on_the_way_to_an_initial_conference_gets_the_booklet():
    children = (CHILD, {"id": "c2", "born": "2026-01-03"}, {"id": "c3", "born": "2008-12-24"})
    given = event("booklet-given", "2026-11-12", child="c1", booklet="conference-booklet")
    answer = ask(BOLTON, "2026-11-20T10:00", [booked(START), given], children=children)
    found = {duty["about"]: duty["state"] for duty in answer.duties("give-child-booklet")}
    assert found == {"c1": "met", "c2": "open", "c3": "open"}
    late = ask(BOLTON, "2026-11-20T10:01", [booked(START), given], children=children)
    assert late.state("give-child-booklet", "c3") == "overdue"
    review = ask(BOLTON, "2026-11-12", [booked(START)], kind="review", children=children)
    assert review.duties("give-child-booklet") == [], "the guide speaks of the initial conference"


@pytest.mark.clause("BOL-10")
@pytest.mark.parametrize("kind", ["initial", "review", "transfer_in"])
def test_parents_are_invited_to_every_conference(kind):
    parent = ask(BOLTON, "2026-11-12", [booked(START)], kind=kind).invitee("parent")
    assert (parent["invite"], parent["source"][0]) == ("yes", "BOL-10")


def excluded(scope, at="2026-11-10"):
    return event("exclusion-decided", at, parent="p1", outcome="excluded", scope=scope, reason="violence", by="chair")


@pytest.mark.clause("BOL-13")
def test_a_parent_is_kept_out_of_all_of_a_conference_or_of_part():
    whole = ask(BOLTON, "2026-11-12", [booked(START), excluded("whole")], parents=TWO_PARENTS)
    part = ask(BOLTON, "2026-11-12", [booked(START), excluded("part")], parents=TWO_PARENTS)
    assert [duty["about"] for duty in whole.duties("meet-parents")] == ["p2"], "kept out of all: not met beforehand"
    assert [duty["about"] for duty in part.duties("meet-parents")] == ["p1", "p2"], "kept out of part: met as others"
    assert (whole.state("explain-exclusion", "p1"), part.state("explain-exclusion", "p1")) == ("open", "open")
    with pytest.raises(CaseError, match="unknown scope 'half'"):
        ask(BOLTON, "2026-11-12", [booked(START), excluded("half")])


@pytest.mark.clause("BOL-14", "BOL-15", "BOL-16")
@pytest.mark.parametrize("scope", ["whole", "part"])
@pytest.mark.parametrize(
    ("code", "who", "met_by", "source"),
    [
        ("explain-exclusion", "chair", "exclusion-explained", "BOL-14"),
        ("collect-excluded-parent-views", "social_worker", "views-collected", "BOL-15"),
        ("offer-meeting", "chair", "meeting-offered", "BOL-16"),
    ],
    ids=["the reasons are explained", "the social worker brings the parent's views", "the chair offers a meeting"],
)
def test_what_is_owed_to_a_parent_who_is_kept_out(scope, code, who, met_by, source):
    events = [booked(START), excluded(scope)]
    open_ = ask(BOLTON, "2026-11-12", events, parents=TWO_PARENTS)
    assert [duty["about"] for duty in open_.duties(code)] == ["p1"], "and not to the parent who may come"
    assert (open_.who(code), open_.due(code), open_.state(code)) == (who, "2026-11-20T10:00:00+00:00", "open")
    assert open_.duty(code)["source"][0] == source
    done = event(met_by, "2026-11-19", parent="p1")
    assert states(BOLTON, code, ["2026-11-20T10:00"], [*events, done]) == ["met"]
    assert states(BOLTON, code, ["2026-11-21"], [*events, held("2026-11-20T12:00")]) == ["missed"]
    assert ask(BOLTON, "2026-11-12", [booked(START)]).duties(code) == [], "nobody is kept out"


# --- Who is there ---------------------------------------------------------------------------------------


@pytest.mark.clause("BOL-17")
@pytest.mark.parametrize(("kind", "outcome"), [("initial", "plan-made"), ("review", "plan-continues")])
def test_several_disciplines_have_to_be_there_at_initial_conferences_and_at_reviews(kind, outcome):
    def decide(*who):
        decided = event("decided", "2026-11-20T11:30", child="c1", by="conference", **PLAN | {"outcome": outcome})
        earlier = [held("2026-08-21T12:00", "plan-made", kind="initial")] if kind == "review" else []
        events = [*earlier, booked(START), *there(START, *who), decided]
        return ask(BOLTON, "2026-11-20T12:00", events, kind=kind)

    alone = decide("social_worker", "team_manager", "family_support_worker")
    assert (alone.data["quorum"]["quorate"], list(alone.held_by(outcome))) == (False, ["decision-needs-quorum"])
    two = decide("social_worker", "police_rep")
    assert (two.data["quorum"]["quorate"], list(two.held_by(outcome))) == (False, ["decision-needs-quorum"])
    three = decide("social_worker", "police_rep", "health_visitor")
    assert (three.data["quorum"]["quorate"], three.held_by(outcome)) == (True, {})
    assert three.data["quorum"]["source"][0] == "BOL-17"


@pytest.mark.clause("BOL-18")
@pytest.mark.parametrize(
    ("kind", "child"),
    [("initial", CHILD), ("review", CHILD), ("transfer_in", CHILD), ("pre_birth", UNBORN)],
)
def test_social_care_health_and_police_are_always_invited(kind, child):
    answer = ask(BOLTON, "2026-11-12", [booked(START)], kind=kind, children=(child,))
    always = {"social-worker", "health-rep", "police-rep"}
    assert answer.invited() & always == always
    assert {answer.invitee(one)["source"][0] for one in always} == {"BOL-18"}


@pytest.mark.clause("BOL-39", "BOL-40")
def test_missing_information_of_an_agency_is_said_at_the_decision_until_its_report_is_there():
    def decide(*more):
        decided = event("decided", "2026-11-20T11:30", child="c1", by="conference", **PLAN)
        apology = event("invitation-answered", "2026-11-12", who="probation_officer", answer="no")
        events = [booked(START), apology, *quorate(START), *more, decided]
        return ask(BOLTON, "2026-11-20T12:00", events)

    missing = decide()
    assert missing.warned("plan-made") == {
        "decision-needs-agency-information": "there is no information from probation"
    }
    assert missing.held_by("plan-made") == {}, "it is said, not held back"
    assert missing.decision("plan-made")["warnings"][0]["source"] == ["BOL-39", "BOL-40"]
    report = event("agency-information-received", "2026-11-18", agency="probation")
    assert decide(report).warned("plan-made") == {}, "a report of its involvement goes in its place"
    assert decide(*there(START, "probation_officer")).warned("plan-made") == {}


# --- The report and the meeting before the start --------------------------------------------------------


@pytest.mark.clause("BOL-23")
@pytest.mark.parametrize("kind", ["initial", "review"])
def test_the_report_reaches_each_parent_twenty_four_hours_before(kind):
    def shared(at):
        report = event("report-shared", at, report="social-work", with_="p1", parts=["report"])
        return ask(BOLTON, "2026-11-20T10:00", [booked(START), report], kind=kind, parents=TWO_PARENTS)

    code = "share-report-with-parents"
    found = [
        shared(at).state(code, "p1") for at in ("2026-11-19T09:59", "2026-11-19T10:00", "2026-11-19T10:00:01", START)
    ]
    assert found == ["met", "met", "met-late", "met-late"]
    other = shared("2026-11-19T09:59").duty(code, "p2")
    assert (other["who"], other["due"], other["state"]) == ("social_worker", "2026-11-19T10:00:00+00:00", "overdue")
    assert ask(BOLTON, "2026-11-19T10:00", [booked(START)], kind=kind).state(code) == "open"


@pytest.mark.clause("BOL-23")
def test_twenty_four_hours_pass_by_the_clock_over_a_weekend_and_a_clock_change():
    monday = ask(BOLTON, "2026-11-20", [booked("2026-11-23T09:00")]).duty("share-report-with-parents")
    assert (monday["due"], monday["act_by"]) == ("2026-11-22T09:00:00+00:00", "2026-11-20")
    clocks_back = ask(BOLTON, "2026-10-20", [booked("2026-10-25T10:00", "2026-10-12T09:00")])
    assert clocks_back.due("share-report-with-parents") == "2026-10-24T11:00:00+01:00"


@pytest.mark.clause("BOL-25")
def test_the_chair_meets_each_parent_before_the_start():
    met = event("chair-met-parent", "2026-11-20T09:50", parent="p1")
    answer = ask(BOLTON, "2026-11-20T10:00", [booked(START), met], parents=TWO_PARENTS)
    assert (answer.who("meet-parents", "p1"), answer.state("meet-parents", "p1")) == ("chair", "met")
    assert (answer.due("meet-parents", "p2"), answer.state("meet-parents", "p2")) == (
        "2026-11-20T10:00:00+00:00",
        "open",
    )
    assert answer.duty("meet-parents", "p1")["source"][0] == "BOL-25"
    assert states(BOLTON, "meet-parents", ["2026-11-21"], [booked(START), held("2026-11-20T12:00")]) == ["missed"]
