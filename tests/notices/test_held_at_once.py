"""A letter stays here as soon as a fear comes to its conference, also by whoever cannot see that conference."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.models import Relative, SamePerson
from quorate.cases.worklist import Asked, question
from quorate.conferences.models import Conference, Invitee, SafetyConcern
from quorate.conferences.services import safety
from quorate.conferences.services.one_person import join_people, part_people
from quorate.conferences.services.people import add_invitee
from quorate.notices.models import Message
from quorate.notices.services import NotThere, give_by_hand, release_and_queue
from quorate.notices.sql.held_at_once import HELD_AT_UPGRADE
from quorate.release.models import Release
from quorate.web.work.moments import clock_at
from quorate.web.work.waiting import duties_and_waiting
from tests import clock
from tests.cases.making import Family
from tests.conferences import stages
from tests.database import urls_of
from tests.notices.making import Stage, decide, keep_out
from tests.notices.test_apart import BACK, held, let_out, names

FEAR = "He has threatened to kill her."


def elsewhere(stage: Stage) -> tuple[Relative, Conference]:
    """A conference about another child: her mother, of whom nobody knows who she is, is afraid of our father."""
    agency, own = stage.agency, stage.family.of(stage.family.children[0], "mother")
    child = agency.child(given_names="Half")
    said = {"given_names": own.given_names, "family_name": own.family_name, "born_on": own.born_on}
    mother = agency.relative(child, "mother", **said)
    agency.relative(child, "father", person_id=stage.family.father, given_names="Frankie", family_name="Sample")
    about = Family(agency, mother=mother.person_id, father=stage.family.father, children=[child])
    conference = stages.asked_for(agency, about)
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=conference, person_id=mother.person_id, of_person=stage.family.father, words=FEAR, on=today(),
            by=by,
        )  # fmt: skip
    return mother, conference


def stranger_to(stage: Stage, child: Relative) -> Standing:
    """Works with both children, and with neither conference."""
    stranger = stage.agency.person("social_worker")
    for case in (stage.family.cases[0], child.case):
        stage.agency.give(case, stranger)
    return stranger


def standing_here(stage: Stage) -> list[tuple[str, str]]:
    with acting_as(stage.agency.worker):
        rows = SafetyConcern.objects.filter(conference=stage.conference, removed_on=None)
        return [(one.words, one.arrangement) for one in rows]


def waiting(stage: Stage) -> list[Message]:
    return [one for one in stage.messages(state="waiting") if one.name in names(stage)]


def joined(stage: Stage, other: Relative, by: Standing) -> SamePerson:
    own = stage.family.of(stage.family.children[0], "mother")
    with acting_as(by):
        return join_people(relative=own, other=other, reason="One birthday", on=today(), at=clock.now(), by=by)


def arranged(stage: Stage) -> None:
    hers = stage.invitee(stage.family.mother)
    with acting_as(stage.chair) as by:
        row = SafetyConcern.objects.get(conference=stage.conference)
        safety.settle_concern(
            concern=row, arrangement="She comes first.", version=row.version, at=clock.now(), on=today(), by=by,
            separately=[hers], ways={stage.family.mother: {"at": "09:30", "words": BACK}},
        )  # fmt: skip


FREED = "Prepare invitations again: they wait for nothing any more"


def freed(stage: Stage) -> list[str]:
    """What of it is among the chair's work."""
    here = clock_at(clock.now())
    with acting_as(stage.chair) as by:
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        return [one.title for one in duties_and_waiting(by, put)[1] if one.title == FREED]


def noted(stage: Stage, **said: Any) -> list[tuple[str, bool]]:
    """What stands in the trail of the conference that the stranger did."""
    with acting_as(stage.agency.manager):
        rows = AuditEntry.objects.filter(case_id=stage.conference.case_id, **said).order_by("id")
        return [(one.action_id, one.vouched) for one in rows]


def test_two_people_joined_by_whoever_cannot_see_the_conference_are_not_called_there_and_parted_they_are(
    stage: Stage,
) -> None:
    mother, father = names(stage)
    other, conference = elsewhere(stage)
    stranger = stranger_to(stage, other)
    stage.released()
    assert (standing_here(stage), len(waiting(stage))) == ([], 2)
    row = joined(stage, other, stranger)
    assert (standing_here(stage), held(stage)) == ([(FEAR, "")], {mother: "arrange", father: "arrange"})
    # In whose hands a copy is: it is not handed over, and nobody claims it.
    with acting_as(stage.agency.manager) as by:
        for message in Message.objects.filter(conference=stage.conference, state="held"):
            with pytest.raises(NotThere):
                give_by_hand(message=message, by=by, at=clock.now())
    with acting_as(stranger):
        seen = [model.objects.filter(conference__in=(stage.conference, conference)).count()
                for model in (SafetyConcern, Invitee, Message)]  # fmt: skip
        assert seen == [0, 0, 0]
    assert noted(stage, actor_id=stranger.user_id) == [
        ("message.moved-on", True), ("message.moved-on", True), ("safety.recorded", True)
    ]  # fmt: skip
    # Parted again by somebody who prepares nothing here: whoever prepares finds it among their work.
    assert freed(stage) == []
    with acting_as(stranger) as by:
        part_people(joined=row, reason="Cousins", on=today(), by=by)
    assert (standing_here(stage), len(held(stage)), freed(stage)) == ([], 2, [FREED])
    release = stage.prepared(only={stage.invitee(one).pk for one in (stage.family.mother, stage.family.father)})
    assert freed(stage) == []
    with acting_as(stage.agency.manager) as by:
        release_and_queue(release=release, by=by, at=clock.now())
    assert freed(stage) == []
    row = joined(stage, other, stranger)
    assert held(stage) == {mother: "arrange", father: "arrange"}
    arranged(stage)
    assert let_out(stage) == sorted([mother, father])
    # They are two people after all: nothing is known here of the other's fear; joined again it is arranged anew.
    with acting_as(stranger) as by:
        part_people(joined=row, reason="Cousins", on=today(), by=by)
    assert (standing_here(stage), len(waiting(stage))) == ([], 2)
    again = joined(stage, other, stranger)
    assert (standing_here(stage), len(waiting(stage))) == ([(FEAR, "")], 0)
    with acting_as(stage.agency.worker) as by:
        part_people(joined=again, reason="Cousins", on=today(), by=by)
    # By whoever prepares papers here: they are called again.
    assert let_out(stage) == sorted([mother, father])


