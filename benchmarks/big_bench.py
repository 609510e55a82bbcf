"""Pages over a large authority with one and with five years of work: what each costs, and what grows.

`BENCH_YEARS="5"` leaves out the smaller world; `BENCH_KEEP=1` keeps a world of an earlier shape; `BENCH_PAGES="save"`
measures only what has one of these words in its name; `BENCH_REQUESTS` says how many requests a turn has.
"""

from __future__ import annotations

import os
import random
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import psutil
import psycopg

from benchmarks import big_world
from benchmarks.bare.server import bare_server, make_table
from benchmarks.big import watching
from benchmarks.big.server import BigServer
from benchmarks.big.staff import Staff, hire
from benchmarks.load import CLIENTS, Cost, measure_deed
from quorate.hosting.roles import APP, OWNER
from tools.visitor import Visitor

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "240"))
YEARS = [int(one) for one in os.environ.get("BENCH_YEARS", "1 5").split()]
TURNS = 3
GROWS_AT_MOST, QUERIES_AT_MOST = 1.2, 8
# Milliseconds of processor time of server and database together: the first aim and the next.
AIMS: dict[str, tuple[float, ...]] = {
    "my work": (7.0, 5.5),
    "search": (9.0, 7.0),
    "child page": (6.0, 5.0),
    "save": (6.0, 5.0),
}
NAMES = ("Thistlemoor", "Okonbury", "Larkwick", "Brzozstow", "Quillcombe", "Siddiqmere", "Gurnholm", "Yilmgarth")

Deed = Callable[[Visitor, int], None]


@dataclass
class Asked:
    """One thing that is measured: who does it and what they do. `path` is a page whose queries can be counted."""

    name: str
    visitors: list[Visitor]
    deed: Deed
    path: str = ""


Deeds = Callable[[Staff, int, BigServer], list[Asked]]


@dataclass
class Found:
    """What was measured of one thing in one world."""

    turns: list[Cost] = field(default_factory=list)
    queries: int = 0
    rows: int = 0

    def median(self, what: str) -> float:
        return statistics.median(getattr(cost, what) for cost in self.turns)


def run() -> dict[str, float]:
    """Measures each world and prints them side by side."""
    staff, _ = hire(random.Random(f"staff/{big_world.SEED}"))
    return printed({years: in_world(years, staff, _deeds) for years in YEARS}, AIMS)


def in_world(years: int, staff: Staff, deeds: Deeds) -> dict[str, Found]:
    """What `deeds` cost in the world of so many years, beside the bare page."""
    server = big_world.ready(years)
    try:
        counted = big_world.rows_in(server)
        print(f"{years} years: " + ", ".join(f"{count:,} {name}" for name, count in counted.items()), flush=True)
        with psycopg.connect(server.database.url(OWNER), autocommit=True) as connection:
            make_table(connection)
        with bare_server(server.database.url(APP)) as (bare, bare_port), server.pages() as (port, pages):
            strangers = [Visitor("127.0.0.1", bare_port) for _ in range(CLIENTS)]
            asked = [Asked("bare Django", strangers, partial(get, "/")), *deeds(staff, port, server)]
            return _measured(server, asked, bare, pages)
    finally:
        server.database.stop()


def _measured(server: BigServer, asked: list[Asked], bare: psutil.Process, pages: psutil.Process) -> dict[str, Found]:
    database = psutil.Process(server.database.pid() or 0)
    found = {one.name: Found() for one in asked}
    for turn in range(TURNS + 1):
        for one in asked:
            for visitor in one.visitors:
                visitor.leave()  # the server has closed what idled meanwhile
            process = bare if one.name == "bare Django" else pages
            cost = measure_deed(one.visitors, one.deed, one.name, REQUESTS, process, database)
            if turn:  # the first turn warms up
                found[one.name].turns.append(cost)
    for one in asked:
        if one.path:
            found[one.name].queries, found[one.name].rows = watching.statements(server, one.visitors[0], one.path)
    return found


# --- who does what


