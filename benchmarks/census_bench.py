"""A census file comes in: seconds, processor time, rows, statements and audit entries a child, at 1× and 10×; killed.

BENCH_CENSUS=10000 children in the large file, a tenth of it in the small one; BENCH_KILLS=10 kills of an import.
"""

from __future__ import annotations

import io
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

CHILDREN = int(os.environ.get("BENCH_CENSUS", "10000"))
KILLS = int(os.environ.get("BENCH_KILLS", "10"))
TABLES = (
    "access_case", "access_grant", "cases_child", "cases_referral", "cases_enquiry", "cases_assessment",
    "conferences_conference", "conferences_child", "conferences_decision", "plans_plan", "cases_event", "cases_duty",
    "audit_entry",
)  # fmt: skip


def run() -> dict[str, float]:
    """Measures and prints. Raises AssertionError where a killed import ends otherwise than one left in peace."""
    from benchmarks.place import fresh_database

    with fresh_database():
        numbers = _numbers()
    for name, value in numbers.items():
        print(f"  {name:<44} {value:>12,}")
    return numbers


def _numbers() -> dict[str, float]:
    numbers: dict[str, float] = {}
    for times in (1, 10):
        numbers |= {f"{name} at {times}×": value for name, value in _measured(CHILDREN // 10 * times).items()}
    small, large = (numbers[f"cpu ms per child at {times}×"] for times in (1, 10))
    return numbers | {"cost per child at 10× / 1×": round(large / small, 2), "kills met at work": _killed()}


def _measured(count: int) -> dict[str, float]:
    """One import into a fresh database."""
    from tests.database import fresh_clone
    from tests.returns.bringing import Council
    from tests.returns.making import children, file_of

    data = file_of(list(children(count)))
    reading = _reading(data)
    with fresh_clone() as urls, _Statements() as statements:
        council = Council()
        before = _rows(urls.superuser)
        begun, own = time.perf_counter(), time.process_time()
        with _Watch(urls.name) as watch:
            run = council.bring_in(data)
        wall, own = time.perf_counter() - begun, time.process_time() - own
        rows = {name: now - before[name] for name, now in _rows(urls.superuser).items()}
    assert run.report["children_new"] == count
    entries = rows.pop("audit_entry")
    return {
        "children": count,
        "megabytes": round(len(data) / 1e6, 1),
        "reading alone, cpu ms per child": round(reading * 1000 / count, 2),
        "seconds": round(wall, 1),
        "python cpu ms per child": round(own * 1000 / count, 2),
        "database cpu ms per child": round(watch.seconds * 1000 / count, 2),
        "cpu ms per child": round((own + watch.seconds) * 1000 / count, 2),
        "rows per child": round(sum(rows.values()) / count, 1),
        "of them duties": round(rows["cases_duty"] / count, 1),
        "audit entries per child": round(entries / count, 2),
        "statements per child": round(statements.count / count, 3),
        "resident MB at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _reading(data: bytes) -> float:
    """Processor seconds for reading the file without bringing it in."""
    from quorate.returns.census import CensusReader

    begun = time.process_time()
    assert sum(1 for _ in CensusReader(io.BytesIO(data))) > 0
    return time.process_time() - begun


def _rows(url: str) -> dict[str, int]:
    import psycopg

    with psycopg.connect(url) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # type: ignore[index,arg-type]


class _Statements:
    """Counts what is sent to the database, by whichever thread."""

    def __enter__(self) -> _Statements:
        from django.db.backends.utils import CursorWrapper

        self.count, self._execute = 0, CursorWrapper.execute

        def counted(cursor: Any, *args: Any, **named: Any) -> Any:
            self.count += 1
            return self._execute(cursor, *args, **named)

        CursorWrapper.execute = counted  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        from django.db.backends.utils import CursorWrapper

        CursorWrapper.execute = self._execute  # type: ignore[method-assign]


class _Watch:
    """Adds up the processor time of the database's processes for one database, also of those that end."""

    def __init__(self, name: str) -> None:
        self._name, self._seen = name, dict[int, float]()
        self._ending = False

    @property
    def seconds(self) -> float:
        return sum(self._seen.values())

    def __enter__(self) -> _Watch:
        from threading import Thread

        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self._thread.join()

    def _look(self) -> None:
        known: dict[int, psutil.Process] = {}
        while not self._ending:
            for process in psutil.process_iter():
                if process.pid not in known and self._is_ours(process):
                    known[process.pid] = process
            for _ in range(20):
                for pid, process in known.items():
                    self._note(pid, process)
                time.sleep(0.02)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and self._name in " ".join(process.cmdline())
        except psutil.Error:
            return False

    def _note(self, pid: int, process: psutil.Process) -> None:
        try:
            times = process.cpu_times()
        except psutil.Error:
            return
        self._seen[pid] = times.user + times.system


def _killed() -> int:
    from tests.returns.test_killed_imports import killed_equals_undisturbed

    check: Callable[..., int] = killed_equals_undisturbed
    with TemporaryDirectory() as folder:
        return check(Path(folder), count=2_000, kills=KILLS, seed=4)
