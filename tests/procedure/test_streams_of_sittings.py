"""Sittings that end early, and parents who are kept out: what is carried on, and what is asked afresh."""

import pytest

from tests.procedure.asking import Answer, Data, ask, booked, came, child, decided, discussed, fact, held

# --- Adjourned and reconvened ---------------------------------------------------------------------------


def adjourned(at: str, *events: Data, on: str = "2026-11-09", discussed_on: str = "2026-11-02") -> Answer:
    return ask(
        discussed(discussed_on),
        booked("2026-11-03", f"{on}T10:00"),
        fact("conference-adjourned", f"{on}T11:00", reason="inquorate", interim_plan="daily visits"),
        *events,
        at=at,
    )


def test_the_national_clock_does_not_stop_while_a_conference_is_adjourned() -> None:
    answer = adjourned("2026-11-24")
    assert (answer.due("hold-initial-conference"), answer.state("hold-initial-conference")) == ("2026-11-23", "overdue")


@pytest.mark.parametrize(
    ("on", "due", "why"),
    [
        ("2026-11-09", "2026-11-23", "10 working days after, which is the limit of the conference too"),
        ("2026-11-05", "2026-11-19", "10 working days after, before the conference's own limit"),
        ("2026-11-20", "2026-11-23", "the conference's own limit, before the 10 working days are over"),
    ],
)
def test_an_adjourned_conference_is_reconvened_by_the_earlier_of_ten_working_days_and_its_own_limit(
    on: str, due: str, why: str
) -> None:
    assert adjourned(f"{on}T12:00", on=on).due("reconvene") == due, why


def test_a_conference_that_was_not_adjourned_is_not_reconvened() -> None:
    assert (
        ask(discussed("2026-11-02"), booked("2026-11-03", "2026-11-09T10:00"), at="2026-11-09").all("reconvene") == []
    )


def test_the_second_sitting_meets_both_limits_on_the_day_of_the_decision() -> None:
    decision = decided("2026-11-18T11:00", "c1", "plan-made")
    answer = adjourned("2026-11-19", booked("2026-11-09T12:00", "2026-11-18T10:00"), decision, held("2026-11-18T11:30"))
    assert (answer.state("reconvene"), answer.state("hold-initial-conference")) == ("met", "met")
    assert answer.duty("hold-initial-conference")["met_at"] == "2026-11-18T11:00:00+00:00"
    assert answer.due("hold-first-review") == "2027-02-18"


def test_reconvened_too_late_is_late_for_the_clock_that_did_not_stop() -> None:
    answer = adjourned("2026-12-01", held("2026-11-30", "no-plan"))
    assert (answer.state("reconvene"), answer.state("hold-initial-conference")) == ("met-late", "met-late")


def test_an_adjourned_review_is_reconvened_by_the_limit_of_the_review() -> None:
    answer = ask(
        held("2026-08-10", "plan-made", reference="A"),
        booked("2026-10-01", "2026-11-06T10:00", reference="B"),
        fact("conference-adjourned", "2026-11-06T10:30", reason="chair-ill"),
        kind="review",
        reference="B",
        at="2026-11-07",
    )
    assert (answer.due("hold-first-review"), answer.due("reconvene")) == ("2026-11-10", "2026-11-10")


@pytest.mark.parametrize("reason", ["inquorate", "parent-unable", "papers-late", "interpreter-absent", "behaviour"])
def test_preparation_before_an_adjournment_still_counts(reason: str) -> None:
    answer = ask(
        booked("2026-11-03", "2026-11-09T10:00"),
        fact("leaflet-given", "2026-11-04", parent="p1"),
        fact("conference-adjourned", "2026-11-09T11:00", reason=reason),
        held("2026-11-18", "no-plan"),
        parents=["p1"],
        at="2026-11-19",
    )
    assert answer.state("give-parents-leaflet") == "met"


# --- Inquorate ------------------------------------------------------------------------------------------


def test_an_inquorate_conference_says_what_to_do() -> None:
    answer = ask(
        came("2026-11-09T10:00", "social_worker"), held("2026-11-09T12:00", "plan-made", reference="A"), at="2026-11-10"
    )
    quorum = answer.data["quorum"]
    assert (quorum["quorate"], len(quorum["when_inquorate"])) == (False, 4)
    assert answer.data["notes"] == []


