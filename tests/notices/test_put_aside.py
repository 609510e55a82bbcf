"""When a meeting is over, what would have called people to it is put aside; why somebody did not come is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.worklist import Asked, question
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings
from quorate.conferences.services.closing import close
from quorate.documents.letters import NotReadyYet
from quorate.documents.setting import as_text
from quorate.notices.offers import papers_to_prepare
from quorate.notices.services import preview, release_and_queue
from quorate.people.models import User
from quorate.release.models import Release
from quorate.web.work.moments import clock_at
from quorate.web.work.waiting import duties_and_waiting
from tests import clock
from tests.conferences.stages import at_clock, sitting
from tests.notices.making import FATHER, Remembering, Stage, keep_out
from tests.web.visiting import fetch, signed_in

LETTER = "exclusion-letter"


def to_today(stage: Stage) -> None:
    with acting_as(stage.office) as by:
        old = live_booking(stage.conference)
        assert old is not None
        bookings.move(
            conference=stage.conference, starts_at=at_clock(10), ends_at=at_clock(12), reason="Sooner", by=by,
            authorised_by="The head", room=old.room, chair_id=old.chair_id, minute_taker_id=old.minute_taker_id,
            beyond_why="It cannot wait.", at=at_clock(9, 45),
        )  # fmt: skip
        stage.conference.refresh_from_db()


def is_held(stage: Stage) -> None:
    sitting(stage.agency, stage.family, to=stage.conference)
    with acting_as(stage.chair) as by:
        close(conference=stage.conference, at=at_clock(12), by=by)


def waiting_for(stage: Stage, who: Standing) -> list[str]:
    with acting_as(who) as by:
        here = clock_at(clock.now())
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        found = [one.title for one in duties_and_waiting(by, put)[1]]
    return sorted(one for one in found if "let it out" in one)


def fathers_letter(stage: Stage) -> tuple[str, Any]:
    invitee = stage.invitee(stage.family.father)
    with acting_as(stage.chair) as by:
        seen = preview(conference=stage.conference, code=LETTER, by=by, at=clock.now(), invitee=invitee)
    return " ".join(as_text(seen.own, seen.pack).split()), [one.code for one in seen.own.parts]


def test_what_calls_people_is_put_aside_when_the_meeting_was_held_and_why_somebody_did_not_come_is_told_still(
    stage: Stage,
) -> None:
    to_today(stage)
    keep_out(stage)
    invitations = stage.prepared()
    stage.prepared("day-sheet", by=stage.chair)
    before, _ = fathers_letter(stage)
    assert "Please tell us as soon as you can." in before and "has decided that you do not come" in before
    look = "Look at it and let it out: "
    assert waiting_for(stage, stage.office) == [f"{look}Day sheet", f"{look}Invitations"]
    is_held(stage)
    assert waiting_for(stage, stage.office) == []
    with acting_as(stage.chair):
        rows = Release.objects.filter(conference=stage.conference).order_by("prepared_at")
        over = ("overtaken", "The meeting has been held.")
        assert {(one.code, one.state, one.why) for one in rows} == {
            *((code, *over) for code in ("invitation", "day-sheet", LETTER)), (LETTER, "prepared", ""),
        }  # fmt: skip
    with acting_as(stage.agency.manager):
        put = list(AuditEntry.objects.filter(action="release.put-aside").values_list("facts", flat=True))
    assert sorted(one["paper"] for one in put) == ["day-sheet", LETTER, "invitation"]
    assert {one["why"] for one in put} == {"held"}
    browser = signed_in(User.objects.get(pk=stage.agency.manager.user_id))
    page = fetch(browser, reverse("conference_paper", args=[stage.conference.case.ref, invitations.pk])).words
    assert "This goes nowhere any more. The meeting has been held." in page
    assert [one for one in ("Prepared anew", "prepared anew", "Prepare it again") if one in page] == []


@pytest.mark.clause("BOL-14")
def test_a_letter_about_a_meeting_that_is_over_asks_for_nothing_before_it_and_goes_once(stage: Stage) -> None:
    to_today(stage)
    keep_out(stage)
    _, codes = fathers_letter(stage)
    is_held(stage)
    after, still = fathers_letter(stage)
    assert still == codes
    assert "The chair decided that you should not come to the meeting." in after
    assert "Why we asked you not to come to the meeting" in after
    assert "The meeting is over. You can still tell us what you think." in after
    assert "He threatened a worker." in after and "The chair offers to meet you." in after
    ahead = ("Please tell us", "tell us by", "We will make sure", "After the meeting we will tell", "do not come")
    assert [one for one in ahead if one in after] == []
    with acting_as(stage.agency.manager) as by:
        (ready,) = Release.objects.filter(conference=stage.conference, code=LETTER, state="prepared")
        release_and_queue(release=ready, by=by, at=clock.now())
        assert LETTER in papers_to_prepare(stage.conference)
    through = Remembering()
    stage.send_all(through)
    assert [one["To"] for one in through.mails if one["To"] == FATHER] == [FATHER]
    with acting_as(stage.agency.manager):
        assert LETTER not in papers_to_prepare(stage.conference)
    with pytest.raises(NotReadyYet, match="has been held, and this person has had the letter that says why"):
        stage.prepared(LETTER, by=stage.chair, subject=ready.subject_id)
