"""Kills parts of the running system with kill -9 while people save, a conference is moved, somebody is kept out of it,
e-mails go and jobs are ordered, and keeps a ledger of every answer that said "saved". Afterwards nothing in the ledger
may be missing, nothing may be there twice (no e-mail may have come twice unless it is marked so), and nothing may be
there by half (a row without its audit entry, or the reverse).

    python -m tests.faults.harness 50
"""

from __future__ import annotations

import http.client
import random
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from procrastinate import App, SyncPsycopgConnector

from quorate.hosting.roles import JOB, OWNER
from tests.faults.office import Decider, Mover, Post, booked, compared
from tests.faults.system import TOP, VICTIMS, System
from tools.visitor import Refused, Visitor

ADMINISTRATOR = "Conference administrator"
MARK = "Fault team"
BACK_WITHIN = 30.0  # seconds from the kill to the next save that is acknowledged
JOBS_DONE_WITHIN = 90.0


@dataclass
class Report:
    """What came of it. Times in seconds."""

    rounds: int = 0
    saved: int = 0
    jobs: int = 0
    moved: int = 0
    decided: int = 0
    mails: int = 0
    failed: int = 0
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    by_half: list[str] = field(default_factory=list)
    jobs_lost: list[int] = field(default_factory=list)
    back_after: dict[str, list[float]] = field(default_factory=dict)
    exit_code: int = -1
    left_running: list[str] = field(default_factory=list)


class Saver(threading.Thread):
    """Somebody who adds teams as fast as the pages answer, and notes every answer that said it was done."""

    def __init__(self, system: System, pack: str) -> None:
        super().__init__(daemon=True)
        self._visitor = Visitor(system.host, system.port)
        self._visitor.sign_in(pack, ADMINISTRATOR)
        self._visitor.read_token("/administration/teams/new/")
        self.ledger: list[str] = []
        self.failed = 0
        self.last_saved = 0.0
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.is_set():
            name = f"{MARK} {uuid.uuid4().hex}"
            try:
                status, location = self._visitor.post("/administration/teams/new/", name=name)
                if status != 302 or not location.endswith("/administration/teams/"):
                    raise Refused(f"{status} {location}")
            except (OSError, http.client.HTTPException, Refused):
                self.failed += 1
                time.sleep(0.05)
            else:
                self.ledger.append(name)
                self.last_saved = time.monotonic()
        self._visitor.leave()


class Orderer(threading.Thread):
    """Orders a job ten times a second, and notes the number of every job that the database acknowledged."""

    def __init__(self, system: System) -> None:
        super().__init__(daemon=True)
        self._url = system.database.url(JOB)
        self.ledger: list[int] = []
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.is_set():
            try:
                connector = SyncPsycopgConnector(conninfo=self._url, min_size=1, max_size=1, timeout=1)
                with App(connector=connector).open() as app:
                    while not self.ending.is_set():
                        order = app.configure_task("quorate.export-heads", queue="house")
                        self.ledger.append(order.defer(timestamp=0))
                        time.sleep(0.1)
            except Exception:  # whatever a dying database makes of it: this order was not acknowledged
                time.sleep(0.1)


def run(rounds: int, folder: Path | None = None, seed: int = 3) -> Report:
    """Start the system, kill something in every round, and compare. Raises AssertionError when it never comes back."""
    chance = random.Random(seed)
    report = Report()
    system = System(folder or TOP / ".cache" / "faults")
    post = Post(system.mail_port)
    try:
        system.start()
        savers = [Saver(system, pack) for pack in _packs(system)[:2]]
        orderer = Orderer(system)
        at = booked(system)
        mover, decider = Mover(system, at, at.administrator_ref), Decider(system, at, at.chair_ref)
        threads = [*savers, orderer, mover, decider]
        for thread in threads:
            thread.start()
        for number in range(rounds):
            time.sleep(chance.uniform(0.2, 1.2))
            victim = VICTIMS[number] if rounds < len(VICTIMS) else chance.choice(VICTIMS)
            report.back_after.setdefault(victim, []).append(_kill_and_wait(system, victim, savers))
            report.rounds += 1
        for officer in (mover, decider):
            officer.does_it_again(BACK_WITHIN)
        for thread in threads:
            thread.ending.set()
        for thread in threads:
            thread.join(60)
        _compare(system, savers, orderer, report)
        _compare_office(system, mover, decider, post, report)
    finally:
        before = system.processes()
        report.exit_code = system.stop()
        post.stop()
    report.left_running = [repr(one) for one in before if one.is_running()]
    if system.database.is_running():
        report.left_running.append("database")
    return report


