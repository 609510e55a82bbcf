"""A second record of somebody who is feared is tidied away: the fear stands, and it is asked who is meant."""

from __future__ import annotations

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.services.people_around import remove_relative
from quorate.cases.worklist import Asked, question
from quorate.conferences.models import Conference, SafetyConcern
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services import safety
from quorate.web.work.moments import clock_at
from quorate.web.work.waiting import duties_and_waiting
from tests import clock
from tests.conferences import stages
from tests.web.conferences.test_people_pages import FEAR, Scene, posted, scene
from tests.web.visiting import fetch

__all__ = ["scene"]
ASKED = "Look who is meant: a fear is about somebody no longer on the family’s record"


def marked(scene: Scene, conference: Conference) -> list[bool]:
    with acting_as(scene.agency.worker):
        return [one.is_off_record for one in safety_concerns_of(conference)]


def asked(scene: Scene) -> list[str]:
    here = clock_at(clock.now())
    with acting_as(scene.chair) as by:
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        return [one.at for one in duties_and_waiting(by, put)[1] if one.title == ASKED]


def test_whoever_keeps_the_conference_is_asked_who_is_meant_and_takes_it_away_there_alone(scene: Scene) -> None:
    agency, family, needs = scene.agency, scene.family, scene.at("conference_needs")
    elsewhere = stages.asked_for(agency, family)
    named = {"given_names": "Lou", "family_name": "Lodger"}
    double = agency.relative(family.children[0], "partner_of_mother", **named)
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=elsewhere, person_id=family.mother, of_person=double.person_id, on=today(), words=FEAR, by=by
        )
    assert (marked(scene, scene.conference), asked(scene)) == ([False], [])
    with acting_as(agency.worker) as by:
        remove_relative(relative=double, why="Entered twice", on=today(), by=by)
    assert [marked(scene, one) for one in (scene.conference, elsewhere)] == [[True], [True]]
    assert asked(scene) == [needs]
    (key,) = [one.pk for one in concerns(scene)]
    answer = scene.at("conference_safety_nobody", key)
    shown = fetch(scene.browser(agency.worker), needs)
    assert ("Who is meant?" in shown.words, "is afraid of Lou Lodger" in shown.words) == (True, True)
    assert [one.get("href") for one in shown.all("a") if one.get("href") == answer] == [answer]
    assert scene.browser(scene.partner).get(answer).status_code in (403, 404)
    assert "Is nobody here meant?" in fetch(scene.browser(agency.worker), answer).words
    assert posted(scene, agency.worker, answer).status_code == 302
    assert [marked(scene, one) for one in (scene.conference, elsewhere)] == [[], [True]]
    assert (asked(scene), scene.browser(agency.worker).get(answer).status_code) == ([], 404)
    # They belong to the family after all: it comes again, and nobody has to be asked.
    agency.relative(family.children[0], "partner_of_mother", person_id=double.person_id, **named)
    assert [marked(scene, one) for one in (scene.conference, elsewhere)] == [[False], [False]]
    assert scene.browser(agency.worker).get(answer).status_code == 404


def concerns(scene: Scene) -> list[SafetyConcern]:
    with acting_as(scene.agency.worker):
        return safety_concerns_of(scene.conference)
