"""Finding people: what was typed, understood; names, folded and kept; the cases found among those in reach."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection

from quorate.cases.search_words import Asked

if TYPE_CHECKING:
    from quorate.access.models import ProtectedCase
    from quorate.cases.models import Alias, Child, PersonName, Relative

# Letters that no decomposition takes apart.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
_JOINED: Final = frozenset("'’‘`´ʼʻ.")
# Beginnings that are written now apart, now together: O Neil, Mc Donald, D Souza.
_BEGINNINGS: Final = frozenset({"o", "d", "mc", "mac", "ni", "nic"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found: through whom, and how well it fits (numbers and references 2, names up to 1)."""

    case_id: UUID
    person_id: UUID
    score: float


def folded(name: str) -> str:
    """A name without capitals, accents, apostrophes and hyphens, words with one blank between: "Seán O’Neil" and
    "sean oneil" are one."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    kept = (letter for letter in plain if not unicodedata.combining(letter) and letter not in _JOINED)
    words = "".join(letter if letter.isalnum() else " " for letter in kept).split()
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _BEGINNINGS:
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(joined)


def mark(number: str) -> str:
    """A reference or number as it is compared: capitals, no blanks, hyphens or strokes."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def people_found(asked: Asked) -> list[Hit]:
    """The cases that fit, best first, at most 200: all of them within the reach of whoever acts in this transaction.

    One statement, whatever is asked. Asked for again through row-level security by whoever shows them.
    """
    words = [folded(word) for word in asked.words]
    given = [[word for word in words if word], asked.first_day, asked.last_day, mark(asked.number)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, person_id, score FROM cases_find_people(%s::text[], %s::date, %s::date, %s::text)", given
        )
        return [Hit(*row) for row in cursor.fetchall()]


def name_rows(child: Child, aliases: Iterable[Alias] = (), relatives: Iterable[Relative] = ()) -> list[PersonName]:
    """Unsaved rows for everybody of a case, for imports that save many at once. Relatives removed are left out."""
    numbers = (child.reference, child.local_id, child.upn, child.former_upn, child.nhs_number)
    people: dict[UUID, Child | Relative] = {one.person_id: one for one in relatives if one.removed_on is None}
    people[child.person_id] = child
    rows = [_row(child, person, name) for person in people.values() for name in _names_of(person)]
    rows += [
        _row(child, people[alias.person_id], name)
        for alias in aliases
        if alias.person_id in people
        for name in _names_by(alias, people[alias.person_id])
    ]
    first = next(row for row in rows if row.person_id == child.person_id)
    first.marks = sorted({mark(number) for number in numbers} - {""})
    return _each_once(rows)


def _names_of(person: Child | Relative) -> list[str]:
    """The name, and the name somebody is known as with the same family name."""
    given, family, known = person.given_names, person.family_name, person.known_as
    return [f"{given} {family}", *([f"{known} {family}"] if known else [])]


def _names_by(alias: Alias, person: Child | Relative) -> list[str]:
    """Another name; where it is only half of one, or the family name has changed, with the given names of today."""
    given, family = alias.given_names or person.given_names, alias.family_name or person.family_name
    return [f"{given} {family}", f"{person.given_names} {family}"]


def _row(child: Child, person: Child | Relative, name: str) -> PersonName:
    from quorate.cases.models import PersonName, Whose

    return PersonName(
        case_id=child.case_id, authority_id=child.authority_id, person_id=person.person_id,
        whose=Whose.CHILD if person is child else Whose.RELATIVE, folded=folded(name),
        born_on=person.born_on or person.expected_on, marks=[],
    )  # fmt: skip


def _each_once(rows: Sequence[PersonName]) -> list[PersonName]:
    """One row for each name of a person; nameless people only where they have numbers or a date to be found by."""
    seen: dict[tuple[UUID, str], PersonName] = {}
    for row in rows:
        if row.folded or row.born_on or row.marks:
            seen.setdefault((row.person_id, row.folded), row)
    return list(seen.values())


def keep_names(*, case: ProtectedCase) -> None:
    """Makes the rows of a case anew from its child, aliases and relatives; in the transaction of the change."""
    from quorate.cases.models import Alias, Child, PersonName, Relative

    child = Child.objects.get(case=case)
    relatives = Relative.objects.filter(case=case, removed_on__isnull=True)
    rows = name_rows(child, Alias.objects.filter(case=case), relatives)
    PersonName.objects.filter(case=case).delete()
    PersonName.objects.bulk_create(rows)
