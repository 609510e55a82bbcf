"""Redbridge's clauses, proved by asking the running engine."""

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
)

REDBRIDGE = "redbridge"
START = "2026-11-20T10:00"


def decide(*more, **said):
    """A quorate initial conference at which this was decided."""
    decided = event("decided", "2026-11-20T11:30", child="c1", **said)
    return ask(REDBRIDGE, "2026-11-20T12:00", [booked(START), *quorate(START), *more, decided])


@pytest.mark.clause("RDB-04")
def test_harm_may_be_a_combination_of_the_four_kinds():
    every = ["emotional", "sexual", "physical", "neglect"]
    for categories in ([one] for one in every):
        assert decide(by="chair", **PLAN | {"categories": categories}).held_by("plan-made") == {}
    assert decide(by="chair", **PLAN | {"categories": every}).held_by("plan-made") == {}
    assert list(decide(by="chair", **PLAN | {"categories": []}).held_by("plan-made")) == ["plan-needs-category"]
    with pytest.raises(CaseError, match="unknown category 'financial'"):
        decide(by="chair", **PLAN | {"categories": ["financial"]})


@pytest.mark.clause("RDB-07", "RDB-33")
@pytest.mark.parametrize("outcome", ["plan-made", "no-plan"])
@pytest.mark.parametrize("by", ["conference", "professionals", "social_worker"])
def test_the_chair_and_nobody_else_has_the_final_say(outcome, by):
    said = PLAN if outcome == "plan-made" else {"outcome": outcome}
    assert decide(by="chair", **said).held_by(outcome) == {}
    held_by = decide(by=by, **said).held_by(outcome)
    assert list(held_by) == ["decision-by-decider"]
    assert held_by["decision-by-decider"][:2] == ["RDB-07", "RDB-33"]


@pytest.mark.clause("RDB-07")
def test_everybody_s_view_is_heard_but_does_not_bind_the_chair():
    views = [
        event("view-given", "2026-11-20T11:20", who=who, child="c1", plan="no")
        for who in ("p1", "social_worker", "police_rep", "health_visitor", "school_rep")
    ]
    assert decide(*views, by="chair", **PLAN).held_by("plan-made") == {}
    assert list(decide(*views, by="conference", outcome="no-plan").held_by("no-plan")) == ["decision-by-decider"]


@pytest.mark.clause("RDB-08")
def test_the_social_worker_explains_to_each_parent_why_the_conference_is_held():
    explained = event("concerns-explained", "2026-11-19", parent="p1")
    before = ask(REDBRIDGE, "2026-11-20T10:00", [booked(START), explained], parents=TWO_PARENTS)
    assert before.who("explain-conference-to-parents", "p1") == "social_worker"
    assert before.state("explain-conference-to-parents", "p1") == "met"
    assert before.duty("explain-conference-to-parents", "p1")["source"][0] == "RDB-08"
    assert (before.due("explain-conference-to-parents", "p2"), before.state("explain-conference-to-parents", "p2")) == (
        "2026-11-20T10:00:00+00:00",
        "open",
    )
    late = ask(REDBRIDGE, "2026-11-20T10:01", [booked(START), explained], parents=TWO_PARENTS)
    assert late.state("explain-conference-to-parents", "p2") == "overdue"


# --- All the reports, two working days before -----------------------------------------------------------


@pytest.mark.clause("RDB-11")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-20T10:00", "2026-11-18"),
        ("2026-11-24T10:00", "2026-11-20"),
        ("2027-03-31T10:00", "2027-03-25"),
        ("2026-12-29T10:00", "2026-12-23"),
    ],
    ids=["Friday", "Tuesday", "Wednesday after Easter", "after Christmas"],
)
def test_the_social_worker_s_report_reaches_parents_two_working_days_before(start, due):
    booking = [booked(start)]
    assert ask(REDBRIDGE, "2026-11-03", booking).due("share-report-with-parents") == due
    last_moment, too_late = (
        [*booking, event("report-shared", at, report="social-work", with_="p1", parts=["report"])]
        for at in (f"{due}T23:59:59", start)
    )
    assert states(REDBRIDGE, "share-report-with-parents", [start], last_moment) == ["met"]
    assert states(REDBRIDGE, "share-report-with-parents", [start], too_late) == ["met-late"]


