"""Who is suggested, who stands on the list, and what they answered."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services import people
from tests import clock
from tests.cases.making import Agency
from tests.conferences.stages import agreed, invited

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = clock.now()


def test_suggests_whom_the_procedure_asks_for_with_its_clause() -> None:
    agency = Agency()
    family = agency.family()
    conference = agreed(agency, family)
    with acting_as(agency.worker) as by:
        found = people.invite_list_of(conference, by, NOW)
    parents = [(one.name, one.relation, one.invite, one.source[0]) for one in found if one.role == "parent"]
    assert parents == [
        ("Morgan Example", "Mother of both", "yes", "BOL-10"),
        ("Frankie Sample", "Father of both", "yes", "BOL-10"),
    ]
    ours = [(one.user_id, one.source[0]) for one in found if one.role == "social_worker"]
    assert ours == [(agency.worker.user_id, "BOL-18")]
    posts = [(one.code, one.agency_code, one.name) for one in found if one.code in ("police-rep", "health-rep")]
    assert posts == [("police-rep", "police", ""), ("health-rep", "health", "")]


def test_the_list_is_kept_supplied_and_answered() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker) as by:
        rows = invitees_of(conference)
        mother = next(one for one in rows if one.person_id == family.mother)
        police = next(one for one in rows if one.role == "police_rep")
        people.record_answer(invitee=mother, answer="yes", mode="in_person", at=NOW, by=by)
        people.record_answer(invitee=police, answer="no", words="On leave", instead="in writing", at=NOW, by=by)
        told = CaseEvent.objects.filter(code="invitation-answered", case=family.cases[0]).order_by("recorded_at", "id")
        assert sorted((one.facts for one in told), key=str) == sorted(
            [
                {"who": "parent", "parent": str(family.mother), "answer": "yes"},
                {"who": "police_rep", "agency": "police", "answer": "no"},
            ],
            key=str,
        )
        assert {one.role for one in rows} >= {"social_worker", "parent", "police_rep", "health_rep"}


def test_nobody_stands_on_the_list_twice() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        people.add_invitee(
            conference=conference, kind="parent", person_id=family.mother, name="Morgan Example", role="parent", by=by
        )
    assert refused.value.sentences == {"person_id": "This person is on the list already; change that entry."}


@pytest.mark.clause("BOL-19")
def test_others_who_are_involved_are_added_with_the_reason() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    office = agency.person("partner")
    with acting_as(agency.worker) as by:
        found = people.invite_list_of(conference, by, NOW)
        rule = next(one for one in found if one.code == "others-involved")
        assert (rule.invite, rule.source) == ("consider", ("BOL-19",))
        with pytest.raises(Refused) as refused:
            people.add_invitee(
                conference=conference, kind="professional", name="Anh Tidewell", role="housing_officer", by=by
            )
        assert refused.value.sentences == {
            "why": "Say why this person is to come: what they do for the child or family now, or will do."
        }
        added = people.add_invitee(
            conference=conference, kind="professional", name="Anh Tidewell", role="housing_officer",
            why="Helps the family with their home", by=by,
        )  # fmt: skip
        assert (added.agency_code, added.why) == ("housing", "Helps the family with their home")
    assert office.user_id
    assert today()
