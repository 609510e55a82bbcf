"""Bradford's clauses, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import PLAN, TWO_PARENTS, UNBORN, ask, booked, event, held, quorate, states

BRADFORD = "bradford"
START = "2026-11-20T10:00"
BABY = {"id": "c2", "born": "2025-06-01"}
PUPIL = {"id": "c3", "born": "2016-06-01"}


@pytest.mark.clause("BRD-07")
def test_parents_are_invited_and_a_child_only_where_that_is_appropriate():
    answer = ask(BRADFORD, "2026-11-10", [booked(START)])
    assert (answer.invitee("parent")["invite"], answer.invitee("parent")["source"][0]) == ("yes", "BRD-07")
    assert (answer.invitee("child")["invite"], answer.invitee("child")["source"][0]) == ("consider", "BRD-07")
    assert answer.invitee("child")["why"] == "it is appropriate for the child to be there"


@pytest.mark.clause("BRD-09")
@pytest.mark.parametrize(
    ("kind", "child", "professionals"),
    [
        ("pre_birth", UNBORN, {"midwife"}),
        ("initial", BABY, {"health-visitor"}),
        ("initial", PUPIL, {"school-nurse", "school-rep"}),
    ],
    ids=["unborn", "under school age", "at school"],
)
def test_who_is_invited_depends_on_the_age_of_the_child(kind, child, professionals):
    answer = ask(BRADFORD, "2026-11-10", [booked(START)], kind=kind, children=(child,))
    assert answer.invited() == {"parent", "social-worker", "police-rep"} | professionals
    assert "other-service" in answer.considered()


@pytest.mark.clause("BRD-09")
def test_one_conference_about_an_unborn_child_a_baby_and_a_pupil_invites_for_each_of_them():
    answer = ask(BRADFORD, "2026-11-10", [booked(START)], children=(UNBORN, BABY, PUPIL))
    assert {one: answer.invitee(one)["children"] for one in ("midwife", "health-visitor", "school-nurse")} == {
        "midwife": ["c1"],
        "health-visitor": ["c2"],
        "school-nurse": ["c3"],
    }


@pytest.mark.clause("BRD-09")
def test_a_child_starts_school_on_the_first_of_september_after_the_fourth_birthday():
    four_in_august = {"id": "c1", "born": "2022-08-31"}
    last_day = ask(BRADFORD, "2026-08-04", [booked("2026-08-31T10:00", "2026-08-03")], children=(four_in_august,))
    first_day = ask(BRADFORD, "2026-08-04", [booked("2026-09-01T10:00", "2026-08-03")], children=(four_in_august,))
    assert last_day.invited() & {"health-visitor", "school-nurse"} == {"health-visitor"}, "31 August"
    assert first_day.invited() & {"health-visitor", "school-nurse"} == {"school-nurse"}, "1 September"


@pytest.mark.clause("BRD-10")
def test_each_parent_can_meet_the_chair_usually_half_an_hour_before_the_start():
    met = event("chair-met-parent", "2026-11-20T09:30", parent="p1")
    answer = ask(BRADFORD, "2026-11-20T10:00", [booked(START), met], parents=TWO_PARENTS)
    usual = "2026-11-20T09:30:00+00:00"
    first, second = answer.duty("meet-parents", "p1"), answer.duty("meet-parents", "p2")
    assert (first["who"], first["usual_at"], first["state"]) == ("chair", usual, "met")
    assert (second["due"], second["usual_at"], second["state"]) == ("2026-11-20T10:00:00+00:00", usual, "open")
    moved = [booked(START), event("conference-moved", "2026-11-19", starts_at="2026-11-24T14:15")]
    assert ask(BRADFORD, "2026-11-20", moved).duty("meet-parents")["usual_at"] == "2026-11-24T13:45:00+00:00"
    held_without = [booked(START), held("2026-11-20T12:00")]
    assert states(BRADFORD, "meet-parents", ["2026-11-21"], held_without) == ["missed"]


@pytest.mark.clause("BRD-13")
def test_the_conference_goes_ahead_and_decides_without_the_parent():
    decided = event("decided", "2026-11-20T11:30", child="c1", by="conference", **PLAN)
    answer = ask(
        BRADFORD,
        "2026-11-21",
        [
            event("strategy-discussion-held", "2026-11-02"),
            booked(START),
            *quorate(START),
            decided,
            held("2026-11-20T12:00"),
        ],
    )
    assert answer.held_by("plan-made") == {}
    assert answer.state("hold-initial-conference") == "met"
    assert answer.state("meet-parents", "p1") == "missed"


@pytest.mark.clause("BRD-13")
def test_a_conference_put_off_because_the_parent_could_not_come_is_set_again_and_its_clock_runs_on():
    answer = ask(
        BRADFORD,
        "2026-11-21",
        [
            event("strategy-discussion-held", "2026-11-02"),
            booked(START),
            event("conference-adjourned", "2026-11-20T10:15", reason="parent-unable", by="chair"),
        ],
    )
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-11-23", "open")
    assert (answer.due("reconvene"), answer.state("reconvene")) == ("2026-11-23", "open")


@pytest.mark.clause("BRD-16")
def test_after_a_plan_is_made_the_social_worker_goes_through_it_again_with_each_parent():
    made = [booked(START), held("2026-11-20T12:00", "plan-made")]
    explained = event("plan-explained", "2026-12-01", parent="p1")
    answer = ask(BRADFORD, "2026-12-02", [*made, explained], parents=TWO_PARENTS)
    assert answer.who("explain-plan-to-parents", "p1") == "social_worker"
    assert answer.state("explain-plan-to-parents", "p1") == "met"
    assert answer.state("explain-plan-to-parents", "p2") == "open"
    assert answer.due("explain-plan-to-parents", "p2") is None, "the leaflet gives no number"
    later = ask(BRADFORD, "2027-11-20", made)
    assert later.state("explain-plan-to-parents") == "open", "without a number it is never overdue"


@pytest.mark.clause("BRD-16")
def test_without_a_plan_there_is_nothing_to_go_through_again():
    answer = ask(BRADFORD, "2026-12-02", [booked(START), held("2026-11-20T12:00", "no-plan")])
    assert answer.duties("explain-plan-to-parents") == []


@pytest.mark.clause("BRD-18")
def test_a_plan_is_held_back_until_the_decision_names_the_key_worker():
    def decide(**said):
        decided = event("decided", "2026-11-20T11:30", child="c1", by="conference", **said)
        return ask(BRADFORD, "2026-11-20T12:00", [booked(START), *quorate(START), decided])

    without = {key: value for key, value in PLAN.items() if key != "lead_practitioner"}
    assert decide(**PLAN).held_by("plan-made") == {}
    assert list(decide(**without).held_by("plan-made")) == ["plan-needs-lead-practitioner"]
    assert decide(**without).held_by("plan-made")["plan-needs-lead-practitioner"][0] == "BRD-18"
    assert decide(outcome="no-plan").held_by("no-plan") == {}, "without a plan nobody is named"


DECISIONS_SENT = event("decisions-sent", "2026-11-23", to="social_worker")


@pytest.mark.clause("BRD-21")
def test_the_parents_get_their_copy_of_the_decisions_through_the_social_worker():
    conference = [booked(START), held("2026-11-20T12:00", "plan-made")]
    handed = event("decisions-sent", "2026-11-25", to="parent", parent="p1")
    assert ask(BRADFORD, "2026-11-21", conference).state("hand-decisions-to-parents") == "waiting"
    reached = ask(BRADFORD, "2026-11-24", [*conference, DECISIONS_SENT])
    assert (reached.who("hand-decisions-to-parents"), reached.state("hand-decisions-to-parents")) == (
        "social_worker",
        "open",
    )
    after = ask(BRADFORD, "2026-11-26", [*conference, DECISIONS_SENT, handed], parents=TWO_PARENTS)
    assert after.state("hand-decisions-to-parents", "p1") == "met"
    assert after.state("hand-decisions-to-parents", "p2") == "open"


@pytest.mark.clause("BRD-22")
@pytest.mark.parametrize(
    ("held_at", "due"),
    [
        ("2026-11-18T12:00", "2026-11-19"),
        ("2026-11-20T12:00", "2026-11-23"),
        ("2027-03-25T12:00", "2027-03-30"),
        ("2026-12-24T12:00", "2026-12-29"),
    ],
    ids=["Wednesday", "Friday", "before Good Friday", "Christmas Eve"],
)
def test_the_decisions_reach_the_social_worker_on_the_next_working_day(held_at, due):
    answer = ask(BRADFORD, held_at, [held(held_at, "plan-made")])
    assert (answer.due("send-decisions"), answer.who("send-decisions")) == (due, "safeguarding_unit")


@pytest.mark.clause("BRD-22")
def test_decisions_sent_only_to_the_parents_have_not_reached_the_social_worker():
    conference = [held("2026-11-20T12:00", "plan-made")]
    to_parents = event("decisions-sent", "2026-11-23", to="parent")
    moments = ["2026-11-22", "2026-11-23T23:59:59", "2026-11-24"]
    assert states(BRADFORD, "send-decisions", moments, conference) == ["open", "open", "overdue"]
    assert states(BRADFORD, "send-decisions", ["2026-11-24"], [*conference, to_parents]) == ["overdue"]
    assert states(BRADFORD, "send-decisions", ["2026-11-24"], [*conference, DECISIONS_SENT]) == ["met"]


@pytest.mark.clause("BRD-23")
def test_the_plan_is_reviewed_within_three_months_of_the_initial_conference():
    made = [held("2026-11-30T12:00", "plan-made")]
    moments = ["2027-02-27", "2027-02-28T23:59:59", "2027-03-01"]
    review = ask(BRADFORD, "2026-12-01", made).duty("hold-first-review")
    assert (review["due"], review["source"][0]) == ("2027-02-28", "BRD-23")
    assert states(BRADFORD, "hold-first-review", moments, made) == ["open", "open", "overdue"]
    on_the_day = [*made, held("2027-02-28T12:00", "plan-continues")]
    a_day_late = [*made, held("2027-03-01T12:00", "plan-continues")]
    assert states(BRADFORD, "hold-first-review", ["2027-03-02"], on_the_day, kind="review") == ["met"]
    assert states(BRADFORD, "hold-first-review", ["2027-03-02"], a_day_late, kind="review") == ["met-late"]


@pytest.mark.clause("BRD-24")
def test_each_later_review_follows_six_months_after_the_last_one_again_and_again():
    stream = [held("2026-11-20T12:00", "plan-made"), held("2027-02-19T12:00", "plan-continues")]
    assert ask(BRADFORD, "2027-02-20", stream, kind="review").due("hold-next-review") == "2027-08-19"
    stream.append(held("2027-08-31T12:00", "plan-continues"))
    second = ask(BRADFORD, "2027-09-01", stream, kind="review").duties("hold-next-review")
    assert [(duty["due"], duty["state"]) for duty in second] == [("2027-08-19", "met-late"), ("2028-02-29", "open")]
    stream.append(held("2028-02-29T12:00", "plan-continues"))
    third = ask(BRADFORD, "2028-03-01", stream, kind="review").duties("hold-next-review")
    assert [(duty["due"], duty["state"]) for duty in third] == [("2028-02-29", "met"), ("2028-08-29", "open")]
    assert {duty["source"][0] for duty in third} == {"BRD-24"}


@pytest.mark.clause("BRD-25")
def test_no_plan_runs_out_by_itself_only_a_conference_ends_it():
    stream = [held("2026-11-20T12:00", "plan-made"), held("2027-02-19T12:00", "plan-continues")]
    years_later = ask(BRADFORD, "2031-02-19", stream, kind="review")
    assert years_later.state("hold-next-review") == "overdue"
    assert years_later.state("visit-child") == "overdue"
    ended = ask(BRADFORD, "2031-02-21", [*stream, held("2031-02-20T12:00", "plan-ended")], kind="review")
    assert [duty["state"] for duty in ended.duties("hold-next-review")] == ["met-late"]
    assert ended.state("visit-child") == "not-needed"


@pytest.mark.clause("BRD-26")
def test_a_parent_may_complain_within_ten_working_days_and_a_later_letter_is_still_accepted():
    conference = [held("2026-12-18T12:00", "plan-made")]
    window = ask(BRADFORD, "2026-12-19", conference).duty("complain")
    assert (window["window"], window["who"], window["due"]) == (True, "parent_or_child", "2027-01-06")
    assert window["title"] == "Complain in writing to the chair about the decision"
    moments = ["2027-01-05", "2027-01-06T23:59:59", "2027-01-07"]
    assert states(BRADFORD, "complain", moments, conference) == ["open", "open", "closed"]
    in_time = event("complaint-received", "2027-01-06", parent="p1", grounds="decision", route="in writing")
    too_late = in_time | {"at": "2027-01-20", "reason": "the decision reached the parent late"}
    assert states(BRADFORD, "complain", ["2027-01-21"], [*conference, in_time]) == ["used"]
    assert states(BRADFORD, "complain", ["2027-01-21"], [*conference, too_late]) == ["used"]


@pytest.mark.clause("BRD-29")
def test_each_parent_is_given_the_leaflet_before_the_conference():
    given = event("leaflet-given", "2026-11-20T09:59", parent="p1")
    on_the_way = ask(BRADFORD, "2026-11-20T10:00", [booked(START), given], parents=TWO_PARENTS)
    assert (on_the_way.due("give-parents-leaflet", "p1"), on_the_way.state("give-parents-leaflet", "p1")) == (
        "2026-11-20T10:00:00+00:00",
        "met",
    )
    assert on_the_way.state("give-parents-leaflet", "p2") == "open"
    afterwards = ask(BRADFORD, "2026-11-21", [booked(START), given, held("2026-11-20T12:00")], parents=TWO_PARENTS)
    assert afterwards.state("give-parents-leaflet", "p2") == "missed"
    assert "BRD-29" in afterwards.duty("give-parents-leaflet", "p2")["source"]