@pytest.mark.clause("RDB-11")
def test_every_agency_s_report_has_to_reach_the_parents_too():
    def shared(report, at):
        return event("report-shared", at, report=report, with_="p1")

    known = [event("agency-information-received", "2026-11-16", agency=one) for one in ("education", "health")]
    code = "share-agency-reports-with-parents"
    one_only = [booked(START), *known, shared("education", "2026-11-17")]
    both = [*one_only, shared("health", "2026-11-18")]
    one_late = [*one_only, shared("health", "2026-11-19")]
    assert ask(REDBRIDGE, "2026-11-19", one_only).duty(code)["due"] == "2026-11-18"
    assert states(REDBRIDGE, code, ["2026-11-18T23:59:59", "2026-11-19"], one_only) == ["open", "overdue"]
    assert states(REDBRIDGE, code, ["2026-11-19"], both) == ["met"]
    assert states(REDBRIDGE, code, ["2026-11-20"], one_late) == ["met-late"]
    social_work_only = [booked(START), *known, shared("social-work", "2026-11-17")]
    assert states(REDBRIDGE, code, ["2026-11-19"], social_work_only) == ["overdue"]


# --- Meeting the chair, supporters, the child's advocate ------------------------------------------------


@pytest.mark.clause("RDB-12")
def test_the_chair_meets_each_parent_before_the_start():
    met = event("chair-met-parent", "2026-11-20T09:30", parent="p1")
    answer = ask(REDBRIDGE, "2026-11-20T10:00", [booked(START), met], parents=TWO_PARENTS)
    assert (answer.who("meet-parents", "p1"), answer.state("meet-parents", "p1")) == ("chair", "met")
    assert answer.duty("meet-parents", "p1")["source"][:2] == ("RDB-12", "RDB-13")
    assert (answer.due("meet-parents", "p2"), answer.state("meet-parents", "p2")) == (
        "2026-11-20T10:00:00+00:00",
        "open",
    )
    afterwards = [booked(START), met, held("2026-11-20T12:00")]
    assert states(REDBRIDGE, "meet-parents", ["2026-11-21"], afterwards, parents=TWO_PARENTS, about="p2") == ["missed"]


@pytest.mark.clause("RDB-13")
@pytest.mark.parametrize("mode", ["in_person", "virtual", "phone"])
def test_face_to_face_virtual_and_telephone_meetings_all_count(mode):
    met = event("chair-met-parent", "2026-11-20T09:30", parent="p1", mode=mode)
    assert states(REDBRIDGE, "meet-parents", [START], [booked(START), met]) == ["met"]


@pytest.mark.clause("RDB-13")
def test_a_letter_is_no_meeting():
    by_letter = event("chair-met-parent", "2026-11-20T09:30", parent="p1", mode="letter")
    with pytest.raises(CaseError, match="unknown mode 'letter'"):
        ask(REDBRIDGE, START, [booked(START), by_letter])


@pytest.mark.clause("RDB-18")
def test_the_chair_is_told_two_days_before_whom_the_parent_brings_weekends_counted():
    booking = [booked("2026-11-23T10:00")]
    window = ask(REDBRIDGE, "2026-11-03", booking).duty("name-supporter")
    assert (window["window"], window["who"], window["due"]) == (True, "parent", "2026-11-21")
    assert window["title"] == "Tell the chair who will come with the parent"
    moments = ["2026-11-20", "2026-11-21T23:59:59", "2026-11-22"]
    assert states(REDBRIDGE, "name-supporter", moments, booking) == ["open", "open", "closed"]
    late = event("supporter-named", "2026-11-23T09:00", for_="p1", kind="friend", reason="the friend offered today")
    assert states(REDBRIDGE, "name-supporter", ["2026-11-23T10:00"], [*booking, late]) == ["used"]


@pytest.mark.clause("RDB-22")
def test_each_born_child_is_offered_an_advocate_or_somebody_of_their_choice():
    offered = event("advocacy-offered", "2026-11-18", child="c1", helper="an aunt, whom the child picked", answer="yes")
    children = (CHILD, {"id": "c2", "born": "2012-02-03"}, UNBORN | {"id": "c3"})
    answer = ask(REDBRIDGE, "2026-11-20T10:00", [booked(START), offered], children=children)
    found = {duty["about"]: (duty["state"], duty["due"]) for duty in answer.duties("offer-advocate")}
    start = "2026-11-20T10:00:00+00:00"
    assert found == {"c1": ("met", start), "c2": ("open", start)}
    afterwards = ask(REDBRIDGE, "2026-11-21", [booked(START), offered, held("2026-11-20T12:00")], children=children)
    assert afterwards.state("offer-advocate", "c2") == "missed"