def test_two_inquorate_conferences_running_ask_for_an_early_review() -> None:
    answer = ask(
        held("2026-05-11", "plan-made", quorate=False, reference="A"),
        held("2026-08-10", "plan-continues", quorate=False, reference="B"),
        kind="review",
        reference="B",
        at="2026-08-11",
    )
    assert answer.data["notes"] == ["Two conferences running were not quorate: ask for an early review."]


# --- Parents kept out -----------------------------------------------------------------------------------


def kept_out(at: str = "2026-11-20", about: str = "p1", **said: object) -> Data:
    return fact(
        "exclusion-decided",
        at,
        parent=about,
        **{"outcome": "excluded", "scope": "whole", "by": "chair", "reason": "violence", **said},
    )


WHEN_KEPT_OUT = ("explain-exclusion", "collect-excluded-parent-views", "offer-meeting")
ONLY_WHO_COMES = ("meet-parents", "share-report-with-parents", "ask-parents-about-needs", "name-supporter")
ALSO_WHO_DOES_NOT = ("explain-conference-to-parents", "give-parents-leaflet")


def preparing(*events: Data, at: str = "2026-11-21", pack: str = "england") -> Answer:
    return ask(booked("2026-11-18", "2026-12-03T10:00"), *events, parents=["p1", "p2"], pack=pack, at=at)


def test_for_a_parent_kept_out_reasons_views_and_a_meeting_are_asked_and_for_the_other_not() -> None:
    answer = preparing(kept_out())
    for code in WHEN_KEPT_OUT:
        assert answer.states(code) == {"p1": "open"}, code
        assert answer.due(code) == "2026-12-03T10:00:00+00:00"
    for code in ONLY_WHO_COMES:
        assert answer.states(code) == {"p2": "open"}, code


@pytest.mark.parametrize("pack", ["barnet", "bolton", "bradford", "leicester", "redbridge"])
def test_in_each_procedure_a_parent_kept_out_is_told_why_and_is_not_asked_what_they_need_to_come(pack: str) -> None:
    by = "social_worker" if pack == "barnet" else "chair"
    answer = preparing(kept_out(by=by), pack=pack)
    for code in ALSO_WHO_DOES_NOT:
        assert answer.states(code) == {"p1": "open", "p2": "open"}, code
    for code in ONLY_WHO_COMES:
        assert answer.states(code) == {"p2": "open"}, code
    for code in WHEN_KEPT_OUT:
        assert answer.states(code) == {"p1": "open"}, code


def test_without_an_exclusion_none_of_this_is_asked() -> None:
    answer = preparing()
    assert [answer.all(code) for code in (*WHEN_KEPT_OUT, "review-exclusion")] == [[], [], [], []]
    for code in ONLY_WHO_COMES:
        assert answer.states(code) == {"p1": "open", "p2": "open"}, code


def test_a_parent_kept_out_of_a_part_still_meets_the_chair_and_has_the_report() -> None:
    answer = preparing(kept_out(scope="part"))
    for code in ONLY_WHO_COMES:
        assert answer.states(code) == {"p1": "open", "p2": "open"}, code
    assert answer.states("explain-exclusion") == {"p1": "open"}


@pytest.mark.parametrize("outcome", ["not-excluded", "lifted"])
def test_a_request_that_was_declined_or_an_exclusion_lifted_asks_for_nothing(outcome: str) -> None:
    answer = preparing(kept_out(), kept_out("2026-11-23", outcome=outcome), at="2026-11-24")
    assert [answer.all(code) for code in WHEN_KEPT_OUT] == [[], [], []]
    assert answer.states("meet-parents") == {"p1": "open", "p2": "open"}


def test_each_of_the_three_is_met_by_its_own_event() -> None:
    answer = preparing(
        kept_out(),
        fact("exclusion-explained", "2026-11-23", parent="p1"),
        fact("parent-report-received", "2026-11-24", parent="p1"),
        fact("meeting-offered", "2026-11-25", parent="p1"),
        at="2026-11-26",
    )
    assert [answer.states(code) for code in WHEN_KEPT_OUT] == [{"p1": "met"}] * 3


