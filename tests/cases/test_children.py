"""Children, born and unborn: begun, changed, born, found again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.cases import queries, services
from quorate.cases.models import Child, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services.recording import record_event
from tests.cases.making import Agency
from tests.conferences.bookings.making import working_day

TODAY = today()
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def agency(rolled_back: object) -> Agency:
    return Agency()


def test_a_new_child_is_given_to_people_and_seen_by_no_others(agency: Agency) -> None:
    child = agency.child(given_names=" Ada  Mary ", family_name="Example", local_id="L-1")
    assert (child.full_name, child.reference[:4], len(child.reference)) == ("Ada Mary Example", "BOL-", 9)
    stranger = agency.person("social_worker")
    seen = []
    for who in (agency.worker, agency.manager, stranger):
        with acting_as(who):
            seen.append([one.pk for one in queries.children_in_reach(who)])
    assert seen == [[child.pk], [child.pk], []]
    with acting_as(stranger), pytest.raises(NoSuchRecord):
        queries.child_of(stranger, child.case.ref)


def test_references_are_never_given_twice_and_the_child_is_found_by_them(agency: Agency) -> None:
    one, two = agency.child(), agency.child()
    assert one.reference != two.reference
    with acting_as(agency.worker) as by:
        assert queries.child_by_reference(by, two.reference.lower()) == two
        with pytest.raises(NoSuchRecord):
            queries.child_by_reference(by, "BOL-99999999")


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"born_on": TODAY + DAY},
            "born_on",
            "The date of birth has not come yet; for a child not yet born give the date that is expected.",
        ),
        (
            {"born_on": TODAY - 40 * YEAR},
            "born_on",
            "This date of birth makes the person more than 26 years old; check the year.",
        ),
        (
            {"born_on": None},
            "born_on",
            "Give the date of birth, or the expected date for a child not yet born.",
        ),
        (
            {"expected_on": TODAY + YEAR},
            "expected_on",
            "The birth is expected more than ten months from now; check the month and the year.",
        ),
        (
            {"born_on": TODAY, "died_on": TODAY - DAY},
            "died_on",
            "The date of death is before the date of birth; check both.",
        ),
        (
            {"born_on": TODAY, "died_on": TODAY + DAY},
            "died_on",
            "The date of death has not come yet; check the year.",
        ),
        (
            {"expected_on": TODAY, "died_on": TODAY},
            "died_on",
            "A child not yet born has no date of death; record that the pregnancy ended instead.",
        ),
        (
            {"expected_on": TODAY, "sex": "F"},
            "sex",
            "The sex of an unborn child is recorded as not known (census rule 8750); give it with the birth.",
        ),
        (
            {"born_on": TODAY, "given_names": "\u200b", "family_name": " "},
            "given_names",
            "Give a given name or a family name; where none is known yet, write what people say.",
        ),
        (
            {"born_on": TODAY, "disabilities": ("NONE", "LD")},
            "disabilities",
            "Either no disability or those that there are; take one of the two out.",
        ),
        (
            {"born_on": TODAY, "upn": "H801200001001", "upn_unknown": "UN1"},
            "upn_unknown",
            "There is a unique pupil number; take out the reason why it is not known.",
        ),
        (
            {"born_on": TODAY, "given_names": "A" * 121},
            "given_names",
            "This has more than 120 characters; shorten it and keep the rest in the chronology.",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence_beside_its_field(
    agency: Agency, said: dict[str, object], field: str, sentence: str
) -> None:
    with acting_as(agency.manager) as by, pytest.raises(Refused) as refused:
        services.add_child(on=TODAY, by=by, **({"given_names": "Robin"} | said))
    assert refused.value.sentences == {field: sentence}
    with acting_as(agency.manager):
        assert Child.objects.count() == 0


@pytest.mark.clause("LEI-08")
def test_names_and_dates_of_birth_are_changed_with_a_reason_and_the_earlier_ones_stay(agency: Agency) -> None:
    child = agency.child(given_names="Jo", family_name="Smiht", born_on=TODAY - 5 * YEAR)
    with acting_as(agency.worker) as by:
        with pytest.raises(Refused) as refused:
            services.change_child(child=child, family_name="Smith", on=TODAY, by=by)
        assert list(refused.value.sentences) == ["family_name", "reason"]
        services.change_child(
            child=child, family_name="Smith", born_on=TODAY - 5 * YEAR - DAY, reason="Birth certificate seen",
            on=TODAY, by=by,
        )  # fmt: skip
        services.add_alias(case=child.case, person_id=child.person_id, given_names="Joey", on=TODAY, by=by)
        now = queries.child_of(by, child.case.ref)
        assert (now.full_name, now.born_on) == ("Jo Smith", TODAY - 5 * YEAR - DAY)
        assert [(one.kind, one.full_name) for one in queries.aliases_of(by, now)] == [
            ("also_known_as", "Joey"), ("former", "Jo Smiht"),
        ]  # fmt: skip
        assert {(one.field, one.earlier, one.later, one.reason) for one in queries.corrections_of(by, now)} == {
            ("family_name", "Smiht", "Smith", "Birth certificate seen"),
            ("born_on", str(TODAY - 5 * YEAR), str(TODAY - 5 * YEAR - DAY), "Birth certificate seen"),
        }


def test_what_was_not_recorded_yet_is_filled_in_without_a_reason(agency: Agency) -> None:
    child = agency.child()
    with acting_as(agency.worker) as by:
        changed = services.change_child(
            child=child, nhs_number="943 476 5919", ethnicity="wbri", disabilities=["LD", "LD"], on=TODAY, by=by
        )
        same = services.change_child(child=child, ethnicity="WBRI", on=TODAY, by=by)
    assert (changed.nhs_number, changed.ethnicity, changed.disabilities) == ("9434765919", "WBRI", ["LD"])
    assert same == changed


@pytest.mark.parametrize("change", [{"expected_on": TODAY}, {"reference": "BOL-1"}, {"person_id": None}])
def test_what_other_services_keep_is_not_changed_by_the_way(agency: Agency, change: dict[str, object]) -> None:
    child = agency.child()
    with acting_as(agency.worker) as by, pytest.raises(TypeError):
        services.change_child(child=child, on=TODAY, by=by, **change)


def test_only_who_writes_in_the_case_changes_it(agency: Agency) -> None:
    child = agency.child()
    reader, stranger = agency.person("quality_assurance"), agency.person("social_worker")
    agency.give(child.case, reader)
    with acting_as(reader) as by, pytest.raises(NotAllowed):
        services.change_child(child=child, ethnicity="WBRI", on=TODAY, by=by)
    with acting_as(stranger) as by, pytest.raises(NoSuchRecord):
        services.change_child(child=child, ethnicity="WBRI", on=TODAY, by=by)


@pytest.mark.clause("LEI-104")
def test_birth_turns_an_unborn_child_into_a_child_and_loses_nothing(agency: Agency) -> None:
    expected = TODAY + timedelta(weeks=2)
    child = agency.unborn(family_name="Example", expected_on=expected)
    assert (child.is_unborn, child.full_name, child.born_on, child.sex) == (True, "Unborn Example", None, "U")
    with acting_as(agency.worker) as by:
        services.record_need(case=child.case, person_id=child.person_id, kind="travel", words="", on=TODAY, by=by)
        services.change_expected_date(child=child, expected_on=expected - DAY, source="Midwife", on=TODAY, by=by)
        born = services.record_birth(
            child=child, born_on=TODAY, sex="M", given_names="Sam", family_name="Sample", on=TODAY, by=by
        )
        again = queries.child_of(by, child.case.ref)
        assert again == born == child
        assert (again.full_name, again.born_on, again.sex, again.is_unborn) == ("Sam Sample", TODAY, "M", False)
        assert (again.reference, again.person_id, again.case_id) == (child.reference, child.person_id, child.case_id)
        assert [one.expected_on for one in queries.expected_dates_of(by, again)] == [expected, expected - DAY]
        assert again.expected_on == expected - DAY
        assert [(one.kind, one.full_name) for one in queries.aliases_of(by, again)] == [("before_birth", "Example")]
        assert [one.kind for one in queries.needs_of(by, again)] == ["travel"]


_PLAN_MADE: list[tuple[str, int, dict[str, str]]] = [
    ("strategy-discussion-held", 30, {}),
    ("decided", 20, {"outcome": "plan-made", "by": "chair"}),
    ("conference-held", 20, {}),
]


def test_a_corrected_date_of_birth_moves_what_is_counted_from_it(agency: Agency) -> None:
    child = agency.unborn(expected_on=TODAY + DAY)

    def due(code: str) -> list[date | None]:
        return [one.due_on for one in Duty.objects.filter(code=code, settled="")]

    with acting_as(agency.worker) as by:
        for code, days, facts in _PLAN_MADE:
            record_event(code=code, cases=[child.case], day=TODAY - days * DAY, facts=facts, by=by)
        services.record_birth(child=child, born_on=TODAY, given_names="Sam", on=TODAY, by=by)
        assert due("hold-review-after-birth") == [working_day(TODAY, 10)]
        services.change_child(child=child, born_on=TODAY - 4 * DAY, reason="Red book seen", on=TODAY, by=by)
        assert due("hold-review-after-birth") == [working_day(TODAY - 4 * DAY, 10)]


def test_a_date_of_birth_put_right_asks_for_what_that_age_is_asked_for(agency: Agency) -> None:
    """No event tells the rules of a birth before the child was known to us: the child's own row does."""
    at = Agency("leicester")
    child = at.child(born_on=TODAY - 13 * YEAR)
    with acting_as(at.worker) as by:
        for code, days, facts in _PLAN_MADE:
            record_event(code=code, cases=[child.case], day=TODAY - days * DAY, facts=facts, by=by)
        asked = Duty.objects.filter(code="explain-category-to-young-person")
        assert [one.about_id for one in asked] == [child.person_id]
        services.change_child(child=child, born_on=TODAY - 8 * YEAR, reason="A wrong year", on=TODAY, by=by)
        assert asked.all().count() == 0


