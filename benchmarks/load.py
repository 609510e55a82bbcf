"""Load on a page, and what it costs: processor time of server and database, and how long people wait."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from tools.visitor import Visitor

CLIENTS = 8


@dataclass(frozen=True)
class Cost:
    """For one request, in milliseconds; the first two are processor time."""

    server: float
    database: float
    p50: float
    p95: float
    requests: int

    @property
    def both(self) -> float:
        return self.server + self.database


def processor_time(top: psutil.Process) -> float:
    """Seconds of processor time of a process and all it started, those included that have ended."""
    total = 0.0
    for one in (top, *top.children(recursive=True)):
        try:
            used = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system
        if one == top:
            total += used.children_user + used.children_system
    return total


def measure(
    visitors: list[Visitor], path: str, requests: int, server: psutil.Process, database: psutil.Process
) -> Cost:
    """Ask for a page `requests` times from all visitors at once. Raises AssertionError for any answer but 200."""

    def ask(visitor: Visitor, _number: int) -> None:
        status, _body = visitor.get(path)
        assert status == 200, f"{path} answered {status}"

    return measure_deed(visitors, ask, path, requests, server, database)


def measure_deed(
    visitors: list[Visitor],
    deed: Callable[[Visitor, int], None],
    name: str,
    requests: int,
    server: psutil.Process,
    database: psutil.Process,
) -> Cost:
    """Let all visitors at once do something, `requests` times in all; `deed` takes the visitor and a running number."""
    waits: list[float] = []
    each = requests // len(visitors)

    def visit(visitor: Visitor) -> None:
        for number in range(each):
            began = time.perf_counter()
            deed(visitor, number)
            waits.append(time.perf_counter() - began)
        visitor.leave()  # a server closes what idles while others are measured

    before = processor_time(server), processor_time(database)
    _all_at_once([lambda one=one: visit(one) for one in visitors])
    after = processor_time(server), processor_time(database)
    done = each * len(visitors)
    assert len(waits) == done, f"{done - len(waits)} requests to {name} failed"
    server_ms, database_ms = ((late - early) * 1000 / done for early, late in zip(before, after, strict=True))
    cuts = statistics.quantiles(waits, n=100)
    return Cost(server_ms, database_ms, cuts[49] * 1000, cuts[94] * 1000, done)


def _all_at_once(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
