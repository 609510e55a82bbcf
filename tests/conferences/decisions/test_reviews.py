"""A review: one child's plan ends with what has changed, the other's goes on with a new category; the ending gates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import Duty
from quorate.cases.refusals import Refused
from quorate.cases.services.recording import record_event
from quorate.cases.wording import day_in_words
from quorate.conferences.models import Decision
from quorate.conferences.queries import SubjectChild
from quorate.conferences.services.deciding import Decided
from quorate.conferences.services.founding import found_conference
from quorate.conferences.services.people import add_suggested, invite_list_of, supply_invite_list
from quorate.conferences.standing import NotAllowedNow
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember, Plan
from quorate.plans.services.core_groups import NewMember, go_on, name_core_group
from quorate.plans.services.decisions import take_back
from tests.cases.making import Agency
from tests.conferences.decisions.making import Table
from tests.conferences.in_use.using import in_months
from tests.conferences.stages import at_clock
from tests.web.visiting import fetch, signed_in

pytestmark = pytest.mark.usefixtures("rolled_back")


def review(pack: str) -> Table:
    """A review that sits today about two children whose plans were made three months ago."""
    agency = Agency(pack)
    family = agency.family(2)
    before = today() - timedelta(days=80)
    with acting_as(agency.worker) as by:
        record_event(code="strategy-discussion-held", cases=family.cases, day=before - timedelta(days=10), by=by)
        for child in family.children:
            Plan(
                case=child.case, authority_id=child.authority_id, kind="cp", began_on=before,
                first_category="neglect", latest_category="neglect", previous_plans=0,
            ).save(force_insert=True)  # fmt: skip
            record_event(
                code="decided", cases=[child.case], day=before, by=by,
                facts={
                    "by": "chair", "outcome": "plan-made", "categories": ["neglect"], "lead_practitioner": "x",
                    "core_group": ["x"], "next_review_on": today(),
                },
            )  # fmt: skip
        record_event(code="conference-held", cases=family.cases, day=before, by=by, facts={"kind": "initial"})
        conference = found_conference(kind="review", cases=family.cases, by=by, on=today(), state="agreed")
        record_event(
            code="conference-requested", cases=family.cases, day=today(), conference=conference, by=by
        )  # fmt: skip
        for one in invite_list_of(conference, by, at_clock(8)):
            if one.invite == "yes":
                add_suggested(conference=conference, suggestion=one, by=by)
        supply_invite_list(conference=conference, at=at_clock(8), by=by)
    return Table(pack, "review", at=(agency, family, conference))


def ended(table: Table, **said: object) -> Decided:
    whole = {
        "change_seen": "He has been at school every day since September.",
        "risk_now": "His father has moved out and keeps to the order.",
        **said,
    }
    return table.no_plan(outcome="plan-ended", **whole)


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param("bradford", marks=pytest.mark.clause("BRD-24", "BRD-25")),
        pytest.param("barnet", marks=pytest.mark.clause("BAR-58")),
        pytest.param("leicester", marks=pytest.mark.clause("LEI-55")),
    ],
)
def test_a_plan_goes_on_until_a_conference_ends_it_and_is_reviewed_within_six_months_each_time(pack: str) -> None:
    table = review(pack)
    for child in table.children():
        table.hear(child)
        table.say(child)
        table.decide(child, table.plan_made(outcome="plan-continues"))
    table.close()
    half_a_year = in_months(6)
    with acting_as(table.agency.worker):
        assert list(Plan.objects.values_list("ended_on", flat=True)) == [None, None]
        owed = list(Duty.objects.filter(code="hold-next-review", met_on=None))
        assert {(one.due_on, one.weight) for one in owed} == {(half_a_year, "national")}
        ref = table.conference.case.ref
    browser = signed_in(User.objects.get(pk=table.agency.worker.user_id))
    between = fetch(browser, reverse("conference_between", args=[ref])).words
    assert (owed[0].title in between, day_in_words(half_a_year)[:-5] in between) == (True, True)


@pytest.mark.clause("RDB-36", "RDB-37", "RDB-38")
def test_a_plan_ends_with_what_has_changed_and_why_the_risk_is_lower_and_the_other_goes_on() -> None:
    table = review("redbridge")
    first, second = table.children()
    for child, plan in ((first, "no"), (second, "yes")):
        table.hear(child)
        table.say(child, plan)
    with pytest.raises(Refused) as refused:
        table.decide(first, ended(table, change_seen="", risk_now=" "))
    assert refused.value.sentences == {
        "change_seen": "Say what has changed.", "risk_now": "Say why the risk is lower now.",
    }  # fmt: skip
    # Each child is asked about: goes on, or ends. What is left open is said before the meeting ends.
    chair = signed_in(User.objects.get(pk=table.agency.chair.user_id))
    with acting_as(table.agency.chair):
        ref = table.conference.case.ref
    asked = fetch(chair, reverse("conference_decide", args=[ref, second.case_id]))
    outcomes = [one.get("value") for one in asked.all("input") if one.get("name") == "outcome"]
    assert sorted(map(str, outcomes)) == ["plan-continues", "plan-ended"]
    table.decide(first, ended(table, step_down="child-in-need-plan", step_down_until=today() + timedelta(days=60)))
    closing = fetch(chair, reverse("conference_close", args=[ref]))
    left = f"Nothing decided Nothing is decided for {second.given} yet; it has to be by "
    assert [one.startswith(left) for one in closing.texts("p")].count(True) == 1
    wrong = table.decide(second, table.plan_made(outcome="plan-continues", categories=("physical",)))
    with acting_as(table.agency.chair) as by:
        take_back(decision=wrong, at=at_clock(11, 40), by=by)
        assert Plan.objects.get(case_id=second.case_id).latest_category == "neglect"
    table.decide(second, table.plan_made(outcome="plan-continues", categories=("emotional",)), at=at_clock(11, 41))
    with acting_as(table.agency.chair):
        plans = {(row.case_id, row.kind): row for row in Plan.objects.all()}
        rows = {row.case_id: row.outcome for row in Decision.objects.filter(conference=table.conference)}
    gone, goes_on = plans[first.case_id, "cp"], plans[second.case_id, "cp"]
    assert rows == {first.case_id: "plan-ended", second.case_id: "plan-continues"}
    assert (gone.ended_on, gone.ended_reason) == (today(), "risk-reduced")
    assert plans[first.case_id, "cin"].began_on == today()
    assert (goes_on.ended_on, goes_on.first_category, goes_on.latest_category) == (None, "neglect", "emotional")
    table.close()
    with acting_as(table.agency.worker):
        owed = Duty.objects.filter(code="hold-next-review", met_on=None, settled="")
        assert [(one.case_id, one.due_on) for one in owed] == [(second.case_id, in_months(6))]


@pytest.mark.clause("LEI-19", "LEI-20", "LEI-21")
def test_no_plan_ends_without_the_police_and_only_with_word_from_every_agency_or_the_chairs_reason() -> None:
    table = review("leicester")
    child = table.children()[0]
    table.hear(child)
    table.say(child, "no")
    with acting_as(table.agency.chair):
        table.conference.refresh_from_db()
        ref = table.conference.case.ref
    chair = signed_in(User.objects.get(pk=table.agency.chair.user_id))
    asked = fetch(chair, reverse("conference_decide", args=[ref, child.case_id])).texts("li")
    (warned,) = [one for one in asked if one.startswith("Where a plan is likely to end, an Early Help team manager")]
    assert ("No early help manager was invited" in warned, "LEI-19" in warned) == (True, True)
    with pytest.raises(NotAllowedNow) as held:
        table.decide(child, ended(table))
    assert "ending-needs-police-information" in {gate["gate"] for gate in held.value.held_by}
    with pytest.raises(NotAllowedNow):
        table.decide(
            child,
            ended(table, overrides=("ending-needs-police-information",), overrides_reason="They are always late."),
        )
    with acting_as(table.agency.chair) as by:
        record_event(
            code="agency-information-received", cases=table.family.cases, at=at_clock(11, 10),
            facts={"agency": "police"}, conference=table.conference, by=by,
        )  # fmt: skip
    decision = table.decide(
        child, ended(table, overrides=("ending-needs-agency-information",), overrides_reason="The dentist never wrote"),
    )  # fmt: skip
    assert (decision.outcome, decision.overrides) == ("plan-ended", ["ending-needs-agency-information"])


def test_a_child_who_moves_back_in_while_its_plan_here_runs_has_one_plan_and_not_two() -> None:
    agency = Agency()
    family = agency.family(1)
    began = today() - timedelta(days=200)
    with acting_as(agency.worker):
        Plan(
            case=family.cases[0], authority_id=agency.authority.id, kind="cp", began_on=began,
            first_category="physical", latest_category="physical",
        ).save(force_insert=True)  # fmt: skip
    table = Table("bolton", "transfer_in", at=(agency, family, None))
    (child,) = table.children()
    table.hear(child)
    table.say(child)
    made = table.decide(child, table.plan_made())
    with acting_as(agency.chair) as by:
        (plan,) = Plan.objects.filter(case_id=child.case_id)
        assert (plan.began_on, plan.ended_on, plan.latest_category) == (began, None, "neglect")
        take_back(decision=made, at=at_clock(11, 40), by=by)
        (plan,) = Plan.objects.filter(case_id=child.case_id)
        assert (plan.began_on, plan.ended_on, plan.latest_category) == (began, None, "physical")


def test_a_plan_has_one_core_group_whoever_named_it_and_the_one_before_again_when_that_is_taken_back() -> None:
    table = review("bolton")
    first, child = table.children()
    with acting_as(table.agency.worker) as by:
        # One row about both children, in a case in which the chair of the review may not write.
        name_core_group(
            conference=None, children=[first.case_id, child.case_id], on=today() - timedelta(days=60), by=by,
            members=[NewMember("B. Elm", "professional", "gp")],
        )  # fmt: skip
    table.hear(child)
    table.say(child)
    for minute in (30, 50):
        made = table.decide(child, table.plan_made(outcome="plan-continues"), at=at_clock(11, minute))
        named = group_of(table, child)
        assert ("B. Elm" in named, len(named) > 2, group_of(table, first)) == (False, True, ["B. Elm"])
        with acting_as(table.agency.chair) as by:
            take_back(decision=made, at=at_clock(11, minute + 5), by=by)
        assert (group_of(table, child), group_of(table, first)) == (["B. Elm"], ["B. Elm"])


def test_a_core_group_is_not_ended_by_who_writes_neither_in_the_case_nor_in_a_conference_about_it() -> None:
    table = review("bolton")
    with acting_as(table.agency.person("chair")), pytest.raises(ProgrammingError), transaction.atomic():
        go_on(conference=table.conference, case_id=table.family.cases[0].pk, ended_on=today(), on=today())


def group_of(table: Table, child: SubjectChild) -> list[str]:
    """Who belongs to the core group of this child now."""
    with acting_as(table.agency.chair):
        rows = CoreGroupMember.objects.filter(children__contains=[child.case_id], until__isnull=True)
        return sorted(one.name for one in rows)
