"""The pages refuse to start with a role that is too strong; the roles the database enforces are those of the code."""

from __future__ import annotations

import psycopg

from quorate.access.checks import check_the_wall, protected_tables
from quorate.access.filling import rules_of_roles
from tests.audit.trail import as_role
from tests.database import Urls


def test_the_pages_and_the_worker_may_start(own_database: Urls) -> None:
    for url in (own_database.app, own_database.job):
        with as_role(url):
            assert check_the_wall(databases=["default"]) == []


def test_a_superuser_may_not_and_a_role_that_walks_round_policies_may_not(own_database: Urls) -> None:
    found = []
    for url in (own_database.superuser, own_database.backup):
        with as_role(url):
            found.append([fault.id for fault in check_the_wall(databases=["default"])])
    assert found == [["access.E001", "access.E002", "access.E003"], ["access.E002"]]


def test_every_table_with_a_case_is_protected_from_use_without_a_context(own_database: Urls) -> None:
    with psycopg.connect(own_database.owner) as owner:
        rows = owner.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'case_id' AND table_schema = 'public'"
        ).fetchall()
    assert {row[0] for row in rows} | {"access_case"} == protected_tables()


def test_the_database_has_the_rules_of_the_code(own_database: Urls) -> None:
    with psycopg.connect(own_database.owner) as owner:
        rows = owner.execute("SELECT role, action, label, named_only, by FROM access_rule").fetchall()
    assert set(rows) == rules_of_roles() and len(rows) == len(rules_of_roles())
