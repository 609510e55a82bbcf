"""What a genogram is drawn from. It has no field for harm, addresses or anything else that may not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

COUPLE: Final[Mapping[str, str]] = MappingProxyType(
    {"partner": "partners", "married": "married", "separated": "separated", "divorced": "divorced"}
)
"""The kinds of partnership, from the least to the last that is drawn where a pair has several."""

PARENT: Final = ("parent_of", "adoptive_parent_of")
BESIDE: Final = ("sibling_of", "twin_of", "half_sibling_of")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the family. `says` is what they are to the child, in words ("Mother")."""

    id: str
    name: str
    sex: str = "U"
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    in_focus: bool = False
    says: str = ""
    lives_with_child: bool | None = None

    @property
    def is_unborn(self) -> bool:
        """Whether the person is still expected."""
        return self.born_on is None and self.expected_on is not None


@dataclass(frozen=True, slots=True)
class Tie:
    """How the first person is related to the second; `kind` is one of COUPLE, PARENT or BESIDE."""

    a: str
    b: str
    kind: str
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """People in the order in which they are to be told, and the ties between them."""

    people: tuple[Person, ...]
    ties: tuple[Tie, ...]

    def known_ties(self) -> tuple[Tie, ...]:
        """The ties between two different people of this family, each once."""
        ids = {one.id for one in self.people}
        return tuple(dict.fromkeys(tie for tie in self.ties if tie.a != tie.b and {tie.a, tie.b} <= ids))


def age_in_words(person: Person, on: date) -> str:
    """ "7", "8m" below two years, "3w" below one month; the age at death of one who died; "" where nobody knows."""
    until = min(person.died_on, on) if person.died_on else on
    born = person.born_on
    if born is None or born > until:
        return ""
    months = (until.year - born.year) * 12 + until.month - born.month - (until.day < born.day)
    if months >= 24:
        return str(months // 12)
    return f"{months}m" if months else f"{(until - born).days // 7}w"
