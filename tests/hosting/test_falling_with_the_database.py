"""A process that must not outlive the database is started again when the database has been."""

from __future__ import annotations

import sys
import time
from typing import Any, cast

from quorate.hosting.child import Child
from quorate.hosting.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


class FallenDatabase:
    """A database that has ended and comes back when it is started."""

    def __init__(self) -> None:
        self.runs = False

    def pid(self) -> int | None:
        return 1 if self.runs else None

    def start(self) -> None:
        self.runs = True


def test_only_what_falls_with_the_database_is_started_again() -> None:
    worker, pages = Child("worker", SLEEPER, falls_with_database=True), Child("pages", SLEEPER)
    said: list[str] = []
    supervisor = Supervisor([worker, pages], cast(Any, FallenDatabase()), said.append)
    supervisor.start()
    before = worker.pid, pages.pid
    try:
        supervisor._tend_database()
        deadline = time.monotonic() + 20
        while worker.pid in (None, before[0]) and time.monotonic() < deadline:
            for child in supervisor.children:
                child.tend()
            time.sleep(0.05)
        assert worker.pid not in (None, before[0])
        assert pages.pid == before[1]
        assert said == ["the database ended; starting it again"]
    finally:
        supervisor.stop()
