"""Barnet's clauses, proved by asking the running engine."""

from __future__ import annotations

import pytest

from quorate.procedure.case import CaseError
from tests.clauses.asking import PLAN, TWO_PARENTS, ask, booked, event, held, pack, quorate, states

BARNET = "barnet"
START = "2026-11-20T10:00"
START_AS_LIMIT = "2026-11-20T10:00:00+00:00"


def decide(*more, **said):
    """A quorate initial conference at which this was decided."""
    decided = event("decided", "2026-11-20T11:30", child="c1", **said)
    return ask(BARNET, "2026-11-20T12:00", [booked(START), *quorate(START), *more, decided])


# --- Before the conference ------------------------------------------------------------------------------


@pytest.mark.clause("BAR-01", "BAR-57", "BAR-25")
@pytest.mark.parametrize(
    ("code", "who", "met_by", "source"),
    [
        ("give-parents-leaflet", "social_worker", "leaflet-given", "BAR-01"),
        ("explain-conference-to-parents", "social_worker", "concerns-explained", "BAR-57"),
        ("meet-parents", "chair", "chair-met-parent", "BAR-25"),
    ],
    ids=["the leaflet", "the concerns explained", "the meeting with the chair"],
)
def test_what_each_parent_is_owed_before_the_start(code, who, met_by, source):
    done = event(met_by, "2026-11-20T09:45", parent="p1")
    answer = ask(BARNET, "2026-11-20T10:00", [booked(START), done], parents=TWO_PARENTS)
    assert (answer.who(code, "p1"), answer.state(code, "p1")) == (who, "met")
    assert (answer.due(code, "p2"), answer.state(code, "p2")) == (START_AS_LIMIT, "open")
    assert answer.duty(code, "p2")["source"][0] == source
    assert ask(BARNET, "2026-11-20T10:00:01", [booked(START)]).state(code) == "overdue"
    held_without = ask(BARNET, "2026-11-21", [booked(START), held("2026-11-20T12:00")])
    assert held_without.state(code) == "missed"


@pytest.mark.clause("BAR-07")
@pytest.mark.parametrize("kind", ["initial", "review", "transfer_in"])
def test_parents_are_invited(kind):
    parent = ask(BARNET, "2026-11-12", [booked(START)], kind=kind).invitee("parent")
    assert (parent["invite"], parent["source"][0]) == ("yes", "BAR-07")


@pytest.mark.clause("BAR-15")
def test_a_parent_may_say_who_comes_with_them_until_the_start():
    window = ask(BARNET, "2026-11-12", [booked(START)]).duty("name-supporter")
    assert (window["window"], window["due"]) == (True, START_AS_LIMIT)
    assert window["title"] == "Tell the social worker who will come with you"
    moments = ["2026-11-19", "2026-11-20T10:00", "2026-11-20T10:01"]
    assert states(BARNET, "name-supporter", moments, [booked(START)]) == ["open", "open", "closed"]
    on_the_morning = event("supporter-named", "2026-11-20T09:00", for_="p1", kind="advocate")
    assert states(BARNET, "name-supporter", [START], [booked(START), on_the_morning]) == ["used"]


def excluded(by="chair"):
    return event("exclusion-decided", "2026-11-10", parent="p1", outcome="excluded", reason="disruption", by=by)


@pytest.mark.clause("BAR-17")
def test_the_authority_may_decide_that_a_parent_is_not_invited():
    def answer(by):
        return ask(BARNET, "2026-11-11", [booked(START), excluded(by)], parents=TWO_PARENTS)

    assert [answer(by).action("exclude")["allowed"] for by in ("chair", "social_worker")] == [True, True]
    assert {gate: cited[0] for gate, cited in answer("police_rep").action_held_by("exclude").items()} == {
        "exclusion-by-chair": "BAR-17"
    }
    assert answer("chair").invitee("parent")["except"] == ["p1"], "the other parent is invited all the same"
    assert [duty["about"] for duty in answer("chair").duties("meet-parents")] == ["p2"], "p1 does not come"


@pytest.mark.clause("BAR-18")
def test_a_parent_who_is_not_invited_is_asked_for_their_views_before_the_meeting():
    code = "collect-excluded-parent-views"
    events = [booked(START), excluded()]
    answer = ask(BARNET, "2026-11-11", events, parents=TWO_PARENTS)
    assert [duty["about"] for duty in answer.duties(code)] == ["p1"]
    assert (answer.who(code), answer.due(code), answer.state(code)) == ("social_worker", START_AS_LIMIT, "open")
    assert answer.duty(code)["source"][0] == "BAR-18"
    collected = event("views-collected", "2026-11-19", parent="p1", how="at home")
    assert states(BARNET, code, [START], [*events, collected]) == ["met"]
    assert states(BARNET, code, ["2026-11-20T10:01"], events) == ["overdue"]
    assert states(BARNET, code, ["2026-11-21"], [*events, held("2026-11-20T12:00")]) == ["missed"]


