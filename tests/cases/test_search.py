"""Whoever searches finds the children they may see: by many spellings, by half a date, by any number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases import services
from quorate.cases.models import Child, PersonName, Relative
from quorate.cases.search_words import understood
from quorate.cases.searching import people_found
from tests.cases.making import Agency
from tests.database import Urls


def found(who: Standing, said: str) -> list[str]:
    """The references that the words find, best first."""
    with acting_as(who):
        references = dict(Child.objects.values_list("case_id", "reference"))
        return [references[hit.case_id] for hit in people_found(understood(said, today=today()))]


@pytest.fixture(scope="module")
def council(module_database: Urls) -> Iterator[Agency]:
    yield Agency()


@pytest.fixture(scope="module")
def zofia(council: Agency) -> Child:
    return council.child(
        given_names="Zofia Anna", family_name="Brambleday", known_as="Zosia", born_on=date(2019, 2, 3),
        local_id="LL-20417", nhs_number="9434765919", upn="H801200001001",
    )  # fmt: skip


@pytest.fixture(scope="module")
def others(council: Agency) -> list[Child]:
    names = (
        ("Muhammad", "O’Neil"), ("Seán", "Thistledown-Appleby"), ("Łucja", "Żółwińska"), ("Lee", "Winterbourne"),
        ("Katherine", "Fernleigh"), ("Alasdair", "McAllerton"), ("Li", "Harbourstone"),
    )  # fmt: skip
    return [council.child(given_names=given, family_name=family, born_on=date(2012, 5, 6)) for given, family in names]


@pytest.mark.parametrize(
    "said",
    [
        "Brambleday", "brambleday zofia", "ZOFIA BRAMBLEDAY", "Sofia Brambleday", "Zosia Brambleday", "Zofia Bramblday",
        "Bramleday", "Zof Brambleday", "Brambleday, Zofia", "Zofia Maria Brambleday", "Brambel day zofia",
        "03/02/2019", "3.2.2019", "3 Feb 2019", "3rd of February 2019", "2019-02-03", "Feb 2019", "02/2019", "2019",
        "3/2/19", "Brambleday 2019", "2019 Zofia", "zofia 3 Feb 2019", "LL-20417", "ll20417", "943 476 5919",
        "9434765919", "H801200001001", "h801 200 001 001", "baby brambleday",
    ],
)  # fmt: skip
def test_a_child_is_found_however_one_says_it(council: Agency, zofia: Child, others: list[Child], said: str) -> None:
    assert found(council.worker, said)[:1] == [zofia.reference]


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("mohammed oneil", 0), ("Mohamed O'Neil", 0), ("Muhammad O Neil", 0), ("oneill mohammad", 0),
        ("sean thistledown", 1), ("appleby-thistledown", 1), ("thistledown appleby sean", 1),
        ("lucja zolwinska", 2), ("ŻÓŁWIŃSKA", 2), ("leigh winterborne", 3), ("Catherine Fernley", 4),
        ("Kathryn fernleigh", 4), ("Alistair McAllerton", 5), ("Mc Allerton", 5), ("mcallerton", 5),
        ("li harbourstone", 6),
    ],
)  # fmt: skip
def test_spellings(council: Agency, zofia: Child, others: list[Child], said: str, which: int) -> None:
    assert found(council.worker, said)[:1] == [others[which].reference]


@pytest.mark.parametrize(
    "said",
    ["Zofia Winterbourne", "brambleday 2018", "4 Feb 2019", "1999", "LL-2041", "943476591", "quillfeather", "a_%b"],
)
def test_what_does_not_fit_is_not_found(council: Agency, zofia: Child, others: list[Child], said: str) -> None:
    assert found(council.worker, said) == []


def test_the_reference_finds_one_child_alone(council: Agency, zofia: Child, others: list[Child]) -> None:
    assert [found(council.worker, one.reference) for one in others] == [[one.reference] for one in others]
    assert found(council.worker, zofia.reference.lower().replace("-", " ")) == [zofia.reference]


def test_whoever_fits_best_comes_first(council: Agency, zofia: Child) -> None:
    exact = council.child(given_names="Sofia", family_name="Bramblebay", born_on=date(2011, 1, 1))
    assert found(council.worker, "Zofia Brambleday") == [zofia.reference, exact.reference]
    assert found(council.worker, "Sofia Bramblebay") == [exact.reference, zofia.reference]


def test_relatives_other_names_and_the_unborn_lead_to_the_child(rolled_back: Urls) -> None:
    agency = Agency()
    child = agency.unborn(family_name="Hollowell", expected_on=date(2027, 3, 3))
    mother = agency.relative(child, "mother", given_names="Ewa", family_name="Quillfeather", born_on=date(1990, 8, 1))
    with acting_as(agency.worker) as by:
        services.add_alias(
            case=child.case, person_id=mother.person_id, given_names="Eva", family_name="Larkspur", kind="former",
            on=today(), by=by,
        )  # fmt: skip
    for said in ("Quillfeather", "Ewa Larkspur", "unborn Hollowell", "March 2027", "1 Aug 1990", "Eva 1990"):
        assert (said, found(agency.worker, said)) == (said, [child.reference])


def test_names_follow_every_change(rolled_back: Urls) -> None:
    agency = Agency()
    child = agency.child(given_names="Robin", family_name="Hollowell")
    father = agency.relative(child, "father", given_names="Frankie", family_name="Sedgewick")
    with acting_as(agency.worker) as by:
        services.change_child(child=child, family_name="Larkspur", reason="typed wrong", on=today(), by=by)
        services.remove_relative(relative=father, why="another family", on=today(), by=by)
    assert [found(agency.worker, said) for said in ("Larkspur", "Sedgewick")] == [[child.reference], []]


def test_an_address_or_number_to_ring_finds_nothing(rolled_back: Urls) -> None:
    agency = Agency()
    child = agency.child(given_names="Robin", family_name="Hollowell")
    with acting_as(agency.worker) as by:
        services.add_address(
            case=child.case, person_id=child.person_id, kind="home", lines=("1 Kanarienweg", "Bolton"),
            postcode="ZZ99 3VZ", begins_on=today(), protection="open", on=today(), by=by,
        )  # fmt: skip
        services.add_contact_way(
            case=child.case, person_id=child.person_id, kind="phone", value="01632 960417", on=today(), by=by
        )
    said = ("Kanarienweg", "ZZ99 3VZ", "01632 960417", "01632960417")
    assert [found(agency.worker, one) for one in said] == [[], [], [], []]
    columns = {field.name for field in PersonName._meta.get_fields()}
    assert columns == {"id", "authority_id", "case", "person_id", "whose", "folded", "sounds", "born_on", "marks"}


def test_a_case_is_found_once_however_many_of_its_people_fit(rolled_back: Urls) -> None:
    agency = Agency()
    child = agency.child(given_names="Robin", family_name="Hollowell")
    with acting_as(agency.worker) as by:
        for number in range(30):
            services.add_relative(
                case=child.case, relation="cousin", given_names=f"Robin{number}", family_name="Hollowell",
                on=today(), by=by,
            )  # fmt: skip
        assert Relative.objects.filter(case=child.case).count() == 30
    assert found(agency.worker, "Hollowell") == [child.reference]


def test_sounds_are_made_by_the_database(rolled_back: Urls) -> None:
    agency = Agency()
    child = agency.child(given_names="Steven", family_name="Fernleigh", born_on=today() - timedelta(days=900))
    with acting_as(agency.worker), connection.cursor() as cursor:
        cursor.execute("SELECT sounds FROM cases_person_name WHERE case_id = %s", [child.case_id])
        assert cursor.fetchall() == [(["FRNL", "STFN"],)]
