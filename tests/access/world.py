"""A world in which every readable cell of the decision table stands as real rows, and who sees what of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import psycopg

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase, ProtectedText
from quorate.access.moments import today
from quorate.access.queries import cases_in_reach
from quorate.access.refs import new_ref
from quorate.access.roles import LABELS, ROLES, STRENGTHS
from quorate.access.standing import Standing
from tests.access.table import VALUES, Table

TODAY = today()
DAY = timedelta(days=1)
CASE_COLUMNS = ("relationship", "state", "conflict", "excluded", "restricted", "authority", "break_glass")

type_of_case = tuple[str, ...]


@dataclass
class World:
    """The people and cases: `cases` and `texts` give the cell that each stands for."""

    own: uuid.UUID = field(default_factory=uuid.uuid4)
    other: uuid.UUID = field(default_factory=uuid.uuid4)
    people: dict[str, tuple[uuid.UUID, uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    cases: dict[str, dict[uuid.UUID, type_of_case]] = field(default_factory=dict)
    texts: dict[str, dict[uuid.UUID, tuple[type_of_case, str, str]]] = field(default_factory=dict)
    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def standing(self, role: str, strength: str) -> Standing:
        """Somebody of this role, signed in this surely."""
        user, team, agency = self.people[role]
        return Standing(user, self.own, role, None, team, agency, strength)  # type: ignore[arg-type]

    def add(self, table: str, *row: object) -> None:
        self.rows.setdefault(table, []).append(row)


COLUMNS = {
    "people_authority": "id, ref, name, pack, is_open",
    "people_team": "id, ref, authority_id, name",
    "people_agency": "id, ref, authority_id, name, kind, is_open",
    "people_user": "id, ref, email, display_name, password, is_active, authority_id",
    "access_case": "id, ref, authority_id, kind, restricted, signed_at, founded_by, founded_at",
    "access_text": "id, case_id, authority_id, label, named_people, named_agencies",
    "access_grant": "id, case_id, authority_id, user_id, team_id, agency_id, as_role, begins_on, ends_on, why, "
    "given_by, attested_on",
    "access_conflict": "id, case_id, authority_id, user_id, kind, declared_by, declared_at, withdrawn_at",
    "access_exclusion": "id, case_id, authority_id, user_id, decided_by, decided_on, lifted_on",
    "access_restriction": "id, case_id, authority_id, user_id, listed_by, listed_at",
    "access_break_glass": "id, case_id, authority_id, user_id, reason_code, text, opened_at, ends_at, ended_at, "
    "review_due_on, verdict",
}


def build(superuser_url: str, roles: Iterable[str] = tuple(ROLES)) -> World:
    """Writes the world as a superuser (COPY knows no row-level security): each combination as a case of each role."""
    world = World()
    for authority, name in ((world.own, "Own Council"), (world.other, "Other Council")):
        world.add("people_authority", authority, new_ref(), name, "bolton", True)
    for role in roles:
        _person(world, role)
        world.cases[role], world.texts[role] = {}, {}
        for number, cell in enumerate(product(*(VALUES[column] for column in CASE_COLUMNS))):
            _case(world, role, number, cell)
    with psycopg.connect(superuser_url) as connection, connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in world.rows.get(table, ()):
                    copy.write_row(row)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    world.rows.clear()
    return world


def _person(world: World, role: str) -> None:
    user, team, agency = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    world.people[role] = (user, team, agency)
    world.add("people_team", team, new_ref(), world.own, f"Team {role}")
    world.add("people_agency", agency, new_ref(), world.own, f"Agency {role}", "school", True)
    world.add("people_user", user, new_ref(), f"{role}@example.example", role, "!", True, world.own)


def _case(world: World, role: str, number: int, cell: type_of_case) -> None:
    relationship, state, conflict, excluded, restricted, authority, glass = cell
    case, user = uuid.uuid4(), world.people[role][0]
    tenant = world.own if authority == "own" else world.other
    stranger = uuid.uuid4()
    world.cases[role][case] = cell
    world.add("access_case", case, new_ref(), tenant, "case", restricted != "no",
              TODAY if state == "signed" else None, stranger, TODAY - 30 * DAY)  # fmt: skip
    _grant(world, role, number, case, relationship)
    if conflict == "yes" or number % 2:  # else one that was withdrawn
        over = None if conflict == "yes" else TODAY
        world.add("access_conflict", uuid.uuid4(), case, world.own, user, "friend", user, TODAY, over)
    if excluded == "yes" or number % 3:
        over = None if excluded == "yes" else TODAY
        world.add("access_exclusion", uuid.uuid4(), case, world.own, user, stranger, TODAY, over)
    if restricted == "listed":
        world.add("access_restriction", uuid.uuid4(), case, world.own, user, stranger, TODAY)
    _broken_glass(world, user, number, case, glass)
    for label, named in product(LABELS, ("no", "yes")):
        text = uuid.uuid4()
        world.texts[role][text] = (cell, label, named)
        people, agencies = _named(world, role, named, number)
        world.add("access_text", text, case, tenant, label, people, agencies)


def _grant(world: World, role: str, number: int, case: uuid.UUID, relationship: str) -> None:
    """In force in several ways, or not in force in several ways."""
    user, team, agency = world.people[role]
    attests = ROLES[role].attest_days is not None
    held = {"user": user, "team": None, "agency": None, "begins": TODAY, "ends": None, "attested": TODAY - 60 * DAY}
    if relationship == "none":
        return
    if relationship == "active":
        ways = [{}, {"ends": TODAY}, {"user": None, "team": team}, {"agency": agency}, {"begins": TODAY - 90 * DAY}]
    else:
        ways = [
            {"begins": TODAY - 9 * DAY, "ends": TODAY - DAY}, {"begins": TODAY + DAY},
            {"agency": _any_other(world, role)},
            *([{"attested": TODAY - 61 * DAY}, {"attested": None}] if attests else []),
        ]  # fmt: skip
    held |= ways[number % len(ways)]
    world.add(
        "access_grant", uuid.uuid4(), case, world.own, held["user"], held["team"], held["agency"], role,
        held["begins"], held["ends"], "made up", uuid.uuid4(), held["attested"],
    )  # fmt: skip


def _any_other(world: World, role: str) -> uuid.UUID:
    name = f"another agency of {role}"
    for row in world.rows["people_agency"]:
        if row[3] == name:
            return row[0]  # type: ignore[return-value]
    agency = uuid.uuid4()
    world.add("people_agency", agency, new_ref(), world.own, name, "health", True)
    return agency


def _broken_glass(world: World, user: uuid.UUID, number: int, case: uuid.UUID, glass: str) -> None:
    """Running, or over in two ways, or never."""
    hour = timedelta(hours=1)
    opened, ended = (TODAY + 12 * hour, None)
    if glass == "no":
        if number % 3 == 0:
            return
        ended = opened if number % 3 == 1 else None
    ends = TODAY + 400 * DAY if glass == "yes" or ended else TODAY - 2 * DAY
    world.add("access_break_glass", uuid.uuid4(), case, world.own, user, "out_of_hours", "made up, long enough",
              opened, ends, ended, TODAY, "")  # fmt: skip


def _named(world: World, role: str, named: str, number: int) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    user, _, agency = world.people[role]
    if named == "no":
        return [uuid.uuid4()], [uuid.uuid4()]
    return ([user], []) if number % 2 else ([], [agency])


def expected(world: World, table: Table, role: str, strength: str) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """The cases and texts that the table shows to somebody of this role."""

    def allows(action: str, cell: type_of_case, label: str = "", named: str = "no") -> bool:
        relationship, state, conflict, excluded, restricted, authority, glass = cell
        return table.allows((role, action, relationship, label, named, state, conflict, excluded, restricted,
                             authority, strength, glass))  # fmt: skip

    cases = {case for case, cell in world.cases[role].items() if allows("see_case", cell)}
    texts = {
        text
        for text, (cell, label, named) in world.texts[role].items()
        if (allows("reveal_contact", cell) if label == "K" else allows("read", cell, label, named))
    }
    return cases, texts


def everybody(world: World) -> Iterator[tuple[str, str]]:
    """Every role at every strength."""
    return product(world.people, STRENGTHS)


def seen_through_the_database(world: World, role: str, strength: str) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """What the database shows without any filter of the application: every row of both tables."""
    with acting_as(world.standing(role, strength)):
        return (
            set(ProtectedCase.objects.values_list("id", flat=True)),
            set(ProtectedText.objects.values_list("id", flat=True)),
        )


def seen_through_the_application(world: World, role: str, strength: str) -> set[uuid.UUID]:
    """What the pages' own query shows."""
    standing = world.standing(role, strength)
    with acting_as(standing):
        return set(cases_in_reach(standing).values_list("id", flat=True))


def wrong_in_the_database(world: World) -> list[str]:
    """Where row-level security and the table differ; nothing when both walls stand."""
    table, wrong = Table(), []
    for role, strength in everybody(world):
        seen, wanted = seen_through_the_database(world, role, strength), expected(world, table, role, strength)
        for kind, got, should in zip(("case", "text"), seen, wanted, strict=True):
            where = world.cases if kind == "case" else world.texts
            for one in got ^ should:
                cell = where[role].get(one, "somebody else's")  # type: ignore[attr-defined]
                wrong.append(f"{role} {strength}: {'shows' if one in got else 'hides'} {kind} {cell}")
    return wrong


def wrong_in_the_application(world: World) -> list[str]:
    """Where the pages' own filter and the table differ."""
    table, wrong = Table(), []
    for role, strength in everybody(world):
        different = seen_through_the_application(world, role, strength) ^ expected(world, table, role, strength)[0]
        wrong += [f"{role} {strength}: {world.cases[role].get(one, 'somebody else')}" for one in different]
    return wrong
