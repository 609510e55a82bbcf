"""Which records are of one human being, and who may be the same as somebody: asked wherever a person counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from quorate.cases.models import Child, Relative, SamePerson

_DOUBLES = """
SELECT DISTINCT ON (n.case_id, n.person_id) n.case_id, n.person_id,
    (mine.born_on IS NOT NULL AND n.born_on = mine.born_on), n.folded = mine.folded
FROM cases_person_name mine JOIN cases_person_name n
    ON n.authority_id = mine.authority_id AND n.whose = 'relative' AND n.sounds = mine.sounds
WHERE mine.case_id = %s AND mine.person_id = %s AND n.person_id <> mine.person_id AND cardinality(mine.sounds) > 1
    AND (n.born_on IS NULL OR mine.born_on IS NULL OR n.born_on = mine.born_on)
    AND n.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))
ORDER BY n.case_id, n.person_id, 4 DESC LIMIT 50
"""


@dataclass(frozen=True, repr=False)
class Double:
    """Somebody in a record in reach who may be the same human: by name, and whether the date of birth is the same."""

    relative: Relative
    child: Child
    same_birth: bool
    same_name: bool

    def __repr__(self) -> str:
        return f"<Double: {self.relative}>"


def same_people(people: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each of these all the `person_id`s of the same human, the own one among them. One query, none for nobody."""
    asked = sorted({str(one) for one in people})
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT p, cases_same_people(p) FROM unnest(%s::uuid[]) p", [asked])
        return {person: frozenset(found) for person, found in cursor.fetchall()}


def all_of(people: Iterable[UUID]) -> frozenset[UUID]:
    """All the `person_id`s of these humans, the own ones among them."""
    given = frozenset(people)
    return given.union(*same_people(given).values())


def likely_doubles(relative: Relative) -> list[Double]:
    """Who in another record that the reader reaches may be the same human, the surest first.

    Their names sound alike, word for word, and no two dates of birth gainsay it. Those joined already are left out.
    """
    known = all_of([relative.person_id])
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, [str(relative.case_id), str(relative.person_id)])
        found = {(case, person): (birth, name) for case, person, birth, name in cursor.fetchall()}
    cases = {case for case, _ in found}
    children = {one.case_id: one for one in Child.objects.filter(case_id__in=cases).select_related("case")}
    own = set(Child.objects.filter(person_id__in=[person for _, person in found]).values_list("person_id", flat=True))
    rows = Relative.objects.filter(case_id__in=cases, removed_on__isnull=True).select_related("case")
    told = [
        Double(row, children[row.case_id], *found[row.case_id, row.person_id])
        for row in rows.filter(person_id__in=[person for _, person in found])
        if (row.case_id, row.person_id) in found and row.case_id in children and row.person_id not in known | own
    ]
    return sorted(
        told, key=lambda one: (not one.same_birth, not one.same_name, one.child.reference, str(one.relative.pk))
    )


def joined_with(relative: Relative) -> list[SamePerson]:
    """How this record of a person was joined with others, as far as the reader sees it."""
    rows = SamePerson.objects.filter(undone_on__isnull=True).select_related("case", "other_case")
    return [one for one in rows.filter(person_id=relative.person_id) | rows.filter(same_as=relative.person_id)]


def agree(one: date | None, other: date | None) -> bool:
    """Whether two dates of birth do not gainsay each other."""
    return one is None or other is None or one == other
