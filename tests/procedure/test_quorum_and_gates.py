"""Who makes a conference quorate, what may not happen yet and under which clause, and who is invited."""

import re
from typing import Any

import pytest

from tests.procedure.asking import Answer, Data, ask, booked, came, child, decided, discussed, fact, held, moved

DAY = "2026-12-03"
START, DECISION = f"{DAY}T10:00", f"{DAY}T11:50"


def sitting(*events: Data, at: str = f"{DAY}T11:55", pack: str = "england", kind: str = "initial") -> Answer:
    before = [held("2026-09-03", "plan-made", reference="A")] if kind == "review" else []
    return ask(*before, booked("2026-11-18", START, reference="B"), *events, kind=kind, reference="B", pack=pack, at=at)


def quorate(*events: Data, at: str = f"{DAY}T11:55", pack: str = "england") -> tuple[bool | None, list[str]]:
    quorum = sitting(*events, at=at, pack=pack).data["quorum"]
    return quorum["quorate"], quorum["missing"]


SOCIAL_CARE, SCHOOL, NURSE = came(START, "social_worker"), came(START, "school"), came(START, "school_nurse")
ENOUGH = (SOCIAL_CARE, SCHOOL, NURSE)
ONE_MORE = "1 more of the other agencies or professions with direct contact"
TWO_MORE = "2 more of the other agencies or professions with direct contact"

# --- Quorum ---------------------------------------------------------------------------------------------


def test_social_care_and_two_others_with_direct_contact_are_enough() -> None:
    quorum = sitting(*ENOUGH).data["quorum"]
    assert (quorum["quorate"], quorum["how"], quorum["missing"]) == (True, "computed", [])
    assert sorted(quorum["present"]) == ["school", "school_nurse", "social-care"]


def test_nobody_recorded_means_not_known_and_not_inquorate() -> None:
    quorum = sitting().data["quorum"]
    assert (quorum["quorate"], quorum["how"], quorum["present"], quorum["missing"]) == (None, "not known", [], [])


def test_what_is_missing_is_said() -> None:
    assert quorate(SOCIAL_CARE, SCHOOL) == (False, [ONE_MORE])
    assert quorate(SOCIAL_CARE) == (False, [TWO_MORE])
    assert quorate(SCHOOL, NURSE) == (False, ["social care is not there"])


def test_two_disciplines_of_one_agency_count_twice_and_two_people_of_one_discipline_once() -> None:
    assert quorate(SOCIAL_CARE, NURSE, came(START, "health_visitor"))[0] is True
    assert quorate(SOCIAL_CARE, NURSE, NURSE) == (False, [ONE_MORE])


def test_several_people_of_social_care_count_once_and_not_among_the_others() -> None:
    assert quorate(SOCIAL_CARE, came(START, "team_manager"), came(START, "family_support_worker")) == (
        False,
        [TWO_MORE],
    )


@pytest.mark.parametrize(
    "who",
    [
        "chair",
        "minute_taker",
        "parent",
        "child",
        "family_member",
        "supporter",
        "advocate",
        "interpreter",
        "solicitor_observer",
        "observer",
    ],
)
def test_chair_family_supporters_and_observers_never_count(who: str) -> None:
    assert quorate(SOCIAL_CARE, SCHOOL, came(START, who, agency="health")) == (False, [ONE_MORE])
    assert quorate(SOCIAL_CARE, SCHOOL, came(START, "school_nurse", as_=who)) == (False, [ONE_MORE])


def test_only_those_with_direct_contact_count_and_silence_about_it_is_said() -> None:
    assert quorate(SOCIAL_CARE, SCHOOL, came(START, "police_rep", direct=False)) == (False, [ONE_MORE])
    assert quorate(SOCIAL_CARE, SCHOOL, came(START, "police_rep", direct=None)) == (
        False,
        [ONE_MORE, "nobody recorded whether these have had direct contact: police_rep"],
    )


def test_social_care_counts_without_direct_contact() -> None:
    assert quorate(came(START, "social_worker", direct=False), SCHOOL, NURSE)[0] is True


def test_an_agency_named_in_its_own_words_counts_as_that_agency() -> None:
    assert quorate(SOCIAL_CARE, came(START, "somebody", agency="Education"), NURSE)[0] is True
    assert quorate(came(START, "somebody", agency="Social care"), SCHOOL, NURSE)[0] is True


