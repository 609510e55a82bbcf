"""The people around a child, case by case; how they are related; what is alleged, for the closed part alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord
from quorate.cases import queries, services
from quorate.cases.models import AllegedHarm, Child, Kinship
from quorate.cases.refusals import Refused
from tests.cases.making import Agency

TODAY = today()
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def agency(rolled_back: object) -> Agency:
    return Agency()


@pytest.mark.clause("LEI-104", "LEI-105", "LEI-106")
def test_the_invitation_forms_facts_about_everybody_are_there(agency: Agency) -> None:
    child = agency.child(sex="F", ethnicity="MWBA", born_on=TODAY - 6 * YEAR)
    mother = agency.relative(
        child, "mother", given_names="Morgan", family_name="Example", born_on=TODAY - 30 * YEAR, to_be_invited=True
    )
    father = agency.relative(
        child, "father", given_names="Frankie", family_name="Sample", born_on=TODAY - 31 * YEAR, to_be_invited=False
    )
    friend = agency.relative(child, "partner_of_mother", given_names="Kit", family_name="Sample", to_be_invited=False)
    with acting_as(agency.worker) as by:
        for person, protection in (
            (child.person_id, "protected"), (mother.person_id, "protected"), (father.person_id, "open"),
            (friend.person_id, "unknown"),
        ):  # fmt: skip
            services.add_address(
                case=child.case, person_id=person, kind="home", lines=["1 Elm Street"], protection=protection,
                on=TODAY, by=by,
            )  # fmt: skip
        people = queries.people_around(by, queries.child_of(by, child.case.ref)).people
    assert isinstance(people[0].row, Child)
    assert (people[0].name, people[0].row.born_on, people[0].row.get_sex_display(), people[0].row.ethnicity) == (
        "Robin Example", TODAY - 6 * YEAR, "Female", "MWBA",
    )  # fmt: skip
    assert {
        one.name: (one.row.relation, one.row.born_on, one.row.to_be_invited)
        for one in people[1:]  # type: ignore[union-attr]
    } == {
        "Morgan Example": ("mother", TODAY - 30 * YEAR, True),
        "Frankie Sample": ("father", TODAY - 31 * YEAR, False),
        "Kit Sample": ("partner_of_mother", None, False),
    }
    assert {one.name: [a.counts_as_protected for a in one.addresses] for one in people} == {
        "Robin Example": [True], "Morgan Example": [True], "Frankie Sample": [False], "Kit Sample": [True],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("relation", "said", "field", "sentence"),
    [
        ("mother", {"given_names": "Mo", "born_on": TODAY - 2 * YEAR}, "born_on",
         "A mother or father cannot be born after the child; check both dates."),
        ("father", {"parental_responsibility": True}, "parental_responsibility",
         "Parental responsibility belongs to somebody with a name; give the name, or leave this open."),
        ("father", {"given_names": "Fay", "died_on": TODAY, "lives_with_child": True}, "lives_with_child",
         "Somebody who has died does not live with the child; change one of the two."),
        ("father", {"given_names": "Fay", "died_on": TODAY, "to_be_invited": True}, "to_be_invited",
         "Somebody who has died is not invited; change one of the two."),
        ("sibling", {"born_on": TODAY + DAY}, "born_on",
         "The date of birth has not come yet; for a child not yet born give the date that is expected."),
        ("grandparent", {"born_on": TODAY - 130 * YEAR}, "born_on",
         "This date of birth makes the person more than 120 years old; check the year."),
        ("sibling", {"born_on": TODAY, "died_on": TODAY - DAY}, "died_on",
         "The date of death is before the date of birth; check both."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    agency: Agency, relation: str, said: dict[str, object], field: str, sentence: str
) -> None:
    child = agency.child()
    with pytest.raises(Refused) as refused:
        agency.relative(child, relation, **said)
    assert refused.value.sentences == {field: sentence}


def test_an_unknown_relation_or_the_child_itself_is_refused(agency: Agency) -> None:
    child = agency.child()
    for said, field in (({"relation": "emperor"}, "relation"), ({"person_id": child.person_id}, "person_id")):
        with pytest.raises(Refused) as refused:
            agency.relative(child, **({"relation": "other", "given_names": "X"} | said))
        assert list(refused.value.sentences) == [field]


def test_the_same_person_stands_once_in_a_case_and_can_be_taken_out(agency: Agency) -> None:
    child = agency.child()
    mother = agency.relative(child, "mother", given_names="Morgan")
    with pytest.raises(Refused):
        agency.relative(child, "other", given_names="Morgan", person_id=mother.person_id)
    with acting_as(agency.worker) as by:
        with pytest.raises(Refused):
            services.remove_relative(relative=mother, why=" ", on=TODAY, by=by)
        services.remove_relative(relative=mother, why="Of another family", on=TODAY, by=by)
        assert len(queries.people_around(by, child).people) == 1
        with pytest.raises(NoSuchRecord):
            services.remove_relative(relative=mother, why="again", on=TODAY, by=by)
    agency.relative(child, "other", given_names="Morgan", person_id=mother.person_id)


def test_a_change_is_made_in_the_siblings_cases_that_one_chooses_and_may_write_to(agency: Agency) -> None:
    family = agency.family(children=2)
    one, two = family.children
    elsewhere = agency.person("social_worker")
    with acting_as(agency.worker) as by:
        offered = queries.same_person_elsewhere(by, family.of(one, "mother"))
        assert [row.case_id for row in offered] == [two.case_id]
        services.change_relative(
            relative=family.of(one, "mother"), family_name="Other", relation="mother", to_be_invited=False,
            reason="Married", also_in=[two.case], on=TODAY, by=by,
        )  # fmt: skip
        said = []
        for child in (one, two):
            mother = next(p for p in queries.people_around(by, child).people if p.person_id == family.mother)
            said.append((mother.name, mother.row.to_be_invited, [a.full_name for a in mother.aliases]))  # type: ignore[union-attr]
    assert said == [("Morgan Other", False, ["Morgan Example"]), ("Morgan Other", True, ["Morgan Example"])]
    with acting_as(elsewhere) as by, pytest.raises(NoSuchRecord):
        services.change_relative(relative=family.of(one, "mother"), family_name="X", reason="x", on=TODAY, by=by)


def test_a_name_that_was_recorded_changes_with_a_reason_only(agency: Agency) -> None:
    child = agency.child()
    father = agency.relative(child, "father", given_names="Frankie")
    with acting_as(agency.worker) as by:
        with pytest.raises(Refused) as refused:
            services.change_relative(relative=father, given_names="Francis", on=TODAY, by=by)
        assert list(refused.value.sentences) == ["given_names", "reason"]
        changed = services.change_relative(
            relative=father, family_name="Sample", parental_responsibility=True, on=TODAY, by=by
        )
        assert (changed.full_name, changed.parental_responsibility) == ("Frankie Sample", True)
        with pytest.raises(TypeError):
            services.change_relative(relative=father, address="x", on=TODAY, by=by)


def test_lines_of_the_genogram_join_people_of_the_case_once(agency: Agency) -> None:
    family = agency.family(children=1)
    child = family.children[0]
    with acting_as(agency.worker) as by:
        for a, kind, b, field in (
            (family.mother, "parent_of", child.person_id, "kind"),
            (child.person_id, "parent_of", family.mother, "kind"),
            (family.father, "separated", family.mother, "kind"),
            (family.mother, "twin_of", family.mother, "b_person"),
            (family.mother, "cousin_of", family.father, "kind"),
        ):
            with pytest.raises(Refused) as refused:
                services.add_kinship(case=child.case, a_person=a, kind=kind, b_person=b, by=by)
            assert list(refused.value.sentences) == [field]
        line = Kinship.objects.get(case=child.case, kind="separated")
        with pytest.raises(Refused):
            services.add_kinship(case=child.case, a_person=family.mother, kind="twin_of", b_person=line.id, by=by)
        services.end_kinship(kinship=line, ends_on=TODAY, by=by)
        services.remove_kinship(kinship=line, by=by)
        assert {one.kind for one in queries.people_around(by, child).kinships} == {"parent_of"}


def test_an_allegation_is_there_for_the_closed_part_alone(agency: Agency) -> None:
    child = agency.child()
    father = agency.relative(child, "father", given_names="Frankie")
    chair, manager, partner = agency.person("chair"), agency.manager, agency.person("partner")
    for person in (chair, partner):
        agency.give(child.case, person)
    with acting_as(agency.worker) as by:
        services.record_alleged_harm(relative=father, on=TODAY, by=by)

    def sees(who: object) -> tuple[int, int, bool]:
        with acting_as(who) as by:  # type: ignore[arg-type]
            people = queries.people_around(by, child).people
            flagged = next(p for p in people if p.person_id == father.person_id).alleged_harm
            return AllegedHarm.objects.count(), len(queries.alleged_harm_of(by, child)), flagged is not None

    assert [sees(who) for who in (agency.worker, chair, manager, partner)] == [
        (1, 1, True), (1, 1, True), (0, 0, False), (0, 0, False),
    ]  # fmt: skip
    # Whoever cannot see it can record it too, and learns nothing.
    with acting_as(manager) as by:
        services.record_alleged_harm(relative=father, on=TODAY, by=by)
    assert [sees(who)[0] for who in (chair, manager, agency.worker)] == [2, 1, 1]
    with acting_as(chair) as by:
        for one in queries.alleged_harm_of(by, child):
            services.withdraw_alleged_harm(alleged=one, on=TODAY, by=by)
        assert (queries.alleged_harm_of(by, child), AllegedHarm.objects.count()) == ([], 2)
