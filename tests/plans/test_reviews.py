"""The review brought forward: its children are those with a plan, its people are gone through one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.models import Grant, ProtectedCase
from quorate.access.moments import today
from quorate.cases.models import Duty, Relative
from quorate.cases.refusals import Refused
from quorate.cases.services import add_chronology_entry
from quorate.cases.services.recording import record_event
from quorate.cases.wording import day_in_words
from quorate.conferences.models import ConferenceChild, Invitee, ReportSection
from quorate.conferences.naming import unnamed
from quorate.conferences.services.reports import make_ready, take_back
from quorate.conferences.standing import position_of_conference
from quorate.plans.models import Plan, PlanAction
from quorate.plans.services.contents import content_for, save_words
from quorate.plans.services.core_groups import Progress
from quorate.plans.services.reports import authorise_with_plan
from quorate.plans.services.reviews import bring_forward, children_to_review, review_under_way, to_go_through
from tests.conferences.reports.making import begun, fill
from tests.conferences.stages import at_clock
from tests.database import Urls
from tests.plans.making import Afterwards


@pytest.fixture(scope="module")
def after(module_database: Urls) -> Iterator[Afterwards]:
    yield Afterwards("leicester")


@pytest.mark.clause("LEI-16")
def test_nobody_is_copied_without_being_named(after: Afterwards) -> None:
    with acting_as(after.agency.worker) as by:
        people = to_go_through(after.conference)
        assert len(people) > 2
        with pytest.raises(Refused) as refused:
            bring_forward(
                conference=after.conference, again={one.id: True for one in people[1:]}, on=today(), by=by
            )  # fmt: skip
    assert refused.value.sentences == {"people": "Say for everybody by name whether they are invited again."}


def test_the_review_is_about_the_children_with_a_plan_and_has_those_named_again(after: Afterwards) -> None:
    with acting_as(after.agency.worker) as by:
        people = to_go_through(after.conference)
        again = {one.id: number != 0 for number, one in enumerate(people)}
        made = bring_forward(conference=after.conference, again=again, on=today(), by=by)
        about = list(ConferenceChild.objects.filter(conference=made).values_list("child_case_id", flat=True))
        names = sorted(Invitee.objects.filter(conference=made).values_list("name", flat=True))
        assert (made.kind, made.state, about) == ("review", "agreed", after.planned)
        assert names == sorted(one.name for one in people[1:])
        assert review_under_way(after.planned) == made
        with pytest.raises(Refused) as refused:
            bring_forward(conference=after.conference, again=again, on=today(), by=by)
    assert refused.value.sentences == {"conference": f"The review is under way already: {made.reference}."}
    # A brother whose plan was made meanwhile has a review too: his sister's, under way, does not stand in its place.
    (brother,) = (case for case in after.family.cases if case.pk not in after.planned)
    with acting_as(after.agency.worker):
        plan = Plan(case=brother, authority_id=brother.authority_id, kind="cp", began_on=today())
        plan.save(force_insert=True)
        assert (children_to_review(after.conference), review_under_way([brother.pk])) == ([brother.pk], None)
        Plan.objects.filter(pk=plan.pk).update(ended_on=today(), ended_reason="recorded-wrongly")
    with acting_as(after.agency.administrator):
        mine = Grant.objects.filter(case_id=made.case_id, user_id=after.agency.administrator.user_id)
        assert [one.as_role for one in mine] == ["administrator"]


def test_what_comes_late_for_the_conference_before_does_nothing_for_the_review(after: Afterwards) -> None:
    (case,) = after.planned
    with acting_as(after.agency.worker) as by:
        made = review_under_way(after.planned)
        if made is None:
            again = {one.id: True for one in to_go_through(after.conference)}
            made = bring_forward(conference=after.conference, again=again, on=today(), by=by)
        mother = Relative.objects.get(case_id=case, relation="mother").person_id
        for code, facts in (
            ("agency-information-received", {"agency": "police"}),
            ("report-shared", {"report": "social-work", "with": [str(mother)], "parts": ["report", "chronology"]}),
        ):
            record_event(
                code=code, cases=after.family.cases, at=at_clock(15), facts=facts, conference=after.conference, by=by
            )  # fmt: skip
        position = position_of_conference(made, at_clock(16))
        held = [gate["gate"] for gate in position.answers("decide", position.child(case), "plan-ended")[0]["held_by"]]
        of_review = Duty.objects.filter(conference_id=made.pk, code="share-report-with-parents", about_id=mother)
        of_first = Duty.objects.filter(conference_id=after.conference.pk, code=of_review[0].code, about_id=mother)
        assert position.position.conference.reference == made.reference
        assert "ending-needs-police-information" in held
        assert ([one.met_on for one in of_review], [one.settled for one in of_first]) == ([None], [])


@pytest.mark.clause("LEI-41")
def test_a_review_report_has_the_plan_up_to_the_review_and_nothing_of_it_where_it_is_authorised_without(
    after: Afterwards,
) -> None:
    (case,) = after.planned
    agency, first = after.agency, after.actions()
    with acting_as(agency.worker) as by:
        review = review_under_way(after.planned)
        if review is None:
            again = {one.id: True for one in to_go_through(after.conference)}
            review = bring_forward(conference=after.conference, again=again, on=today(), by=by)
        entry = ProtectedCase.objects.get(pk=case)
        add_chronology_entry(case=entry, happened_on=today(), words="Seen at school.", on=today(), by=by)
    report = begun(agency, review)
    fill(report, agency, recommends="plan-ended")

    # What the chair begins to write for the review is not the plan yet; what was said of the plan's lines stands.
    after.hold(progress=[Progress(first[0].pk, case, "done")])
    with acting_as(agency.manager):
        agency.give(review.case, agency.chair)
    with acting_as(agency.chair) as by:
        outline = content_for(conference=review, case_id=case, kind="cp", at=at_clock(16), by=by)
        said = {"what": "Not said to anybody yet.", "who": "A", "owner_kind": "family", "by_when_words": "daily"}
        save_words(content=outline, model=PlanAction, values=said, at=at_clock(16), by=by)
        copies = {one.brought_from_id: one.pk for one in PlanAction.objects.filter(content=outline)}
    after.hold(progress=[Progress(copies[first[1].pk], case, "better")])

    def authorised(*parts: str) -> list[str]:
        with acting_as(agency.worker) as by:
            make_ready(report=report, by=by, at=at_clock(17))
        with acting_as(agency.manager) as by:
            authorise_with_plan(report=report, by=by, at=at_clock(17), parts=parts)
            joined = ReportSection.objects.filter(report=report, position__gte=900).order_by("position", "id")
            return [one.words for one in joined if one.words]

    until, seen = day_in_words(today() + timedelta(days=20)), f"on {day_in_words(today())}"
    chronology, plan = authorised("report", "chronology", "plan")
    assert chronology == f"{day_in_words(today())}: Seen at school."
    assert plan.split("\n")[-2:] == [
        f"- {unnamed(first[0].who)}: Ring the helpline the first time it gets loud, by {until}. Done; {seen}: done.",
        f"- {unnamed(first[1].who)}: Find a place at the Tuesday group, by {until}. To do; {seen}: better.",
    ]
    # Taken back and authorised without them: nothing of the earlier copies is left for whoever had read them.
    with acting_as(agency.worker) as by:
        take_back(report=report, by=by, at=at_clock(17))
    assert authorised("report") == []
