"""Closing, adjourning, stopping: never refused because something is undecided; the limit of what is open stays."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services import record_event
from quorate.conferences.models import Attendance, Sitting
from quorate.conferences.queries.meeting import quorum_now
from quorate.conferences.services.closing import adjourn, close, undecided_children
from quorate.conferences.services.dissent import record_dissent
from quorate.conferences.standing import position_of_conference
from quorate.plans.services.reviews import bring_forward, to_go_through
from tests.cases.making import Agency
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock, decided

pytestmark = pytest.mark.usefixtures("rolled_back")


def test_closing_undecided_is_never_refused_and_the_limit_goes_on() -> None:
    table = Table()
    table.close()
    with acting_as(table.agency.chair):
        assert (table.conference.state, table.conference.held_on) == ("held", today())
        assert len(undecided_children(table.conference)) == 2
        assert not Sitting.objects.filter(conference=table.conference, ended_at__isnull=True).exists()
        assert not Attendance.objects.filter(conference=table.conference, until_at__isnull=True).exists()
        limits = Duty.objects.filter(code="hold-initial-conference").values_list("settled", flat=True)
        assert sorted(limits) == ["", ""]


def test_an_adjourned_conference_stays_the_same_one_with_its_limit_and_what_is_decided_stands() -> None:
    table = Table()
    first, second = table.children()
    table.hear(first)
    table.say(first)
    table.decide(first, table.plan_made())
    with acting_as(table.agency.chair) as by:
        row = adjourn(
            conference=table.conference, why="interpreter-absent", interim_plan="The aunt stays with them.",
            at=at_clock(11, 50), by=by,
        )  # fmt: skip
        table.conference.refresh_from_db()
        event = CaseEvent.objects.filter(code="conference-adjourned").first()
        with pytest.raises(Refused):
            close(conference=table.conference, at=at_clock(12), by=by)
        due = {(one.case_id, one.settled) for one in Duty.objects.filter(code="hold-initial-conference")}
    assert (table.conference.state, table.conference.held_on, row.undecided) == ("adjourned", None, [second.case_id])
    assert event is not None
    assert (event.facts["reason"], event.facts["interim_plan"]) == ("interpreter-absent", "agreed")
    assert (second.case_id, "") in due


def test_where_too_few_are_there_it_is_said_what_keeps_the_children_safe_meanwhile() -> None:
    table = Table("leicester")
    with acting_as(table.agency.chair) as by:
        with pytest.raises(Refused) as refused:
            adjourn(conference=table.conference, why="inquorate", at=at_clock(11, 50), by=by)
        adjourn(conference=table.conference, why="inquorate", interim_plan="Their aunt.", at=at_clock(11, 50), by=by)
        table.conference.refresh_from_db()
    assert list(refused.value.sentences) == ["interim_plan"]
    assert table.conference.state == "adjourned"


def test_the_quorum_of_a_held_conference_is_that_of_each_decision_also_while_the_next_is_prepared() -> None:
    conference = decided(agency := Agency(), family := agency.family(2))
    with acting_as(agency.chair):
        told = quorum_now(position_of_conference(conference, at_clock(23)), conference.reference)
    assert (told.quorate, [one["quorate"] for one in told.by_child.values()]) == (True, [True, True])
    with acting_as(agency.worker) as by:
        again = {one.id: True for one in to_go_through(conference)}
        review = bring_forward(conference=conference, again=again, on=today(), by=by)
        position = position_of_conference(conference, at_clock(23))
    assert quorum_now(position, review.reference).quorate is None
    assert quorum_now(position, conference.reference) == told
    assert len(family.children) == 2


def test_a_paper_that_comes_after_the_end_prepares_no_other_conference() -> None:
    agency = Agency()
    family = agency.family()
    conference = decided(agency, family)
    assert conference.state == "held"
    with acting_as(agency.worker) as by:
        before = set(Duty.objects.values_list("conference_id", "code", "settled"))
        facts = {"report": "social-work", "with": [str(family.mother)], "parts": ["report"]}
        record_event(
            code="report-shared", cases=family.cases, at=at_clock(15), facts=facts, conference=conference, by=by
        )  # fmt: skip
        after = set(Duty.objects.values_list("conference_id", "code", "settled"))
        shared = Duty.objects.get(code="share-report-with-parents", about_id=family.mother)
    assert (shared.conference_id, shared.settled) == (conference.pk, "met-late")
    assert after - before == {(conference.pk, "share-report-with-parents", "met-late")}


@pytest.mark.clause("RDB-42")
def test_a_parents_words_on_the_decision_are_kept_with_their_author_for_that_parent_and_the_professionals() -> None:
    table = Table("redbridge", children_count=1)
    (child,) = table.children()
    parent = table.invitees("parent")[0]
    with acting_as(table.agency.chair) as by:
        row = record_dissent(
            conference=table.conference, invitee=parent, kind="on-decision", words="I can live with that.",
            pack=table.pack, child_case_id=child.case_id, at=at_clock(11, 40), by=by,
        )  # fmt: skip
        on_plan = record_dissent(
            conference=table.conference, invitee=parent, kind="on-plan", words="Tuesday is too early for me.",
            pack=table.pack, at=at_clock(11, 41), by=by,
        )  # fmt: skip
    assert (row.said_by, row.person_id, row.role) == (parent.name, parent.person_id, parent.role)
    assert (row.meant_for, row.named) == ("F-person", [parent.person_id])
    assert (on_plan.kind, on_plan.words) == ("on-plan", "Tuesday is too early for me.")


def test_a_professionals_dissent_is_an_event_of_the_rules() -> None:
    table = Table()
    child = table.children()[0]
    one = table.professionals()[0]
    with acting_as(table.agency.chair) as by:
        row = record_dissent(
            conference=table.conference, invitee=one, kind="dissent", words="I think a plan is needed.",
            grounds=["no-plan"], pack=table.pack, child_case_id=child.case_id, at=at_clock(11, 40), by=by,
        )  # fmt: skip
        events = list(CaseEvent.objects.filter(code="dissent-recorded"))
    assert [(event.case_id, event.facts["grounds"]) for event in events] == [(child.case_id, ["no-plan"])]
    assert (row.meant_for, row.role) == ("F-all", one.role)