def test_letters_stay_here_when_the_person_feared_is_put_on_the_list(stage: Stage) -> None:
    mother, _ = names(stage)
    lodger = uuid4()
    with acting_as(stage.agency.worker) as by:
        safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=lodger, words=FEAR, on=today(), by=by
        )
    stage.released()
    assert (held(stage), len(waiting(stage))) == ({}, 2)
    with acting_as(stage.agency.worker) as by:
        add_invitee(
            conference=stage.conference, kind="parent", role="parent", name="Lou Lodger", person_id=lodger, by=by,
            why="Asked by the father.",
        )  # fmt: skip
    assert (held(stage), len(waiting(stage))) == ({mother: "arrange"}, 1)


def test_a_letter_that_is_being_let_out_while_a_fear_is_written_down_elsewhere_stays_here_too(stage: Stage) -> None:
    """In one order: first the paper, then its copies; so that neither waits for the other for ever."""
    conference = stages.asked_for(stage.agency, stage.family)
    stage.released()
    release = stage.prepared()
    locked, done = threading.Event(), list[str]()

    def let_it_out() -> None:
        try:
            with acting_as(stage.agency.manager) as by, transaction.atomic():
                Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
                locked.set()
                writes.join(timeout=1)
                release_and_queue(release=release, by=by, at=clock.now())
                done.append("let out")
        finally:
            connection.close()

    def write() -> None:
        try:
            locked.wait(timeout=20)
            with acting_as(stage.agency.worker) as by:
                safety.record_concern(
                    conference=conference, person_id=stage.family.mother, of_person=stage.family.father, words=FEAR,
                    on=today(), by=by,
                )  # fmt: skip
                done.append("written")
        finally:
            connection.close()

    writes, lets = threading.Thread(target=write), threading.Thread(target=let_it_out)
    # Who writes stands at the door first: whoever lets out may join that thread only when it has begun.
    for one in (writes, lets):
        one.start()
    for one in (writes, lets):
        one.join(timeout=30)
    assert sorted(done) == ["let out", "written"]
    mother, father = names(stage)
    assert (standing_here(stage), waiting(stage)) == ([(FEAR, "")], [])
    found = [(one.name, one.why) for one in stage.messages(state="held") if one.release_id == release.pk]
    assert found == sorted([(mother, "arrange"), (father, "arrange")])


def test_letters_that_waited_before_there_was_anything_to_hold_them_stay_here_from_the_upgrade_on(stage: Stage) -> None:
    mother, father = names(stage)
    stage.released()
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).superuser) as superuser:
        # As it was brought by the version that held nothing.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(
            "INSERT INTO conferences_safety_concern (id, conference_id, case_id, authority_id, person_id, of_person,"
            " words, arrangement, recorded_by, recorded_on, version, root_id)"
            " SELECT gen_random_uuid(), id, case_id, authority_id, %s, %s, %s, '', %s, current_date, 1,"
            " gen_random_uuid() FROM conferences_conference WHERE id = %s",
            [stage.family.mother, stage.family.father, FEAR, stage.agency.worker.user_id, stage.conference.pk],
        )
    assert len(waiting(stage)) == 2
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner) as owner:
        owner.execute(HELD_AT_UPGRADE)
    assert held(stage) == {mother: "arrange", father: "arrange"}
    assert noted(stage, actor_id=None, subject_kind="message") == [("message.moved-on", False)] * 2


def test_whoever_is_let_back_in_is_not_met_by_somebody_who_is_afraid_of_them(stage: Stage) -> None:
    mother, _ = names(stage)
    with acting_as(stage.agency.worker) as by:
        safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=stage.family.father, words=FEAR,
            on=today(), by=by,
        )  # fmt: skip
    keep_out(stage)
    stage.released()
    assert [one.name for one in waiting(stage)] == [mother]
    decide(stage, "not-excluded")
    assert (held(stage).get(mother), [one.name for one in waiting(stage)]) == ("arrange", [])
