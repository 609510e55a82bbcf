"""If those who said yes come: quorate for each child or not, and whether anybody can be spared."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.queries.forecasting import Forecast, forecast_at, forecast_of
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services import people
from quorate.conferences.standing import position_of_conference
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import invited

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = clock.now()


def scene(pack: str = "bolton") -> tuple[Agency, Family, Conference]:
    agency = Agency(pack=pack)
    family = agency.family(1, unborn=1)
    return agency, family, invited(agency, family)


def says(agency: Agency, row: Invitee, answer: str = "yes", contact: bool | None = True, **more: object) -> None:
    with acting_as(agency.worker) as by:
        people.change_invitee(invitee=row, by=by, direct_contact=contact, **more)
        people.record_answer(invitee=row, answer=answer, at=NOW, by=by)


def of(agency: Agency, conference: Conference, role: str) -> Invitee:
    with acting_as(agency.worker):
        return next(one for one in invitees_of(conference) if one.role == role)


def forecast(agency: Agency, family: Family, conference: Conference) -> Forecast:
    with acting_as(agency.worker):
        position = position_of_conference(conference, NOW)
        rows, cases = list(invitees_of(conference)), [case.id for case in family.cases]
        told = forecast_of(position, rows, cases)
        # The page's own is kept for as long as everything it hangs on is the same; it is never another.
        assert forecast_at(conference, NOW, rows, cases) == told
        assert forecast_at(conference, NOW, list(invitees_of(conference)), cases) is forecast_at(
            conference, NOW, rows, cases
        )
        return told


def test_it_counts_each_child_by_those_who_come_for_this_child() -> None:
    agency, family, conference = scene()
    child, baby = (case.id for case in family.cases)
    assert forecast(agency, family, conference).state == "not-yet"
    says(agency, of(agency, conference, "social_worker"))
    says(agency, of(agency, conference, "police_rep"))
    says(agency, of(agency, conference, "midwife"), about=[baby])
    told = forecast(agency, family, conference)
    assert {one.case_id: (one.is_quorate, one.others) for one in told.children} == {child: (False, 1), baby: (True, 2)}
    assert told.state == "not-yet"
    cells = dict(told.rows)
    assert (cells["police"][child].says, cells["health"][baby].state) == ("Police, no name given yet", "comes")
    says(agency, of(agency, conference, "health_visitor"), about=[child])
    told = forecast(agency, family, conference)
    assert (told.state, [one.others for one in told.children]) == ("quorate", [2, 2])


def test_it_says_who_cannot_be_spared_and_nobody_once_there_is_one_more() -> None:
    agency, family, conference = scene()
    for role in ("social_worker", "police_rep", "health_rep"):
        says(agency, of(agency, conference, role))
    told = forecast(agency, family, conference)
    assert (told.state, told.is_nobody_to_spare) == ("quorate", True)
    names = {name for one in told.children for name in one.weak}
    assert len(names) == 3
    with acting_as(agency.worker) as by:
        for n in range(2):
            people.add_invitee(
                conference=conference, kind="professional", name=f"Housing officer {n}", role="housing_officer",
                why="Knows the home", direct_contact=True, by=by,
            )  # fmt: skip
        for row in invitees_of(conference):
            if row.role == "housing_officer":
                people.record_answer(invitee=row, answer="yes", at=NOW, by=by)
    told = forecast(agency, family, conference)
    # Three others for two that are needed; social care itself is still one person.
    assert {name for one in told.children for name in one.weak} == {"A social_worker"}


def test_contact_that_nobody_noted_does_not_count_and_nothing_is_recorded_by_asking() -> None:
    agency, family, conference = scene()
    says(agency, of(agency, conference, "social_worker"), contact=None)
    for role in ("police_rep", "health_rep"):
        says(agency, of(agency, conference, role), contact=None)
    told = forecast(agency, family, conference)
    assert (told.state, [one.others for one in told.children]) == ("not-yet", [0, 0])
    assert dict(told.rows)["police"][family.cases[0].id].says == "works with the child? not said"
    with acting_as(agency.worker):
        position = position_of_conference(conference, NOW)
        assert position.position.conference.index.get("attended", ()) == ()
