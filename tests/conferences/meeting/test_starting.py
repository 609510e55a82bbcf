"""A conference begins: gates, its start, the reason for a late one, its sittings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.audit.models import AuditEntry
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.cases.services import record_event
from quorate.conferences.models import Attendance, Break, Conference, Sitting
from quorate.conferences.queries.meeting import open_sitting, register_of
from quorate.conferences.services import meeting
from quorate.conferences.standing import NotAllowedNow
from tests.cases.making import Agency
from tests.conferences.meeting.making import Meeting, clock


def refused(call, **said) -> dict[str, str]:
    with pytest.raises(Refused) as found:
        call(**said)
    return found.value.sentences


@pytest.mark.clause("LEI-47")
def test_it_begins_on_time_or_says_why_it_did_not(rolled_back):
    at = Meeting("leicester")
    late = refused(at.start, at=clock(10, 12))
    assert late == {"late_why": "It begins 12 minutes late. Say why, in a few words."}
    hours = [refused(at.start, at=clock(*one))["late_why"].partition(" late")[0] for one in ((11, 0), (15, 21))]
    assert hours == ["It begins 1 hour", "It begins 5 hours and 21 minutes"]
    sitting = at.start(clock(10, 12), late_why="The interpreter's train was late")
    assert (sitting.planned_at, sitting.started_at) == (clock(10), clock(10, 12))
    assert sitting.late_why == "The interpreter's train was late"
    with acting_as(at.chair):
        assert Conference.objects.get(pk=at.conference.pk).state == "sitting"


def test_long_before_its_time_it_begins_only_if_that_is_meant(rolled_back):
    at = Meeting("bolton")
    early = "It is 08:59 now; the meeting is booked for 10:00."
    assert refused(at.start, at=clock(8, 59)) == {
        "is_early": f"{early} Say that it begins now, or start it when it is time."
    }
    assert at.start(clock(8, 59), is_early=True).started_at == clock(8, 59)


def test_an_hour_before_its_time_it_begins_at_once(rolled_back):
    assert Meeting("bolton").start(clock(9)).started_at == clock(9)


def test_a_procedure_that_is_silent_asks_for_no_reason(rolled_back):
    assert Meeting("bolton").start(clock(10, 12)).late_why == ""


def test_it_begins_on_the_day_for_which_it_is_booked_and_once(rolled_back):
    at = Meeting()
    tomorrow = clock(10) + timedelta(days=1)
    assert list(refused(at.start, at=tomorrow)) == [""]
    at.start()
    assert refused(at.start)[""] == "The meeting has been started already; open it."


def test_only_chair_and_minute_taker_lead_it(rolled_back):
    at = Meeting()
    with acting_as(at.agency.worker) as by, pytest.raises(NotAllowed):
        meeting.start(conference=at.conference, at=clock(10), by=by)


def test_ending_closes_break_and_stays_and_can_be_told_twice(rolled_back):
    at = Meeting()
    sitting = at.start()
    at.full()
    with acting_as(at.chair) as by:
        meeting.begin_break(conference=at.conference, at=clock(11), by=by)
        meeting.end_sitting(conference=at.conference, at=clock(11, 30), by=by)
        assert meeting.end_sitting(conference=at.conference, at=clock(11, 31), by=by) is None
        assert open_sitting(at.conference) is None
        assert Sitting.objects.get(pk=sitting.pk).ended_at == clock(11, 30)
        assert Break.objects.get(sitting=sitting).ended_at == clock(11, 30)
        assert set(Attendance.objects.values_list("until_at", flat=True)) == {clock(11, 30)}
        assert register_of(at.conference).here == []


def test_starting_is_in_the_trail(rolled_back):
    at = Meeting()
    at.start()
    with acting_as(at.chair):
        entry = AuditEntry.objects.get(action="meeting.started")
    assert (entry.case_id, entry.facts) == (at.conference.case_id, {"minutes_late": 0})


@pytest.mark.clause("BAR-32", "LEI-58")
def test_a_break_says_who_asked_for_it_and_how_long_it_was(rolled_back):
    at = Meeting("barnet")
    at.start()
    mother = at.invitee("parent")
    with acting_as(at.chair) as by:
        meeting.begin_break(conference=at.conference, at=clock(10, 40), by=by, asked_by=mother.pk)
        again = refused(meeting.begin_break, conference=at.conference, at=clock(10, 41), by=by)
        assert again == {"": "There is a break already; end it before the next one."}
        meeting.end_break(conference=at.conference, at=clock(10, 50), by=by)
        taken = Break.objects.get()
    assert (taken.asked_by, taken.began_at, taken.ended_at) == (mother.pk, clock(10, 40), clock(10, 50))


def test_those_who_went_with_the_first_sitting_are_not_counted_in_the_second(rolled_back):
    at = Meeting()
    at.start()
    at.full()
    with acting_as(at.chair) as by:
        meeting.end_sitting(conference=at.conference, at=clock(11), by=by)
        Conference.objects.filter(pk=at.conference.pk).update(state="adjourned")
        at.conference.refresh_from_db()
    at.start(clock(11, 30))
    with acting_as(at.chair):
        told = CaseEvent.objects.filter(code="attended", takes_back=None).exclude(facts__has_key="to")
        back = set(CaseEvent.objects.exclude(takes_back=None).values_list("takes_back", flat=True))
        assert {one.event_id for one in told} - back == set()


@pytest.mark.clause("RDB-24")
def test_an_exclusion_of_an_earlier_conference_is_decided_afresh_before_the_start(rolled_back):
    agency = Agency(pack="redbridge")
    family = agency.family()
    then = clock(10).date() - timedelta(days=200)
    with acting_as(agency.worker) as by:
        common = {"cases": family.cases, "by": by}
        record_event(code="strategy-discussion-held", day=then, **common)
        record_event(code="conference-requested", day=then, facts={"reference": "OLD-1", "kind": "initial"}, **common)
        excluded = {"parent": family.father, "outcome": "excluded", "scope": "whole", "by": "chair"}
        record_event(code="exclusion-decided", day=then, facts=excluded, **common)
        record_event(code="conference-held", day=then, facts={"reference": "OLD-1", "kind": "initial"}, **common)
    at = Meeting(agency=agency, family=family)
    with pytest.raises(NotAllowedNow) as held:
        at.start()
    assert [gate["gate"] for gate in held.value.held_by] == ["start-needs-fresh-exclusion-decision"]
    with acting_as(at.chair):
        assert open_sitting(at.conference) is None
