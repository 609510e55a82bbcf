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
class Walk:
    """Where to begin: as whom to sign in, by role and name, and what is there for them."""

    role: str
    name: str
    see: str
    children: str


# Stage of a family, the role as whom one looks, and what there is to do.
WALKS = (
    ("conference_asked_for", "team_manager", "A request for a conference, to answer"),
    ("conference_agreed", "administrator", "A conference that was agreed, to book"),
    ("conference_near", "social_worker", "A report that was authorised, to share with the parents"),
    ("conference_today", "chair", "A conference today at 14:00, ready to start"),
    ("held_and_written", "chair", "A conference held on the last working day: the record, to approve"),
    ("held_and_written", "social_worker", "The same conference: decisions and the plan, to work with"),
    (
        "approved_and_sent",
        "minute_taker",
        "A conference whose record is approved: the minutes, to prepare",
    ),
)


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


def walks(pack: str, *, today: date) -> list[Walk]:
    """Where to begin in an authority of the demonstration; nowhere in any other."""
    place = next((n for n, one in enumerate(AUTHORITIES) if one.pack == pack), None)
    if place is None:
        return []
    staff = staff_names(place)
    told = {family.stage: family for family in families(place=place, today=today)}
    return [
        Walk(role, staff[role][getattr(places(told[stage].number), role)], see, _children(told[stage]))
        for stage, role, see in WALKS
    ]


def staff_names(place: int) -> Names:
    """The names of an authority's staff by role, in the order in which they are hired."""
    names = made_up_names()
    for _ in range(place * NAMES_AN_AUTHORITY + len(AGENCIES)):
        next(names)
    return {role: [next(names) for _ in range(count)] for role, count, _ in ROLES_OF_STAFF}


def _sight(family: Family, staff: Names) -> Sight:
    works = places(family.number)
    return Sight(
        children=_children(family),
        look=family.look,
        social_worker=staff["social_worker"][works.social_worker],
        team_manager=staff["team_manager"][works.team_manager],
        chair=staff["chair"][works.chair],
    )


def _children(family: Family) -> str:
    return ", ".join(f"{kid.given or 'Unborn'} {kid.family}" for kid in family.kids)
