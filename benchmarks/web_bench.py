"""Pages: signed in, checked, written to the audit trail, beside a bare Django page on the same server and database."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys

import psutil
import psycopg

from benchmarks.bare.server import bare_server, make_table
from benchmarks.load import CLIENTS, Cost, measure
from quorate.hosting.roles import APP, OWNER
from tests.faults.system import TOP, System
from tools.visitor import Visitor

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "240"))
TURNS = 3  # bare and ours take turns, so that a noisy neighbour disturbs both
PAGES = {"my work": "/", "teams (list)": "/administration/teams/", "case (record)": ""}
AIMS = {"teams (list)": 7.0, "case (record)": 6.0}  # milliseconds of processor time


def run() -> dict[str, float]:
    """Measures and prints. Raises AssertionError where a page does not answer."""
    system = System(TOP / ".cache" / "faults")
    system.start()
    try:
        with psycopg.connect(system.database.url(OWNER), autocommit=True) as connection:
            make_table(connection)
        with bare_server(system.database.url(APP)) as (bare, bare_port):
            return _measure_all(system, bare, bare_port)
    finally:
        system.stop()


def _measure_all(system: System, bare: psutil.Process, bare_port: int) -> dict[str, float]:
    pages_port, server = _page_server(system)
    database = psutil.Process(system.database.pid() or 0)
    strangers = [Visitor("127.0.0.1", bare_port) for _ in range(CLIENTS)]
    staff, paths = _staff(system, pages_port)
    costs: dict[str, list[Cost]] = {}
    for turn in range(TURNS + 1):
        measured = {"bare Django": measure(strangers, "/", REQUESTS, bare, database)}
        for name, path in paths.items():
            measured[name] = measure(staff[name], path, REQUESTS, server, database)
        if turn:  # the first turn warms up
            for name, cost in measured.items():
                costs.setdefault(name, []).append(cost)
    queries = {name: _queries(system, staff[name][0], path) for name, path in paths.items()}
    return _printed(costs, {"bare Django": 1, **queries})


def _printed(costs: dict[str, list[Cost]], queries: dict[str, int]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    yardstick = statistics.median(cost.both for cost in costs["bare Django"])
    print(f"{CLIENTS} clients, {REQUESTS} requests a turn, median of {TURNS} turns; processor time in ms a request")
    print(f"{'page':<16}{'server':>8}{'database':>10}{'both':>8}{'ratio':>7}{'p50':>8}{'p95':>8}{'queries':>9}  aim")
    for name, turns in costs.items():
        server, database, both, p50, p95 = (
            statistics.median(getattr(cost, what) for cost in turns)
            for what in ("server", "database", "both", "p50", "p95")
        )
        aim = f"at most {AIMS[name]:.0f}" if name in AIMS else ""
        print(
            f"{name:<16}{server:>8.2f}{database:>10.2f}{both:>8.2f}{both / yardstick:>7.1f}{p50:>8.1f}{p95:>8.1f}"
            f"{queries[name]:>9}  {aim}".rstrip()
        )
        numbers |= {f"{name}: processor ms": round(both, 2), f"{name}: ratio": round(both / yardstick, 2)}
        numbers |= {f"{name}: p50 ms": round(p50, 1), f"{name}: p95 ms": round(p95, 1)}
        numbers[f"{name}: queries"] = queries[name]
    return numbers


def _staff(system: System, port: int) -> tuple[dict[str, list[Visitor]], dict[str, str]]:
    """Eight people for each page, each signed in on their own, and the addresses that they will ask for."""
    with psycopg.connect(system.database.url(OWNER)) as connection:
        pack = str(connection.execute("SELECT min(pack) FROM people_authority").fetchone()[0])  # type: ignore[index]
    roles = {"my work": "Social worker", "case (record)": "Social worker", "teams (list)": "Conference administrator"}
    staff: dict[str, list[Visitor]] = {}
    paths = dict(PAGES)
    for role in dict.fromkeys(roles.values()):
        signed_in = [Visitor("127.0.0.1", port) for _ in range(CLIENTS)]
        for visitor in signed_in:
            visitor.sign_in(pack, role)
        staff |= {name: signed_in for name, wanted in roles.items() if wanted == role}
    paths["case (record)"] = _a_case(staff["case (record)"][0])
    return staff, {name: path for name, path in paths.items() if path}


def _a_case(visitor: Visitor) -> str:
    for path in ("/", "/search/"):
        found = re.search(r'href="(/cases/[a-z2-7]{26}/)"', visitor.get(path)[1])
        if found:
            return found[1]
    return ""


def _page_server(system: System) -> tuple[int, psutil.Process]:
    """The port of the pages behind the front, and the process that serves it."""
    for process in system.processes():
        found = re.search(r"granian wsgi 127\.0\.0\.1:(\d+) \S+$", " ".join(process.cmdline()).strip())
        if found:
            return int(found[1]), process
    raise AssertionError("no page server runs")


def _queries(system: System, visitor: Visitor, path: str) -> int:
    """How many statements one such page sends, asked of Django itself in a process of its own."""
    program = (
        "import sys, django; django.setup()\n"
        "from django.db import connection\n"
        "from django.test import Client\n"
        "from django.test.utils import CaptureQueriesContext\n"
        "client = Client(HTTP_HOST='127.0.0.1', HTTP_COOKIE=sys.argv[2])\n"
        "client.get(sys.argv[1])\n"
        "with CaptureQueriesContext(connection) as seen:\n"
        "    answer = client.get(sys.argv[1])\n"
        "assert answer.status_code == 200, answer.status_code\n"
        "print(len(seen))\n"
    )
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    said = subprocess.run(
        [sys.executable, "-c", program, path, cookies],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "quorate.config.settings", "QUORATE_VAR": str(system.folder)},
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return int(said.stdout.split()[-1])
