"""A case's family as a genogram and in words: from the rows that the reader reaches, or from people made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from quorate.cases.genogram.deriving import derived_ties
from quorate.cases.genogram.drawing import Drawing
from quorate.cases.genogram.family import Family, Person, Tie
from quorate.cases.genogram.layout import draw
from quorate.cases.genogram.words import Told, in_words, key_of

if TYPE_CHECKING:
    from quorate.access.models import ProtectedCase
    from quorate.cases.models import Child, Kinship, Relative


@dataclass(frozen=True, slots=True)
class FamilyPicture:
    """The drawing, and the same facts told person by person: what `components/genogram.html` shows."""

    drawing: Drawing
    told: tuple[Told, ...]

    @property
    def count_in_words(self) -> str:
        """ "6 people in 3 generations"."""
        people, rows = len(self.told), self.drawing.generations
        return f"{people} {'person' if people == 1 else 'people'} in {rows} generation{'' if rows == 1 else 's'}"

    @property
    def key(self) -> str:
        """What the lines and signs of the drawing mean."""
        return key_of(self.drawing)


def picture_of(family: Family, on: date) -> FamilyPicture:
    """The picture of a family as on a day, of facts already in hand."""
    return FamilyPicture(draw(family, on), in_words(family, on))


def family_picture(case: ProtectedCase, on: date) -> FamilyPicture:
    """The picture of the family of a case's child as on a day: three queries, through row-level security.

    Shows names, ages, sex and how people are related; never alleged harm, never an address. The caller has asked for
    permission to read the case and records the reading. Raises `Child.DoesNotExist` where the case has no child.
    """
    from quorate.cases.models import Child

    return picture_of(family_of(Child.objects.get(case=case)), on)


def family_of(child: Child) -> Family:
    """The child of a case and the relatives recorded there, with the ties between them (two queries)."""
    from quorate.cases.models import Kinship, Relative

    relatives = Relative.objects.filter(case_id=child.case_id, removed_on__isnull=True).order_by(
        "added_on", "relation", "given_names", "id"
    )
    return family_from(child, relatives, Kinship.objects.filter(case_id=child.case_id).order_by("kind", "id"))


def family_from(child: Child, relatives: Iterable[Relative], kinships: Iterable[Kinship]) -> Family:
    """The same of rows in hand: no query. Relatives that were removed are left out."""
    there = [one for one in relatives if one.removed_on is None]
    recorded = [Tie(str(one.a_person), str(one.b_person), one.kind, one.begins_on, one.ends_on) for one in kinships]
    said = {str(one.person_id): one.relation for one in there}
    ties = derived_ties(str(child.person_id), said, recorded)
    return Family((_child(child), *map(_relative, there)), ties)


def _child(child: Child) -> Person:
    name = child.full_name or child.reference  # children from a census file have no names yet
    return Person(str(child.person_id), name, child.sex, child.born_on, child.expected_on, child.died_on, in_focus=True)


def _relative(one: Relative) -> Person:
    is_unborn = one.born_on is None and one.expected_on is not None
    name = f"Unborn {one.family_name}".strip() if is_unborn and not one.given_names else one.full_name
    return Person(
        str(one.person_id), name, one.sex, one.born_on, one.expected_on, one.died_on,
        says=_says(one), lives_with_child=one.lives_with_child,
    )  # fmt: skip


# What "brother or sister" becomes where the sex is known.
_BY_SEX = {
    ("sibling", "M"): "Brother", ("sibling", "F"): "Sister",
    ("half_sibling", "M"): "Half-brother", ("half_sibling", "F"): "Half-sister",
    ("step_sibling", "M"): "Stepbrother", ("step_sibling", "F"): "Stepsister",
    ("grandparent", "M"): "Grandfather", ("grandparent", "F"): "Grandmother",
    ("aunt_or_uncle", "M"): "Uncle", ("aunt_or_uncle", "F"): "Aunt",
    ("own_child", "M"): "Son", ("own_child", "F"): "Daughter",
}  # fmt: skip


def _says(one: Relative) -> str:
    return _BY_SEX.get((one.relation, one.sex)) or one.get_relation_display()
