"""Who reads and keeps the list of people, in the database itself; and the account of somebody who is kept out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from quorate.access.context import acting_as
from quorate.access.models import Grant
from quorate.access.permissions import NoSuchRecord, NotAllowed, may
from quorate.access.services import grant
from quorate.access.standing import Standing
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.conferences.models import ConferenceExclusion, Invitee, PreparationStep, SafetyConcern
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services import exclusions, people
from quorate.conferences.services.preparing_people import record_step
from tests import clock
from tests.cases.making import Agency
from tests.conferences.stages import invited

pytestmark = pytest.mark.usefixtures("own_database")
NOW = clock.now()


def told() -> list[tuple[str, bool]]:
    """What tells that somebody asked to keep a parent out, and whether it is read."""
    return [
        (code, table.objects.filter(code=code).exists())
        for table, code in ((CaseEvent, "exclusion-requested"), (Duty, "request-exclusion"))
    ]


def test_the_family_reads_nothing_of_it_and_partners_neither_exclusions_nor_fears() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    partner, parent, legal = agency.person("partner"), agency.person("parent"), agency.person("legal")
    for one in (partner, parent, legal):
        agency.give(conference.case, one)
    with acting_as(agency.worker) as by:
        exclusions.ask_for_exclusion(
            conference=conference, person_id=family.father, ground="violence", source_words="The police",
            on=NOW.date(), by=by,
        )  # fmt: skip
        record_step(conference=conference, person_id=family.mother, kind="leaflet", on=NOW.date(), by=by)
        listed = Invitee.objects.filter(conference=conference).count()
        assert sorted(told()) == [("exclusion-requested", True), ("request-exclusion", True)]
    tables = (Invitee, PreparationStep, ConferenceExclusion, SafetyConcern)
    for who, sees in ((parent, [0, 0, 0, 0]), (partner, [listed, 1, 0, 0]), (legal, [listed, 1, 0, 0])):
        with acting_as(who):
            assert [table.objects.filter(conference=conference).count() for table in tables] == sees
            # Nor in what is recorded and due: of the lines for each parent the one that is missing would tell.
            assert sorted(told()) == [("exclusion-requested", False), ("request-exclusion", False)]
    with acting_as(partner) as by:
        with pytest.raises(NotAllowed):
            people.add_invitee(
                conference=conference, kind="professional", name="A. N.", role="gp", why="Knows them", by=by
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Invitee(
                conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind="family",
                name="A. N.", role="family_member",
            ).save(force_insert=True)  # fmt: skip
    with acting_as(agency.person("social_worker")):
        assert [table.objects.filter(conference=conference).count() for table in tables] == [0, 0, 0, 0]


def test_a_parent_who_is_kept_out_of_all_no_longer_opens_the_conference_until_let_back_in() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    chair, parent = agency.person("chair"), agency.person("parent")
    agency.give(conference.case, chair)
    agency.give(conference.case, parent)
    with acting_as(agency.worker) as by:
        father = Invitee.objects.select_related("case", "conference").get(
            conference=conference, person_id=family.father
        )
        father.user_id = parent.user_id
        father.save(update_fields=["user_id"])
    with acting_as(parent) as by:
        assert may(by, "see_case", conference.case) is True
    for outcome, opens in (("excluded", False), ("lifted", True)):
        with acting_as(chair) as by:
            exclusions.decide_exclusion(
                conference=conference, person_id=family.father, outcome=outcome, ground="violence", at=NOW, by=by,
                words="What was said on Monday.",
            )  # fmt: skip
        with acting_as(parent) as by:
            assert may(by, "see_case", conference.case) is opens


def test_somebody_of_another_authority_learns_nothing() -> None:
    agency, other = Agency(), Agency(pack="barnet")
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(other.worker) as by:
        assert Invitee.objects.filter(conference=conference).count() == 0
        assert kept_out(conference.pk, family.father) == ""
        with pytest.raises(NoSuchRecord):
            people.supply_invite_list(conference=conference, at=NOW, by=by)


def test_whoever_works_with_a_child_until_a_day_has_the_conference_no_longer_than_that() -> None:
    agency = Agency()
    family, stand_in, last = agency.family(), agency.person("social_worker"), NOW.date() + timedelta(days=5)
    with acting_as(agency.manager) as by:
        for case in family.cases:
            grant(
                case=case, user_id=stand_in.user_id, as_role="social_worker", begins_on=NOW.date(), ends_on=last,
                why="Stands in", by=by,
            )  # fmt: skip
    conference = invited(agency, family)
    with acting_as(agency.manager):
        held = Grant.objects.filter(case=conference.case, as_role="social_worker").values_list("user_id", "ends_on")
        assert dict(held) == {agency.worker.user_id: None, stand_in.user_id: last}


def test_a_request_is_answered_by_whoever_decides_and_stands_until_then() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    agency.give(conference.case, agency.chair)

    def asks(person: UUID, source: str) -> ConferenceExclusion:
        with acting_as(agency.worker) as by:
            return exclusions.ask_for_exclusion(
                conference=conference, person_id=person, ground="violence", source_words=source, on=NOW.date(), by=by
            )

    def is_refused(by: Standing, row: ConferenceExclusion, said: Mapping[str, Any]) -> None:
        with acting_as(by), pytest.raises(ProgrammingError), transaction.atomic():
            ConferenceExclusion.objects.filter(pk=row.pk).update(**said)

    # What the police say and what the school says are two sources, and whoever decides reads both.
    police, school, other = (asks(family.father, "The police"), asks(family.father, "The school"),
                             asks(family.mother, "The police"))  # fmt: skip
    with pytest.raises(Refused):
        asks(family.father, "the school ")
    for nothing in (uuid4(), police.pk, other.pk):
        is_refused(agency.worker, school, {"answered_with": nothing})
    with acting_as(agency.worker) as by, pytest.raises(ProgrammingError), transaction.atomic():
        ConferenceExclusion(
            conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
            person_id=family.father, asked_by=by.user_id, asked_on=NOW.date(), ground="violence", answered_with=uuid4(),
        ).save(force_insert=True)  # fmt: skip
    with acting_as(agency.chair) as by:
        decided = exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="not-excluded", at=NOW, by=by, words="He may come."
        )
    with acting_as(agency.worker):
        rows = {one.pk: one for one in ConferenceExclusion.objects.filter(conference=conference)}
    assert rows[other.pk].waits is True
    answers = {rows[one.pk].answered_with for one in (police, school)}
    assert (answers, {one.waits for one in rows.values() if one.pk != other.pk}) == ({None, decided.pk}, {False})
    (answered,) = (one for one in rows.values() if one.answered_with is not None)
    is_refused(agency.chair, answered, {"answered_with": None})
    # Neither with what was decided about another person, nor with what somebody else decided.
    is_refused(agency.chair, other, {"answered_with": decided.pk})
    is_refused(agency.worker, asks(family.father, "The school, again"), {"answered_with": decided.pk})
