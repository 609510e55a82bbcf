"""The decision for each child: what it must say, the gates of this moment, and the plan that follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.wording import weekday_in_words
from quorate.conferences.models import Attendance, Decision
from quorate.conferences.queries import SubjectChild
from quorate.conferences.services.deciding import Decided
from quorate.conferences.services.meeting_register import leave
from quorate.conferences.services.round import hide_views
from quorate.conferences.standing import NotAllowedNow
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember, Plan
from quorate.plans.services.decisions import record_decision, take_back
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock
from tests.web.visiting import fetch, signed_in, words

pytestmark = pytest.mark.usefixtures("rolled_back")


def decide(table: Table, child: SubjectChild, said: Decided) -> Decision:
    with acting_as(table.agency.chair) as by:
        return record_decision(conference=table.conference, child=child, said=said, at=at_clock(11, 30), by=by)


def refused(table: Table, child: SubjectChild, said: Decided) -> dict[str, str]:
    with pytest.raises(Refused) as raised:
        decide(table, child, said)
    return raised.value.sentences


def ready(pack: str = "bolton", plan: str = "yes") -> tuple[Table, SubjectChild, SubjectChild]:
    """A conference about two children of whom everybody has said the same and whose words are in."""
    table = Table(pack)
    first, second = table.children()
    for child in (first, second):
        table.hear(child)
        table.say(child, plan)
    return table, first, second


@pytest.mark.clause("BOL-04", "BOL-31")
def test_the_threshold_has_two_limbs_and_each_child_has_its_own_decision_and_its_own_plan() -> None:
    table, first, second = ready()
    assert len(table.plan_made().answers) == 2
    assert refused(table, first, table.plan_made(answers=("yes",))) == {
        "answers": "Answer each question of the procedure for this child."
    }
    assert refused(table, first, table.plan_made(answers=("no", "no"))) == {
        "answers": "A plan is for a child who has suffered significant harm or is likely to: change the answers, or "
        "the decision."
    }
    decide(table, first, table.plan_made(answers=("yes", "no")))
    other = table.no_plan(
        step_down="child-in-need-plan", step_down_until=today() + timedelta(days=90), reason_against_most="Others help."
    )
    decide(table, second, other)
    with acting_as(table.agency.chair):
        rows = {row.case_id: row for row in Decision.objects.filter(conference=table.conference)}
        plans = {row.case_id: row for row in Plan.objects.all()}
        told = {row.case_id: row.facts for row in CaseEvent.objects.filter(code="decided")}
        group = list(CoreGroupMember.objects.filter(children__contains=[first.case_id]))
    assert [one["answer"] for one in rows[first.case_id].threshold] == ["yes", "no"]
    assert rows[first.case_id].quorate is True
    assert (plans[first.case_id].kind, plans[first.case_id].latest_category) == ("cp", "neglect")
    assert (plans[second.case_id].kind, plans[second.case_id].agreed_until) == ("cin", today() + timedelta(days=90))
    assert (told[first.case_id]["by"], told[first.case_id]["outcome"]) == ("conference", "plan-made")
    assert (told[second.case_id]["outcome"], told[second.case_id]["step_down"]) == ("no-plan", "child-in-need-plan")
    assert [one.is_lead for one in group].count(True) == 1


def test_what_follows_a_plan_is_due_at_once(rolled_back: object) -> None:
    table, first, second = ready()
    decide(table, first, table.plan_made())
    with acting_as(table.agency.worker):
        duties = set(Duty.objects.filter(case_id=first.case_id, settled="").values_list("code", flat=True))
        others = set(Duty.objects.filter(case_id=second.case_id, settled="").values_list("code", flat=True))
    assert "hold-first-core-group" in duties
    assert "hold-first-core-group" not in others


@pytest.mark.parametrize(
    ("pack", "clauses"),
    [
        pytest.param(pack, clauses, marks=pytest.mark.clause(*clauses.values()))
        for pack, clauses in (
            ("bradford", {"plan-needs-lead-practitioner": "BRD-18"}),
            ("bolton", {"plan-needs-lead-practitioner": "BOL-32", "plan-needs-core-group": "BOL-33"}),
            ("leicester", {"plan-needs-next-review-date": "LEI-04"}),
        )
    ],
)
def test_a_plan_is_not_kept_while_the_decision_leaves_out_what_the_clause_asks_for(
    pack: str, clauses: dict[str, str]
) -> None:
    table, first, _ = ready(pack)
    with pytest.raises(NotAllowedNow) as held:
        decide(table, first, table.plan_made(lead=None, core_group=(), next_review_on=None))
    found = {gate["gate"]: gate["source"][0] for gate in held.value.held_by}
    assert {gate: found.get(gate) for gate in clauses} == clauses
    with acting_as(table.agency.chair):
        assert not Decision.objects.filter(conference=table.conference).exists()
    assert decide(table, first, table.plan_made()).next_review_on is not None


@pytest.mark.clause("BRD-14")
def test_two_questions_are_answered_and_a_plan_names_what_its_gates_ask_for() -> None:
    table, first, _ = ready("bradford")
    said = table.plan_made(answers=("yes", "yes"))
    assert refused(table, first, table.plan_made(answers=())) != {}
    with pytest.raises(NotAllowedNow) as held:
        decide(table, first, table.plan_made(lead=None, categories=(), core_group=(), next_review_on=None))
    assert sorted(gate["gate"] for gate in held.value.held_by) == [
        "plan-needs-category", "plan-needs-core-group", "plan-needs-lead-practitioner", "plan-needs-next-review-date",
    ]  # fmt: skip
    assert [one["question"] for one in decide(table, first, said).threshold] == [
        "Is the child at risk of significant harm?", "Does the child need a Child Protection Plan?",
    ]  # fmt: skip


@pytest.mark.clause("BRD-17")
def test_no_plan_says_what_the_child_needs_and_which_services_help() -> None:
    table, first, _ = ready("bradford", "no")
    assert refused(table, first, table.no_plan(services=" ")) == {
        "services": "Say what the child needs now and which services help."
    }
    assert decide(table, first, table.no_plan()).services.startswith("The family support worker")


@pytest.mark.clause("RDB-32", "RDB-39")
def test_where_worries_can_be_met_without_a_plan_a_child_in_need_plan_runs_for_an_agreed_time() -> None:
    table, first, _ = ready("redbridge", "no")
    assert refused(table, first, table.no_plan(step_down="child-in-need-plan")) == {
        "step_down_until": "Say up to which day this plan is agreed."
    }
    until = today() + timedelta(days=120)
    decide(table, first, table.no_plan(step_down="child-in-need-plan", step_down_until=until))
    with acting_as(table.agency.chair):
        plan = Plan.objects.get(case_id=first.case_id)
    assert (plan.kind, plan.began_on, plan.agreed_until) == ("cin", today(), until)


@pytest.mark.clause("LEI-92")
def test_where_the_procedure_has_one_category_a_second_is_held_back() -> None:
    table, first, _ = ready("leicester")
    with pytest.raises(NotAllowedNow) as held:
        decide(table, first, table.plan_made(categories=("neglect", "emotional")))
    assert [(gate["gate"], gate["source"]) for gate in held.value.held_by] == [("plan-one-category", ["LEI-92"])]
    assert decide(table, first, table.plan_made(categories=("emotional",))).categories == ["emotional"]


@pytest.mark.clause("BOL-40")
def test_where_an_agency_counts_as_heard_one_of_its_people_who_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quorate.web.conferences.opening.now", lambda: at_clock(11, 30))
    table = Table(children_count=1)
    child = table.children()[0]
    of_health = [one for one in table.professionals() if one.agency_code == "health"]
    chair = signed_in(User.objects.get(pk=table.agency.chair.user_id))
    with acting_as(table.agency.chair):
        address = reverse("conference_decide", args=[table.conference.case.ref, child.case_id])
    title = "Everybody on the list who knows the child is heard"

    def says() -> list[str]:
        return [words(one) for one in fetch(chair, address).all("li") if words(one).startswith(title)]

    assert (len(of_health) > 1, says()) == (True, [])
    with acting_as(table.agency.chair):
        Attendance.objects.filter(invitee_id=of_health[0].pk).update(taken_back=True)
    (said,) = says()
    assert f"ot here, and nothing in writing: {of_health[0].name}" in said


def test_where_nobody_has_said_anything_it_asks_why(rolled_back: object) -> None:
    table = Table()
    child = table.children()[0]
    table.hear(child)
    assert refused(table, child, table.plan_made()) == {
        "overrides_reason": "No view is written down for this child: write one down, or why the chair goes on."
    }
    said = table.plan_made(overrides_reason="Everybody had to leave for the school.")
    decision = decide(table, child, said)
    assert (decision.overrides, decision.overrides_reason) == ([], "Everybody had to leave for the school.")


def test_against_most_professionals_it_asks_why(rolled_back: object) -> None:
    table, first, _ = ready(plan="yes")
    assert refused(table, first, table.no_plan()) == {
        "reason_against_most": "Most professionals said otherwise. Write down why it was decided against them."
    }


def test_the_childs_words_come_first_and_hidden_views_are_opened_first(rolled_back: object) -> None:
    table = Table()
    child = table.children()[0]
    table.say(child)
    assert list(refused(table, child, table.plan_made())) == ["views"]
    table.hear(child)
    with acting_as(table.agency.chair) as by:
        hide_views(conference=table.conference, child_case_ids=[child.case_id], at=at_clock(11, 10), by=by)
    assert list(refused(table, child, table.plan_made())) == ["round"]


def test_the_quorum_is_asked_at_the_moment_of_the_decision(rolled_back: object) -> None:
    table, first, _ = ready()
    with acting_as(table.agency.chair) as by:
        for one in table.professionals():
            stay = Attendance.objects.filter(invitee_id=one.pk, until_at__isnull=True).first()
            if stay is not None and one.agency_code != "social-care":
                leave(stay=stay, at=at_clock(11, 20), by=by)
    with pytest.raises(NotAllowedNow) as held:
        decide(table, first, table.plan_made())
    assert [gate["gate"] for gate in held.value.held_by] == ["decision-needs-quorum"]
    grounds = tuple(table.pack.data["quorum"]["grounds_to_go_on"])
    assert refused(table, first, table.plan_made(grounds=grounds)) == {
        "overrides_reason": "Write down why the chair goes on."
    }
    said = table.plan_made(grounds=grounds, overrides_reason="Waiting would leave the child without help.")
    decision = decide(table, first, said)
    assert (decision.quorate, decision.grounds) == (False, list(grounds))


def test_a_review_later_than_its_limit_is_refused_with_the_last_day(rolled_back: object) -> None:
    table, first, _ = ready()
    saturday = today() + timedelta(days=13 - today().isoweekday())
    days = {"core_group_on": saturday, "next_review_on": saturday + timedelta(days=49)}
    off = refused(table, first, table.plan_made(**days, days_off_meant=False))
    assert {name: sentence.split(" is no working day")[0] for name, sentence in off.items()} == {
        name: weekday_in_words(day) for name, day in days.items()
    }
    assert off["core_group_on"].endswith(": choose another day, or tick that it has to be that one.")
    sentences = refused(table, first, table.plan_made(next_review_on=today() + timedelta(days=200)))
    assert list(sentences) == ["next_review_on"]
    assert sentences["next_review_on"].startswith("This is after the last day, ")


def test_a_decision_written_down_wrongly_is_taken_back_while_it_sits(rolled_back: object) -> None:
    table, first, _ = ready()
    with acting_as(table.agency.worker) as by:
        Plan(
            case_id=first.case_id, authority_id=by.authority_id, kind="cin", began_on=today() - timedelta(days=30)
        ).save(force_insert=True)  # fmt: skip
    wrong = decide(table, first, table.plan_made())
    assert list(refused(table, first, table.plan_made())) == ["__all__"]
    with acting_as(table.agency.chair) as by:
        take_back(decision=wrong, at=at_clock(11, 40), by=by)
    decide(table, first, table.no_plan(reason_against_most="It had been clicked wrongly; nobody asked for a plan."))
    with acting_as(table.agency.chair):
        assert [row.outcome for row in Decision.objects.filter(case_id=first.case_id, withdrawn_at=None)] == ["no-plan"]
        plans = Plan.objects.filter(case_id=first.case_id).order_by("began_on")
        assert [(plan.kind, plan.ended_reason) for plan in plans] == [("cin", ""), ("cp", "recorded-wrongly")]
        assert not CoreGroupMember.objects.filter(children__contains=[first.case_id], until=None).exists()


@pytest.mark.clause("BAR-36")
def test_an_answer_that_contradicts_the_decision_and_a_dot_for_a_reason_are_refused() -> None:
    table, first, _ = ready("barnet")
    no_need = refused(table, first, table.plan_made(answers=("yes", "no")))
    need = refused(table, first, table.no_plan(answers=("yes", "yes"), reason_against_most="She is safe."))
    assert (no_need, need) == (
        {"answers": "You answered that this child needs no protection plan: change the answer, or the decision."},
        {"answers": "You answered that this child needs a protection plan: change the answer, or the decision."},
    )
    assert refused(table, first, table.plan_made(reason=". –")) == {
        "reason": "Write down why, in words that the family will read."
    }
