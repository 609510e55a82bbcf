"""Refusals to start: a database role that is too strong, or a table of case records that a policy does not guard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from quorate.access.policies import PAGES

_ROLE: Final = """
SELECT r.rolsuper, r.rolbypassrls, ARRAY(SELECT c.relname::text FROM pg_class c
    WHERE c.relname = ANY (%s) AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user"""
_TABLES: Final = """
SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity,
    EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant' AND NOT p.polpermissive),
    ARRAY(SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (c.relname = 'access_case' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped))"""


def protected_tables() -> frozenset[str]:
    """The tables of case records: whatever has a `case_id`, and the cases themselves."""
    names = {
        model._meta.db_table
        for model in apps.get_models()
        if any(getattr(field, "attname", "") == "case_id" for field in model._meta.get_fields())
    }
    return frozenset(names | {"access_case"})


@register(Tags.database)
def check_the_wall(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Asks the database itself: run with `check --database default`, and by whatever starts the pages."""
    if not databases or "default" not in databases:
        return []
    # Django's own cursor would refuse: it takes the tables that are asked about for tables that are read.
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == "quorate_owner":
            return []
        return [*_too_strong(cursor), *_unguarded(cursor)]


def _too_strong(cursor: Any) -> list[CheckMessage]:
    cursor.execute(_ROLE, [sorted(protected_tables())])
    is_superuser, walks_round, owned = cursor.fetchone()
    hint = f"Let DATABASE_URL sign in as one of {PAGES}, made by `quorate.hosting.roles.create_roles`."
    faults = [
        (is_superuser, "access.E001", "The pages' database role is a superuser: row-level security does not bind it."),
        (walks_round, "access.E002", "The pages' database role has BYPASSRLS: row-level security does not bind it."),
        (owned, "access.E003", f"The pages' database role owns or may become the owner of {', '.join(owned)}."),
    ]
    return [Error(words, hint=hint, id=code) for is_so, code, words in faults if is_so]


def _unguarded(cursor: Any) -> list[CheckMessage]:
    cursor.execute(_TABLES)
    rows = cursor.fetchall()
    hint = "Call quorate.access.policies.protect(table) in the migration that makes the table."
    faults: list[CheckMessage] = [
        Error(f"{table} has a case_id and no forced row-level security.", hint=hint, id="access.E004")
        for table, is_forced, _, _ in rows
        if not is_forced
    ]
    faults += [
        Error(f"{table} has a case_id and no restrictive policy `tenant`.", hint=hint, id="access.E005")
        for table, _, has_tenant, _ in rows
        if not has_tenant
    ]
    missing = sorted(protected_tables() - {row[0] for row in rows})
    if missing:
        faults.append(
            Error(f"Not in the database: {', '.join(missing)}.", hint="Run quorate migrate.", id="access.E006")
        )
    return faults + _other_rules(cursor)


def _other_rules(cursor: Any) -> list[CheckMessage]:
    """The database's copy of the roles must be the one that decides here."""
    from quorate.access.filling import rules_of_roles

    cursor.execute("SELECT role, action, label, named_only, by FROM access_rule")
    if set(cursor.fetchall()) == rules_of_roles():
        return []
    words = "The roles that the database enforces are not those of this version."
    return [Error(words, hint="Run quorate migrate.", id="access.E007")]
