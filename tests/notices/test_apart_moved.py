"""People who must not meet, when the meeting moves, is off, or one of them is kept out elsewhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.refusals import Refused
from quorate.conferences.models import Invitee, SafetyConcern
from quorate.conferences.queries.people import concerns_to_arrange
from quorate.conferences.services import exclusions, requests, safety
from quorate.conferences.sql.safety import ASKED_AGAIN
from quorate.documents.saying import day as day_in_words
from quorate.documents.setting import as_text
from quorate.notices.models import CalendarEntry
from quorate.notices.services import preview, release_and_queue
from quorate.release.models import Release
from tests import clock
from tests.database import urls_of
from tests.notices.making import FATHER, MOTHER, Remembering, Stage
from tests.notices.test_apart import afraid, arranged, held, let_out, names
from tests.notices.test_reactions import cancel, entry_in, move


def test_what_is_decided_for_another_conference_about_the_same_child_frees_the_letter_here(stage: Stage) -> None:
    mother, father = names(stage)
    afraid(stage)
    stage.released()
    with acting_as(stage.agency.worker) as by:
        other = requests.begin(kind="review", cases=stage.family.cases, by=by, on=today())
    stranger = stage.agency.person("chair")
    stage.agency.give(other.case, stranger)
    about = {
        "conference": other,
        "person_id": stage.family.father,
        "at": clock.now(),
        "words": "He threatened a worker.",
    }
    with acting_as(stranger) as by:
        # They do not prepare the papers here: the page of these papers says what is left to do.
        exclusions.decide_exclusion(outcome="excluded", ground="violence", by=by, **about)
    assert held(stage) == {mother: "arrange", father: "arrange"}
    stage.agency.give(other.case, stage.chair)
    with acting_as(stage.chair) as by:
        exclusions.decide_exclusion(outcome="excluded", ground="violence", by=by, **about)
    assert let_out(stage) == [mother]
    assert held(stage) == {mother: "newer", father: "kept-out"}


def calendars(stage: Stage) -> dict[str, tuple[str, str, int, datetime, datetime]]:
    """Sends what waits; what the files tell the calendars of the two."""
    through = Remembering()
    stage.send_all(through)
    told = {str(one["To"]): entry_in(one) for one in through.mails if one["To"] in (MOTHER, FATHER)}
    return {
        to: (method, str(one["UID"]), int(one["SEQUENCE"]), one["DTSTART"].dt, one["DTEND"].dt)
        for to, (method, one) in told.items()
    }


def release(stage: Stage, code: str) -> None:
    with acting_as(stage.agency.manager) as by:
        paper = Release.objects.get(conference=stage.conference, code=code, state="prepared")
        release_and_queue(release=paper, by=by, at=clock.now())


def test_each_calendar_is_told_by_its_own_readers_times_also_that_it_is_off(stage: Stage) -> None:
    afraid(stage)
    arranged(stage)
    stage.released()
    first, london = calendars(stage), ZoneInfo("Europe/London")
    guest = stage.agency.person("partner")
    stage.agency.give(stage.conference.case, guest)
    told = {}
    for who in (guest, stage.agency.manager):
        with acting_as(who):
            rows = CalendarEntry.objects.filter(conference=stage.conference, told_starts_at__isnull=False)
            told[who.role] = {
                f"{one.astimezone(london):%H:%M}" for one in rows.values_list("told_starts_at", flat=True)
            }
    assert (told["partner"], "09:30" in told["team_manager"]) == (set(), True)
    move(stage)
    release(stage, "moved")
    assert calendars(stage) == {}, "how they come on the new day is not arranged"
    arranged(stage, "Ring at the side gate", "11:15")
    let_out(stage)
    second = calendars(stage)
    move(stage)
    release(stage, "moved")
    assert calendars(stage) == {}
    cancel(stage)
    with acting_as(stage.chair) as by:
        hers = Invitee.objects.get(conference=stage.conference, person_id=stage.family.mother)
        told = preview(conference=stage.conference, code="cancelled", by=by, at=clock.now(), invitee=hers)
    # The second move has not reached her: it is off on the day that she expects.
    assert f" on {day_in_words(second[MOTHER][3])} is not going ahead" in as_text(told.own, told.pack)
    release(stage, "cancelled")
    off = calendars(stage)
    for reader, times in ((MOTHER, ["09:30", "11:15"]), (FATHER, ["10:00", "10:00"])):
        (asked, uid, number, *_), anew = first[reader], second[reader]
        assert [f"{one[reader][3].astimezone(london):%H:%M}" for one in (first, second)] == times
        assert (anew[:2], anew[2] > number) == ((asked, uid), True)
        # What takes it out says of it what stood in that calendar, wherever the meeting has moved since.
        assert (off[reader][:2], off[reader][2] > anew[2], off[reader][3:]) == (("CANCEL", uid), True, anew[3:])


def test_two_who_must_not_meet_are_not_called_at_the_same_time_by_the_same_way(stage: Stage) -> None:
    afraid(stage)
    with acting_as(stage.chair) as by:
        row = SafetyConcern.objects.get(conference=stage.conference)
        both = list(Invitee.objects.filter(conference=stage.conference, person_id__in=[row.person_id, row.of_person]))

        def settle(his: dict[str, str]) -> None:
            safety.settle_concern(
                concern=row, arrangement="Apart.", version=row.version, at=clock.now(), on=today(), by=by,
                separately=both, ways={row.person_id: {"at": "09:40", "words": "Front door"}, row.of_person: his},
            )  # fmt: skip

        with pytest.raises(Refused, match="at the same time by the same way"):
            settle({"at": "09:40", "words": "front door"})
        settle({"at": "09:50", "words": "Front door"})


def test_that_nobody_comes_apart_is_asked_again_when_the_meeting_moves(stage: Stage) -> None:
    mother, father = names(stage)
    afraid(stage)
    arranged(stage, apart=False)
    stage.released()
    assert held(stage) == {}
    stage.send_all(Remembering())
    move(stage)
    release(stage, "moved")
    assert [(one, held(stage)[one]) for one in (mother, father)] == [(mother, "arrange"), (father, "arrange")]
    arranged(stage, apart=False)
    with acting_as(stage.agency.manager):
        assert concerns_to_arrange(stage.conference).count() == 0
    assert [one for one in let_out(stage) if one in (mother, father)] == sorted([mother, father])
    # What was settled before anybody noted for which booking: on the day of the booking it may have been before it.
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).superuser, autocommit=True) as superuser:
        superuser.execute(ASKED_AGAIN)
    with acting_as(stage.agency.manager):
        assert concerns_to_arrange(stage.conference).count() == 1
