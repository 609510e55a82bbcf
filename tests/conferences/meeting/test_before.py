"""Before the start: rooms, the chair's talk with the social worker, the chair's meeting with each parent."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.conferences.models import BeforeStart, WaitingRoom
from quorate.conferences.services import meeting_before as before
from quorate.conferences.versions import TwoTexts
from quorate.people import services as people
from tests.conferences.meeting.making import Meeting, clock

AT = clock(9, 40)


def meet(at: Meeting, **said: Any) -> BeforeStart:
    person = at.invitee("parent").person_id
    with acting_as(at.chair) as by:
        return before.meet_parent(**{"conference": at.conference, "person_id": person, "at": AT, "by": by} | said)


def told(at: Meeting, code: str) -> list[dict]:
    with acting_as(at.chair):
        return list({one.event_id: one.facts for one in CaseEvent.objects.filter(code=code)}.values())


def met_about(at: Meeting, code: str) -> set[tuple[str, str]]:
    """Whose duty of this code has been met, and about whom."""
    with acting_as(at.chair):
        return {(one.who, str(one.about_id or "")) for one in Duty.objects.filter(code=code, met_on__isnull=False)}


@pytest.mark.clause("BAR-25", "BAR-26", "BAR-27")
def test_the_parent_is_shown_the_room_and_has_it_explained(rolled_back):
    at = Meeting("barnet")
    with acting_as(at.chair):
        items = before.parent_items(at.conference)
    assert {"Explain the meeting in more detail.", "Answer their questions.", "Show them the room."} <= set(items)
    met = meet(at, ticked=items, room_shown=True)
    assert (met.room_shown, met.ticked) == (True, items)
    person = str(at.invitee("parent").person_id)
    assert told(at, "chair-met-parent") == [
        {"mode": "in_person", "parent": person, "reports_read_checked": False, "room_shown": True}
    ]
    assert met_about(at, "meet-parents") == {("chair", person)}


@pytest.mark.clause("BRD-11", "BRD-15")
def test_questions_are_written_down_and_the_plan_is_explained(rolled_back):
    at = Meeting("bradford")
    plan = "Explain what a Child Protection Plan means."
    met = meet(at, ticked=[plan], questions="Can you take my child? No.", still_open="Who minds him on Friday?")
    assert (met.ticked, met.questions, met.still_open) == (
        [plan], "Can you take my child? No.", "Who minds him on Friday?",
    )  # fmt: skip
    with pytest.raises(Refused) as unknown:
        meet(at, ticked=["Something of our own"], base_version=1)
    assert list(unknown.value.sentences) == ["ticked"]


@pytest.mark.clause("BOL-25", "BOL-26", "BOL-27")
def test_each_report_is_asked_about_and_what_they_want_to_raise_is_noted(rolled_back):
    at = Meeting("bolton")
    report, other = str(uuid4()), str(uuid4())
    met = meet(at, reports_read={report: "read", other: "not-shared"}, raised="The school's dates are wrong.")
    assert met.reports_read == {report: "read", other: "not-shared"}
    assert met.raised == "The school's dates are wrong."
    assert told(at, "chair-met-parent")[0]["reports_read_checked"] is True
    assert met_about(at, "meet-parents") == {("chair", str(at.invitee("parent").person_id))}
    with pytest.raises(TwoTexts) as two:
        meet(at, raised="Nothing.")
    assert two.value.theirs["raised"] == "The school's dates are wrong."
    assert meet(at, raised="Nothing else.", base_version=1).version == 2


@pytest.mark.clause("LEI-31", "LEI-44", "LEI-45", "LEI-46")
def test_everybody_waits_where_they_should_and_the_chair_meets_first_the_worker_then_the_parents(rolled_back):
    at = Meeting("leicester")
    venue = people.add_venue(authority=at.agency.authority, name="Annexe", by=OPERATOR)
    one = people.add_room(venue=venue, name="Room 7", seats=6, by=OPERATOR)
    with acting_as(at.agency.administrator) as by:
        before.give_waiting_room(conference=at.conference, use="professionals", room_id=one.pk, by=by)
        with pytest.raises(Refused) as same:
            before.give_waiting_room(conference=at.conference, use="parents", room_id=one.pk, by=by)
        assert list(same.value.sentences) == ["room"]
        before.give_waiting_room(conference=at.conference, use="parents", words="Interview room 2", by=by)
        assert sorted(WaitingRoom.objects.values_list("use", flat=True)) == ["parents", "professionals"]
    with acting_as(at.chair) as by:
        before.hold_discussion(conference=at.conference, at=clock(9, 30), by=by, words="The father is anxious.")
    meet(at)
    sitting = at.start()
    with acting_as(at.chair):
        times = list(BeforeStart.objects.order_by("held_at").values_list("kind", flat=True))
    assert (times, sitting.started_at) == (["discussion", "parent"], clock(10))
    assert len(told(at, "pre-conference-discussion-held")) == 1
    assert met_about(at, "hold-pre-conference-discussion") == {("chair", "")}


def test_only_a_parent_of_the_list_is_met(rolled_back):
    with pytest.raises(Refused) as stranger:
        meet(Meeting(), person_id=uuid4())
    assert list(stranger.value.sentences) == ["person"]
