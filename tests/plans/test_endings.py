"""A plan ends without a conference: said once, the plan ends with it where it does, and the rules stop asking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Child, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services import change_child
from quorate.cases.services.recording import NewEvent, append_events
from quorate.plans.models import Plan
from quorate.plans.services.endings import ENDINGS, end_outside
from tests.cases.making import Agency
from tests.conferences.stages import with_enquiry

pytestmark = pytest.mark.usefixtures("rolled_back")


def planned(unborn: bool = False, age: int = 4) -> tuple[Agency, Child]:
    """A child with an open enquiry and a plan."""
    agency = Agency()
    family = agency.family(0 if unborn else 1, unborn=int(unborn), ages=() if unborn else (age,))
    (child,) = family.children
    with acting_as(agency.worker):
        with_enquiry(agency, family)
        Plan(
            case=child.case, authority_id=child.authority_id, kind="cp", began_on=today() - timedelta(days=1)
        ).save(force_insert=True)  # fmt: skip
    return agency, child


def end(agency: Agency, child: Child, why: str, days_ago: int = 0) -> list[Plan]:
    with acting_as(agency.worker) as by:
        return end_outside(
            case=child.case, why=why, on=today() - timedelta(days=days_ago), today=today(), is_unborn=child.is_unborn,
            by=by,
        )  # fmt: skip


@pytest.mark.parametrize("why", [code for code, one in ENDINGS.items() if one.unborn is not True])
def test_each_ending_is_an_event_and_ends_the_plan_where_it_ends_it(why: str) -> None:
    agency, child = planned(age=19 if why == "aged-18" else 4)
    plans = end(agency, child, why)
    with acting_as(agency.worker):
        events = set(CaseEvent.objects.filter(case=child.case).values_list("code", flat=True))
        row = Plan.objects.get(case=child.case)
    assert ENDINGS[why].event in events
    assert (len(plans), row.ended_reason) == ((1, why) if ENDINGS[why].ends else (0, ""))


def test_after_a_death_nothing_is_asked_for_any_more_and_the_record_says_it() -> None:
    agency, child = planned()
    end(agency, child, "died")
    with acting_as(agency.worker):
        assert Child.objects.get(pk=child.pk).died_on == today()
        assert CaseEvent.objects.filter(case=child.case, code="child-died").count() == 1
        assert not Duty.objects.filter(case=child.case, settled="", window=False).exists()


def test_a_death_written_into_the_record_ends_the_plan_and_one_that_was_a_mistake_is_undone() -> None:
    agency, child = planned()
    with acting_as(agency.worker) as by:
        told = {"child": child, "on": today(), "by": by, "reason": "The wrong record was open."}

        def stands() -> tuple[object, str, list[object], bool]:
            plan = Plan.objects.get(case=child.case)
            told = CaseEvent.objects.filter(case=child.case, code="child-died")
            back = told.exclude(takes_back=None).values("takes_back")
            days = list(told.filter(takes_back=None).exclude(event_id__in=back).values_list("day", flat=True))
            asked = Duty.objects.filter(case=child.case, code="hold-initial-conference", settled="").exists()
            return plan.ended_on, plan.ended_reason, days, asked

        change_child(died_on=today(), **told)
        assert stands() == (today(), "died", [today()], False)
        change_child(died_on=today() - timedelta(days=1), **told)
        yesterday = today() - timedelta(days=1)
        assert stands() == (yesterday, "died", [yesterday], False)
        change_child(died_on=None, **told)
        assert stands() == (None, "", [], True)


def test_nobody_is_eighteen_before_the_day_and_the_plan_stands_till_then() -> None:
    agency, child = planned(age=17)
    with pytest.raises(Refused) as refused:
        end(agency, child, "aged-18")
    assert list(refused.value.sentences) == ["on"]
    with acting_as(agency.worker):
        assert Plan.objects.get(case=child.case).ended_on is None
        assert not CaseEvent.objects.filter(case=child.case, code="plan-ended").exists()


def test_what_does_not_fit_the_child_and_a_day_to_come_are_refused() -> None:
    agency, child = planned(unborn=True)
    for why in ("died", "nothing"):
        with pytest.raises(Refused):
            end(agency, child, why)
    with pytest.raises(Refused) as refused:
        end(agency, child, "pregnancy-ended", days_ago=-3)
    assert refused.value.sentences == {"on": "This day has not come yet; record it once it has."}
    with pytest.raises(Refused) as refused:
        end(agency, child, "pregnancy-ended", days_ago=5)
    assert refused.value.sentences == {"on": "A plan began after this day; check the day."}
    assert [plan.ended_reason for plan in end(agency, child, "pregnancy-ended")] == ["pregnancy-ended"]


def test_a_death_is_recorded_also_where_the_only_history_ended_before_the_first_edition() -> None:
    agency = Agency()
    child = agency.child()
    with acting_as(agency.worker) as by:
        told = {"outcomes": "plan-made", "kind": "initial", "reference": "OLD/1"}
        append_events(
            events=[
                NewEvent("conference-held", [child.case], day=date(2016, 3, 1), facts=told),
                NewEvent("plan-ended", [child.case], day=date(2017, 3, 1), facts={"reason": "left-uk"}),
            ],
            by=by,
        )
        change_child(child=child, died_on=today(), reason="The child has died.", on=today(), by=by)
        assert CaseEvent.objects.filter(case=child.case, code="child-died").count() == 1
        assert not Duty.objects.filter(case=child.case).exists()