@pytest.mark.clause("BAR-22")
def test_the_social_worker_s_report_is_shown_to_those_who_come():
    def shared(with_):
        report = event("report-shared", "2026-11-18", report="social-work", with_=with_, parts=["report"])
        return ask(BARNET, "2026-11-19", [booked(START), report]).duty("share-report-with-professionals")

    assert (shared("professionals")["who"], shared("professionals")["state"]) == ("social_worker", "met")
    assert (shared("parents")["due"], shared("parents")["state"]) == (START_AS_LIMIT, "open")


@pytest.mark.clause("BAR-24")
@pytest.mark.parametrize("kind", ["initial", "review"])
def test_each_parent_sees_the_report_before_the_day_of_the_conference(kind):
    def shared(at):
        report = event("report-shared", at, report="social-work", with_="p1", parts=["report"])
        return ask(BARNET, START, [booked(START), report], kind=kind, parents=TWO_PARENTS)

    code = "share-report-with-parents"
    found = [shared(at).state(code, "p1") for at in ("2026-11-18", "2026-11-19T23:59:59", "2026-11-20T00:00")]
    assert found == ["met", "met", "met-late"]
    assert (shared("2026-11-18").due(code, "p2"), shared("2026-11-18").state(code, "p2")) == ("2026-11-19", "overdue")
    monday = ask(BARNET, "2026-11-12", [booked("2026-11-23T10:00")], kind=kind).duty(code)
    assert (monday["due"], monday["act_by"]) == ("2026-11-22", "2026-11-20"), "Sunday will do; Friday is better"


# --- The decision ---------------------------------------------------------------------------------------


@pytest.mark.clause("BAR-05")
def test_a_conference_can_never_decide_to_take_a_child_from_home():
    answer = ask(BARNET, START, [booked(START)])
    assert answer.outcomes() == ["plan-made", "no-plan"]
    review = [held("2026-08-21T12:00", "plan-made", kind="initial"), booked(START)]
    assert ask(BARNET, START, review, kind="review").outcomes() == ["plan-continues", "plan-ended"]
    for outcome in ("removed", "care-order", "became-looked-after"):
        with pytest.raises(CaseError, match="unknown outcome"):
            decide(by="chair", outcome=outcome)


@pytest.mark.clause("BAR-35")
@pytest.mark.parametrize("categories", [["neglect"], ["physical", "emotional"], ["neglect", "physical", "sexual"]])
def test_the_risk_may_come_from_one_kind_of_harm_or_from_several(categories):
    assert decide(by="chair", **PLAN | {"categories": categories}).held_by("plan-made") == {}


@pytest.mark.clause("BAR-38")
def test_the_chair_decides_on_the_plan_and_on_its_category():
    assert decide(by="chair", **PLAN).held_by("plan-made") == {}
    by_others = decide(by="conference", **PLAN).held_by("plan-made")
    assert {gate: cited[0] for gate, cited in by_others.items()} == {"decision-by-decider": "BAR-38"}
    no_category = decide(by="chair", **PLAN | {"categories": []}).held_by("plan-made")
    assert {gate: cited[0] for gate, cited in no_category.items()} == {"plan-needs-category": "BAR-38"}
    views = [
        event("view-given", "2026-11-20T11:00", who=who, child="c1", plan="no", category="neglect")
        for who in ("social_worker", "police_rep", "health_visitor", "school_rep")
    ]
    assert decide(*views, by="chair", **PLAN | {"categories": ["physical"]}).held_by("plan-made") == {}


@pytest.mark.clause("BAR-40", "BAR-48")
@pytest.mark.parametrize(
    ("left_out", "gate", "source"),
    [
        ("core_group", "plan-needs-core-group", "BAR-40"),
        ("lead_practitioner", "plan-needs-lead-practitioner", "BAR-48"),
    ],
    ids=["a core group carries it out", "every child with a plan has a social worker"],
)
def test_no_plan_without(left_out, gate, source):
    held_by = decide(by="chair", **{key: said for key, said in PLAN.items() if key != left_out}).held_by("plan-made")
    assert {code: cited[0] for code, cited in held_by.items()} == {gate: source}


@pytest.mark.clause("BAR-48")
def test_a_plan_that_goes_on_keeps_its_social_worker_and_one_without_may_not_go_on():
    def review(**first):
        made = event("decided", "2026-08-21T11:30", child="c1", by="chair", **first)
        goes_on = {"outcome": "plan-continues", "categories": ["neglect"], "next_review_on": "2027-05-20"}
        again = event("decided", "2026-11-20T11:30", child="c1", by="chair", core_group=["sw1"], **goes_on)
        stream = [made, held("2026-08-21T12:00", kind="initial"), booked(START), *quorate(START), again]
        return ask(BARNET, "2026-11-20T12:00", stream, kind="review").held_by("plan-continues")

    assert review(**PLAN) == {}
    without = {key: said for key, said in PLAN.items() if key != "lead_practitioner"}
    assert list(review(**without)) == ["plan-needs-lead-practitioner"]


