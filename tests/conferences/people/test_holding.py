"""Whoever sends asks in the same transaction: a decision waits for the sending, and the sending for the decision."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused
from quorate.conferences.models import Conference
from quorate.conferences.queries.people import invitees_of, kept_out, kept_out_now
from quorate.conferences.services import exclusions, supporters
from tests import clock
from tests.cases.making import Agency
from tests.conferences.stages import invited

pytestmark = pytest.mark.usefixtures("own_database")
NOW = clock.now()


def decide(conference: Conference, person: object, chair: Standing, done: list[str]) -> None:
    try:
        with acting_as(chair) as by:
            exclusions.decide_exclusion(
                conference=conference, person_id=person, outcome="excluded", ground="violence", at=NOW, by=by,
                words="What was said on Monday.",
            )  # fmt: skip
        done.append("decided")
    finally:
        connection.close()


def test_nothing_is_decided_about_somebody_while_something_is_sent_to_them() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    with pytest.raises(transaction.TransactionManagementError):
        kept_out_now(conference, family.father)
    done: list[str] = []
    thread = threading.Thread(target=decide, args=(conference, family.father, chair, done))
    with acting_as(agency.worker):
        assert kept_out_now(conference, family.father) == ""
        thread.start()
        thread.join(timeout=1.5)
        assert done == []
        assert kept_out_now(conference, family.father) == ""
    thread.join(timeout=20)
    assert done == ["decided"]
    with acting_as(agency.worker):
        assert kept_out(conference, family.father) == "whole"
        assert kept_out_now(conference, family.father) == "whole"


@pytest.mark.clause("BOL-11")
def test_of_two_supporters_who_are_named_at_one_moment_one_comes() -> None:
    agency = Agency(pack="bolton")
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker):
        mother = next(one for one in invitees_of(conference) if one.person_id == family.mother)
    answers: list[dict[str, str]] = []

    def name(who: str) -> None:
        with acting_as(agency.worker) as by:
            supporters.name_supporter(conference=conference, helped=mother, kind="friend", name=who, at=NOW, by=by)

    def second() -> None:
        try:
            with pytest.raises(Refused) as refused:
                name("Second Friend")
            answers.append(refused.value.sentences)
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with acting_as(agency.worker), transaction.atomic():
        name("First Friend")
        thread.start()
        thread.join(timeout=1.5)
        assert answers == []
    thread.join(timeout=20)
    assert answers == [
        {"helped": "One supporter may come with each person (BOL-11); take the other off the list first."}
    ]
