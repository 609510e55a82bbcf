"""A conference over a large authority: its page, its meeting, its record, the diary, and saving what is written.

Beside the bare Django page of `big_bench`, in the worlds that it uses; the same settings of the environment.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID, uuid4

import psycopg

from benchmarks import big_bench, big_world
from benchmarks.big.server import BigServer
from benchmarks.big.sittings import COLUMNS
from benchmarks.big.staff import Staff, hire
from benchmarks.load import CLIENTS
from tools.visitor import Visitor

AIMS: dict[str, tuple[float, ...]] = {
    "conference page": (10.0,),
    "diary": (7.0,),
    "section saved": (6.0,),
    "card saved": (6.0,),
}
WORDS = "Seen at home; the flat was warm and the children had eaten."

# Conferences that a person holds by name today, newest first.
_HELD_BY = """SELECT k.ref, x.id FROM conferences_conference x JOIN access_case k ON k.id = x.case_id
    JOIN access_grant g ON g.case_id = x.case_id AND g.user_id = %s AND g.ends_on IS NULL
    WHERE x.state = %s AND NOT k.restricted ORDER BY x.starts_at DESC, x.id LIMIT 10"""
_SECTIONS = """SELECT k.ref, r.id, s.id FROM conferences_report_section s
    JOIN conferences_report r ON r.id = s.report_id
    JOIN conferences_conference x ON x.id = r.conference_id JOIN access_case k ON k.id = x.case_id
    JOIN access_grant g ON g.case_id = x.case_id AND g.user_id = %s AND g.ends_on IS NULL
    WHERE r.code = 'social-work' AND r.state = 'draft' AND NOT k.restricted ORDER BY s.id LIMIT 40"""

Paths = dict[int, list[str]]
Rows = list[tuple[object, ...]]


def run() -> dict[str, float]:
    """Measures each world and prints them side by side."""
    staff, _ = hire(random.Random(f"staff/{big_world.SEED}"))
    return big_bench.printed({years: big_bench.in_world(years, staff, _deeds) for years in big_bench.YEARS}, AIMS)


def _deeds(staff: Staff, port: int, server: BigServer) -> list[big_bench.Asked]:
    with psycopg.connect(server.database.url("postgres")) as connection:

        def asked(text: str, *values: object) -> Rows:
            return connection.execute(text, values).fetchall()  # type: ignore[call-overload, no-any-return]

        workers = _some((one for team in staff.workers for one in team), lambda one: asked(_SECTIONS, one))
        chairs = _some(staff.of_unit["chair"], lambda one: asked(_HELD_BY, one, "sitting"))
        held = {one: asked(_HELD_BY, one, "held") for one in workers}
    signed = {one: big_bench.signed_in(staff, port, one) for one in (*workers, *chairs)}
    unit = [big_bench.signed_in(staff, port, one) for one in staff.of_unit["administrator"][:CLIENTS]]
    by_worker, by_chair = [signed[one] for one in workers], [signed[one] for one in chairs]
    booked = {id(signed[one]): [f"/conferences/{ref}/" for ref, *_ in rows] for one, rows in workers.items()}
    sits = {id(signed[one]): [f"/conferences/{ref}/" for ref, *_ in rows] for one, rows in chairs.items()}
    done = {id(signed[one]): [f"/conferences/{ref}/" for ref, *_ in rows] for one, rows in held.items() if rows}
    sections = {
        id(signed[one]): [f"/conferences/{ref}/reports/{report}/parts/{section}/" for ref, report, section in rows]
        for one, rows in workers.items()
    }
    for visitor in by_worker:
        visitor.read_token(sections[id(visitor)][0])
    for visitor in by_chair:
        visitor.read_token(f"{sits[id(visitor)][0]}meeting/?part=analysis&add=harm")
    looking = [one for one in by_worker if id(one) in done]
    every = [
        big_bench.Asked("conference page", by_worker, partial(_look, booked, ""), booked[id(by_worker[0])][0]),
        big_bench.Asked("chair's conference", by_chair, partial(_look, sits, ""), sits[id(by_chair[0])][0]),
        big_bench.Asked("one held before", looking, partial(_look, done, ""), done[id(looking[0])][0]),
        big_bench.Asked("meeting", by_chair, partial(_look, sits, "meeting/?part=analysis"),
                        sits[id(by_chair[0])][0] + "meeting/?part=analysis"),
        big_bench.Asked("record", looking, partial(_look, done, "record/"), done[id(looking[0])][0] + "record/"),
        big_bench.Asked("diary", by_chair, partial(big_bench.get, "/diary/?by=chair"), "/diary/?by=chair"),
        big_bench.Asked("unit's diary", unit, partial(big_bench.get, "/diary/?by=room"), "/diary/?by=room"),
        big_bench.Asked("section saved", by_worker, partial(_save_section, sections)),
        big_bench.Asked("card saved", by_chair, partial(_save_card, sits)),
    ]  # fmt: skip
    return big_bench.wanted(every)


def _some(people: Iterable[UUID], rows: Callable[[UUID], Rows]) -> dict[UUID, Rows]:
    """The first people who have something of this kind, with it: as many as there are clients."""
    found: dict[UUID, Rows] = {}
    for one in people:
        if len(found) < CLIENTS and (told := rows(one)):
            found[one] = told
    assert len(found) == CLIENTS, f"only {len(found)} people of this world have such conferences"
    return found


def _look(paths: Paths, part: str, visitor: Visitor, number: int) -> None:
    own = paths[id(visitor)]
    big_bench.get(own[number % len(own)] + part, visitor, number)


def _save_section(sections: Paths, visitor: Visitor, number: int) -> None:
    """One part of a report, saved by itself while somebody writes; the version is the one that the answer gave."""
    own = sections[id(visitor)]
    path = own[number % len(own)]
    versions = visitor.__dict__.setdefault("versions", {})
    if path not in versions:
        versions[path] = _version(visitor.get(path)[1], path)
    said = {"words": f"{WORDS} ({number})", "meant_for": "P", "version": str(versions[path])}
    status, body = visitor.send(path, {"X-Quorate-Autosave": "1"}, **said)
    assert status == 200, f"{path} answered {status}"
    versions[path] = int(re.search(r'"version": ?(\d+)', body)[1])  # type: ignore[index]


def _version(page: str, path: str) -> int:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, f"{path} shows no version"
    return int(found[1])


def _save_card(sits: Paths, visitor: Visitor, number: int) -> None:
    own = sits[id(visitor)]
    path = f"{own[number % len(own)]}meeting/cards/{uuid4()}/?part=analysis"
    said = {"words": f"{WORDS} ({number})", "column": COLUMNS[number % len(COLUMNS)], "writer": str(uuid4()),
            "version": "0", "meant_for": "F-all"}  # fmt: skip
    status, _ = visitor.send(path, {"X-Quorate-Autosave": "1"}, **said)
    assert status == 200, f"{path} answered {status}"
