"""Of whom somebody is afraid stands at the next conference too, and is arranged anew there before anybody is called."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.services import join_records
from quorate.cases.services.people_around import remove_relative
from quorate.conferences.models import Conference, Invitee, SafetyConcern
from quorate.conferences.queries.people import concerns_to_arrange, safety_concerns_of
from quorate.conferences.services import bookings, safety
from quorate.conferences.services.people import add_invitee
from quorate.conferences.sql.fears_told import FORGOTTEN
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
    restricted(first)
    second = stages.asked_for(agency, family)
    assert said_at(agency, second) == [(ELSEWHERE, "", False)]
    with acting_as(agency.worker):
        (brought,) = safety_concerns_of(second)
    taken_away(agency, brought)
    third = stages.asked_for(agency, family)
    # At the first, which is closed to them, it stands: so it comes to the next.
    assert (said_at(agency, second), said_at(agency, third)) == ([], [(ELSEWHERE, "", False)])


def restricted(conference: Conference, *listed: Standing) -> None:
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner) as owner:
        for one in listed:
            owner.execute(
                "INSERT INTO access_restriction (id, case_id, authority_id, user_id, listed_by, listed_at)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s, now())",
                [conference.case_id, conference.authority_id, one.user_id, one.user_id],
            )
        owner.execute("UPDATE access_case SET restricted = true WHERE id = %s", [conference.case_id])


def test_words_of_a_restricted_conference_go_to_none_that_is_open_to_anybody_else() -> None:
    agency = Agency(pack="barnet")
    family, friend = agency.family(), uuid4()
    first, wider, alike = (stages.asked_for(agency, family) for _ in range(3))
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=first, person_id=family.mother, of_person=friend, words=FEAR, on=today(), by=by
        )
    restricted(first, agency.worker)
    restricted(wider, agency.worker, agency.manager)
    restricted(alike, agency.worker)
    for one in (alike, wider):
        with acting_as(agency.worker) as by:
            add_invitee(
                conference=one, kind="parent", role="parent", name="Jo Friend", person_id=friend, why="Asked.", by=by
            )
    assert [said_at(agency, one) for one in (alike, wider)] == [[(FEAR, "", False)], [(ELSEWHERE, "", False)]]
    # They are closed as soon as somebody else is let in, by the list or because it is lifted; and so was what stood.
    restricted(alike, agency.manager)
    assert said_at(agency, alike) == [(ELSEWHERE, "", False)]
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner) as owner:
        back = "UPDATE conferences_safety_concern SET words = %s WHERE conference_id = %s"
        owner.execute("DELETE FROM access_restriction WHERE case_id = %s AND user_id = %s",
                      [alike.case_id, agency.manager.user_id])  # fmt: skip
        owner.execute(back, [FEAR, alike.pk])
        owner.execute(FORGOTTEN)
        owner.commit()
        assert said_at(agency, alike) == [(FEAR, "", False)]
        owner.execute("UPDATE access_case SET restricted = false WHERE id = %s", [alike.case_id])
        owner.commit()
        assert said_at(agency, alike) == [(ELSEWHERE, "", False)]
        owner.execute(back, [FEAR, alike.pk])
        owner.execute(FORGOTTEN)
    assert said_at(agency, alike) == [(ELSEWHERE, "", False)]


def test_a_fear_comes_by_whoever_is_put_on_the_list_added_to_a_child_or_stands_in_a_record_that_is_joined() -> None:
    agency = Agency(pack="barnet")
    family, (friend, lodger) = agency.family(), (uuid4(), uuid4())
    twin = agency.child(given_names="Child0", born_on=family.children[0].born_on)
    agency.relative(twin, "partner_of_mother", person_id=lodger, given_names="Lou", family_name="Lodger")
    agency.relative(twin, "mother", person_id=family.mother, given_names="Morgan", family_name="Example")
    first = stages.asked_for(agency, family)
    elsewhere = stages.asked_for(agency, Family(agency, mother=family.mother, children=[twin]))
    second, third = stages.asked_for(agency, family), stages.asked_for(agency, family)
    with acting_as(agency.worker) as by:
        for conference, of in ((first, friend), (elsewhere, lodger)):
            safety.record_concern(
                conference=conference, person_id=family.mother, of_person=of, words=FEAR, on=today(), by=by
            )

    def known() -> list[int]:
        return [len(said_at(agency, one)) for one in (first, second, third, elsewhere)]

    # Neither of the two feared belongs to the family of the others.
    assert known() == [1, 0, 0, 1]
    with acting_as(agency.worker) as by:
        add_invitee(
            conference=second, kind="parent", role="parent", name="Jo Friend", person_id=friend, why="Asked.", by=by
        )
    assert known() == [1, 1, 0, 1]
    row = agency.relative(family.children[0], "partner_of_mother", person_id=friend, given_names="Jo")
    assert known() == [1, 1, 1, 1]
    with acting_as(agency.worker) as by:
        remove_relative(relative=row, why="Somebody else", on=today(), by=by)
    # A second record is tidied away, and the person it was of is feared still: it is asked who is meant.
    assert known() == [1, 1, 1, 1]
    with acting_as(agency.worker) as by:
        join_records(from_case=twin.case, to_case=family.cases[0], reason="One child", on=today(), by=by)
    assert known() == [2, 2, 2, 1]
    with acting_as(agency.manager):
        noted = AuditEntry.objects.filter(case_id=third.case_id, subject_kind="safetyconcern").order_by("id")
        assert [(one.action_id, one.actor_id) for one in noted] == [
            (f"safety.{what}", agency.worker.user_id) for what in ("recorded", "recorded")
        ]  # fmt: skip
