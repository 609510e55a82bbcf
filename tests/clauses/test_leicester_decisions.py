"""Leicester's clauses about deciding, ending a plan, and what follows, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import CHILD, PLAN, ask, booked, event, held, quorate, states, there

LEICESTER = "leicester"
START = "2026-11-20T10:00"
MADE = held("2026-08-21T12:00", "plan-made", kind="initial")
LIST = event("invite-list-supplied", "2026-11-02T08:30")


def decide(people, **said):
    """An initial conference at which the professionals decided this."""
    decided = event("decided", "2026-11-20T11:30", child="c1", **{"by": "professionals"} | said)
    return ask(LEICESTER, "2026-11-20T12:00", [LIST, booked(START), *people, decided])


@pytest.mark.clause("LEI-04")
def test_a_plan_is_not_made_or_continued_before_the_next_conference_has_its_date():
    without = {key: said for key, said in PLAN.items() if key != "next_review_on"}
    assert decide(quorate(START), **PLAN).held_by("plan-made") == {}
    held_by = decide(quorate(START), **without).held_by("plan-made")
    assert {gate: cited[0] for gate, cited in held_by.items()} == {"plan-needs-next-review-date": "LEI-04"}
    goes_on = event(
        "decided", "2026-11-20T11:30", child="c1", by="professionals", **without | {"outcome": "plan-continues"}
    )
    review = ask(LEICESTER, "2026-11-20T12:00", [MADE, booked(START), *quorate(START), goes_on], kind="review")
    assert list(review.held_by("plan-continues")) == ["plan-needs-next-review-date"]
    assert review.held_by("plan-ended") == {"ending-needs-police-information": ["LEI-21"]}, (
        "the end of a plan needs no next date"
    )


@pytest.mark.clause("LEI-17")
def test_a_conference_decides_only_when_it_is_quorate():
    too_few = decide(there(START, "social_worker", "gp"), **PLAN)
    assert too_few.data["quorum"]["quorate"] is False
    held_by = too_few.held_by("plan-made")
    assert {gate: cited[0] for gate, cited in held_by.items()} == {"decision-needs-quorum": "LEI-17"}
    enough = decide(there(START, "social_worker", "gp", "police_rep"), **PLAN)
    assert (enough.data["quorum"]["quorate"], enough.held_by("plan-made")) == (True, {})
    left_early = [
        *there(START, "social_worker", "gp"),
        *there(START, "police_rep", to="11:00"),
    ]
    assert list(decide(left_early, **PLAN).held_by("plan-made")) == ["decision-needs-quorum"], "gone at the decision"


@pytest.mark.clause("LEI-18")
def test_the_chair_may_postpone_and_the_conference_is_set_again_within_its_own_limit():
    stream = [
        event("strategy-discussion-held", "2026-11-09"),
        LIST,
        booked(START, "2026-11-10"),
        *there(START, "social_worker"),
        event("conference-adjourned", "2026-11-20T10:20", reason="inquorate", by="chair", interim_plan="agreed"),
    ]
    answer = ask(LEICESTER, "2026-11-21", stream)
    assert (answer.due("reconvene"), answer.state("reconvene")) == ("2026-11-30", "open"), (
        "the national limit is nearer"
    )
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-11-30", "open")
    assert answer.data["conference"]["held_at"] is None
    again = [*stream, event("conference-moved", "2026-11-21", starts_at="2026-11-27T10:00"), held("2026-11-27T12:00")]
    assert states(LEICESTER, "reconvene", ["2026-11-28"], again) == ["met"]
    assert states(LEICESTER, "reconvene", ["2026-12-01"], stream) == ["overdue"]


# --- Ending a plan --------------------------------------------------------------------------------------

POLICE = event("agency-information-received", "2026-11-16", agency="police")
EARLY_HELP = event("invitations-sent", "2026-11-02", to=["early_help_manager"])


def end(*more, **said):
    """A quorate review at which the professionals ended the plan."""
    ended = {"outcome": "plan-ended", "reason": "no longer at risk", "by": "professionals"} | said
    decided = event("decided", "2026-11-20T11:30", child="c1", **ended)
    return ask(LEICESTER, "2026-11-20T12:00", [MADE, booked(START), *quorate(START), *more, decided], kind="review")


@pytest.mark.clause("LEI-19")
def test_an_early_help_manager_is_invited_when_ending_is_likely_to_be_recommended():
    def review(recommendation):
        report = event("report-authorised", "2026-11-10", report="social-work", recommendation=recommendation)
        return ask(LEICESTER, "2026-11-11", [MADE, booked(START), report], kind="review")

    assert "early-help-manager" in review("plan-ended").invited()
    assert review("plan-ended").invitee("early-help-manager")["source"] == ["LEI-19"]
    assert "early-help-manager" not in review("plan-continues").invited() | review("plan-continues").considered()
    # Invitations go before the report is written: until it recommends something, one is asked to think of it.
    before = ask(LEICESTER, "2026-10-20", [MADE, booked(START)], kind="review")
    assert "early-help-manager" in before.considered()


@pytest.mark.clause("LEI-19")
def test_ending_a_plan_without_that_invitation_is_warned_of_and_not_held_back():
    assert end(POLICE).warned("plan-ended") == {"ending-needs-early-help": "no early help manager was invited"}
    assert end(POLICE).held_by("plan-ended") == {}
    assert end(POLICE, EARLY_HELP).warned("plan-ended") == {}


@pytest.mark.clause("LEI-20")
def test_a_plan_does_not_end_while_an_involved_professional_has_given_no_information():
    apology = event("invitation-answered", "2026-11-10", who="probation_officer", answer="no")
    silent = end(POLICE, EARLY_HELP, apology)
    assert silent.held_by("plan-ended") == {"ending-needs-agency-information": ["LEI-20"]}
    report = event("agency-information-received", "2026-11-17", agency="probation")
    assert end(POLICE, EARLY_HELP, apology, report).held_by("plan-ended") == {}
    passed = end(POLICE, EARLY_HELP, apology, overrides=["ending-needs-agency-information"])
    assert passed.held_by("plan-ended") == {}, "the chair goes on, with a reason"
    assert [one["passed"] for one in passed.decision("plan-ended")["warnings"]] == ["by the chair, with a reason"]
    without_reason = end(POLICE, EARLY_HELP, apology, overrides=["ending-needs-agency-information"], reason="")
    assert list(without_reason.held_by("plan-ended")) == ["ending-needs-agency-information"]


@pytest.mark.clause("LEI-20")
def test_an_agency_that_was_invited_and_never_answered_is_silent_too():
    invited = event("invitations-sent", "2026-11-02", to=["early_help_manager", "probation_officer"])
    assert end(POLICE, invited).held_by("plan-ended") == {"ending-needs-agency-information": ["LEI-20"]}
    report = event("agency-information-received", "2026-11-17", agency="probation")
    assert end(POLICE, invited, report).held_by("plan-ended") == {}, (
        "nobody waits for Early Help, who come to take over"
    )


@pytest.mark.clause("LEI-21")
def test_no_plan_ends_without_police_information_and_nobody_may_pass_it():
    assert end(EARLY_HELP).held_by("plan-ended") == {"ending-needs-police-information": ["LEI-21"]}
    assert end(EARLY_HELP, POLICE).held_by("plan-ended") == {}
    overridden = end(EARLY_HELP, overrides=["ending-needs-police-information"])
    assert overridden.held_by("plan-ended") == {"ending-needs-police-information": ["LEI-21"]}
    before = ask(LEICESTER, "2026-11-19", [MADE, booked(START), EARLY_HELP], kind="review")
    assert before.held_by("plan-ended") == {"ending-needs-police-information": ["LEI-21"]}, "said beforehand too"
    assert "ending-needs-police-information" not in before.held_by("plan-continues")


@pytest.mark.clause("LEI-21")
@pytest.mark.parametrize("reason", ["aged-18", "transferred-out", "died", "left-uk"])
def test_it_does_not_hold_back_the_end_of_a_plan_for_another_reason(reason):
    assert end(EARLY_HELP, reason=reason).held_by("plan-ended") == {}


# --- The decision ---------------------------------------------------------------------------------------


@pytest.mark.clause("LEI-66")
@pytest.mark.parametrize("by", ["chair", "social_worker"])
def test_the_professionals_decide(by):
    assert decide(quorate(START), **PLAN).held_by("plan-made") == {}
    held_by = decide(quorate(START), by=by, **PLAN).held_by("plan-made")
    assert {gate: cited[0] for gate, cited in held_by.items()} == {"decision-by-decider": "LEI-66"}


@pytest.mark.clause("LEI-92")
def test_a_plan_has_one_of_the_four_categories():
    for category in ("neglect", "emotional", "physical", "sexual"):
        assert decide(quorate(START), **PLAN | {"categories": [category]}).held_by("plan-made") == {}
    two = decide(quorate(START), **PLAN | {"categories": ["neglect", "emotional"]}).held_by("plan-made")
    assert two == {"plan-one-category": ["LEI-92"]}
    assert list(decide(quorate(START), **PLAN | {"categories": []}).held_by("plan-made")) == ["plan-needs-category"]


@pytest.mark.clause("LEI-92")
def test_the_social_worker_explains_the_category_to_each_young_person_from_twelve():
    children = (
        {"id": "eleven", "born": "2014-11-21"},
        {"id": "twelve", "born": "2014-11-20"},
        {"id": "sixteen", "born": "2010-05-01"},
        {"id": "no-plan", "born": "2010-05-01"},
    )
    outcomes = {"eleven": "plan-made", "twelve": "plan-made", "sixteen": "plan-made", "no-plan": "no-plan"}
    explained = event("category-explained", "2026-11-25", child="sixteen")
    stream = [booked(START), held("2026-11-20T12:00", outcomes), explained]
    answer = ask(LEICESTER, "2026-11-26", stream, children=children)
    found = {duty["about"]: (duty["who"], duty["state"]) for duty in answer.duties("explain-category-to-young-person")}
    assert found == {"twelve": ("lead_practitioner", "open"), "sixteen": ("lead_practitioner", "met")}


# --- Afterwards -----------------------------------------------------------------------------------------


@pytest.mark.clause("LEI-70")
def test_a_second_conference_at_three_months_and_then_one_every_six():
    made = [held("2026-11-30T12:00", "plan-made")]
    review = ask(LEICESTER, "2026-12-01", made).duty("hold-first-review")
    assert (review["due"], review["source"][0]) == ("2027-02-28", "LEI-70")
    moments = ["2027-02-27", "2027-02-28T23:59:59", "2027-03-01"]
    assert states(LEICESTER, "hold-first-review", moments, made) == ["open", "open", "overdue"]
    reviewed = [*made, held("2027-02-26T12:00", "plan-continues")]
    assert ask(LEICESTER, "2027-02-27", reviewed, kind="review").due("hold-next-review") == "2027-08-26"


@pytest.mark.clause("LEI-55", "LEI-70")
def test_conferences_go_on_at_least_every_six_months_until_the_child_is_safe_and_the_plan_stops():
    stream = [held("2026-11-20T12:00", "plan-made"), held("2027-02-19T12:00", "plan-continues")]
    moments = ["2027-08-18", "2027-08-19T23:59:59", "2027-08-20"]
    assert states(LEICESTER, "hold-next-review", moments, stream, kind="review") == ["open", "open", "overdue"]
    stream.append(held("2027-08-19T12:00", "plan-continues"))
    again = ask(LEICESTER, "2027-08-20", stream, kind="review").duties("hold-next-review")
    assert [(duty["due"], duty["state"]) for duty in again] == [("2027-08-19", "met"), ("2028-02-19", "open")]
    stream.append(held("2028-02-18T12:00", "plan-ended"))
    ended = ask(LEICESTER, "2029-02-18", stream, kind="review").duties("hold-next-review")
    assert [(duty["due"], duty["state"]) for duty in ended] == [("2028-02-19", "met")]
    assert ended[0]["source"][:2] == ("LEI-55", "LEI-70")


@pytest.mark.clause("LEI-61")
def test_a_child_who_disagrees_may_complain_and_no_time_is_set():
    conference = [booked(START), held("2026-11-20T12:00", "plan-made")]
    window = ask(LEICESTER, "2026-11-21", conference, children=(CHILD,)).duty("complain")
    assert (window["window"], window["who"], window["due"], window["state"]) == (True, "parent_or_child", None, "open")
    assert states(LEICESTER, "complain", ["2031-11-21"], conference) == ["open"]
    from_the_child = event("complaint-received", "2027-03-01", child="c1", from_="child", route="talked with the chair")
    assert states(LEICESTER, "complain", ["2027-03-02"], [*conference, from_the_child]) == ["used"]