def _deeds(staff: Staff, port: int, _server: BigServer) -> list[Asked]:
    workers = [signed_in(staff, port, staff.workers[n][0]) for n in range(CLIENTS)]
    managers = [signed_in(staff, port, staff.managers[n]) for n in range(CLIENTS)]
    unit = [signed_in(staff, port, one) for one in staff.of_unit["administrator"][:CLIENTS]]
    children = {id(one): _children_of(one) for one in (*workers, *unit)}
    for one in workers:
        one.read_token(f"{children[id(one)][0]}chronology/new/")
    every = [
        Asked("my work", workers, partial(get, "/?whose=mine"), "/?whose=mine"),
        Asked("team's work", managers, partial(get, "/?whose=team"), "/?whose=team"),
        Asked("unit's work", unit, partial(get, "/?whose=mine"), "/?whose=mine"),
        Asked("search", workers, _search, f"/search/?q={NAMES[0]}"),
        Asked("unit's search", unit, _search, f"/search/?q={NAMES[0]}"),
        Asked("child page", workers, partial(_look, children, ""), children[id(workers[0])][0]),
        Asked("unit's child page", unit, partial(_look, children, ""), children[id(unit[0])][0]),
        Asked("chronology", workers, partial(_look, children, "chronology/"), children[id(workers[0])][0]),
        Asked("save", workers, partial(_save, children)),
    ]
    return wanted(every)


def wanted(every: list[Asked]) -> list[Asked]:
    """Those that `BENCH_PAGES` names; all where it names none."""
    words = os.environ.get("BENCH_PAGES", "").split()
    return [one for one in every if not words or any(word in one.name for word in words)]


def signed_in(staff: Staff, port: int, who: object) -> Visitor:
    """A browser in which this person of the made-up authority is signed in."""
    visitor = Visitor("127.0.0.1", port)
    visitor.read_token("/demo/sign-in/?authority=leicester")
    status, _ = visitor.post("/demo/sign-in/", person=staff.refs[who], next="/")  # type: ignore[index]
    assert status == 302, f"signing in answered {status}"
    return visitor


def _children_of(visitor: Visitor) -> list[str]:
    status, body = visitor.get("/children/")
    found = re.findall(r'href="(/children/[a-z2-7]{26}/)"', body)
    assert status == 200 and found, f"/children/ answered {status} and shows {len(found)} children"
    return list(dict.fromkeys(found))[:20]


def get(path: str, visitor: Visitor, number: int) -> None:
    """A page that has to come."""
    status, _ = visitor.get(path)
    assert status == 200, f"{path} answered {status}"


def _search(visitor: Visitor, number: int) -> None:
    get(f"/search/?q={NAMES[number % len(NAMES)]}", visitor, number)


def _look(children: dict[int, list[str]], part: str, visitor: Visitor, number: int) -> None:
    own = children[id(visitor)]
    get(own[number % len(own)] + part, visitor, number)


def _save(children: dict[int, list[str]], visitor: Visitor, number: int) -> None:
    path = children[id(visitor)][number % len(children[id(visitor)])] + "chronology/new/"
    said = {"happened_on_day": "18", "happened_on_month": "11", "happened_on_year": "2026",
            "words": "Seen at school; settled.", "source": "School", "significance": "background"}  # fmt: skip
    status, _ = visitor.post(path, **said)
    assert status == 302, f"{path} answered {status}"


# --- saying it


def printed(found: dict[int, dict[str, Found]], aims: dict[str, tuple[float, ...]]) -> dict[str, float]:
    """Says what was found, the aims beside it."""
    numbers: dict[str, float] = {}
    print(f"\n{CLIENTS} clients, {REQUESTS} requests a turn, median of {TURNS}; processor time in ms a request")
    print(f"{'':<20}{'years':>6}{'server':>8}{'database':>9}{'both':>8}{'ratio':>7}{'p50':>8}{'p95':>8}{'queries':>8}"
          f"{'rows':>7}{'growth':>8}  aims")  # fmt: skip
    for name in found[YEARS[-1]]:
        first = found[YEARS[0]][name].median("both")
        for years in YEARS:
            one, bare = found[years][name], found[years]["bare Django"]
            server, database, both, p50, p95 = (
                one.median(what) for what in ("server", "database", "both", "p50", "p95")
            )
            said = " ".join(f"{aim:g}" for aim in aims.get(name, ()))
            print(
                f"{name:<20}{years:>6}{server:>8.2f}{database:>9.2f}{both:>8.2f}{both / bare.median('both'):>7.1f}"
                f"{p50:>8.1f}{p95:>8.1f}{one.queries or '':>8}{one.rows or '':>7}{both / first:>8.2f}  {said}".rstrip()
            )
            numbers |= {f"{name}, {years} years: processor ms": round(both, 2),
                        f"{name}, {years} years: ratio": round(both / bare.median("both"), 2),
                        f"{name}, {years} years: p95 ms": round(p95, 1)}  # fmt: skip
    return numbers
