"""Row-level security of the records alone shows, and lets change, exactly what the decision table says.

The cells of the table stand as rows (`tests.access.world`); to each case of them a child, an address and more are
added, to each text a chronology entry and an allegation (`cells`). Then everybody reads whole tables, without any
filter of the application. And the test of the tests: a policy is dropped in a copy, and the comparison has to notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, transaction

from quorate.access.checks import check_the_wall
from quorate.access.context import acting_as
from quorate.cases import queries
from quorate.cases.models import Child, Need
from tests.access import world as worlds
from tests.access.test_row_level_security import PROTECTED
from tests.cases import cells
from tests.cases.cells import BY_CASE, allows
from tests.database import Urls, fresh_clone


@pytest.fixture(scope="module")
def world(module_database: Urls) -> Iterator[worlds.World]:
    yield cells.build(module_database.superuser)


def test_whole_tables_show_what_the_decision_table_allows_on_every_cell(world: worlds.World) -> None:
    wrong, counted = cells.wrong_by_case(world, worlds.everybody(world))
    assert (wrong, counted > 1000) == ([], True)


def test_entries_and_allegations_follow_their_label_and_allegations_only_the_closed_part(world: worlds.World) -> None:
    wrong, counted = cells.wrong_by_label(world, ((role, "strong") for role in world.people))
    assert (wrong, counted > 50) == ([], True)


def test_the_pages_own_filter_says_the_same_without_row_level_security(
    world: worlds.World, module_database: Urls
) -> None:
    wrong, counted = [], 0
    with fresh_clone(module_database.name) as bare:
        with psycopg.connect(bare.superuser) as superuser:
            for table in (*PROTECTED, "cases_child"):
                superuser.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        for role, strength in worlds.everybody(world):
            standing = world.standing(role, strength)
            own = world.cases[role]
            wanted = {case for case, cell in own.items() if allows(role, strength, "read", cell, "P")}
            with acting_as(standing):
                found = set(queries.children_in_reach(standing).values_list("case_id", flat=True))
            wrong += [(role, strength, own[one]) for one in (found & set(own)) ^ wanted]
            counted += len(wanted)
    assert wrong == []
    assert counted > 100


@pytest.mark.parametrize("role", ["social_worker", "chair", "partner", "administrator", "legal", "parent"])
def test_changes_reach_the_rows_of_cases_that_one_writes_in_and_no_others(world: worlds.World, role: str) -> None:
    with acting_as(world.standing(role, "strong")), transaction.atomic():
        changed = set(_update(Child)) & set(world.cases[role])
        transaction.set_rollback(True)
    wanted = {
        case
        for case, cell in world.cases[role].items()
        if allows(role, "strong", "write", cell) and allows(role, "strong", "read", cell, "P")
    }
    assert changed == wanted


def _update(model: Any) -> list[UUID]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET known_as = 'x' RETURNING case_id")
        return [case for (case,) in cursor.fetchall()]


@pytest.mark.parametrize("role", ["social_worker", "administrator", "partner"])
def test_rows_are_added_to_cases_that_one_writes_in_and_to_no_others(world: worlds.World, role: str) -> None:
    standing = world.standing(role, "strong")
    added = set()
    with acting_as(standing), transaction.atomic():
        for case, cell in world.cases[role].items():
            tenant = world.own if cell[5] == "own" else world.other
            try:
                with transaction.atomic():
                    Need(
                        case_id=case, authority_id=tenant, person_id=case, kind="travel", recorded_on="2026-01-01",
                        recorded_by=standing.user_id,
                    ).save(force_insert=True)  # fmt: skip
                    added.add(case)
            except DatabaseError:
                continue
        transaction.set_rollback(True)
    assert added == {case for case, cell in world.cases[role].items() if allows(role, "strong", "write", cell)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_address_words SET sealed = 'x'",
        "UPDATE cases_contact_way_words SET sealed = 'x'",
        "DELETE FROM cases_child",
        "DELETE FROM cases_address",
        "UPDATE cases_alias SET given_names = 'x'",
        "UPDATE cases_correction SET earlier = 'x'",
        "UPDATE cases_expected_date SET expected_on = '2026-01-01'",
        "UPDATE cases_chronology_entry SET words = 'x'",
        "DELETE FROM cases_redirect",
        "SELECT setval('cases_child_number', 1)",
    ],
)
def test_what_is_kept_cannot_be_rewritten_by_the_pages_role(module_database: Urls, statement: str) -> None:
    with psycopg.connect(module_database.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_the_start_up_check_finds_every_table_guarded(module_database: Urls) -> None:
    assert check_the_wall(databases=["default"]) == []


def test_nothing_is_there_where_nobody_is_acting(world: worlds.World, module_database: Urls) -> None:
    with psycopg.connect(module_database.app) as app:
        counts = {app.execute(f"SELECT count(*) FROM {m._meta.db_table}").fetchone() for m in BY_CASE}
        in_use = app.execute("SELECT cases_local_ids_in_use(ARRAY['L-1'])").fetchall()
    assert (counts, in_use) == ({(0,)}, [])


@pytest.fixture(scope="module")
def small(database: Urls) -> Iterator[tuple[Urls, worlds.World]]:
    with fresh_clone() as urls:
        yield urls, cells.build(urls.superuser, ("chair", "partner"))


SABOTAGE = [
    *(
        f"DROP POLICY {policy} ON {table}"
        for table in ("cases_child", "cases_address_words", "cases_alleged_harm", "cases_chronology_entry")
        for policy in ("tenant", "denied", "member")
        # Without the tenant the label's own policies still keep the rows of other authorities away.
        if policy == "member" or table in ("cases_child", "cases_address_words")
    ),
    *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in ("cases_relative", "cases_address")),
    "DROP POLICY member ON cases_alleged_harm; CREATE POLICY anybody ON cases_alleged_harm TO quorate_app USING (true)",
]


@pytest.mark.parametrize("sabotage", SABOTAGE)
def test_the_comparison_notices_a_policy_that_is_gone(small: tuple[Urls, worlds.World], sabotage: str) -> None:
    urls, world = small
    with fresh_clone(urls.name) as copy:
        with psycopg.connect(copy.superuser, autocommit=True) as superuser:
            superuser.execute(sabotage)
        who = [(role, "strong") for role in world.people]
        wrong = cells.wrong_by_case(world, who)[0] + cells.wrong_by_label(world, who)[0]
    assert wrong != []