@pytest.mark.parametrize(
    ("left", "enough"), [("11:49", False), ("11:50", True), ("11:51", True), (f"{DAY}T11:30", False)]
)
def test_people_who_leave_before_the_decision_do_not_count(left: str, enough: bool) -> None:
    school = came(START, "school", to=left)
    decision = decided(DECISION, "c1", "no-plan")
    answer = sitting(SOCIAL_CARE, NURSE, school, decision, held(f"{DAY}T12:10"), at="2026-12-04")
    assert (answer.data["quorum"]["quorate"], answer.data["quorum"]["at"]) == (enough, f"{DECISION}:00+00:00")


@pytest.mark.parametrize(("from_", "enough"), [("11:49", True), ("11:51", False)])
def test_people_who_come_after_the_decision_do_not_count(from_: str, enough: bool) -> None:
    decision = decided(DECISION, "c1", "no-plan")
    answer = sitting(
        SOCIAL_CARE, NURSE, came(START, "school", from_=from_), decision, held(f"{DAY}T12:10"), at=f"{DAY}T13:00"
    )
    assert answer.data["quorum"]["quorate"] is enough


def test_the_quorum_is_held_at_each_decision_and_not_only_at_the_start() -> None:
    events = [
        SOCIAL_CARE,
        NURSE,
        came(START, "school", to="11:55"),
        decided("2026-12-03T11:50", "c1", "no-plan"),
        decided("2026-12-03T12:00", "c2", "no-plan"),
    ]
    answer = ask(booked("2026-11-18", START), *events, children=["c1", "c2"], at=f"{DAY}T12:05")
    held_by = {about: [gate["gate"] for gate in answer.decision("no-plan", about)["held_by"]] for about in ("c1", "c2")}
    assert held_by == {"c1": [], "c2": ["decision-needs-quorum"]}


def test_those_at_the_first_sitting_do_not_make_the_second_quorate() -> None:
    answer = ask(
        booked("2026-11-18", START),
        *ENOUGH,
        fact("conference-adjourned", f"{DAY}T11:00", reason="papers-late"),
        came("2026-12-10T10:00", "social_worker"),
        decided("2026-12-10T11:00", "c1", "no-plan"),
        held("2026-12-10T11:30"),
        at="2026-12-11",
    )
    assert (answer.data["quorum"]["quorate"], answer.data["quorum"]["present"]) == (False, ["social-care"])


def test_the_forecast_counts_those_who_said_that_they_will_come() -> None:
    def answered(**who: str) -> bool | None:
        events = [fact("invitation-answered", "2026-11-25", who=one, answer=said) for one, said in who.items()]
        forecast: bool | None = sitting(*events, at="2026-11-26").data["quorum"]["forecast"]
        return forecast

    assert answered() is None
    assert answered(social_worker="yes", school="yes", school_nurse="yes") is True
    assert answered(social_worker="yes", school="yes", school_nurse="no") is False
    assert answered(school="yes", school_nurse="yes", health_visitor="yes") is False


def test_inquorate_the_chair_may_go_on_when_all_grounds_are_recorded() -> None:
    grounds = ["no-contact-with-three-agencies", "enough-information", "delay-harms-child"]
    for said, allowed in ((grounds, True), (grounds[:2], False), ([], False)):
        answer = sitting(SOCIAL_CARE, decided(DECISION, "c1", "no-plan", grounds=said))
        assert answer.decision("no-plan")["allowed"] is allowed, said


# --- Gates ----------------------------------------------------------------------------------------------


CLAUSE = re.compile(r"[A-Z]{3}-\d{2,3}")


def gates(answer: Data, part: str = "held_by") -> dict[str, list[str]]:
    """Each gate of an answer with its clauses, or with its other sources where it has no clause."""
    sources = {gate["gate"]: gate["source"] for gate in answer[part]}
    return {code: [one for one in source if CLAUSE.fullmatch(one)] or source for code, source in sources.items()}


