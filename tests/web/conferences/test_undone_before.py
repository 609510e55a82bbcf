"""Before a meeting begins its chair reads what the parents have not been given, and that nobody has met them yet."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.conferences.services import meeting_before
from tests.conferences.meeting.making import Meeting, clock
from tests.web.conferences.test_meeting_pages import browser_of, place
from tests.web.visiting import fetch

SURPRISE = "Not done yet with the parents Nothing at the conference should come as a surprise to them."


@pytest.mark.clause("BAR-24", "BAR-25", "BAR-31")
def test_the_chair_reads_what_the_parents_have_not_seen_and_whom_nobody_has_met(rolled_back):
    at = Meeting("barnet")
    page = fetch(browser_of(at.chair), place(at, "conference_start"))
    parents = sorted(one.name for one in at.invitees() if one.kind == "parent")
    assert SURPRISE in page.words
    for name in parents:
        assert f"{name} has not been given the social worker's report." in page.words
        assert f"{name} has not met the chair." in page.words
    assert "The meeting can be started all the same." in page.words


def test_what_is_done_is_said_no_more(rolled_back):
    at = Meeting("barnet")
    first, second = sorted((one for one in at.invitees() if one.kind == "parent"), key=lambda one: one.name)
    with acting_as(at.chair) as by:
        meeting_before.meet_parent(conference=at.conference, person_id=first.person_id, at=clock(9, 45), by=by)
    page = fetch(browser_of(at.chair), place(at, "conference_start"))
    said = [f"{one.name} has not met the chair." in page.words for one in (first, second)]
    assert said == [False, True]
