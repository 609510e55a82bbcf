"""Preparing the family: explained, given, asked, offered; wishes of each; what each needs; who is afraid of whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases.models import CaseEvent, Duty, Need
from quorate.cases.refusals import Refused
from quorate.cases.services import record_need
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Invitee, PreparationStep, SafetyConcern
from quorate.conferences.queries.people import invitees_of, safety_concerns_of
from quorate.conferences.services import people, safety
from quorate.conferences.services.preparing_people import decide_child_attendance, meet_need, record_step
from quorate.conferences.standing import position_of_conference
from quorate.conferences.versions import TwoTexts
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import invited

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = clock.now()
TODAY = NOW.date()


def at(pack: str) -> tuple[Agency, Family, Conference]:
    agency = Agency(pack=pack)
    family = agency.family()
    return agency, family, invited(agency, family)


def of(conference: Conference, person_id: object) -> Invitee:
    return next(one for one in invitees_of(conference) if one.person_id == person_id)


def met(code: str) -> int:
    return Duty.objects.filter(code=code, met_on=TODAY).count()


@pytest.mark.clause("LEI-24")
def test_in_leicester_six_things_are_explained_to_each_parent() -> None:
    agency, family, conference = at("leicester")
    lists = {one["code"]: one for one in pack_of(conference).data["checklist"]}
    items = lists["explain-conference"]["items"]
    assert (len(items), lists["explain-conference"]["source"]) == (6, ["LEI-24"])
    with acting_as(agency.worker) as by:
        for parent in (family.mother, family.father):
            for gone_through in (items[:4], items[4:]):
                assert Duty.objects.filter(
                    code="explain-conference-to-parents", about_id=parent, met_on=None
                ).exists(), "two of six are still to be explained"
                record_step(
                    conference=conference, person_id=parent, kind="concerns", on=TODAY, by=by, items=gone_through,
                    how="at home",
                )  # fmt: skip
        steps = PreparationStep.objects.filter(conference=conference, kind="concerns")
        assert sorted((one.person_id, len(one.items)) for one in steps) == sorted(
            [(family.mother, 4), (family.mother, 2), (family.father, 4), (family.father, 2)]
        )
        assert met("explain-conference-to-parents") == 2


@pytest.mark.clause("BRD-12")
def test_in_bradford_a_parent_who_is_unsure_talks_with_somebody_who_will_be_there() -> None:
    agency, family, conference = at("bradford")
    rule = pack_of(conference).data["meeting_parents"]["conversation_beforehand_with"]
    assert rule == ["social_worker", "health_visitor", "midwife", "school_nurse"]
    with acting_as(agency.worker) as by:
        nurse = people.add_invitee(
            conference=conference, kind="professional", name="Nasrin Cloudberry", role="school_nurse", basis="age",
            by=by,
        )  # fmt: skip
        with pytest.raises(Refused):
            record_step(conference=conference, person_id=family.mother, kind="talk", on=TODAY, by=by)
        long_ago, to_come = TODAY.replace(year=TODAY.year - 2, day=1), TODAY + timedelta(days=1)
        for day, says in ((long_ago, "long before the conference was asked for"), (to_come, "has not come yet")):
            with pytest.raises(Refused, match=says):
                record_step(
                    conference=conference, person_id=family.mother, kind="talk", on=day, by=by, with_invitee=nurse
                )
            with pytest.raises(Refused, match=says):
                decide_child_attendance(
                    conference=conference, person_id=family.children[0].person_id, on=day, by=by, wanted=True
                )
        record_step(
            conference=conference, person_id=family.mother, kind="talk", on=TODAY, by=by, with_invitee=nurse,
            how="by phone", words="She was not sure about coming. She will come.", answer="yes",
        )  # fmt: skip
        log = PreparationStep.objects.get(conference=conference, kind="talk")
    assert (log.person_id, log.with_invitee_id, log.done_on, log.answer) == (family.mother, nurse.pk, TODAY, "yes")


@pytest.mark.clause("BOL-01", "BOL-07")
def test_in_bolton_child_and_parents_are_asked_whether_they_want_to_take_part() -> None:
    agency, family, conference = at("bolton")
    child = family.children[0]
    with acting_as(agency.worker) as by:
        for parent in (family.mother, family.father):
            record_step(
                conference=conference, person_id=parent, kind="wishes", on=TODAY, by=by, answer="yes", words="Yes."
            )
        decide_child_attendance(
            conference=conference, person_id=child.person_id, on=TODAY, by=by, wanted=True, chair_agrees=True,
            mode="part", words="She would like to come for the first part.",
        )  # fmt: skip
        asked = PreparationStep.objects.filter(conference=conference, kind="wishes")
        assert {one.person_id: one.answer for one in asked} == {
            family.mother: "yes", family.father: "yes", child.person_id: "yes",
        }  # fmt: skip
        event = CaseEvent.objects.get(code="child-attendance-decided")
        assert (event.case_id, event.facts) == (
            child.case_id, {"wanted": True, "chair_agreed": True, "mode": "part"},
        )  # fmt: skip
        position = position_of_conference(conference, NOW)
        parts = {one["child"]: one["may_attend"] for one in position.position.as_data(brief=True)["children"]}
        assert parts[position.child(child.case_id)] is True
        suggested = people.invite_list_of(conference, by, NOW)
        kinds = {one.kind for one in suggested}
    assert {"parent", "child", "professional", "advocate", "interpreter"} <= kinds


@pytest.mark.clause("BAR-11", "BAR-21")
def test_in_barnet_each_is_asked_what_they_need_and_coming_in_person_is_made_possible() -> None:
    agency, family, conference = at("barnet")
    needs = pack_of(conference).data["parents"]["needs_asked"]
    assert needs == ["interpreter", "travel", "childcare", "access"]
    with acting_as(agency.worker) as by:
        record_step(
            conference=conference, person_id=family.mother, kind="needs", on=TODAY, by=by, items=needs, how="at home"
        )
        need = record_need(
            case=family.cases[0], person_id=family.mother, kind="travel", words="A taxi there and back", on=TODAY,
            by=by,
        )  # fmt: skip
        meet_need(conference=conference, need=need, how="Taxi booked for 9 o'clock", on=TODAY, by=by)
        people.record_answer(invitee=of(conference, family.mother), answer="yes", mode="in_person", at=NOW, by=by)
        need = Need.objects.get(pk=need.pk)
        assert (need.met_on, need.met_how) == (TODAY, "Taxi booked for 9 o'clock")
        asked = CaseEvent.objects.filter(code="needs-asked", case=family.cases[0])
        assert sorted(one.facts["need"] for one in asked) == sorted(needs)
        assert CaseEvent.objects.filter(code="need-met").count() == 2  # one event, told in both children's cases
        assert of(conference, family.mother).mode == "in_person"


def concern(agency: Agency, family: Family, conference: Conference, by: Standing) -> SafetyConcern:
    return safety.record_concern(
        conference=conference, person_id=family.mother, of_person=family.father, on=TODAY, by=by,
        words="He waited outside the school twice last month.",
    )  # fmt: skip


@pytest.mark.clause("BAR-19")
def test_in_barnet_a_parent_who_is_afraid_attends_apart_and_the_other_never_reads_of_it() -> None:
    agency, family, conference = at("barnet")
    assert "separate times, arrivals and rooms" in pack_of(conference).data["parents"]["fear_of_another_person"]
    chair, partner, parent = agency.person("chair"), agency.person("partner"), agency.person("parent")
    for one in (chair, partner, parent):
        agency.give(conference.case, one)
    with acting_as(agency.worker) as by:
        row = concern(agency, family, conference, by)
    with acting_as(chair) as by:
        (found,) = safety_concerns_of(conference)
        apart = of(conference, family.father)
        safety.settle_concern(
            concern=found, arrangement="He joins by link after she has left.", version=1, at=NOW, on=TODAY, by=by,
            separately=[apart],
        )  # fmt: skip
        assert of(conference, family.father).attends_separately is True
        with pytest.raises(TwoTexts):
            safety.settle_concern(concern=row, arrangement="Another", version=1, at=NOW, on=TODAY, by=by)
    for other in (partner, parent):
        with acting_as(other):
            assert (safety_concerns_of(conference), SafetyConcern.objects.count()) == ([], 0)
    with acting_as(agency.worker):
        facts = CaseEvent.objects.filter(code="separate-attendance-decided").values_list("facts", flat=True)
        assert list(facts) == [{}, {}]


def test_what_is_arranged_for_one_fear_does_not_undo_what_was_arranged_for_another() -> None:
    agency, family, conference = at("bolton")
    with acting_as(agency.worker) as by:
        uncle = people.add_invitee(
            conference=conference, kind="family", name="An Uncle", role="family_member", basis="family",
            why="Sees the children", person_id=uuid4(), by=by,
        )  # fmt: skip
        of_father = concern(agency, family, conference, by)
        of_uncle = safety.record_concern(
            conference=conference, person_id=family.mother, of_person=uncle.person_id, words="He shouts.", on=TODAY,
            by=by,
        )  # fmt: skip

        def settle(row: SafetyConcern, version: int, apart: Invitee) -> None:
            safety.settle_concern(
                concern=row, arrangement="Side door, another time.", version=version, at=NOW, on=TODAY, by=by,
                separately=[apart],
            )  # fmt: skip

        settle(of_father, 1, of(conference, family.mother))
        settle(of_uncle, 1, uncle)
        assert of(conference, family.mother).attends_separately is True
        # Taken off the list and put on it again she is still kept apart.
        people.remove_invitee(invitee=of(conference, family.mother), why="A slip", on=TODAY, by=by)
        people.add_invitee(
            conference=conference, kind="parent", name="Morgan Example", role="parent", basis="family",
            why="The mother", person_id=family.mother, by=by,
        )  # fmt: skip
        assert of(conference, family.mother).attends_separately is True
        settle(of_father, 2, of(conference, family.father))
        assert of(conference, family.mother).attends_separately is False


@pytest.mark.clause("BAR-08")
def test_in_barnet_everybody_whom_the_leaflet_names_can_be_invited() -> None:
    agency = Agency(pack="barnet")
    family = agency.family(2, unborn=1)
    conference = invited(agency, family)
    with acting_as(agency.worker) as by:
        found = {one.role for one in people.invite_list_of(conference, by, NOW)}
        minutes = agency.person("minute_taker")
        seated = people.seat(conference=conference, user_id=minutes.user_id, role="minute_taker", by=by)
    named = {
        "social_worker", "team_manager", "police_rep", "health_visitor", "gp", "school_nurse", "nursery_rep",
        "probation_officer",
    }  # fmt: skip
    assert named - found == set()
    assert found & {"school_rep", "teacher", "head_teacher"} != set()
    assert (seated.role, seated.user_id) == ("minute_taker", minutes.user_id)
