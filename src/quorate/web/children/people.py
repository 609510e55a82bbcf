"""The people of a record as they are shown: the child and everybody around it, each with what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quorate.access.roles import ROLES
from quorate.cases.family_picture import FamilyPicture, family_from, picture_of
from quorate.cases.models import Child, Kinship, Relative
from quorate.cases.models.address import AddressKind
from quorate.cases.models.contact_way import ContactWayKind
from quorate.cases.models.need import NeedKind
from quorate.cases.models.relative import KinshipKind, Relation
from quorate.web.children.listing import age_in_words
from quorate.web.children.opening import on
from quorate.web.wording import day, day_of

Object = Mapping[str, Any]


@dataclass(slots=True)
class Person:
    """The child or somebody around it."""

    person_id: str
    name: str
    relation: str
    born: str
    facts: list[str]
    relative_id: str = ""
    alleged_on: str = ""
    needs: list[Object] = field(default_factory=list)
    addresses: list[Object] = field(default_factory=list)
    ways: list[Object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works with the child, or a team that does."""

    role: str
    name: str
    since: str
    why: str
    key: str
    until: str = ""


def name_of(child: Child) -> str:
    """The child's name as it is shown; "Unborn baby Brambleday" before birth."""
    given = child.known_as or child.given_names or ("unborn baby" if child.is_unborn else "")
    said = f"{given} {child.family_name}".strip() or "Name not known"
    return said[:1].upper() + said[1:]


def born_in_words(child: Child, today: date) -> str:
    """ "born Sun 3 Feb 2019, aged 7", "expected Wed 3 Mar 2027"."""
    said = age_in_words(child.born_on, child.expected_on, child.died_on, today)
    return f"born {day(child.born_on)}, {said}" if child.born_on else said


def people_of(child: Child, parts: Any, today: date) -> list[Person]:
    """The child, parents, brothers and sisters by age, the others; with needs, addresses and ways sorted to each."""
    found = [Person(str(child.person_id), name_of(child), "The child", born_in_words(child, today), [])]
    found += [_relative(one, today) for one in sorted(parts.relatives, key=_place)]
    by_id = {one.person_id: one for one in found}
    for what in ("needs", "addresses", "ways"):
        for one in getattr(parts, what, ()):
            if one["person_id"] in by_id:
                getattr(by_id[one["person_id"]], what).append(one)
    alleged = {one["relative_id"]: one["recorded_on"] for one in getattr(parts, "alleged", ())}
    for person in found:
        person.alleged_on = alleged.get(person.relative_id, "")
    return found


def _place(one: Object) -> tuple[int, str, str]:
    """Parents first, then brothers and sisters by age, then the others: the order in which relations are listed."""
    return (
        _PLACES.get(one["relation"], len(_PLACES)),
        str(one["born_on"] or one["expected_on"] or "9999"),
        one["given_names"],
    )


def _relative(one: Object, today: date) -> Person:
    born_on, died_on = on(one["born_on"]), on(one["died_on"])
    relation = str(_RELATIONS.get(one["relation"], one["relation"]))
    given = one["known_as"] or one["given_names"] or ("Unborn baby" if one["expected_on"] and not born_on else "")
    name = f"{given} {one['family_name']}".strip() or "Name not known"
    facts = [
        _said(one["parental_responsibility"], "has parental responsibility", "no parental responsibility"),
        _said(one["lives_with_child"], "lives with the child", "lives elsewhere"),
    ]
    born = age_in_words(born_on, None, died_on, today) if born_on or died_on else ""
    return Person(one["person_id"], name, relation, born, [fact for fact in facts if fact], one["id"])


def _said(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no


_RELATIONS: dict[Any, str] = {code: str(label) for code, label in Relation.choices}
_PLACES: dict[Any, int] = {code: place for place, code in enumerate(_RELATIONS)}


def workers_of(holders: Sequence[Object]) -> list[Worker]:
    """Who works with the child today, by role."""
    return [
        Worker(
            ROLES[one["as_role"]].title if one["as_role"] in ROLES else one["as_role"],
            one["name"] or one["team"] or "Somebody whose name is no longer kept",
            day(started) if (started := on(one["begins_on"])) else "",
            one["why"],
            one["id"],
            day(ended) if (ended := on(one["ends_on"])) else "",
        )
        for one in holders
    ]


LABELS = {
    "address": dict(AddressKind.choices),
    "way": dict(ContactWayKind.choices),
    "need": dict(NeedKind.choices),
}
"""What codes are called."""


def lines_of(parts: Any, people: Sequence[Person]) -> list[dict[str, str]]:
    """The lines of the genogram as sentences, each with its id."""
    names = {one.person_id: one.name for one in people}
    kinds = dict(KinshipKind.choices)
    return [
        {
            "id": one["id"],
            "says": f"{names.get(one['a_person'], 'Somebody')}: {kinds[one['kind']].lower()} "
            f"{names.get(one['b_person'], 'somebody')}"
            + (f", until {day_of(one['ends_on'])}" if one["ends_on"] else ""),
        }
        for one in parts.kinships
    ]


def picture_for(child: Child, parts: Any, today: date) -> FamilyPicture:
    """The genogram and its words, from the people and ties that were fetched with the case."""
    relatives = [
        Relative(
            case_id=child.case_id,
            **{key: on(value) if key.endswith("_on") else value for key, value in one.items()},
        )
        for one in parts.relatives
    ]
    kinships = [
        Kinship(
            a_person=one["a_person"], b_person=one["b_person"], kind=one["kind"], begins_on=on(one["begins_on"]),
            ends_on=on(one["ends_on"]),
        )
        for one in parts.kinships
    ]  # fmt: skip
    return picture_of(family_from(child, relatives, kinships), today)
