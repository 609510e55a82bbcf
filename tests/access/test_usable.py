"""Which grants count for an action stands ready in the database: always what the roles of the code say."""

from __future__ import annotations

import re

import psycopg
import pytest

from quorate.access.roles import ROLES
from tests.database import Urls

Rows = dict[tuple[str, str, str, bool], list[str]]


def standing_ready(owner: psycopg.Connection[tuple[object, ...]]) -> Rows:
    rows = owner.execute("SELECT role, action, label, named, usable FROM access_usable").fetchall()
    return {(role, action, label, named): usable for role, action, label, named, usable in rows}  # type: ignore[misc]


def by_the_roles() -> Rows:
    """The same from the code: a role may use the grants of the roles it acts as, where those may do the thing."""
    things = {(action, "") for role in ROLES.values() for action in role.does if action != "read"}
    labels = {label for role in ROLES.values() if "read" in role.does for label in (*role.reads, *role.reads_if_named)}
    things |= {("read", label) for label in labels}

    def may(code: str, action: str, label: str, named: bool) -> bool:
        role = ROLES[code]
        if action != "read":
            return action in role.does
        return "read" in role.does and (label in role.reads or (named and label in role.reads_if_named))

    return {
        (code, action, label, named): sorted(one for one in role.acts_as if may(one, action, label, named))
        for code, role in ROLES.items()
        for action, label in things
        for named in (False, True)
    }


def test_what_counts_is_what_the_roles_say(own_database: Urls) -> None:
    with psycopg.connect(own_database.owner) as owner:
        assert standing_ready(owner) == by_the_roles()
        days = owner.execute("SELECT DISTINCT attested, attest_days FROM access_usable").fetchall()
    attested = sorted((code, role.attest_days) for code, role in ROLES.items() if role.attest_days is not None)
    assert days == [([code for code, _ in attested], [days for _, days in attested])]


def test_it_follows_a_role_that_changes_and_a_rule_that_goes(own_database: Urls) -> None:
    with psycopg.connect(own_database.owner) as owner:
        before = standing_ready(owner)
        assert before["partner", "read", "R", False] == []
        owner.execute(
            "INSERT INTO access_rule (role, action, label, named_only, by)"
            " VALUES ('partner', 'read', 'R', false, 'grant')"
        )
        assert standing_ready(owner)["partner", "read", "R", False] == ["partner"]
        owner.execute("DELETE FROM access_rule WHERE role = 'partner'")
        assert not any("partner" in usable for usable in standing_ready(owner).values())
        owner.execute("UPDATE access_role SET attest_days = 3, breaks_glass = true")
        changed = owner.execute("SELECT DISTINCT attest_days[1], breaks_glass FROM access_usable").fetchall()
        assert changed == [(3, True)]
        owner.execute("TRUNCATE access_rule")
        assert standing_ready(owner) == {}


def test_the_pages_can_neither_read_nor_change_it(own_database: Urls) -> None:
    for words in ("SELECT * FROM access_usable", "UPDATE access_usable SET usable = '{chair}'"):
        for url in (own_database.app, own_database.job):
            with psycopg.connect(url) as pages, pytest.raises(psycopg.errors.InsufficientPrivilege):
                pages.execute(words)


def test_whatever_a_policy_or_a_function_asks_for_is_there(own_database: Urls) -> None:
    """A misspelt action would be answered with no case at all, and nobody would know why."""
    with psycopg.connect(own_database.owner) as owner:
        asked = owner.execute(
            "SELECT coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '')"
            " FROM pg_policy UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        ).fetchall()
        ready = {(action, label) for _, action, label, _ in standing_ready(owner)}
    call = re.compile(r"access_cases_for\('(\w+)'(?:::text)?(?:, '([\w-]*)')?")
    named = {(action, label or "") for (text,) in asked for action, label in call.findall(str(text))}
    assert named - ready == set()
    assert {("see_case", ""), ("read", "P"), ("write", "")} <= named