@pytest.mark.parametrize("kind", ["initial", "pre_birth"])
def test_an_initial_or_pre_birth_conference_is_not_booked_without_an_invite_list(kind: str) -> None:
    described: dict[str, Any] = {"kind": kind, "pack": "leicester"}
    described["children"] = [child("c1", None, expected="2027-03-03")] if kind == "pre_birth" else ["c1"]
    without = ask(discussed("2026-11-16"), at="2026-11-17", **described).action("book")
    assert (without["allowed"], gates(without)) == (
        False,
        {"booking-needs-invite-list": ["LEI-03", "LEI-07", "LEI-11"]},
    )
    listed = fact("invite-list-supplied", "2026-11-17")
    assert ask(discussed("2026-11-16"), listed, at="2026-11-18", **described).action("book")["allowed"] is True


def test_a_list_that_came_after_the_booking_does_not_undo_the_breach() -> None:
    answer = ask(
        booked("2026-11-17", START), fact("invite-list-supplied", "2026-11-18"), pack="leicester", at="2026-11-19"
    )
    assert gates(answer.action("book")) == {"booking-needs-invite-list": ["LEI-03", "LEI-07", "LEI-11"]}


def test_a_review_is_booked_without_the_list_and_elsewhere_an_initial_too() -> None:
    assert sitting(pack="leicester", kind="review").action("book")["allowed"] is True
    assert sitting(pack="england").action("book")["allowed"] is True


def test_booking_waits_for_the_assessment_where_the_procedure_says_so() -> None:
    without = ask(discussed("2026-11-16"), pack="redbridge", at="2026-11-17").action("book")
    assert (without["allowed"], gates(without)) == (False, {"booking-needs-assessment": ["RDB-03"]})
    done = fact("assessment-completed", "2026-11-17")
    assert ask(discussed("2026-11-16"), done, pack="redbridge", at="2026-11-17").action("book")["allowed"] is True


WHOLE = {
    "categories": ["neglect"],
    "lead_practitioner": "named",
    "core_group": ["social_worker", "school"],
    "next_review_on": "2027-02-22",
}
NEEDS = {
    "plan-needs-next-review-date": ("leicester", "next_review_on", ["LEI-04"]),
    "plan-needs-lead-practitioner": (
        "bradford",
        "lead_practitioner",
        ["BRD-18"],
    ),
    "plan-needs-core-group": ("bolton", "core_group", ["BOL-33"]),
    "plan-needs-category": ("barnet", "categories", ["BAR-38"]),
}
DECIDER = {"leicester": "professionals", "bradford": "conference", "bolton": "conference"}


@pytest.mark.parametrize("gate", NEEDS)
def test_a_plan_is_not_made_without_what_it_needs(gate: str) -> None:
    pack, key, source = NEEDS[gate]
    by = DECIDER.get(pack, "chair")
    lacking = {name: said for name, said in WHOLE.items() if name != key}
    answer = sitting(*ENOUGH, decided(DECISION, "c1", "plan-made", by=by, **lacking), pack=pack)
    made = answer.decision("plan-made")
    assert (made["allowed"], gates(made)) == (False, {gate: source})
    whole = sitting(*ENOUGH, decided(DECISION, "c1", "plan-made", by=by, **WHOLE), pack=pack).decision("plan-made")
    assert (whole["allowed"], whole["recorded"], gates(whole)) == (True, True, {})


@pytest.mark.parametrize("gate", NEEDS)
def test_until_the_decision_is_recorded_these_are_what_it_needs(gate: str) -> None:
    pack, _key, source = NEEDS[gate]
    made = sitting(*ENOUGH, pack=pack).decision("plan-made")
    assert (made["allowed"], made["recorded"], gates(made, "needs")[gate]) == (True, False, source)
    assert gate not in gates(sitting(*ENOUGH, pack=pack).decision("no-plan"), "needs")


def test_a_plan_is_not_continued_without_the_date_of_its_next_review() -> None:
    lacking = {name: said for name, said in WHOLE.items() if name != "next_review_on"}
    events = [*ENOUGH, decided(DECISION, "c1", "plan-continues", by="professionals", **lacking)]
    goes_on = sitting(*events, pack="leicester", kind="review").decision("plan-continues")
    assert gates(goes_on) == {"plan-needs-next-review-date": ["LEI-04"]}


def test_a_booking_of_the_next_review_gives_its_date() -> None:
    lacking = {name: said for name, said in WHOLE.items() if name != "next_review_on"}
    answer = sitting(
        *ENOUGH,
        decided(DECISION, "c1", "plan-made", by="professionals", **lacking),
        held(f"{DAY}T12:10", reference="B"),
        booked(f"{DAY}T12:20", "2027-02-22T10:00", reference="C"),
        pack="leicester",
        at="2026-12-04",
    )
    assert answer.decision("plan-made")["allowed"] is True


