"""Before a meeting begins its chair reads what the parents have not been given, and that nobody has met them yet."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.services import exclusion_follow_up, exclusions, meeting_before
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


def test_what_is_owed_to_a_parent_who_is_kept_out_is_said_too_until_it_is_done(rolled_back):
    at = Meeting("bolton")
    first = sorted((one for one in at.invitees() if one.kind == "parent"), key=lambda one: one.name)[0]
    owed = [
        f"{first.name} {said}."
        for said in (
            "has not been told why they are kept out", "is kept out, and their views have not been collected",
            "is kept out, and has not been offered a meeting with the chair",
        )
    ]  # fmt: skip

    def said() -> list[bool]:
        page = fetch(browser_of(at.chair), place(at, "conference_start"))
        return [one in page.words for one in owed]

    assert said() == [False, False, False]
    with acting_as(at.chair) as by:
        row = exclusions.decide_exclusion(
            conference=at.conference, person_id=first.person_id, outcome="excluded", ground="violence",
            words="You threatened a worker.", at=clock(9, 30), by=by,
        )  # fmt: skip
    assert said() == [True, True, True]
    with acting_as(at.chair) as by:
        exclusion_follow_up.explained(exclusion=row, on=today(), how="in-person", by=by)
    assert said() == [False, True, True]
