"""Each question behind a gate, asked by itself: what satisfies it, what does not, and the sentence that is said."""

from __future__ import annotations

from typing import Any

import pytest

from quorate.procedure.gates import CHECKS, CLEAR, Asked
from quorate.procedure.position import Position, position
from tests.procedure.asking import Data, booked, came, child, decided, fact, family, held, pack_of

DAY = "2026-12-03"
START, DECISION, AT = f"{DAY}T10:00", f"{DAY}T11:50", f"{DAY}T11:55"
CHILDREN = (child("c1"), child("c2"))


def told(*events: Data, kind: str = "initial", pack: str = "leicester", at: str = AT) -> Position:
    before = [held("2026-09-03", "plan-made", reference="A")] if kind == "review" else []
    case = family(
        *before, booked("2026-11-18", START, reference="B"), *events, kind=kind, children=CHILDREN, reference="B"
    )
    return position(pack_of(pack, case, at), case, at)


def asked(question: str, *events: Data, outcome: str | None = None, about: str | None = "c1", **how: Any) -> Any:
    """The answer to one question; a decision recorded for the child is the one asked about."""
    stands = told(*events, **how)
    decision = stands.conference.decisions.get(about or "")
    exclusion = next(iter(stands.conference.index.get("exclusion-decided", ())), None)
    return CHECKS[question](Asked(stands.told, stands.conference, about, outcome, decision, exclusion))


def shut(says: str) -> tuple[str, str]:
    return "shut", says


def wanting(says: str) -> tuple[str, str]:
    return "wanting", says


# --- the invite list, the request, the assessment


def test_a_booking_waits_for_the_list_and_says_when_it_came_too_late() -> None:
    listed = fact("invite-list-supplied", "2026-11-17", who=["school"])
    late = fact("invite-list-supplied", "2026-11-19", who=["school"])
    assert asked("invite-list", listed) == CLEAR
    assert asked("invite-list", late) == shut("it was booked before the invite list was supplied")
    assert asked("invite-list") == shut("no invite list has been supplied")


@pytest.mark.parametrize(
    ("question", "event", "says"),
    [
        ("request-agreed", "request-agreed", "the request has not been agreed"),
        ("assessment-completed", "assessment-completed", "the assessment has not been completed"),
    ],
)
def test_what_has_to_have_happened_for_this_child(question: str, event: str, says: str) -> None:
    assert asked(question) == shut(says)
    assert asked(question, fact(event, "2026-11-17")) == CLEAR
    if event == "assessment-completed":
        other = fact(event, "2026-11-17", child="c2")
        assert asked(question, other) == shut(says)
        assert asked(question, other, about="c2") == CLEAR
        assert asked(question, other, about=None) == CLEAR  # asked about the conference: anybody's will do


@pytest.mark.parametrize(
    ("question", "key", "value", "says"),
    [
        ("severity", "severity", "serious", "the request does not say that the risk is judged serious"),
        ("other-plans", "other_plans_considered", ["early-help"],
         "the request does not say why no other plan would be enough"),
    ],
)  # fmt: skip
def test_what_the_request_itself_says(question: str, key: str, value: Any, says: str) -> None:
    assert asked(question) == wanting(says)
    assert asked(question, fact("conference-requested", "2026-11-17")) == shut(says)
    assert asked(question, fact("conference-requested", "2026-11-17", **{key: value})) == CLEAR


# --- what the decision itself must name


@pytest.mark.parametrize(
    ("question", "key", "value", "what"),
    [
        ("lead-practitioner", "lead_practitioner", "named", "the lead social worker"),
        ("core-group", "core_group", ["school"], "the core group"),
        ("reason", "reason", "the risk is less", "the reason"),
        ("next-review-date", "next_review_on", "2027-02-22", "the date of the next review"),
    ],
)
def test_what_the_decision_names(question: str, key: str, value: Any, what: str) -> None:
    made = {"categories": ["neglect"], key: value}
    assert asked(question, outcome="plan-made") == wanting(f"the decision must name {what}")
    without = decided(DECISION, "c1", "plan-made", categories=["neglect"])
    assert asked(question, without, outcome="plan-made") == shut(f"the decision does not name {what}")
    assert asked(question, decided(DECISION, "c1", "plan-made", **made), outcome="plan-made") == CLEAR


