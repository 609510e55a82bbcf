"""Several open doors at one moment: nobody waits, nothing is missed, and what is over is left as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Conference, SafetyConcern
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services import one_person, requests, safety
from quorate.conferences.services.founding import add_child
from quorate.conferences.services.people import add_invitee
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences import stages
from tests.database import urls_of

pytestmark = pytest.mark.usefixtures("own_database")
FEAR = "He has threatened to kill her."


def meanwhile(*steps: Callable[[], object]) -> None:
    """What somebody else does, and ends, in this very moment: nobody waits for a transaction that is open here."""
    failed: list[BaseException] = []

    def others() -> None:
        try:
            for one in steps:
                one()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=others)
    thread.start()
    thread.join(timeout=15)
    assert (thread.is_alive(), failed) == (False, [])


def test_nobody_waits_and_what_two_do_at_one_moment_is_missed_by_neither() -> None:
    agency = Agency(pack="barnet")
    family, (friend, lodger) = agency.family(), (uuid4(), uuid4())
    first, second = stages.asked_for(agency, family), stages.asked_for(agency, family)
    stranger = agency.child(given_names="Stranger", born_on=family.children[0].born_on)
    others = Family(agency, mother=lodger, children=[stranger])

    def fear() -> None:
        with acting_as(agency.worker) as by:
            for conference, of in ((first, friend), (first, lodger)):
                safety.record_concern(
                    conference=conference, person_id=family.mother, of_person=of, words=FEAR, on=today(), by=by
                )

    def parents() -> None:
        for who in (family.mother, lodger):
            agency.relative(stranger, "partner_of_mother", person_id=who, given_names="Lou", family_name="Lodger")

    with acting_as(agency.manager) as by:
        add_invitee(
            conference=second, kind="parent", role="parent", name="Jo Friend", person_id=friend, why="Asked.", by=by
        )
        meanwhile(fear, lambda: agency.relative(stranger, "grandparent", person_id=uuid4(), given_names="Gran"))
    # Neither saw the other; whoever ended last brought it.
    assert [one.of_person for one in standing_at(agency, second)] == [friend]
    with acting_as(agency.worker) as by:
        third = requests.begin(kind="initial", cases=others.cases, by=by, on=today())
        meanwhile(parents)
    assert [one.of_person for one in standing_at(agency, third)] == [lodger]


def standing_at(agency: Agency, conference: Conference) -> list[SafetyConcern]:
    with acting_as(agency.worker):
        return list(safety_concerns_of(conference))


def test_two_who_found_conferences_about_overlapping_siblings_at_one_moment_do_not_wait_for_each_other() -> None:
    agency = Agency(pack="barnet")
    family = agency.family(children=2)
    ann, ben = family.cases
    stages.asked_for(agency, Family(agency, mother=family.mother, children=family.children[1:]))
    with acting_as(agency.worker) as by:
        begun = [
            requests.begin(kind="initial", cases=[agency.child(given_names=name).case], by=by, on=today())
            for name in ("Cat", "Dan")
        ]

    def other() -> None:
        with acting_as(agency.worker):
            add_child(begun[1], ben)

    with acting_as(agency.worker):
        add_child(begun[0], ann)
        add_child(begun[0], ben)
        meanwhile(other)


def test_a_conference_that_is_over_keeps_what_it_had_and_is_told_nothing_more() -> None:
    agency = Agency(pack="barnet")
    family, others, feared = agency.family(), agency.family(), uuid4()
    second, third, over = (stages.asked_for(agency, one) for one in (family, family, others))
    mine = agency.relative(family.children[0], "partner_of_mother", person_id=uuid4(), given_names="Jo")
    theirs = agency.relative(others.children[0], "partner_of_mother", person_id=feared, given_names="Jo")
    half = agency.child(given_names="Half")
    agency.relative(half, "mother", person_id=family.mother, given_names="Morgan", family_name="Example")
    first = stages.asked_for(agency, Family(agency, mother=family.mother, children=[half]))
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=first, person_id=family.mother, of_person=feared, words=FEAR, on=today(), by=by
        )
        joined = one_person.join_people(
            relative=mine, other=theirs, reason="One man", on=today(), at=clock.now(), by=by
        )  # fmt: skip
    assert [len(standing_at(agency, one)) for one in (first, second, third, over)] == [1, 1, 1, 0]
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).owner) as owner:
        owner.execute("UPDATE conferences_conference SET state = 'held' WHERE id = ANY (%s)", [[second.pk, over.pk]])
        # As one that is brought in by the census.
        owner.execute(
            "INSERT INTO conferences_child (id, conference_id, case_id, authority_id, child_case_id, kind)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, '')",
            [over.pk, over.case_id, over.authority_id, family.cases[0].pk],
        )
    with acting_as(agency.worker) as by:
        one_person.part_people(joined=joined, reason="Two men", on=today(), by=by)
    assert [len(standing_at(agency, one)) for one in (first, second, third, over)] == [1, 1, 0, 0]
