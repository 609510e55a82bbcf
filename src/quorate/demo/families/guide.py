"""Whom to sign in as, and what there is to look at: one line a family. Worked out, not read from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quorate.demo.families.catalogue import families
from quorate.demo.families.telling import Family
from quorate.demo.people import made_up_names
from quorate.demo.places import AGENCIES, AUTHORITIES, NAMES_AN_AUTHORITY
from quorate.demo.staffing import ROLES_OF_STAFF

Names = dict[str, list[str]]


@dataclass(frozen=True)
class Sight:
    """One family to look at: its children, what happened, who works with it."""

    children: str
    look: str
    social_worker: str
    team_manager: str
    chair: str


@dataclass(frozen=True)
class Places:
    """Which of the people of each role works with a family, counted from 0 in the order in which they were hired."""

    social_worker: int
    team_manager: int
    chair: int
    administrator: int
    minute_taker: int


def places(number: int) -> Places:
    """Families go round: the workers of a manager's two teams, the chairs, the conference office."""
    half, turn = number % 2, number // 2
    return Places(half + 2 * (turn % 2), half, number % 3, turn % 2, half)


def sights(pack: str, *, today: date) -> list[Sight]:
    """Every family of an authority of the demonstration; none for any other authority."""
    place = next((n for n, one in enumerate(AUTHORITIES) if one.pack == pack), None)
    if place is None:
        return []
    staff = staff_names(place)
    return [_sight(family, staff) for family in families(place=place, today=today)]


def staff_names(place: int) -> Names:
    """The names of an authority's staff by role, in the order in which they are hired."""
    names = made_up_names()
    for _ in range(place * NAMES_AN_AUTHORITY + len(AGENCIES)):
        next(names)
    return {role: [next(names) for _ in range(count)] for role, count, _ in ROLES_OF_STAFF}


def _sight(family: Family, staff: Names) -> Sight:
    works = places(family.number)
    children = [f"{kid.given or 'Unborn'} {kid.family}" for kid in family.kids]
    return Sight(
        children=", ".join(children),
        look=family.look,
        social_worker=staff["social_worker"][works.social_worker],
        team_manager=staff["team_manager"][works.team_manager],
        chair=staff["chair"][works.chair],
    )
