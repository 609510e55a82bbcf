"""The review brought forward: its children are those with a plan, its people are gone through one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from quorate.access.context import acting_as
from quorate.access.models import Grant, ProtectedCase
from quorate.access.moments import today
from quorate.cases.models import Duty, Relative
from quorate.cases.refusals import Refused
from quorate.cases.services import add_chronology_entry
from quorate.cases.services.recording import record_event
from quorate.cases.wording import day_in_words
from quorate.conferences.models import Conference, ConferenceChild, Invitee, Report, ReportSection
from quorate.conferences.naming import unnamed
from quorate.conferences.services.bookings import cancel
from quorate.conferences.services.meeting import start
from quorate.conferences.services.meeting_register import come_in
from quorate.conferences.services.reports import make_ready, take_back
from quorate.conferences.standing import position_of_conference
from quorate.notices.offers import papers_to_prepare
from quorate.plans.models import Plan, PlanAction, PlanContent
from quorate.plans.queries.between import lines_of
from quorate.plans.services.contents import content_for, save_words
from quorate.plans.services.core_groups import Progress
from quorate.plans.services.decisions import take_back as take_back_decision
from quorate.plans.services.reports import authorise_with_plan
from quorate.plans.services.reviews import bring_forward, children_to_review, review_under_way, to_go_through
from tests.conferences.bookings.making import Office
from tests.conferences.decisions.making import Table
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
        # At the conference before it stands as done, late.
        assert ([one.met_on for one in of_review], [one.settled for one in of_first]) == ([None], ["met-late"])


def reviewed(after: Afterwards) -> Conference:
    """The review that is under way, else a new one; the chair works on it."""
    agency = after.agency
    with acting_as(agency.worker) as by:
        review = review_under_way(after.planned)
        if review is None:
            again = {one.id: True for one in to_go_through(after.conference)}
            review = bring_forward(conference=after.conference, again=again, on=today(), by=by)
    with acting_as(agency.manager):
        if not Grant.objects.filter(case_id=review.case_id, user_id=agency.chair.user_id).exists():
            agency.give(review.case, agency.chair)
    return review


def outlined(after: Afterwards, review: Conference, what: str) -> dict[UUID | None, UUID]:
    """The chair begins the plan's words and adds a line; what was brought forward, by what it comes from."""
    (case,) = after.planned
    with acting_as(after.agency.chair) as by:
        outline = content_for(conference=review, case_id=case, kind="cp", at=at_clock(16), by=by)
        said = {"what": what, "who": "A", "owner_kind": "family", "by_when_words": "daily"}
        save_words(content=outline, model=PlanAction, values=said, at=at_clock(16), by=by)
        return {one.brought_from_id: one.pk for one in PlanAction.objects.filter(content=outline)}


def authorised(after: Afterwards, report: Report, *parts: str) -> list[str]:
    """What is joined to a report that is authorised with these parts."""
    with acting_as(after.agency.worker) as by:
        make_ready(report=report, by=by, at=at_clock(17))
    with acting_as(after.agency.manager) as by:
        authorise_with_plan(report=report, by=by, at=at_clock(17), parts=parts)
        joined = ReportSection.objects.filter(report=report, position__gte=900).order_by("position", "id")
        return [one.words for one in joined if one.words]


@pytest.mark.clause("LEI-41")
def test_a_review_report_has_the_plan_up_to_the_review_and_nothing_of_it_where_it_is_authorised_without(
    after: Afterwards,
) -> None:
    (case,) = after.planned
    agency, first = after.agency, after.actions()
    review = reviewed(after)
    with acting_as(agency.worker) as by:
        entry = ProtectedCase.objects.get(pk=case)
        add_chronology_entry(case=entry, happened_on=today(), words="Seen at school.", on=today(), by=by)
    report = begun(agency, review)
    fill(report, agency, recommends="plan-ended")

    # What the chair begins to write for the review is not the plan yet; what was said of the plan's lines stands.
    after.hold(progress=[Progress(first[0].pk, case, "done")])
    copies = outlined(after, review, "Not said to anybody yet.")
    after.hold(progress=[Progress(copies[first[1].pk], case, "better")])

    until, seen = day_in_words(today() + timedelta(days=20)), f"on {day_in_words(today())}"
    chronology, plan = authorised(after, report, "report", "chronology", "plan")
    assert chronology == f"{day_in_words(today())}: Seen at school."
    assert plan.split("\n")[-2:] == [
        f"- {unnamed(first[0].who)}: Ring the helpline the first time it gets loud, by {until}. Done; {seen}: done.",
        f"- {unnamed(first[1].who)}: Find a place at the Tuesday group, by {until}. To do; {seen}: better.",
    ]
    # Taken back and authorised without them: nothing of the earlier copies is left for whoever had read them.
    with acting_as(agency.worker) as by:
        take_back(report=report, by=by, at=at_clock(17))
    assert authorised(after, report, "report") == []


def test_what_was_begun_for_a_review_that_was_cancelled_is_no_plan_and_the_one_before_stands_until_a_review_decides(
    after: Afterwards,
) -> None:
    (case,) = after.planned
    agency = after.agency
    with acting_as(agency.chair):
        stands = PlanContent.objects.get(conference=after.conference, case_id=case)
        first = list(PlanAction.objects.filter(content=stands, removed_at=None).order_by("order"))
    in_vain = reviewed(after)
    copies = outlined(after, in_vain, "Begun in vain.")
    after.hold(progress=[Progress(copies[first[1].pk], case, "worse")])
    with acting_as(agency.administrator) as by:
        cancel(conference=in_vain, reason="Too early.", authorised_by="The manager", by=by, at=at_clock(18))
    with acting_as(agency.worker):
        lines = lines_of([case])[case]
    # What was said meanwhile of the lines that stand is theirs.
    assert ([one.action.pk for one in lines], lines[1].progress[-1].direction) == ([one.pk for one in first], "worse")
    review = reviewed(after)
    report = begun(agency, review)
    fill(report, agency, recommends="plan-ended")
    (plan,) = authorised(after, report, "report", "plan")
    assert ("Begun in vain" in plan, plan.count("\n- "), "Find a place" in plan) == (False, 4, True)
    assert {*outlined(after, review, "For the review.")} == {None, *(one.pk for one in first)}

    def states() -> tuple[str, bool]:
        with acting_as(agency.chair):
            stands.refresh_from_db()
            return stands.state, "plan" in papers_to_prepare(after.conference)

    assert states() == ("outline", True)
    Office(agency, after.family).book(review, starts_at=at_clock(14), ends_at=at_clock(16))
    with acting_as(agency.chair) as by:
        review.refresh_from_db()
        start(conference=review, at=at_clock(14), by=by)
        for one in Invitee.objects.filter(conference=review, removed_on=None, kind__in=("parent", "professional")):
            contact = True if one.agency_code else None
            come_in(conference=review, invitee_id=one.pk, at=at_clock(14), by=by, direct_contact=contact)
        review.refresh_from_db()
    table = Table(after.pack, "review", at=(agency, after.family, review))
    (child,) = table.children()
    table.hear(child)
    table.say(child, at=at_clock(14, 10))
    decision = table.decide(child, table.plan_made(outcome="plan-continues"), at=at_clock(14, 20))
    assert states() == ("replaced", False)
    with acting_as(agency.chair) as by:
        take_back_decision(decision=decision, at=at_clock(14, 30), by=by)
    assert states() == ("outline", True)
