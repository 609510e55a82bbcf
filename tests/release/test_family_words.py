"""What is looked for beyond the records of the conference's own children: where people stand in several records."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services as cases
from quorate.cases.models import Child, Relative
from quorate.conferences.services.one_person import join_people
from quorate.release.protecting import against, finding, protected_words
from tests import clock
from tests.notices.making import Stage

STREET: Final = "address in file; street of an address in file"
SAID: Final = {
    "4 Larkspur Yard": STREET,
    "Larkspur-yard": "street of an address in file",
    "07700 900555": "telephone number in file",
    "+44 7700 900666": "telephone number in file",
    "5 Teasel Yard": "",
    "1 Sorrel Yard": "",
    "07700 900777": "",
}


@pytest.fixture
def stage(rolled_back: None) -> Stage:
    return Stage()


def lives(stage: Stage, child: Child, who: UUID, line: str, protection: str = "protected", **said: str) -> None:
    with acting_as(stage.agency.worker) as by:
        cases.add_address(
            case=child.case, person_id=who, lines=[line, "Saltmarsh"], on=today(), by=by, protection=protection,
            **({"kind": "current"} | said),
        )  # fmt: skip


def rings(stage: Stage, child: Child, who: UUID, number: str) -> None:
    with acting_as(stage.agency.worker) as by:
        cases.add_contact_way(case=child.case, person_id=who, kind="phone", value=number, on=today(), by=by)


def brother(stage: Stage) -> Child:
    """Of the father, with a record of his own, and not of this conference."""
    child = stage.agency.child(given_names="Half")
    stage.agency.relative(child, "father", person_id=stage.family.father, given_names="Frankie", family_name="Sample")
    return child


def gate(stage: Stage, words: str, reader: UUID | None = None) -> str:
    with acting_as(stage.agency.worker):
        return finding([("", words.encode())], against(protected_words(stage.conference.pk), reader))


def test_what_is_protected_in_another_record_of_these_people_stays_here_too(stage: Stage) -> None:
    """The placement of a brother about whom the conference is not, and every number there; not where nobody was asked,
    nor what stands in the record of strangers."""
    half, stranger = brother(stage), stage.agency.child(given_names="Other")
    carer = stage.agency.relative(half, "foster_carer", given_names="Ann", family_name="Carer", lives_with_child=True)
    for child, street in ((half, "4 Larkspur Yard"), (stranger, "5 Teasel Yard")):
        lives(stage, child, child.person_id, street, kind="placement")
        lives(stage, child, child.person_id, "1 Sorrel Yard", "unknown", kind="school")
        rings(stage, child, child.person_id, "07700 900555" if child is half else "07700 900777")
    rings(stage, half, carer.person_id, "07700 900666")
    assert {one: gate(stage, f"They said {one} there.") for one in SAID} == SAID


def test_a_number_in_a_record_where_nothing_is_protected_is_not_looked_for(stage: Stage) -> None:
    half = brother(stage)
    rings(stage, half, half.person_id, "07700 900555")
    assert gate(stage, "Ring 07700 900555.") == ""


def test_a_record_that_was_joined_to_a_childs_is_the_childs(stage: Stage) -> None:
    """Also what nobody has been asked about there."""
    kept = stage.family.children[0]
    twice = stage.agency.child(given_names="Child0", born_on=kept.born_on)
    lives(stage, twice, twice.person_id, "4 Larkspur Yard")
    lives(stage, twice, twice.person_id, "1 Sorrel Yard", "unknown", kind="placement")
    said = ("They live at 4 Larkspur Yard.", "They live at 1 Sorrel Yard.")
    assert [gate(stage, one) for one in said] == ["", ""]
    with acting_as(stage.agency.worker) as by:
        cases.join_records(from_case=twice.case, to_case=kept.case, reason="One child, seen twice", on=today(), by=by)
    assert [gate(stage, one) for one in said] == [STREET, STREET]


def test_a_foster_carer_does_not_make_a_family_of_those_who_were_placed_with_them(stage: Stage) -> None:
    carer, other = uuid4(), stage.agency.child(given_names="Stranger")
    for child in (stage.family.children[0], other):
        stage.agency.relative(child, "foster_carer", person_id=carer, given_names="Ann", family_name="Carer")
    father = stage.agency.relative(other, "father", given_names="Bob", family_name="Stranger")
    lives(stage, other, father.person_id, "9 High Street")
    assert gate(stage, "They went to the shop in High Street.") == ""


def test_nobodys_own_letter_is_held_for_their_own_address(stage: Stage) -> None:
    """The mother lives where her address is open; of the half-brother who lives with her it is protected. It may stand
    in her letters, and in nobody else's."""
    half, mother = brother(stage), stage.family.mother
    stage.agency.relative(half, "mother", person_id=mother, given_names="Morgan", family_name="Example")
    lives(stage, stage.family.children[0], mother, "4 Larkspur Yard", "open")
    lives(stage, half, half.person_id, "4 Larkspur Yard")
    said = "You live at 4 Larkspur Yard."
    assert [gate(stage, said, reader) for reader in (mother, stage.family.father, None)] == ["", STREET, STREET]


def test_whoever_stands_in_the_other_record_by_another_id_is_the_same_person(stage: Stage) -> None:
    half = stage.agency.child(given_names="Half")
    mother = by_record(stage)
    twin = stage.agency.relative(half, "mother", given_names="Morgan", family_name="Example", born_on=mother.born_on)
    lives(stage, half, twin.person_id, "4 Larkspur Yard")
    said = "You live at 4 Larkspur Yard."
    assert gate(stage, said) == ""
    with acting_as(stage.agency.worker) as by:
        join_people(relative=mother, other=twin, reason="One passport", on=today(), at=clock.now(), by=by)
    assert [gate(stage, said, reader) for reader in (stage.family.mother, stage.family.father)] == ["", STREET]


def by_record(stage: Stage) -> Relative:
    with acting_as(stage.agency.worker):
        return Relative.objects.select_related("case").get(case=stage.family.cases[0], person_id=stage.family.mother)