def test_a_day_that_is_off_is_no_date_of_the_next_review() -> None:
    lacking = {name: said for name, said in WHOLE.items() if name != "next_review_on"}
    made = decided(DECISION, "c1", "plan-made", by="professionals", **lacking)
    before_it_was_moved = [
        booked("2026-11-10", "2026-12-20T10:00", reference="B"),
        moved("2026-11-11", START, reference="B"),
    ]
    called_off = [
        held(f"{DAY}T12:10", reference="B"),
        booked(f"{DAY}T12:20", "2027-02-22T10:00", reference="C"),
        fact("conference-cancelled", f"{DAY}T12:30", reference="C"),
    ]
    for events in ([*before_it_was_moved, *ENOUGH, made], [*ENOUGH, made, *called_off]):
        answer = sitting(*events, pack="leicester", at="2026-12-04")
        assert gates(answer.decision("plan-made")) == {"plan-needs-next-review-date": ["LEI-04"]}


@pytest.mark.parametrize(
    ("pack", "decider", "source"),
    [
        ("england", "chair", ["Pan-Sussex procedures, actions and decisions"]),
        ("barnet", "chair", ["BAR-38"]),
        ("redbridge", "chair", ["RDB-07", "RDB-33"]),
        ("leicester", "professionals", ["LEI-66"]),
    ],
)
def test_nobody_but_the_packs_decider_decides(pack: str, decider: str, source: list[str]) -> None:
    wrong = sitting(*ENOUGH, decided(DECISION, "c1", "no-plan", by="team_manager"), pack=pack).decision("no-plan")
    assert (wrong["allowed"], gates(wrong)) == (False, {"decision-by-decider": source})
    right = sitting(*ENOUGH, decided(DECISION, "c1", "no-plan", by=decider), pack=pack).decision("no-plan")
    assert right["allowed"] is True


@pytest.mark.parametrize(
    ("pack", "source"),
    [("england", ["Swindon, Quorate Child Protection Conferences"]), ("leicester", ["LEI-17", "LEI-18"])],
)
def test_nothing_is_decided_while_inquorate(pack: str, source: list[str]) -> None:
    answer = sitting(SOCIAL_CARE, pack=pack)
    for outcome in ("plan-made", "no-plan"):
        assert answer.decision(outcome)["allowed"] is False
        assert gates(answer.decision(outcome))["decision-needs-quorum"] == source


def test_more_than_one_category_only_where_the_procedure_allows_it() -> None:
    two = {**WHOLE, "categories": ["neglect", "emotional"]}
    leicester = sitting(*ENOUGH, decided(DECISION, "c1", "plan-made", by="professionals", **two), pack="leicester")
    assert gates(leicester.decision("plan-made")) == {"plan-one-category": ["LEI-92"]}
    england = sitting(*ENOUGH, decided(DECISION, "c1", "plan-made", **two))
    assert england.decision("plan-made")["allowed"] is True


# --- Ending a plan --------------------------------------------------------------------------------------

POLICE = fact("agency-information-received", "2026-11-30", agency="police")
EARLY_HELP = fact("invitations-sent", "2026-11-20", who=["early_help_manager"])


def ending(*events: Data, **said: Any) -> Data:
    """The answer about ending the plan at a review in Leicester."""
    decision = decided(DECISION, "c1", "plan-ended", by="professionals", **said)
    return sitting(*ENOUGH, *events, decision, pack="leicester", kind="review").decision("plan-ended")


def test_no_plan_ends_as_no_longer_at_risk_without_police_information_and_nobody_may_override_it() -> None:
    without = ending(EARLY_HELP, reason="risk-reduced")
    assert (without["allowed"], gates(without)) == (False, {"ending-needs-police-information": ["LEI-21"]})
    assert [gate["override"] for gate in without["held_by"]] == ["none"]
    overridden = ending(EARLY_HELP, reason="the chair is satisfied", overrides=["ending-needs-police-information"])
    assert overridden["allowed"] is False
    assert ending(EARLY_HELP, POLICE, reason="risk-reduced")["allowed"] is True


