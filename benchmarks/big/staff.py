"""Who works in the big authority: teams of social care, a safeguarding unit, and how much each has on the desk."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from benchmarks.big.tables import Rows

TEAMS, WORKERS = 24, 9
UNIT = (("administrator", 14), ("chair", 16), ("minute_taker", 8), ("quality_assurance", 2))
NAME, PACK = "Aldermarsh (made up, large)", "leicester"
BEGAN_ON = date(2020, 1, 6)
_REF = "abcdefghijklmnopqrstuvwxyz234567"


def an_id(dice: random.Random) -> UUID:
    """An id that is the same for the same dice."""
    return UUID(int=dice.getrandbits(128), version=4)


def a_ref(dice: random.Random) -> str:
    """A public reference, the same for the same dice."""
    return "".join(dice.choices(_REF, k=26))


@dataclass
class Staff:
    """The people by role; social workers and their managers by team."""

    authority: UUID
    unit: UUID
    teams: list[UUID] = field(default_factory=list)
    workers: list[list[UUID]] = field(default_factory=list)
    managers: list[UUID] = field(default_factory=list)
    of_unit: dict[str, list[UUID]] = field(default_factory=dict)
    refs: dict[UUID, str] = field(default_factory=dict)


def hire(dice: random.Random) -> tuple[Staff, Rows]:
    """The authority, its teams and its people, with their rows."""
    staff = Staff(an_id(dice), an_id(dice))
    rows: Rows = {
        "people_authority": [{"id": staff.authority, "ref": a_ref(dice), "name": NAME, "pack": PACK, "is_open": True}],
        "people_team": [_team(dice, staff, staff.unit, "Safeguarding unit")], "people_user": [],
        "people_membership": [],
    }  # fmt: skip
    for number in range(TEAMS):
        team = an_id(dice)
        staff.teams.append(team)
        rows["people_team"].append(_team(dice, staff, team, f"Children's social work {number + 1}"))
        staff.workers.append([_person(dice, staff, rows, "social_worker", team) for _ in range(WORKERS)])
        staff.managers.append(_person(dice, staff, rows, "team_manager", team))
    for role, count in UNIT:
        staff.of_unit[role] = [_person(dice, staff, rows, role, staff.unit) for _ in range(count)]
    staff.of_unit["system"] = [_person(dice, staff, rows, "system_administrator", None)]
    rows |= rooms_of(dice, staff.authority)
    return staff, rows


def _team(dice: random.Random, staff: Staff, team: UUID, name: str) -> dict[str, object]:
    return {"id": team, "ref": a_ref(dice), "authority_id": staff.authority, "name": name}


def _person(dice: random.Random, staff: Staff, rows: Rows, role: str, team: UUID | None) -> UUID:
    user, number = an_id(dice), len(rows["people_user"])
    staff.refs[user] = a_ref(dice)
    rows["people_user"].append(
        {"id": user, "ref": staff.refs[user], "email": f"p{number}@aldermarsh.example", "is_active": True,
         "display_name": f"{role.replace('_', ' ').capitalize()} {number}", "password": "!",
         "authority_id": staff.authority}
    )  # fmt: skip
    rows["people_membership"].append(
        {"id": an_id(dice), "ref": a_ref(dice), "user_id": user, "authority_id": staff.authority, "team_id": team,
         "role": role, "begins_on": BEGAN_ON}
    )  # fmt: skip
    return user


VENUES, ROOMS = 4, 6


def rooms_of(dice: random.Random, authority: UUID) -> Rows:
    """The buildings of the authority and their rooms."""
    venues = [{"id": an_id(dice), "ref": a_ref(dice), "authority_id": authority, "name": f"Centre {number + 1}"}
              for number in range(VENUES)]  # fmt: skip
    rooms = [{"id": an_id(dice), "ref": a_ref(dice), "venue_id": venue["id"], "name": f"Room {number + 1}", "seats": 16}
             for venue in venues for number in range(ROOMS)]  # fmt: skip
    return {"people_venue": venues, "people_room": rooms}