@pytest.mark.parametrize(
    ("question", "key", "value", "what"),
    [
        ("lead-practitioner", "lead_practitioner", "named", "the lead social worker"),
        ("core-group", "core_group", ["school"], "the core group"),
    ],
)
def test_a_plan_that_goes_on_keeps_what_was_named_and_only_for_the_same_child(
    question: str, key: str, value: Any, what: str
) -> None:
    case = family(
        decided("2026-09-03T10:00", "c1", "plan-made", categories=["neglect"], **{key: value}),
        decided("2026-09-03T10:00", "c2", "plan-made", categories=["neglect"]),
        held("2026-09-03T11:00", reference="A"),
        booked("2026-11-18", START, reference="B"),
        kind="review",
        children=CHILDREN,
        reference="B",
    )
    stands = position(pack_of("leicester", case, AT), case, AT)

    def ask(outcome: str, about: str | None) -> Any:
        return CHECKS[question](Asked(stands.told, stands.conference, about, outcome))

    must = wanting(f"the decision must name {what}")
    assert ask("plan-continues", "c1") == CLEAR
    assert ask("plan-continues", "c2") == must
    assert ask("plan-made", "c1") == must
    assert ask("plan-continues", None) == must


def test_categories_are_named_when_a_plan_is_made_and_may_be_left_when_it_goes_on() -> None:
    none = decided(DECISION, "c1", "plan-made")
    assert asked("category", outcome="plan-made") == wanting("the decision must name a category of harm")
    assert asked("category", none, outcome="plan-made") == shut("the decision does not name a category of harm")
    goes_on = decided(DECISION, "c1", "plan-continues")
    assert asked("category", goes_on, outcome="plan-continues", kind="review") == CLEAR


def test_one_category_where_the_procedure_names_one() -> None:
    def named(*categories: str) -> Any:
        return asked("one-category", decided(DECISION, "c1", "plan-made", categories=list(categories)))

    assert asked("one-category") == wanting("the decision names one category of harm")
    assert named("neglect") == CLEAR
    assert named("neglect", "emotional") == shut("the decision names 2 categories; here it names one")
    assert named("neglect", "emotional", "physical") == shut("the decision names 3 categories; here it names one")


# --- who decides


def test_who_decided_is_said_by_name_of_the_role() -> None:
    assert asked("decider") == wanting("the decision says who made it; here it is for the professionals")
    wrong = decided(DECISION, "c1", "no-plan", by="chair")
    assert asked("decider", wrong) == shut("it was decided by 'chair'; here it is for the professionals")
    assert asked("decider", decided(DECISION, "c1", "no-plan", by="professionals")) == CLEAR


def test_an_exclusion_is_the_chairs_and_the_sentence_says_whose_it_was() -> None:
    def excluded(**said: Any) -> Any:
        return asked("chair-decides-exclusion", fact("exclusion-decided", "2026-11-25", scope="whole", **said))

    assert asked("chair-decides-exclusion") == wanting("the record says who decided it")
    assert excluded(outcome="excluded", by="chair") == CLEAR
    assert excluded(outcome="excluded", by="team_manager") == shut(
        "it was decided by 'team_manager'; here it is for chair"
    )


# --- information before a plan ends

POLICE = fact("agency-information-received", "2026-11-30", agency="police")
SILENT_POLICE = "there is no information from the police"


@pytest.mark.parametrize("event", ["report-authorised", "report-shared", "report-read"])
def test_a_report_of_the_police_is_information_and_their_presence_is_not(event: str) -> None:
    report = fact(event, "2026-11-30", report="police")
    assert asked("police-information", kind="review") == shut(SILENT_POLICE)
    assert asked("police-information", report, kind="review") == CLEAR
    assert asked("police-information", POLICE, kind="review") == CLEAR
    assert asked("police-information", came(START, "police_rep"), kind="review") == shut(SILENT_POLICE)
    other = fact(event, "2026-11-30", report="health")
    assert asked("police-information", other, kind="review") == shut(SILENT_POLICE)


NOT_HEARD = "there is no information from probation"