FIRST_HELD = (
    booked("2026-11-18", "2026-12-03T10:00", reference="A"),
    kept_out(),
    held("2026-12-03T12:00", "plan-made", reference="A"),
    booked("2026-12-10", "2027-02-22T10:00", reference="B"),
)


def at_the_review(*events: Data, at: str = "2027-01-11") -> Answer:
    return ask(*FIRST_HELD, *events, kind="review", reference="B", parents=["p1", "p2"], at=at)


def test_an_exclusion_stays_on_to_the_next_conference_and_is_decided_afresh() -> None:
    answer = at_the_review()
    assert answer.states("review-exclusion") == {"p1": "open"}
    assert {duty["about"] for duty in answer.all("meet-parents", of="B")} == {"p2"}
    assert answer.action("start")["allowed"] is False
    assert [gate["gate"] for gate in answer.action("start")["held_by"]] == ["start-needs-fresh-exclusion-decision"]


def test_the_fresh_decision_is_due_before_the_invitations_go_out() -> None:
    assert at_the_review().due("review-exclusion") is None
    sent = fact("invitations-sent", "2027-01-12T09:00")
    answer = at_the_review(sent, at="2027-01-13")
    assert (answer.due("review-exclusion"), answer.state("review-exclusion")) == (
        "2027-01-12T09:00:00+00:00",
        "overdue",
    )


@pytest.mark.parametrize(("outcome", "kept"), [("excluded", {"p2"}), ("not-excluded", {"p1", "p2"})])
def test_a_fresh_decision_either_way_lets_the_conference_start(outcome: str, kept: set[str]) -> None:
    answer = at_the_review(kept_out("2027-01-08", outcome=outcome))
    assert answer.states("review-exclusion") == {"p1": "met"}
    assert answer.action("start")["allowed"] is True
    assert {duty["about"] for duty in answer.all("meet-parents", of="B")} == kept


BOTH, ONE, OTHER = ["c1", "c2"], ["c1"], ["c2"]


@pytest.mark.parametrize(
    ("decided_for", "about", "stays"),
    [
        ([(BOTH, "excluded"), (OTHER, "lifted")], BOTH, True),
        ([(BOTH, "excluded"), (OTHER, "lifted")], OTHER, False),
        ([(BOTH, "excluded"), (OTHER, "lifted"), (ONE, "lifted")], BOTH, False),
        ([(OTHER, "excluded"), (ONE, "lifted")], ONE, False),
        ([(OTHER, "excluded"), (ONE, "lifted")], BOTH, True),
    ],
)
def test_of_two_children_a_parent_is_kept_out_until_it_is_lifted_for_each(
    decided_for: list[tuple[list[str], str]], about: list[str], stays: bool
) -> None:
    """Each was decided at a conference of its own children, the last of which is that of the parameter `about`."""
    told = []
    for month, (children, outcome) in enumerate(decided_for, 1):
        told += [
            kept_out(f"2026-{month:02}-19", outcome=outcome),
            held(f"2026-{month:02}-20", "plan-made", reference=f"A-{month}", children=children),
        ]
    asked = fact("conference-requested", "2026-05-11", reference="B", kind="review", children=about)
    answer = ask(
        *told, asked, kind="review", reference="B", parents=["p1", "p2"], children=["c1", "c2"], at="2026-05-12"
    )
    assert answer.action("start")["allowed"] is not stays
    assert answer.dues("review-exclusion").keys() == ({"p1"} if stays else set())


@pytest.mark.parametrize(("lifted_for", "stays"), [(OTHER, True), (ONE, False), (BOTH, False)])
def test_what_is_lifted_about_one_child_of_a_conference_is_not_lifted_about_the_other(
    lifted_for: list[str], stays: bool
) -> None:
    events = [kept_out("2026-11-18", children=ONE), kept_out("2026-11-19", outcome="lifted", children=lifted_for)]
    answer = ask(
        discussed("2026-11-02"), booked("2026-11-03", "2026-11-23T10:00"), *events,
        parents=["p1", "p2"], children=["c1", "c2"], at="2026-11-20",
    )  # fmt: skip
    assert {one["about"] for one in answer.all("explain-exclusion")} == ({"p1"} if stays else set())


