"""Of whom somebody is afraid stands at the next conference too, and is arranged anew there before anybody is called."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Conference, Invitee, SafetyConcern
from quorate.conferences.queries.people import concerns_to_arrange, safety_concerns_of
from quorate.conferences.services import bookings, safety
from quorate.conferences.sql.safety_carried import ELSEWHERE
from quorate.notices.services import preview
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences import stages
from tests.database import urls_of
from tests.notices.making import Stage
from tests.notices.test_apart import afraid, arranged, held

pytestmark = pytest.mark.usefixtures("own_database")
FEAR = "He has threatened to kill her."


def said_at(agency: Agency, conference: Conference) -> list[tuple[str, str, bool]]:
    with acting_as(agency.worker):
        return [(one.words, one.arrangement, one.is_open) for one in safety_concerns_of(conference)]


def written(agency: Agency, family: Family, conference: Conference, words: str = FEAR) -> SafetyConcern:
    with acting_as(agency.worker) as by:
        return safety.record_concern(
            conference=conference, person_id=family.mother, of_person=family.father, words=words, on=today(), by=by
        )


def taken_away(agency: Agency, concern: SafetyConcern) -> None:
    with acting_as(agency.worker) as by:
        safety.remove_concern(concern=concern, on=today(), by=by)


@pytest.mark.clause("BAR-19")
def test_after_a_cancelled_conference_it_stands_at_the_next_and_no_letter_calls_the_two_before_it_is_arranged() -> None:
    stage = Stage(pack="barnet")
    afraid(stage)
    arranged(stage)
    with acting_as(stage.office) as by:
        bookings.cancel(conference=stage.conference, reason="Snow", authorised_by="The manager", by=by, at=clock.now())
    again = stages.invited(stage.agency, stage.family)
    # What was arranged was for another day: nothing of it comes along.
    assert said_at(stage.agency, again) == [(FEAR, "", True)]
    stage.conference = stages.booked(stage.agency, stage.family, to=again)
    stage.reach(stage.family.mother, "mother@example.org")
    release = stage.released("invitation")
    mother, father = (stage.invitee(one).name for one in (stage.family.mother, stage.family.father))
    assert {mother, father} <= set(held(stage)), release
    arranged(stage)
    with acting_as(stage.chair) as by:
        assert concerns_to_arrange(stage.conference).count() == 0
        hers = Invitee.objects.get(conference=stage.conference, person_id=stage.family.mother)
        assert preview(conference=stage.conference, code="invitation", by=by, at=clock.now(), invitee=hers)


def test_what_was_a_mistake_goes_everywhere_and_said_again_it_comes_again() -> None:
    agency = Agency(pack="barnet")
    family = agency.family()
    first = stages.asked_for(agency, family)
    written(agency, family, first)
    second = stages.asked_for(agency, family)
    assert said_at(agency, second) == [(FEAR, "", False)]
    with acting_as(agency.worker):
        (brought,) = safety_concerns_of(second)
    taken_away(agency, brought)
    assert [said_at(agency, one) for one in (first, second)] == [[], []]
    # She says it again at the older one, which still runs.
    written(agency, family, first, "He came back.")
    third = stages.asked_for(agency, family)
    assert [said_at(agency, one) for one in (first, second, third)] == [[("He came back.", "", False)]] * 3


def test_what_is_written_down_while_the_next_is_under_way_stands_there_too_and_once() -> None:
    agency = Agency(pack="barnet")
    family, others = agency.family(), agency.family()
    first, second = stages.asked_for(agency, family), stages.asked_for(agency, family)
    elsewhere = stages.asked_for(agency, others)
    written(agency, family, first)
    assert [said_at(agency, one) for one in (first, second)] == [[(FEAR, "", False)]] * 2
    written(agency, family, second, "She hides when he calls.")
    assert [len(said_at(agency, one)) for one in (first, second, elsewhere)] == [2, 2, 0]


def test_words_of_a_restricted_conference_stay_there_and_whoever_does_not_keep_it_takes_nothing_away_there() -> None:
    agency = Agency(pack="barnet")
    family = agency.family()
    first = stages.asked_for(agency, family)
    written(agency, family, first)
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner) as owner:
        owner.execute("UPDATE access_case SET restricted = true WHERE id = %s", [first.case_id])
    second = stages.asked_for(agency, family)
    assert said_at(agency, second) == [(ELSEWHERE, "", False)]
    with acting_as(agency.worker):
        (brought,) = safety_concerns_of(second)
    taken_away(agency, brought)
    third = stages.asked_for(agency, family)
    # At the first, which is closed to them, it stands: so it comes to the next.
    assert (said_at(agency, second), said_at(agency, third)) == ([], [(ELSEWHERE, "", False)])
