"""The two walls: entries a second, verifying, and what row-level security adds to a list and to one record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from quorate.hosting.account import database_account
from quorate.hosting.places import database_folder
from quorate.hosting.postgres import EmbeddedPostgres
from quorate.hosting.roles import create_roles
from tests.database import TOP, Urls, environment

CASES, PEOPLE, MINE, TEAM = 75_000, 500, 150, 2_000
CHAIN = 30_000
SECONDS = 3.0
APPEND = "SELECT audit_append('case.read', 'case', NULL, NULL, 'done', '', %s, NULL, '', '{\"part\": \"x\"}')"
LIST = "SELECT id, ref, kind FROM access_case {where} ORDER BY founded_at DESC LIMIT 20"


def run() -> dict[str, float]:
    """Measures on a server of its own that waits for the disk at every commit; prints and returns the numbers."""
    with _database() as urls:
        numbers = _appending(urls) | _verifying(urls) | _reading(urls)
    for what, number in numbers.items():
        print(f"  {what:<66}{number:>12,.2f}")
    return numbers


@contextmanager
def _database() -> Iterator[Urls]:
    place = database_folder(TOP / ".cache" / "bench", database_account())
    running = EmbeddedPostgres(place)
    running.start()
    try:
        create_roles(running.url("postgres", "postgres"), running._passwords())
        roles = ("quorate_app", "quorate_owner", "quorate_job", "quorate_backup", "postgres")
        urls = Urls(*(running.url(role) for role in roles), name="quorate")
        command = [sys.executable, "-m", "quorate.config.migrating"]
        subprocess.run(command, env=os.environ | environment(urls), cwd=TOP, check=True, capture_output=True)
        yield urls
    finally:
        running.stop()
        shutil.rmtree(Path(place), ignore_errors=True)


def _appending(urls: Urls) -> dict[str, float]:
    one, many = [uuid.uuid4()], [uuid.uuid4() for _ in range(150)]
    return {
        "entries/s, one authority, 8 writers": _rate(urls, one, 8, 0),
        "entries/s, one authority, page works 10 ms after its entry, 16": _rate(urls, one, 16, 0.010),
        "entries/s, 150 authorities, 8 writers": _rate(urls, many, 8, 0),
    }


def _rate(urls: Urls, authorities: list[uuid.UUID], writers: int, work: float) -> float:
    def write(number: int) -> int:
        done, until = 0, time.perf_counter() + SECONDS
        with psycopg.connect(urls.app) as app:
            while time.perf_counter() < until:
                app.execute(APPEND, [authorities[(number + done) % len(authorities)]])
                time.sleep(work)
                app.commit()
                done += 1
        return done

    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(write, range(writers))) / SECONDS


def _verifying(urls: Urls) -> dict[str, float]:
    os.environ.update(environment(urls) | {"QUORATE_ROLE": "owner"})
    import django

    django.setup()
    from quorate.audit.verifying import verify

    chain = uuid.uuid4()
    with psycopg.connect(urls.app) as app:
        app.execute(APPEND + " FROM generate_series(1, %s)", [chain, CHAIN])
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE audit_entry, audit_link")
    began = time.perf_counter()
    assert verify(chain) == []
    return {f"entries verified/s, a chain of {CHAIN}": CHAIN / (time.perf_counter() - began)}


def _reading(urls: Urls) -> dict[str, float]:
    me, team, authority = _fill(urls)
    mine = "WHERE id IN (SELECT case_id FROM access_grant WHERE user_id = %(me)s)"
    numbers: dict[str, float] = {}
    with psycopg.connect(urls.superuser) as free, psycopg.connect(urls.app) as bound:
        (ref,) = free.execute("SELECT c.ref FROM access_case c JOIN access_grant g ON g.case_id = c.id "
                              "WHERE g.user_id = %s LIMIT 1", [me]).fetchone() or ("",)  # fmt: skip
        values = {"me": me, "ref": ref}
        numbers["list of 20, no row-level security, ms"] = _time(free, LIST.format(where=mine), values)
        _enter(urls, bound, me, None, authority)
        numbers["list of 20, with it, ms"] = _time(bound, LIST.format(where=""), values)
        one = "SELECT * FROM access_case WHERE ref = %(ref)s"
        numbers["one record, no row-level security, ms"] = _time(free, one, values)
        numbers["one record, with it, ms"] = _time(bound, one, values)
        numbers["count of mine, with it, ms"] = _time(bound, "SELECT count(*) FROM access_case", values)
        _enter(urls, bound, me, team, authority)
        numbers[f"list of 20 of a team with {TEAM} cases, with it, ms"] = _time(bound, LIST.format(where=""), values)
        numbers[f"one record, team with {TEAM} cases, with it, ms"] = _time(bound, one, values)
    return numbers


def _time(connection: psycopg.Connection[Any], statement: str, values: dict[str, object]) -> float:
    taken = []
    for _ in range(40):
        began = time.perf_counter()
        connection.execute(statement, values).fetchall()
        taken.append(time.perf_counter() - began)
    return 1000 * median(taken)


def _enter(urls: Urls, app: psycopg.Connection[Any], me: uuid.UUID, team: uuid.UUID | None, tenant: uuid.UUID) -> None:
    """A context, opened as a superuser would, and put first into the connection's transaction."""
    with psycopg.connect(urls.superuser) as superuser:
        superuser.execute(
            "INSERT INTO access_context (handle_hash, user_id, authority_id, role, team_id, strength, opened_at, "
            "valid_until) VALUES (sha256('bench'), %s, %s, 'administrator', %s, 'strong', now(), now() + '1 hour') "
            "ON CONFLICT (handle_hash) DO UPDATE SET team_id = excluded.team_id",
            [me, tenant, team],
        )
    app.rollback()
    app.execute("SELECT set_config('app.ctx', 'bench', true)")


def _fill(urls: Urls) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """Cases of one authority; every person holds as many, one team holds very many, some are restricted."""
    authority, team = uuid.uuid4(), uuid.uuid4()
    people = [uuid.uuid4() for _ in range(PEOPLE)]
    with psycopg.connect(urls.superuser) as superuser, superuser.cursor() as cursor:
        cursor.execute("INSERT INTO people_authority VALUES (%s, %s, 'A', 'bolton', true)", [authority, "r"])
        cursor.execute("INSERT INTO people_team (id, ref, authority_id, name) VALUES (%s, 't', %s, 'T')",
                       [team, authority])  # fmt: skip
        for person in people:
            cursor.execute("INSERT INTO people_user (id, ref, email, display_name, password, is_active) "
                           "VALUES (%s, %s, %s, '', '!', true)", [person, person.hex[:26], person.hex])  # fmt: skip
        cursor.execute(
            "INSERT INTO access_case SELECT gen_random_uuid(), 'r' || n, %s, 'case', n %% 500 = 0, NULL, "
            "gen_random_uuid(), now() - n * interval '1 minute' FROM generate_series(1, %s) n", [authority, CASES]
        )  # fmt: skip
        grant = (
            "INSERT INTO access_grant (id, case_id, authority_id, user_id, team_id, as_role, begins_on, why, given_by) "
            "SELECT gen_random_uuid(), id, authority_id, %s, %s, 'administrator', %s, '', id FROM access_case "
            "ORDER BY random() LIMIT %s"
        )
        for person in people:
            cursor.execute(grant, [person, None, date(2026, 1, 5), MINE])
        cursor.execute(grant, [None, team, date(2026, 1, 5), TEAM])
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE")
    return people[0], team, authority