def test_another_involved_agency_that_said_nothing_holds_it_back_and_the_chair_may_go_on_with_a_reason() -> None:
    silent = fact("invitation-answered", "2026-11-25", who="health_visitor", agency="health", answer="no")
    absent = fact("invitation-answered", "2026-11-25", who="probation_officer", answer="no")
    assert ending(POLICE, EARLY_HELP, silent)["allowed"] is True
    without = ending(POLICE, EARLY_HELP, absent, reason="risk-reduced")
    assert (without["allowed"], gates(without)) == (False, {"ending-needs-agency-information": ["LEI-20"]})
    assert without["held_by"][0]["says"] == "there is no information from probation"
    unreasoned = ending(POLICE, EARLY_HELP, absent, overrides=["ending-needs-agency-information"])
    assert unreasoned["allowed"] is False
    passed = ending(POLICE, EARLY_HELP, absent, reason="known already", overrides=["ending-needs-agency-information"])
    assert (passed["allowed"], gates(passed, "warnings")) == (True, {"ending-needs-agency-information": ["LEI-20"]})
    assert passed["warnings"][0]["passed"] == "by the chair, with a reason"


def test_no_early_help_manager_invited_is_a_warning_only() -> None:
    warned = ending(POLICE)
    assert (warned["allowed"], gates(warned, "warnings")) == (True, {"ending-needs-early-help": ["LEI-19"]})
    assert ending(POLICE, EARLY_HELP)["warnings"] == []


@pytest.mark.parametrize("reason", ["transferred-out", "aged-18", "died", "left-uk", "looked-after"])
def test_an_end_that_is_no_judgement_of_safety_is_not_held_back(reason: str) -> None:
    ended = ending(reason=reason)
    assert (ended["allowed"], gates(ended), ended["warnings"]) == (True, {}, [])


def test_elsewhere_a_plan_ends_without_police_information() -> None:
    answer = sitting(*ENOUGH, decided(DECISION, "c1", "plan-ended"), kind="review")
    assert answer.decision("plan-ended")["allowed"] is True


def test_missing_agency_information_is_only_a_warning_where_the_procedure_says_so() -> None:
    absent = fact("invitation-answered", "2026-11-25", who="probation_officer", answer="no")
    answer = sitting(*ENOUGH, absent, decided(DECISION, "c1", "no-plan", by="conference"), pack="bolton")
    no_plan = answer.decision("no-plan")
    assert (no_plan["allowed"], gates(no_plan, "warnings")) == (
        True,
        {"decision-needs-agency-information": ["BOL-39", "BOL-40"]},
    )


# --- Excluding, and what is never refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "by", "allowed", "source"),
    [
        ("redbridge", "chair", True, ["RDB-23"]),
        ("redbridge", "social_worker", False, ["RDB-23"]),
        ("barnet", "social_worker", True, ["BAR-17"]),
        ("barnet", "team_manager", False, ["BAR-17"]),
        ("england", "team_manager", False, ["Pan-Sussex procedures, exclusion"]),
    ],
)
def test_an_exclusion_by_anyone_but_the_chair(pack: str, by: str, allowed: bool, source: list[str]) -> None:
    event = fact("exclusion-decided", "2026-11-20", outcome="excluded", scope="whole", by=by, reason="violence")
    answer = sitting(event, pack=pack, at="2026-11-21").action("exclude")
    assert answer["allowed"] is allowed
    assert gates(answer) == ({} if allowed else {"exclusion-by-chair": source})


def test_stopping_a_meeting_or_closing_it_undecided_is_never_refused() -> None:
    answer = sitting(SOCIAL_CARE, fact("conference-adjourned", f"{DAY}T11:00", reason="inquorate"))
    assert {one["action"] for one in answer.data["decisions"]} == {"book", "start", "decide"}
    closed = sitting(SOCIAL_CARE, held(f"{DAY}T11:30"), at="2026-12-04")
    assert closed.data["conference"]["held_at"] == f"{DAY}T11:30:00+00:00"


def test_every_gate_that_holds_something_back_says_why_and_under_which_source() -> None:
    for pack in ("england", "bradford", "redbridge", "bolton", "barnet", "leicester"):
        for answer in sitting(SOCIAL_CARE, pack=pack).data["decisions"]:
            for gate in (*answer["held_by"], *answer["needs"], *answer["warnings"]):
                assert gate["says"] and gate["title"] and gate["source"], (pack, gate)


