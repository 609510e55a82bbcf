"""A large made-up authority for the benchmarks: 22,000 conferences in five years, by COPY, the same for the same seed.

`python -m benchmarks.big_world [YEARS]` makes what is missing in `.cache/big-YEARS` and says what is in it. With one
year everything that is going on is as much, and the history behind it a fifth: the difference is growth.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import psycopg

from benchmarks.big.server import TOP, BigServer

CONFERENCES, A_FAMILY = 22_000, 2.57
SEED, PARTS = 1, 2
COUNTED = (
    "access_case", "cases_child", "cases_relative", "conferences_conference", "cases_event", "cases_duty",
    "cases_person_name", "plans_plan", "cases_enquiry", "access_grant", "audit_entry", "conferences_booking",
    "conferences_invitee", "conferences_report_section", "conferences_card",
)  # fmt: skip
# What a world depends on: its shape and the rules that answered it.
_SHAPE = ("src/quorate/**/migrations/*.py", "src/quorate/**/sql/*.py", "src/quorate/cases/*.py",
          "src/quorate/procedure/*.py", "packs/leicester/**/*.toml", "packs/england/**/*.toml", "benchmarks/big/*.py",
          "benchmarks/big_world.py", "benchmarks/generate.py")  # fmt: skip


def ready(years: int) -> BigServer:
    """The running server of a world of so many years, made where it is missing or of an earlier shape."""
    server = BigServer(years)
    stamp, shape = server.folder / "made-by", _shape()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != shape:
        if os.environ.get("BENCH_KEEP") and stamp.exists():
            print(f"({server.folder.name} is of an earlier shape: kept, and migrated)")
            server.database.start()
            server.run("-m", "quorate.config.migrating")
        else:
            _make(server)
            stamp.write_text(shape, encoding="ascii")
    server.database.start()
    return server


def _shape() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _SHAPE for path in TOP.glob(pattern)}):
        digest.update(str(path.relative_to(TOP)).encode() + path.read_bytes())
    return digest.hexdigest()


def _make(server: BigServer) -> None:
    began = time.monotonic()
    server.database.stop()
    for folder in (server.database.folder, server.folder):
        shutil.rmtree(folder, ignore_errors=True)
    server.folder.mkdir(parents=True)
    server.folder.chmod(0o755)
    server.database.start()
    server.run("-m", "quorate.config.migrating")
    os.environ.update(server.environment())
    superuser = server.database.url("postgres")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(_TRAIL)
    families = round(CONFERENCES / A_FAMILY * server.years / 5)
    jobs = [(superuser, server.years, range(part, families, PARTS)) for part in range(PARTS)]
    with ProcessPoolExecutor(PARTS, mp_context=get_context("spawn")) as pool:
        pool.submit(_write_staff, superuser).result()
        duties = sum(pool.map(_write_part, jobs))
    with psycopg.connect(superuser, autocommit=True) as connection:
        _finish(connection)
    print(
        f"a world of {server.years} years with {duties:,} duties made in {time.monotonic() - began:.0f} s", flush=True
    )


def _write_staff(superuser: str) -> None:
    import django

    django.setup()
    from benchmarks.big.staff import hire
    from benchmarks.big.tables import copy

    with psycopg.connect(superuser) as connection:
        connection.execute("SET session_replication_role = replica")
        copy(connection, hire(random.Random(f"staff/{SEED}"))[1])


def _write_part(job: tuple[str, int, range]) -> int:
    """One process's families, a hundred at a time."""
    import django

    django.setup()
    from benchmarks.big.family import family_of
    from benchmarks.big.outcomes import complete, duties_of
    from benchmarks.big.staff import PACK, hire
    from benchmarks.big.tables import copy, copy_into

    superuser, years, numbers = job
    staff, _ = hire(random.Random(f"staff/{SEED}"))
    duties = 0
    with psycopg.connect(superuser) as connection:
        # Foreign keys and triggers are for those who may err; this writes in one go what belongs together.
        connection.execute("SET session_replication_role = replica")
        for start in range(0, len(numbers), 100):
            batch: dict[str, list[dict[str, Any]]] = {}
            streams = []
            for number in numbers[start : start + 100]:
                family = family_of(number, SEED, 365 * years, staff)
                complete(family, PACK)
                streams.append(family.stream)
                for table, said in family.rows.items():
                    batch.setdefault(table, []).extend(said)
            _copy_trail(connection, str(staff.authority), batch.pop("bench_trail", []))
            copy(connection, batch)
            due = duties_of(connection, streams)
            copy_into(connection, "cases_duty", due)
            duties += len(due)
            connection.commit()
    return duties


_TRAIL = """CREATE UNLOGGED TABLE bench_trail (at timestamptz, authority_id uuid, actor_id uuid, role text,
    action text, case_id uuid, facts jsonb)"""


def _copy_trail(connection: psycopg.Connection[Any], authority: str, said: list[dict[str, Any]]) -> None:
    from psycopg.types.json import Jsonb

    with connection.cursor() as cursor, cursor.copy("COPY bench_trail FROM STDIN") as into:
        for one in said:
            into.write_row([one["at"], authority, one["actor_id"], one["role"], one["action"], one["case_id"],
                            Jsonb(one["facts"])])  # fmt: skip


def _finish(connection: psycopg.Connection[Any]) -> None:
    """The trail in the order of time, chained as at commit; numbers of references; statistics."""
    from benchmarks.big.sittings import BOOKED, NOW, SIT_NOW
    from quorate.audit.canonical import canonical_sql

    connection.execute("SET session_replication_role = replica")
    connection.execute(
        "INSERT INTO audit_entry (at, authority_id, actor_id, role, vouched, action, subject_kind, subject_id, case_id,"
        " outcome, reason, request_id, facts) SELECT at, authority_id, actor_id, role, true, action, 'case', case_id,"
        " case_id, 'done', '', '', facts FROM bench_trail ORDER BY at, case_id"
    )
    connection.execute(_CHAIN.format(words=canonical_sql("e")))
    connection.execute("DROP TABLE bench_trail")
    connection.execute(BOOKED)
    connection.execute(SIT_NOW, {"now": NOW})
    connection.execute("SELECT setval('cases_child_number', (SELECT count(*) FROM cases_child) + 100000)")
    connection.execute("VACUUM ANALYZE")


_CHAIN = """DO $$
DECLARE
    e audit_entry;
    place bigint := 0;
    chained bytea := NULL;
BEGIN
    FOR e IN SELECT * FROM audit_entry ORDER BY id LOOP
        chained := sha256(coalesce(chained, sha256(convert_to('quorate audit chain ' || e.authority_id, 'UTF8')))
            || convert_to({words}, 'UTF8'));
        place := place + 1;
        INSERT INTO audit_link (entry_id, authority_id, seq, hash) VALUES (e.id, e.authority_id, place, chained);
    END LOOP;
    INSERT INTO audit_head (authority_id, seq, hash) VALUES (e.authority_id, place, chained);
END $$"""


def rows_in(server: BigServer) -> dict[str, int]:
    """How many rows the larger tables hold."""
    with psycopg.connect(server.database.url("postgres")) as connection:
        return {
            name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # type: ignore[index, arg-type]
            for name in COUNTED
        }


def main(arguments: list[str]) -> int:
    server = ready(int(arguments[0]) if arguments else 5)
    try:
        for name, count in rows_in(server).items():
            print(f"{name:<26}{count:>12,}")
    finally:
        server.database.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
