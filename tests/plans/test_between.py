"""Between conferences: core groups, visits, talks, progress; each is a row and an event, and duties follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.wording import day_in_words
from quorate.plans.models import ActionProgress, CoreGroupMember, Plan, TalkAfterwards, Visit
from quorate.plans.queries.between import between_of
from quorate.plans.services import between, core_groups
from quorate.plans.services.core_groups import NewMember, Progress
from tests import clock
from tests.cases.making import Agency
from tests.database import Urls
from tests.plans.making import Afterwards


@pytest.fixture(scope="module")
def after(module_database: Urls) -> Iterator[Afterwards]:
    yield Afterwards()


def events(after: Afterwards, code: str) -> list[CaseEvent]:
    with acting_as(after.agency.worker):
        return list(CaseEvent.objects.filter(code=code, case_id__in=after.planned))


def test_before_any_core_group_its_limit_is_open(after: Afterwards) -> None:
    with acting_as(after.agency.worker):
        assert Duty.objects.filter(code="hold-first-core-group", case_id__in=after.planned, met_on=None).count() == 1


def test_the_decision_has_named_the_core_group(after: Afterwards) -> None:
    with acting_as(after.agency.worker):
        members = list(CoreGroupMember.objects.filter(children__overlap=after.planned, until=None))
    assert members != []
    assert [one for one in members if set(one.children) - set(after.planned)] == []


@pytest.mark.clause("LEI-54")
def test_a_core_group_asks_for_each_childs_views_or_says_why_not(after: Afterwards) -> None:
    with pytest.raises(Refused) as refused:
        after.hold(views={str(case): {"asked": False, "words": " "} for case in after.planned})
    assert refused.value.sentences == {
        "views": "Say for each child what the child said, or why the child could not be asked."
    }
    why = {str(case): {"asked": False, "words": "Robin was asleep; asked on Friday."} for case in after.planned}
    told = after.hold(views=why)
    assert told.views == why
    (event,) = events(after, "core-group-held")
    assert event.facts["views_asked"] is False


@pytest.mark.clause("BOL-35", "LEI-05")
def test_the_first_core_group_settles_things_meets_its_limit_and_reminds_of_the_next_conference(
    after: Afterwards,
) -> None:
    settled = {"timescales": "By Christmas", "actions": "As in the plan"}
    told = after.hold(settled=settled, next_date_reminded=True, next_conference_on=today() + timedelta(days=80))
    assert (told.settled, told.next_date_reminded) == (settled, True)
    assert events(after, "core-group-held")[-1].facts["next_date_reminded"] is True
    with acting_as(after.agency.worker):
        assert Duty.objects.filter(code="hold-first-core-group", case_id__in=after.planned, met_on=None).count() == 0


def test_progress_is_said_line_by_line_and_every_earlier_word_is_kept(after: Afterwards) -> None:
    action = after.actions()[0]
    for direction, words in (("worse", "Nobody came."), ("better", "Morgan went twice.")):
        after.hold(progress=[Progress(action.id, action.case_id, direction, words)])
    with acting_as(after.agency.worker):
        lines = between_of(after.planned, clock.now()).lines[action.case_id]
    (line,) = [one for one in lines if one.action.id == action.id]
    assert [(one.direction, one.words) for one in line.progress] == [
        ("worse", "Nobody came."), ("better", "Morgan went twice.")
    ]  # fmt: skip
    assert line.last is not None and line.last.core_group_id is not None


def test_a_direction_that_there_is_not_is_refused(after: Afterwards) -> None:
    action = after.actions()[0]
    with acting_as(after.agency.worker) as by, pytest.raises(Refused):
        core_groups.note_progress(
            progress=Progress(action.id, action.case_id, "sideways"), on=today(), by=by
        )  # fmt: skip
    with acting_as(after.agency.worker):
        assert ActionProgress.objects.filter(direction="sideways").count() == 0


def test_what_is_done_for_a_plan_was_done_while_there_was_one(after: Afterwards) -> None:
    case = next(one for one in after.family.cases if one.id in after.planned)
    with acting_as(after.agency.worker):
        began = day_in_words(Plan.objects.get(case=case, ended_on=None).began_on)
    none = f"There was no plan on this day: it began on {began}. Check the date."
    before = today() - timedelta(days=40)
    with acting_as(after.agency.worker) as by, pytest.raises(Refused) as refused:
        between.visit(case=case, visited_on=before, seen=True, alone=True, on=today(), by=by)
    assert refused.value.sentences == {"visited_on": none}
    with pytest.raises(Refused) as refused:
        after.hold(held_on=before, next_on=today() + timedelta(days=800))
    assert refused.value.sentences == {
        "held_on": none, "next_on": "That is more than a year after this meeting; check the year."
    }  # fmt: skip


def test_a_visit_says_whether_the_child_was_seen_alone_and_why_not(after: Afterwards) -> None:
    case = next(one for one in after.family.cases if one.id in after.planned)
    with acting_as(after.agency.worker) as by:
        with pytest.raises(Refused) as refused:
            between.visit(case=case, visited_on=today(), seen=False, alone=True, on=today(), by=by)
        assert refused.value.sentences == {
            "alone": "A child who was not seen was not seen alone either.", "words": "Say why the child was not seen."
        }  # fmt: skip
        between.visit(case=case, visited_on=today(), seen=False, words="Nobody opened.", on=today(), by=by)
        between.visit(case=case, visited_on=today(), seen=True, alone=True, bedroom=True, on=today(), by=by)
        assert [one.seen for one in Visit.objects.filter(case=case)] == [False, True]
    told = [one.facts for one in events(after, "child-visited")]
    assert told == [
        {"seen": False, "alone": False, "bedroom": False}, {"seen": True, "alone": True, "bedroom": True}
    ]  # fmt: skip


def test_what_the_plan_says_of_how_often_wins_over_the_procedure(after: Afterwards) -> None:
    case = next(one for one in after.family.cases if one.id in after.planned)
    with acting_as(after.agency.worker) as by:
        between.set_rhythm(case=case, core_group_every="2 weeks", on=today(), by=by)
        due = Duty.objects.filter(code="hold-next-core-group", case=case, met_on=None).get()
    assert due.due_on == today() + timedelta(weeks=2)


@pytest.mark.clause("BAR-42")
def test_a_talk_with_the_chair_afterwards_is_noted_and_an_explained_plan_is_an_event(after: Afterwards) -> None:
    mother = after.family.mother
    said = {"conference": after.conference, "person_id": mother, "talked_on": today(), "on": today()}
    with acting_as(after.agency.worker) as by:
        between.talked(kind="talk", with_role="chair", words="She asked what happens next.", by=by, **said)
        between.talked(kind="plan-explained", with_role="lead_practitioner", by=by, **said)
        talks = TalkAfterwards.objects.filter(conference=after.conference)
        assert sorted(talks.values_list("kind", "with_role")) == [
            ("plan-explained", "lead_practitioner"), ("talk", "chair")
        ]  # fmt: skip
    told = events(after, "plan-explained")
    assert [one.facts["parent"] for one in told] == [str(mother)] * len(told) and told != []


@pytest.mark.clause("BAR-06", "LEI-92")
def test_a_talk_about_the_plan_with_a_child_or_about_the_category_with_a_parent_meets_no_duty(
    after: Afterwards,
) -> None:
    before = [len(events(after, code)) for code in ("plan-explained", "category-explained")]
    child = next(one.person_id for one in after.family.children if one.case_id in after.planned)
    said = {"conference": after.conference, "talked_on": today(), "on": today(), "with_role": "lead_practitioner"}
    with acting_as(after.agency.worker) as by:
        noted = [
            between.talked(kind=kind, person_id=person, by=by, **said).kind
            for kind, person in (("plan-explained", child), ("category-explained", after.family.father))
        ]
    assert noted == ["plan-explained", "category-explained"]
    assert [len(events(after, code)) for code in ("plan-explained", "category-explained")] == before
    with acting_as(after.agency.worker) as by:
        between.talked(kind="category-explained", person_id=child, by=by, **said)
    assert [one.facts for one in events(after, "category-explained")] == [{"by": "lead_practitioner"}]


def test_the_chair_reads_what_happens_between_and_strangers_do_not(after: Afterwards) -> None:
    with acting_as(after.agency.chair):
        seen = between_of(after.planned, clock.now(), after.conference)
    assert (len(seen.groups) > 0, len(seen.visits) > 0, len(seen.talks) > 0) == (True, True, True)
    with acting_as(after.agency.person("social_worker")):
        hidden = between_of(after.planned, clock.now(), after.conference)
    assert (hidden.groups, hidden.visits, hidden.talks, hidden.members) == ([], {}, [], [])


def test_whoever_is_named_for_two_children_is_one_of_the_group_once(rolled_back: Urls) -> None:
    agency = Agency()
    cases = [one.case_id for one in agency.family(2).children]
    with acting_as(agency.worker) as by:
        for case in cases:
            members = [NewMember("A. Oak", "professional", "gp", invitee_id=uuid4()), _LEAD]
            core_groups.name_core_group(conference=None, children=[case], members=members, on=today(), by=by)
        members = between_of(cases, clock.now()).members
    assert [(one.name, set(one.children)) for one in members if one.name == _LEAD.name] == [(_LEAD.name, set(cases))]
    assert [one.name for one in members].count("A. Oak") == 2  # two people of one name


_LEAD = NewMember("A social worker", "professional", "social_worker", user_id=uuid4(), is_lead=True)
