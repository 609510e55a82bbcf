"""Redbridge's clauses about plans, reviews and complaints, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import ask, booked, event, held, states

REDBRIDGE = "redbridge"
START = "2026-11-20T10:00"
TWINS = ({"id": "c1", "born": "2018-02-03"}, {"id": "c2", "born": "2018-02-03"})


@pytest.mark.clause("RDB-35")
def test_the_core_group_meets_again_and_again_until_a_conference_ends_the_plan():
    code = "hold-next-core-group"
    made = [held("2026-11-20T12:00", "plan-made")]
    first = event("core-group-held", "2026-12-01", child="c1")
    second = event("core-group-held", "2027-01-11", child="c1")
    assert ask(REDBRIDGE, "2026-11-21", made).due("hold-first-core-group") == "2026-12-04"
    assert ask(REDBRIDGE, "2026-12-02", [*made, first]).due(code) == "2027-01-12"
    assert ask(REDBRIDGE, "2027-01-12", [*made, first, second]).due(code) == "2027-02-22"
    goes_on = [*made, first, second, held("2027-02-19T12:00", "plan-continues")]
    assert states(REDBRIDGE, code, ["2027-02-22T23:59:59", "2027-02-23"], goes_on, kind="review") == ["open", "overdue"]
    ended = [*made, first, second, held("2027-02-19T12:00", "plan-ended")]
    assert states(REDBRIDGE, code, ["2027-02-23"], ended, kind="review") == ["not-needed"]


@pytest.mark.clause("RDB-36")
def test_the_plan_is_reviewed_within_three_months_and_then_every_six():
    made = [held("2026-11-20T12:00", "plan-made")]
    review = ask(REDBRIDGE, "2026-11-21", made).duty("hold-first-review")
    assert (review["due"], review["source"][0]) == ("2027-02-20", "RDB-36")
    moments = ["2027-02-19", "2027-02-20T23:59:59", "2027-02-21"]
    assert states(REDBRIDGE, "hold-first-review", moments, made) == ["open", "open", "overdue"]
    reviewed = [*made, held("2027-02-10T12:00", "plan-continues")]
    assert ask(REDBRIDGE, "2027-02-11", reviewed, kind="review").due("hold-next-review") == "2027-08-10"
    assert states(REDBRIDGE, "hold-next-review", ["2027-08-10T23:59:59", "2027-08-11"], reviewed, kind="review") == [
        "open",
        "overdue",
    ]
    ended = [*reviewed, held("2027-08-09T12:00", "plan-ended")]
    after = ask(REDBRIDGE, "2028-08-09", ended, kind="review")
    assert [duty["state"] for duty in after.duties("hold-next-review")] == ["met"], "no more once it has ended"


@pytest.mark.clause("RDB-37")
def test_every_review_decides_for_each_child_whether_the_plan_is_still_needed():
    made = [held("2026-11-20T12:00", "plan-made")]
    review = [*made, booked("2027-02-19T10:00", "2026-11-21")]
    answer = ask(REDBRIDGE, "2027-02-19T10:00", review, kind="review", children=TWINS)
    assert (answer.outcomes("c1"), answer.outcomes("c2")) == (["plan-continues", "plan-ended"],) * 2

    one_decided = [*review, held("2027-02-19T12:00", {"c1": "plan-ended"})]
    after = ask(REDBRIDGE, "2027-02-21", one_decided, kind="review", children=TWINS)
    assert after.state("hold-first-review", "c1") == "met"
    assert after.state("hold-first-review", "c2") == "overdue", "left undecided, this child has not had a review"


# --- Complaining ----------------------------------------------------------------------------------------


@pytest.mark.clause("RDB-43")
@pytest.mark.parametrize("grounds", ["process", "decision"])
def test_a_parent_may_complain_about_how_it_was_held_or_what_it_decided_without_a_limit(grounds):
    conference = [booked(START), held("2026-11-20T12:00", "no-plan")]
    assert ask(REDBRIDGE, "2026-11-19", [booked(START)]).state("complain") == "waiting"
    window = ask(REDBRIDGE, "2026-11-21", conference).duty("complain")
    assert (window["window"], window["due"], window["state"]) == (True, None, "open")
    assert states(REDBRIDGE, "complain", ["2031-11-21"], conference) == ["open"], "it never closes"
    complaint = event("complaint-received", "2027-05-20", parent="p1", grounds=grounds)
    assert states(REDBRIDGE, "complain", ["2027-05-21"], [*conference, complaint]) == ["used"]
