"""Who could belong to a child's core group: whom the page proposes, and what it says beside a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.cases.one_person import same_people
from quorate.conferences.models import Invitee, SafetyConcern
from quorate.conferences.queries.people import kept_out_all
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import with_role

_OUT: Final = {"whole": "Kept out of all", "part": "Kept out of part"}
_APART: Final = "Kept apart from somebody"


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """`people` by the id of their line of the list, `said` of each (name, part, and what keeps them apart), and who is
    `proposed`: ticked beforehand. Whoever is kept out is not, nor is either of two of whom one is afraid of the other;
    anybody can be chosen all the same."""

    people: dict[str, Invitee]
    said: dict[str, str]
    proposed: list[str]


def group_choice(found: OpenConference, child: Any) -> GroupChoice:
    """The choice for one child of a conference, as far as its reader may know of fears: others are given none."""
    people = _people(found, child)
    out = _kept_out(found, people)
    afraid = _afraid(found, people)
    usual = {key for key, one in people.items() if one.kind == "parent" or one.agency_code == "social-care"}
    usual -= out.keys()
    return GroupChoice(
        people,
        {key: ". ".join([_name(one, found), *_beside(key, out, afraid)]) for key, one in people.items()},
        [key for key in people if key in usual and not afraid.get(key, set()) & usual],
    )


def _people(found: OpenConference, child: Any) -> dict[str, Invitee]:
    """The family and the professionals who know this child."""
    never = set(found.pack.data["agencies"]["never_counted"]) - {"parent", "child", "family_member"}
    rows = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True)
    return {
        str(one.id): one
        for one in rows
        if not one.is_helper and one.kind != "observer" and one.role not in never
        if not one.about or child.case_id in one.about
    }


def _kept_out(found: OpenConference, people: Mapping[str, Invitee]) -> dict[str, str]:
    """Of how much each of them is kept out; nobody else."""
    scopes = kept_out_all(found.conference, [one.person_id for one in people.values() if one.person_id])
    told = {key: scopes[one.person_id].scope for key, one in people.items() if one.person_id in scopes}
    return {key: scope for key, scope in told.items() if scope}


def _afraid(found: OpenConference, people: Mapping[str, Invitee]) -> dict[str, set[str]]:
    """With whom of the others each of them is not to be brought together, whichever of the two is afraid."""
    rows = SafetyConcern.objects.filter(conference=found.conference, removed_on__isnull=True)
    pairs = [(one.person_id, one.of_person) for one in rows]
    if not pairs:
        return {}
    # A person may stand in a fear by another record than the one by which they are on the list.
    same = same_people({person for pair in pairs for person in pair})
    apart: dict[str, set[str]] = {}
    for one, other in pairs:
        ours, theirs = (set(_lines(people, same.get(person, frozenset({person})))) for person in (one, other))
        for these, those in ((ours, theirs), (theirs, ours)):
            for key in these if those else ():
                apart.setdefault(key, set()).update(those)
    return apart


def _lines(people: Mapping[str, Invitee], persons: frozenset[UUID]) -> Iterator[str]:
    return (key for key, one in people.items() if one.person_id in persons)


def _beside(key: str, out: Mapping[str, str], afraid: Mapping[str, set[str]]) -> list[str]:
    return [*([_OUT[out[key]]] if key in out else []), *([_APART] if key in afraid else [])]


def _name(one: Invitee, found: OpenConference) -> str:
    return with_role(one.name, found.word((one.role == "professional" and one.agency_code) or one.role or one.kind))