# --- Who is invited -------------------------------------------------------------------------------------


def invited(*events: Data, pack: str = "england", **described: Any) -> set[str]:
    return set(ask(booked("2026-11-18", START), *events, pack=pack, at="2026-11-19", **described).invited())


ALWAYS = {"social-worker", "parent", "police-rep"}


@pytest.mark.parametrize(
    ("one", "by_age"),
    [
        (child("c1", None, expected="2027-03-03"), {"midwife"}),
        (child("c1", "2026-12-01"), {"health-visitor"}),
        (child("c1", "2022-08-31"), {"school-nurse", "school-rep"}),
        (child("c1", "2022-09-02"), {"health-visitor"}),
        (child("c1", "2010-01-01"), {"school-nurse", "school-rep"}),
        (child("c1", None), {"health-visitor", "school-nurse", "school-rep"}),
    ],
)
def test_invited_by_the_age_of_the_child_on_the_day_of_the_conference(one: Data, by_age: set[str]) -> None:
    kind = "pre_birth" if "expected" in one else "initial"
    assert invited(kind=kind, children=[one]) == ALWAYS | by_age


def test_a_birth_changes_who_is_invited() -> None:
    born = fact("child-born", "2026-11-19", child="c1")
    assert invited(born, kind="pre_birth", children=[child("c1", None, expected="2026-11-20")]) == (
        ALWAYS | {"health-visitor"}
    )


def test_a_child_who_has_died_brings_nobody() -> None:
    died = fact("child-died", "2026-11-19", child="c2")
    assert invited(died, children=["c1", child("c2", "2025-01-01")]) == ALWAYS | {"school-nurse", "school-rep"}


def test_each_age_invitee_names_the_children_and_the_rule() -> None:
    answer = ask(booked("2026-11-18", START), children=["c1", child("c2", "2025-01-01")], at="2026-11-19")
    by_code = {one["code"]: one for one in answer.data["invitees"]}
    assert {code: by_code[code]["children"] for code in ("school-rep", "health-visitor")} == {
        "school-rep": ["c1"],
        "health-visitor": ["c2"],
    }
    assert by_code["school-rep"]["why"] == "a child is of school age"


def test_some_are_thought_of_by_need_and_the_answer_says_when() -> None:
    answer = sitting(at="2026-11-19")
    by_need = {one["code"]: (one["invite"], one["why"]) for one in answer.data["invitees"] if one["basis"] == "need"}
    assert by_need["interpreter"] == (
        "consider",
        "a parent or child needs one; a member of the family never interprets",
    )
    assert {invite for invite, _why in by_need.values()} == {"consider"}


def test_an_early_help_manager_is_invited_when_ending_is_recommended() -> None:
    recommends = fact("report-authorised", "2026-11-20", recommendation="plan-ended")
    for events, there in (((), False), ((recommends,), True)):
        answer = sitting(*events, pack="leicester", kind="review", at="2026-11-21")
        assert ("early-help-manager" in answer.invited()) is there


def test_another_authority_is_invited_when_a_child_moves_in() -> None:
    assert "originating-social-worker" in invited(kind="transfer_in")
    assert "originating-social-worker" not in invited(kind="initial")


def test_a_decision_is_held_back_by_the_quorum_of_its_own_child_at_its_own_time() -> None:
    """Who is there for one child counts for that child; a sibling's decision says nothing of who is there now."""
    events = [SOCIAL_CARE, NURSE, came(START, "school", child="c1"), decided("2026-12-03T11:00", "c1", "no-plan")]

    def with_(*there: Data) -> tuple[dict[str, bool], bool | None, dict[str, bool]]:
        answer = ask(booked("2026-11-18", START), *events, *there, children=["c1", "c2"], at=f"{DAY}T11:30")
        gates = {
            about: "decision-needs-quorum" in [gate["gate"] for gate in answer.decision("no-plan", about)["held_by"]]
            for about in ("c1", "c2")
        }
        quorum = answer.data["quorum"]
        return gates, quorum["quorate"], {one["child"]: one["quorate"] for one in quorum["children"]}

    assert with_() == ({"c1": False, "c2": True}, False, {"c1": True, "c2": False})
    late = came("2026-12-03T11:10", "midwife", child="c2")
    assert with_(late) == ({"c1": False, "c2": False}, True, {"c1": True, "c2": True})
