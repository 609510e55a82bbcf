"""The roles of the database and what each may do.

`quorate_owner` owns every table and migrates. `quorate_app` serves pages and `quorate_job` runs jobs: neither owns
anything, and row-level security binds both. `quorate_audit_writer` nobody can sign in as: it owns the one function
that writes the audit trail. `quorate_backup` reads everything, past row-level security, because a backup that obeys
it is empty."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

DATABASE = "quorate"
SUPERUSER = "postgres"
OWNER, APP, JOB, BACKUP = "quorate_owner", "quorate_app", "quorate_job", "quorate_backup"
AUDIT_WRITER = "quorate_audit_writer"

WITH_LOGIN = (OWNER, APP, JOB, BACKUP)
# Trigram search and exclusion constraints over ranges; names without their accents; names as they sound.
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch")

_LIMITS = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"


def create_roles(superuser_dsn: str, passwords: Mapping[str, str], database: str = DATABASE) -> None:
    """Make, or bring up to date, the roles, the database and what each role may do in it. Safe to repeat.

    `superuser_dsn` names any database of the server; `passwords` has one for each role of WITH_LOGIN. Raises
    psycopg.Error where the server refuses."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        _make_roles(connection, passwords)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    with psycopg.connect(superuser_dsn, dbname=database, autocommit=True) as connection:
        for name in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
        grant_in(connection, database)


def grant_in(connection: psycopg.Connection, database: str) -> None:
    """What the roles may do in one database; `connection` is a superuser's, to that very database."""
    owner, app, job, backup = (sql.Identifier(name) for name in WITH_LOGIN)
    writer, where = sql.Identifier(AUDIT_WRITER), sql.Identifier(database)
    both = sql.SQL("{}, {}").format(app, job)
    for statement in (
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(where),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}, {}").format(where, app, job, backup),
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(both, backup),
        # A function's new owner must be able to make functions where it stands.
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(writer),
        # Never TRUNCATE (row-level security does not see it), REFERENCES or TRIGGER.
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
        ).format(owner, both),
        sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}").format(
            owner, both
        ),
    ):
        connection.execute(statement)


def _make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for name in (*WITH_LOGIN, AUDIT_WRITER):
        verb = "ALTER" if name in known else "CREATE"
        past_policies = "BYPASSRLS" if name == BACKUP else "NOBYPASSRLS"
        login: sql.SQL | sql.Composed = sql.SQL("NOLOGIN")
        if name in WITH_LOGIN:
            login = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(passwords[name]))
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {_LIMITS} {past_policies} {{}}").format(sql.Identifier(name), login)
        )
    connection.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(BACKUP)))
    # The owner hands the audit function over in a migration: it may become the writer, but inherits nothing from it.
    how = "WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= 160000 else ""
    connection.execute(sql.SQL(f"GRANT {{}} TO {{}} {how}").format(sql.Identifier(AUDIT_WRITER), sql.Identifier(OWNER)))
