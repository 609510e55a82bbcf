"""The test of the tests: each control is switched off in a copy, and a named assertion has to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from quorate.access import decide as deciding
from tests.access import probes
from tests.access import world as worlds
from tests.access.probes import Probe
from tests.database import Urls, fresh_clone

READING = probes.row_level_security_shows_what_the_table_says
TRAIL = probes.the_trail_is_kept
CONTEXTS = probes.contexts_are_proved_and_unreadable
NOBODY = "RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT NULL::uuid WHERE false $$"

DATABASE: dict[str, tuple[str, Probe]] = {
    **{
        f"drop policy {policy} of {table}": (f"DROP POLICY {policy} ON {table}", READING)
        for table, policies in (
            ("access_case", ("tenant", "denied", "member")),
            ("access_text", ("tenant", "denied", "label")),
        )
        for policy in policies
    },
    **{
        f"switch row-level security of {table} off": (f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", READING)
        for table in ("access_case", "access_text")
    },
    **{
        f"{function} says nobody": (f"CREATE OR REPLACE FUNCTION {function}() {NOBODY}", READING)
        for function in ("access_denied", "access_broken_glass")
    },
    **{
        # One part of what shuts a case is left out.
        f"{table} shuts nothing": (
            f"UPDATE pg_proc SET prosrc = replace(prosrc, 'FROM {table} ', 'FROM (SELECT * FROM {table} LIMIT 0) ')"
            " WHERE proname = 'access_denied'", READING)
        for table in ("access_conflict", "access_exclusion", "access_case")
    },
    "anybody reads P": (
        "CREATE POLICY anybody ON access_text TO quorate_app USING (label = 'P')", READING),
    "grants never end": (
        "UPDATE access_grant SET ends_on = NULL, begins_on = '2020-01-01'", READING),
    "attestation lasts for ever": ("UPDATE access_role SET attest_days = NULL", READING),
    "everybody breaks glass": ("UPDATE access_role SET breaks_glass = true", READING),
    "partners read everything": (
        "INSERT INTO access_rule (role, action, label, named_only, by) VALUES ('partner', 'read', 'R', false, 'grant')",
        READING),
    "an extra rule": (
        "INSERT INTO access_rule (role, action, label, named_only, by) VALUES ('legal', 'sign', '', false, 'grant')",
        probes.the_start_up_check_finds_nothing),
    "force is taken off": (
        "ALTER TABLE access_grant NO FORCE ROW LEVEL SECURITY", probes.the_start_up_check_finds_nothing),
    "a table of cases without a policy": (
        "CREATE TABLE drawing (case_id uuid)", probes.the_start_up_check_finds_nothing),
    "the pages own a table of cases": (
        "ALTER TABLE access_conflict OWNER TO quorate_app", probes.the_start_up_check_finds_nothing),
    "drop the tenant of grants": (
        "DROP POLICY tenant ON access_grant", probes.the_start_up_check_finds_nothing),
    "anybody gives access": (
        "CREATE POLICY anybody ON access_grant FOR INSERT TO quorate_app WITH CHECK (true)",
        probes.the_database_refuses_what_a_service_forgot),
    "cases are founded anywhere": (
        "DROP POLICY tenant ON access_case", probes.the_database_refuses_what_a_service_forgot),
    "founders see nothing": ("DROP POLICY founder ON access_case", probes.every_deed_leaves_its_entry),
    "contexts need no proof": (
        "CREATE OR REPLACE FUNCTION access_proved(message text, proof bytea) RETURNS boolean LANGUAGE sql "
        "AS 'SELECT true'", probes.contexts_are_proved_and_unreadable),
    "contexts can be read": ("GRANT SELECT ON access_context TO quorate_app", CONTEXTS),
    "the secret can be read": ("GRANT SELECT ON access_secret TO quorate_app", CONTEXTS),
    "leavers stay": ("DROP TRIGGER people_user_cut_off ON people_user", probes.a_leaver_is_cut_off),
    "changed members stay": ("DROP TRIGGER people_membership_cut_off ON people_membership", probes.a_leaver_is_cut_off),
    "entries can be changed": ("DROP TRIGGER audit_entry_unchanged ON audit_entry; "
                               "CREATE POLICY changes ON audit_entry TO quorate_owner USING (true)", TRAIL),
    "links can be changed": ("DROP TRIGGER audit_link_unchanged ON audit_link", TRAIL),
    "heads can be dropped": ("DROP TRIGGER audit_head_kept ON audit_head", TRAIL),
    "heads can go back": ("DROP TRIGGER audit_head_moves_on ON audit_head", TRAIL),
    "entries are not linked": ("DROP TRIGGER audit_entry_is_linked ON audit_entry", TRAIL),
    "entries may hold content": (
        "ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_holds_codes_only", probes.the_trail_holds_no_content),
    "the pages insert links": (
        "GRANT INSERT ON audit_link TO quorate_app", probes.the_pages_write_the_trail_by_the_one_function),
    "the trail does not know who acts": (
        "CREATE OR REPLACE FUNCTION audit_actor(OUT actor_id uuid, OUT authority_id uuid, OUT agency_id uuid, "
        "OUT role text) LANGUAGE sql AS 'SELECT NULL::uuid, NULL::uuid, NULL::uuid, NULL::text'",
        probes.every_deed_leaves_its_entry),
    "emergency access goes anywhere": (
        f"CREATE OR REPLACE FUNCTION access_denied() {NOBODY}", probes.emergency_access_keeps_its_limits),
    "one person widens a label": (
        "DROP TRIGGER access_text_second_person ON access_text", probes.a_wider_label_needs_two_people),
    "one agrees to one's own request": (
        "ALTER TABLE access_label_request DISABLE ROW LEVEL SECURITY; "
        "ALTER TABLE access_label_request DROP CONSTRAINT access_label_request_second_person",
        probes.a_wider_label_needs_two_people),
    "nobody is told": (
        "CREATE RULE silent AS ON INSERT TO access_break_glass_told DO INSTEAD NOTHING",
        probes.emergency_access_keeps_its_limits),
}  # fmt: skip


def _yes(*_: Any, **__: Any) -> Any:
    return deciding.Answer(True, "granted")


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _straight(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    return execute(sql, params, many, context)


def _all_cases(standing: Any) -> Any:
    from quorate.access.models import ProtectedCase

    return ProtectedCase.objects.all()


CODE: dict[str, tuple[str, str, Callable[..., Any], Probe]] = {
    "every decision is yes": (
        "quorate.access.permissions", "decide", _yes, probes.services_ask_before_they_write),
    "services do not ask": ("quorate.access.granting", "require", _nothing, probes.services_ask_before_they_write),
    "services do not record": ("quorate.access.granting", "record", _nothing, probes.every_deed_leaves_its_entry),
    "the pages do not filter": (
        "tests.access.world", "cases_in_reach", _all_cases, probes.the_pages_filter_shows_what_the_table_says),
    "no context is put first": (
        "quorate.access.context", "put_context_first", _straight, probes.nobody_acts_outside_a_context),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(module_database: Urls) -> Iterator[tuple[Urls, worlds.World]]:
    yield module_database, worlds.build(module_database.superuser, ("social_worker", "partner"))


@pytest.mark.parametrize("probe", sorted({probe.__name__ for _, probe in DATABASE.values()} | {
    probe.__name__ for *_, probe in CODE.values()}))  # fmt: skip
def test_with_everything_switched_on_every_assertion_holds(built: tuple[Urls, worlds.World], probe: str) -> None:
    with fresh_clone(built[0].name) as urls:
        getattr(probes, probe)(urls, built[1])


@pytest.mark.parametrize("switch", DATABASE)
def test_what_is_switched_off_in_the_database_is_noticed(built: tuple[Urls, worlds.World], switch: str) -> None:
    statement, probe = DATABASE[switch]
    with fresh_clone(built[0].name) as urls:
        with psycopg.connect(urls.superuser) as superuser:
            superuser.execute(statement)
        with pytest.raises(Exception) as noticed:
            probe(urls, built[1])
    assert not isinstance(noticed.value, (ImportError, NameError, AttributeError, TypeError))


@pytest.mark.parametrize("switch", CODE)
def test_what_is_switched_off_in_the_code_is_noticed(
    built: tuple[Urls, worlds.World], switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, instead, probe = CODE[switch]
    from django.db import connection

    with fresh_clone(built[0].name) as urls:
        monkeypatch.setattr(f"{module}.{name}", instead)
        connection.execute_wrappers.clear()
        with pytest.raises(Exception) as noticed:
            probe(urls, built[1])
    monkeypatch.undo()
    connection.execute_wrappers.clear()
    assert not isinstance(noticed.value, (ImportError, NameError, AttributeError, TypeError))