def _packs(system: System) -> list[str]:
    with psycopg.connect(system.database.url(OWNER)) as connection:
        return [str(pack) for (pack,) in connection.execute("SELECT pack FROM people_authority ORDER BY pack")]


def _kill_and_wait(system: System, victim: str, savers: list[Saver]) -> float:
    """Seconds from the kill until each saver has saved again."""
    killed = time.monotonic()
    system.kill(victim)
    while any(saver.last_saved < killed + 0.05 for saver in savers):
        assert time.monotonic() < killed + BACK_WITHIN, f"no save for {BACK_WITHIN:.0f} s after killing the {victim}"
        time.sleep(0.01)
    return min(saver.last_saved for saver in savers) - killed


def _compare(system: System, savers: list[Saver], orderer: Orderer, report: Report) -> None:
    ledger = [name for saver in savers for name in saver.ledger]
    report.saved, report.jobs = len(ledger), len(orderer.ledger)
    report.failed = sum(saver.failed for saver in savers)
    with psycopg.connect(system.database.url("postgres"), autocommit=True) as connection:
        found = [
            (str(name), int(entries))
            for name, entries in connection.execute(
                "SELECT t.name, (SELECT count(*) FROM audit_entry e WHERE e.subject_id = t.id"
                " AND e.action = 'people.team-added') FROM people_team t WHERE t.name LIKE %s",
                [f"{MARK}%"],
            )
        ]
        there = [name for name, _ in found]
        report.missing = sorted(set(ledger) - set(there))
        report.twice = sorted({name for name in there if there.count(name) > 1}) if len(set(there)) < len(there) else []
        report.by_half = [name for name, entries in found if entries != 1]
        orphans = connection.execute(
            "SELECT e.subject_id::text FROM audit_entry e LEFT JOIN people_team t ON t.id = e.subject_id"
            " WHERE e.action = 'people.team-added' AND t.id IS NULL"
        )
        report.by_half += [str(row[0]) for row in orphans]
        report.jobs_lost = _jobs_not_done(connection, orderer.ledger)


def _compare_office(system: System, mover: Mover, decider: Decider, post: Post, report: Report) -> None:
    found = compared(system, mover, decider, post)
    report.moved, report.decided, report.mails = found.moved, found.decided, found.mails
    report.failed += mover.failed + decider.failed
    report.missing += found.missing
    report.twice += found.twice
    report.by_half += found.by_half


def _jobs_not_done(connection: psycopg.Connection, ordered: list[int]) -> list[int]:
    """Done jobs are deleted; those that stay for longer than allowed were lost."""
    deadline = time.monotonic() + JOBS_DONE_WITHIN
    while True:
        rows = connection.execute(
            "SELECT id, status::text, worker_id, attempts FROM procrastinate_jobs WHERE id = ANY(%s)", [ordered]
        )
        left = [(int(row[0]), *row[1:]) for row in rows]
        if not left or time.monotonic() > deadline:
            for one in left:
                print("not done: job {} is {} (worker {}, begun {} times)".format(*one))
            return [one[0] for one in left]
        time.sleep(0.2)


def told(report: Report) -> str:
    """The report in words."""
    lines = [
        f"{report.rounds} rounds: {report.saved} saves acknowledged ({report.failed} refused), {report.jobs} jobs",
        f"{report.moved} moves and {report.decided} decisions acknowledged, {report.mails} e-mails came",
        f"missing {len(report.missing)}, twice {len(report.twice)}, by half {len(report.by_half)}, "
        f"jobs lost {len(report.jobs_lost)}",
    ]
    for victim, times in sorted(report.back_after.items()):
        lines.append(f"{victim}: {len(times)} kills, saving again after at most {max(times):.1f} s")
    return "\n".join(lines)


if __name__ == "__main__":
    print(told(run(int(sys.argv[1]) if len(sys.argv) > 1 else 3)))