# --- Afterwards -----------------------------------------------------------------------------------------


@pytest.mark.clause("BAR-41")
def test_the_social_worker_visits_the_child_again_and_again_while_there_is_a_plan():
    made = [held("2026-11-20T12:00", "plan-made")]
    visited = event("child-visited", "2026-12-01", child="c1", seen=True)
    not_seen = event("child-visited", "2026-12-10", child="c1", seen=False)
    assert ask(BARNET, "2026-11-21", made).due("visit-child") == "2026-12-04"
    assert ask(BARNET, "2026-12-02", [*made, visited]).due("visit-child") == "2026-12-15"
    assert ask(BARNET, "2026-12-11", [*made, visited, not_seen]).due("visit-child") == "2026-12-15"
    moments = ["2026-12-15T23:59:59", "2026-12-16"]
    assert states(BARNET, "visit-child", moments, [*made, visited, not_seen]) == ["open", "overdue"]
    weekly = event("plan-set", "2026-12-01", child="c1", visit_every="1 week")
    assert ask(BARNET, "2026-12-02", [*made, weekly, visited]).due("visit-child") == "2026-12-08"
    assert ask(BARNET, "2026-12-02", made).duty("visit-child")["source"][0] == "BAR-41"
    ended = [*made, visited, held("2027-02-19T12:00", "plan-ended")]
    assert states(BARNET, "visit-child", ["2027-02-20"], ended, kind="review") == ["not-needed"]


@pytest.mark.clause("BAR-44")
def test_a_parent_may_tell_the_chair_what_is_wrong_in_the_minutes_without_an_end():
    conference = [booked(START), held("2026-11-20T12:00", "plan-made")]
    sent = event("minutes-sent", "2026-12-10", to="parents")
    assert states(BARNET, "correct-minutes", ["2026-12-09"], conference) == ["waiting"]
    window = ask(BARNET, "2026-12-11", [*conference, sent]).duty("correct-minutes")
    assert (window["window"], window["due"], window["state"]) == (True, None, "open")
    assert states(BARNET, "correct-minutes", ["2031-12-11"], [*conference, sent]) == ["open"]
    challenged = event("minutes-challenged", "2027-06-01", parent="p1")
    assert states(BARNET, "correct-minutes", ["2027-06-02"], [*conference, sent, challenged]) == ["used"]


@pytest.mark.clause("BAR-49")
@pytest.mark.parametrize(
    ("grounds", "stream", "of"),
    [
        ("process", [held("2026-11-20T12:00", "no-plan", reference="B-1")], "B-1"),
        ("plan-made", [held("2026-11-20T12:00", "plan-made", reference="B-1")], "B-1"),
        (
            "plan-ended",
            [
                held("2026-08-21T12:00", "plan-made", reference="B-1", kind="initial"),
                held("2026-11-20T12:00", "plan-ended", reference="B-2"),
            ],
            "B-2",
        ),
    ],
)
def test_a_parent_may_complain_about_the_process_a_plan_made_and_a_plan_ended(grounds, stream, of):
    def window(*more):
        kind = "review" if of == "B-2" else "initial"
        answer = ask(BARNET, "2027-06-02", [*stream, *more], kind=kind, reference=of)
        (found,) = [duty for duty in answer.duties("complain") if duty["for"] == of]
        return found["window"], found["due"], found["state"]

    assert window() == (True, None, "open")
    complaint = event("complaint-received", "2027-06-01", parent="p1", grounds=grounds, of=of)
    assert window(complaint) == (True, None, "used")


# --- Where the leaflet is silent ------------------------------------------------------------------------


@pytest.mark.clause("BAR-58")
@pytest.mark.parametrize(
    ("code", "stream", "due", "weight"),
    [
        ("hold-first-review", [held("2026-11-20T12:00", "plan-made")], "2027-02-20", "national"),
        ("hold-next-review", [held("2026-11-20T12:00", "plan-continues", kind="review")], "2027-05-20", "national"),
        ("hold-first-core-group", [held("2026-11-20T12:00", "plan-made")], "2026-12-04", "national"),
        (
            "hold-next-core-group",
            [held("2026-11-20T12:00", "plan-made"), event("core-group-held", "2026-12-01", child="c1")],
            "2027-01-12",
            "practice",
        ),
        ("send-minutes", [held("2026-11-20T12:00", "plan-made")], "2026-12-18", "practice"),
    ],
)
def test_where_barnet_is_silent_the_national_rule_answers_and_says_that_it_does(code, stream, due, weight):
    kind = stream[0].get("kind", "initial")
    duty = ask(BARNET, "2026-12-02", stream, kind=kind).duty(code)
    assert (duty["due"], duty["weight"]) == (due, weight)
    origin = pack(BARNET).origins[f"duty.{code}.due"]
    assert (origin.from_base, origin.edition) == (True, "england/2018")
    assert set(origin.source) <= set(duty["source"])