@pytest.mark.parametrize(
    "heard_of",
    [
        fact("invitation-answered", "2026-11-25", who="probation_officer", answer="no"),
        fact("view-given", f"{DAY}T11:00", who="probation_officer", child="c1", plan="yes"),
        fact("invite-list-supplied", "2026-11-17", who=["school", "probation_officer"]),
        fact("invite-list-supplied", "2026-11-17", who="probation_officer"),
        fact("invitations-sent", "2026-11-20", who=["probation_officer"]),
        fact("invitations-sent", "2026-11-20", to=["probation_officer"]),
    ],
    ids=lambda event: f"{event['event']} {sorted(set(event) - {'event', 'at'})[0]}",
)
def test_an_agency_is_involved_once_it_is_invited_or_heard_of(heard_of: Data) -> None:
    school = fact("agency-information-received", "2026-11-30", agency="education")
    events = (heard_of, school)
    assert asked("agency-information", *events, kind="review") == shut(NOT_HEARD)
    assert asked("agency-information", *events, came(START, "probation_officer"), kind="review") == CLEAR
    told_by = fact("report-shared", "2026-11-30", report="probation")
    assert asked("agency-information", *events, told_by, kind="review") == CLEAR


def test_agencies_that_said_nothing_are_named_in_the_order_of_the_alphabet() -> None:
    answers = [
        fact("invitation-answered", "2026-11-25", who=who, answer="no")
        for who in ("probation_officer", "housing_officer", "health_visitor")
    ]
    standing, says = asked("agency-information", *answers, kind="review")
    named = says.removeprefix("there is no information from ").split(", ")
    assert (standing, named) == ("shut", sorted(named))
    assert {"health", "probation"} <= set(named)


def test_whoever_is_invited_only_to_take_over_is_not_yet_involved() -> None:
    for said in (
        fact("invitation-answered", "2026-11-25", who="early_help_manager", answer="no"),
        fact("invitations-sent", "2026-11-20", who=["early_help_manager"]),
    ):
        assert asked("agency-information", said, kind="review") == CLEAR


@pytest.mark.parametrize("reason", ["transferred-out", "aged-18", "left-uk", "died", "looked-after"])
def test_an_end_for_another_reason_than_safety_is_not_held(reason: str) -> None:
    silent = fact("invitation-answered", "2026-11-25", who="probation_officer", answer="no")
    ended = decided(DECISION, "c1", "plan-ended", by="professionals", reason=reason)
    for question in ("police-information", "agency-information", "early-help-invited"):
        assert asked(question, silent, ended, kind="review") == CLEAR
        less = decided(DECISION, "c1", "plan-ended", by="professionals", reason="risk-reduced")
        assert asked(question, silent, less, kind="review")[0] == "shut"


@pytest.mark.parametrize(
    "event",
    [
        fact("invite-list-supplied", "2026-11-17", who=["school", "early_help_manager"]),
        fact("invitations-sent", "2026-11-20", who=["early_help_manager"]),
        fact("invitations-sent", "2026-11-20", to="early_help_manager"),
        fact("invitation-answered", "2026-11-25", who="early_help_manager", answer="yes"),
        came(START, "early_help_manager"),
    ],
    ids=lambda event: f"{event['event']} {sorted(set(event) - {'event', 'at'})[-1]}",
)
def test_early_help_counts_as_invited_however_that_is_known(event: Data) -> None:
    assert asked("early-help-invited", kind="review") == shut("no early help manager was invited")
    assert asked("early-help-invited", event, kind="review") == CLEAR
    other = fact("invitations-sent", "2026-11-20", who=["school"])
    assert asked("early-help-invited", other, kind="review") == shut("no early help manager was invited")


# --- the child's own words


@pytest.mark.parametrize(
    "event",
    [
        fact("booklet-returned", "2026-11-30", child="c1", booklet="have-your-say-children"),
        fact("views-collected", "2026-11-30", child="c1"),
        fact("view-given", f"{DAY}T11:00", who="child", child="c1", plan="unsure"),
    ],
    ids=lambda event: str(event["event"]),
)
def test_each_child_is_heard_in_one_of_three_ways(event: Data) -> None:
    unheard = shut("the child's own words have not been collected")
    assert asked("child-heard") == unheard
    assert asked("child-heard", event) == CLEAR
    assert asked("child-heard", event, about="c2") == unheard