def test_the_first_conference_itself_may_start_with_a_parent_kept_out() -> None:
    assert preparing(kept_out()).action("start")["allowed"] is True


# --- Parents and papers ---------------------------------------------------------------------------------


def test_duties_about_parents_are_asked_for_each_parent_of_the_conferences_children() -> None:
    answer = ask(
        booked("2026-11-18", "2026-12-03T10:00", children=["c1"]),
        fact("leaflet-given", "2026-11-19", parent="p1"),
        children=["c1", child("c2")],
        parents=[{"id": "p1", "of": ["c1"]}, {"id": "p2", "of": ["c2"]}, {"id": "p3"}],
        at="2026-11-20",
    )
    assert answer.states("give-parents-leaflet") == {"p1": "met", "p3": "open"}


def test_an_event_that_names_no_parent_is_about_all() -> None:
    answer = preparing(fact("leaflet-given", "2026-11-19"))
    assert answer.states("give-parents-leaflet") == {"p1": "met", "p2": "met"}


def test_a_report_is_shared_with_each_parent_named() -> None:
    answer = preparing(fact("report-shared", "2026-11-19", with_="p1"), fact("report-shared", "2026-11-20", with_="p2"))
    assert {duty["about"]: duty["met_at"] for duty in answer.all("share-report-with-parents")} == {
        "p1": "2026-11-19",
        "p2": "2026-11-20",
    }


def test_a_report_shared_with_the_chair_or_an_agencys_report_does_not_meet_the_parents_right() -> None:
    answer = preparing(
        fact("report-shared", "2026-11-19", with_="chair"),
        fact("report-shared", "2026-11-19", report="school", with_=["p1", "p2"]),
    )
    assert answer.states("share-report-with-parents") == {"p1": "open", "p2": "open"}


def test_a_report_with_several_parts_is_shared_when_the_last_part_was() -> None:
    events = [fact("report-shared", "2026-11-25T09:00", with_="parents", parts=["report"])]
    answer = preparing(*events, pack="leicester", at="2026-11-26")
    assert answer.states("share-report-with-parents") == {"p1": "open", "p2": "open"}
    events.append(fact("report-shared", "2026-12-01T10:00", with_="parents", parts=["chronology"]))
    answer = preparing(*events, pack="leicester", at="2026-12-01T11:00")
    assert answer.states("share-report-with-parents") == {"p1": "met", "p2": "met"}
    assert answer.duty("share-report-with-parents", "p1")["met_at"] == "2026-12-01T10:00:00+00:00"


def test_every_agencys_report_is_shared_before_the_duty_is_met() -> None:
    received = fact("agency-information-received", "2026-11-23", agency="school")
    answer = preparing(received, pack="redbridge", at="2026-11-24")
    assert answer.states("share-agency-reports-with-parents") == {"p1": "open", "p2": "open"}
    shared = fact("report-shared", "2026-12-01", report="school", with_="parents")
    answer = preparing(received, shared, pack="redbridge", at="2026-12-01")
    assert answer.states("share-agency-reports-with-parents") == {"p1": "met", "p2": "met"}
    assert answer.duty("share-agency-reports-with-parents", "p1")["due"] == "2026-12-01"


def test_invitations_pass_to_the_team_when_the_list_for_a_review_came_late() -> None:
    events = [held("2026-09-01", "plan-made", reference="A"), booked("2026-10-01", "2026-11-26T10:00", reference="B")]
    described = {"kind": "review", "reference": "B", "pack": "leicester"}
    in_time = ask(*events, fact("invite-list-supplied", "2026-11-05"), at="2026-11-06", **described)
    assert (in_time.due("supply-invite-list", of="B"), in_time.duty("send-invitations", of="B")["who"]) == (
        "2026-11-05",
        "safeguarding_unit",
    )
    late = ask(*events, fact("invite-list-supplied", "2026-11-06"), at="2026-11-06", **described)
    assert late.duty("send-invitations", of="B")["who"] == "social_work_team"