@pytest.mark.clause("RDB-20")
def test_a_child_may_attend_from_ten_where_it_is_wanted_and_the_parent_agrees():
    children = ({"id": "nine", "born": "2016-11-21"}, {"id": "ten", "born": "2016-11-20"})

    def may(child, **said):
        settled = [event("child-attendance-decided", "2026-11-12", child=child, **said)] if said else []
        return ask(REDBRIDGE, "2026-11-13", [booked(START), *settled], children=children).child(child)["may_attend"]

    agreed = {"wanted": True, "chair_agreed": True, "parent_agreed": True}
    assert (may("ten", **agreed), may("nine", **agreed)) == (True, False), "ten on the day of the conference"
    assert may("ten", **agreed | {"parent_agreed": False}) is False
    assert may("ten", wanted=True, chair_agreed=True) is None, "the parent has not been asked"
    asked = ask(REDBRIDGE, "2026-11-13", [booked(START)], children=children).child("ten")
    assert "the parent's agreement" in asked["wants"]
    assert "RDB-20" in asked["source"]


# --- Keeping a parent out -------------------------------------------------------------------------------


@pytest.mark.clause("RDB-23")
@pytest.mark.parametrize("by", ["social_worker", "team_manager", "police_rep"])
def test_only_the_chair_keeps_a_parent_out(by):
    def excluded(who):
        decision = event("exclusion-decided", "2026-11-10", parent="p1", outcome="excluded", reason="violence", by=who)
        return ask(REDBRIDGE, "2026-11-11", [booked(START), decision]).action("exclude")

    assert excluded("chair")["allowed"] is True
    assert excluded(by)["allowed"] is False
    assert [(one["gate"], one["source"][0]) for one in excluded(by)["held_by"]] == [("exclusion-by-chair", "RDB-23")]


@pytest.mark.clause("RDB-24")
def test_an_exclusion_is_looked_at_again_for_every_conference_and_stays_on_until_then():
    review_start = "2027-02-19T10:00"
    stream = [
        booked(START),
        event("exclusion-decided", "2026-11-10", parent="p1", outcome="excluded", reason="violence", by="chair"),
        held("2026-11-20T12:00", "plan-made"),
        booked(review_start, "2026-11-21"),
    ]
    before = ask(REDBRIDGE, "2027-01-20", stream, kind="review")
    assert (before.who("review-exclusion"), before.state("review-exclusion")) == ("chair", "open")
    assert before.action_held_by("start")["start-needs-fresh-exclusion-decision"][0] == "RDB-24"
    assert before.duties("meet-parents") == [], "still kept out"

    lifted = event("exclusion-decided", "2027-01-21", parent="p1", outcome="lifted", by="chair")
    after = ask(REDBRIDGE, "2027-01-22", [*stream, lifted], kind="review")
    assert after.state("review-exclusion") == "met"
    assert after.action("start")["allowed"] is True
    assert after.state("meet-parents") == "open", "back in"

    kept = event("exclusion-decided", "2027-01-21", parent="p1", outcome="excluded", reason="violence", by="chair")
    second = [*stream, kept, held("2027-02-19T12:00", "plan-continues"), booked("2027-08-12T10:00", "2027-02-20")]
    again = ask(REDBRIDGE, "2027-07-01", second, kind="review")
    assert again.state("review-exclusion") == "open", "and afresh at the next one"
    assert again.action("start")["allowed"] is False


@pytest.mark.clause("RDB-24")
def test_the_exclusion_is_decided_afresh_before_the_invitations_go_out():
    stream = [
        booked(START),
        event("exclusion-decided", "2026-11-10", parent="p1", outcome="excluded", reason="violence", by="chair"),
        held("2026-11-20T12:00", "plan-made"),
        booked("2027-02-19T10:00", "2026-11-21"),
        event("invitations-sent", "2027-01-25"),
    ]
    assert states(REDBRIDGE, "review-exclusion", ["2027-01-25T23:59:59", "2027-01-26"], stream, kind="review") == [
        "open",
        "overdue",
    ]