def test_a_birth_is_recorded_once_and_near_the_day_expected(agency: Agency) -> None:
    child = agency.unborn(expected_on=TODAY + timedelta(weeks=30))
    sentence = "The birth lies too far from the date that was expected; check both, and change the expected date first."
    with acting_as(agency.worker) as by:
        with pytest.raises(Refused) as refused:
            services.record_birth(child=child, born_on=TODAY, given_names="Sam", on=TODAY, by=by)
        assert refused.value.sentences == {"born_on": sentence}
        services.change_expected_date(child=child, expected_on=TODAY, on=TODAY, by=by)
        services.record_birth(child=child, born_on=TODAY, given_names="Sam", on=TODAY, by=by)
        for deed in (services.record_birth, services.change_child):
            with pytest.raises(Refused):
                deed(child=child, born_on=TODAY - DAY, given_names="Sam", on=TODAY, by=by)
        with pytest.raises(Refused):
            services.change_expected_date(child=child, expected_on=TODAY + DAY, on=TODAY, by=by)


def test_a_birth_is_noted_in_the_cases_of_brothers_and_sisters(agency: Agency) -> None:
    family = agency.family(children=1, unborn=1)
    brother, unborn = family.children
    with acting_as(agency.worker) as by:
        services.change_expected_date(child=unborn, expected_on=TODAY, on=TODAY, by=by)
        services.record_birth(
            child=unborn, born_on=TODAY, sex="F", given_names="Sam", on=TODAY, also_in=[brother.case], by=by
        )
        people = queries.people_around(by, queries.child_of(by, brother.case.ref)).people
        assert [(one.name, one.row.born_on) for one in people if one.person_id == unborn.person_id] == [
            ("Sam Example", TODAY)
        ]


def test_an_age_is_counted_in_completed_years() -> None:
    child = Child(born_on=date(2016, 2, 29))
    assert [child.age_on(day) for day in (date(2017, 2, 28), date(2017, 3, 1), date(2016, 2, 28))] == [0, 1, None]
    assert Child(expected_on=date(2026, 1, 1)).age_on(TODAY) is None
