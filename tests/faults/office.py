"""An office at work while parts of the system are killed: it moves a conference, decides who is kept out of it, and is
sent e-mails about the moves. Every answer that said "done" goes into a ledger, and so does every e-mail that arrived.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
import uuid
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from email import message_from_bytes
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from aiosmtpd.controller import Controller

from tests.faults.system import System
from tools.visitor import Refused, Visitor

LONDON = ZoneInfo("Europe/London")
CONFIRMS = "leicester"
"""An authority that confirms every new date by e-mail, so that each move has its e-mails."""
SENT_WITHIN = 90.0
_FREE = timedelta(days=400)
"""So far ahead nothing else is booked for the room and the people."""


class Post:
    """A mail server that takes whatever it is given and writes down which message it was."""

    def __init__(self, port: int) -> None:
        self.got: Counter[str] = Counter()
        self._running = Controller(self, hostname="127.0.0.1", port=port)
        self._running.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = re.match(r"<([0-9a-f-]{36})[.]", message_from_bytes(envelope.content)["Message-ID"])
        self.got[found[1] if found else "unknown"] += 1
        return "250 OK"

    def stop(self) -> None:
        self._running.stop()


@dataclass(frozen=True)
class Booked:
    """A booked conference of the made-up world, and the people who may move it and decide about it."""

    id: uuid.UUID
    ref: str
    room: uuid.UUID
    chair: uuid.UUID
    writer: uuid.UUID | None
    parent: uuid.UUID
    day: date
    administrator_ref: str
    chair_ref: str


_BOOKED = """
SELECT c.id, k.ref, b.room_id, b.chair_id, b.minute_taker_id, i.id, b.starts_at, a.ref, u.ref
FROM conferences_booking b
JOIN conferences_conference c ON c.id = b.conference_id JOIN access_case k ON k.id = c.case_id
JOIN people_authority y ON y.id = c.authority_id AND y.pack = %s
JOIN conferences_invitee i ON i.conference_id = c.id AND i.kind = 'parent' AND i.removed_on IS NULL
    AND i.person_id IS NOT NULL
JOIN people_user u ON u.id = b.chair_id
JOIN access_grant g ON g.case_id = c.case_id AND g.as_role = 'administrator' AND g.ends_on IS NULL
JOIN people_user a ON a.id = g.user_id
WHERE b.live AND b.room_id IS NOT NULL AND c.state = 'booked' AND b.starts_at > now() + interval '2 days'
ORDER BY b.starts_at, c.id, i.id, a.ref LIMIT 1
"""


def booked(system: System) -> Booked:
    """One conference to come."""
    with psycopg.connect(system.database.url("postgres")) as connection:
        row = connection.execute(_BOOKED, [CONFIRMS]).fetchone()
    assert row is not None, "the made-up world has a booked conference of an authority that confirms dates"
    far = row[6].astimezone(LONDON).date() + _FREE
    return Booked(*row[:6], far - timedelta(days=max(0, far.weekday() - 4)), *row[7:])


class Officer(threading.Thread, ABC):
    """Somebody who does one thing again and again, and notes what was answered with "done"."""

    def __init__(self, system: System, at: Booked, ref: str) -> None:
        super().__init__(daemon=True)
        self.at, self.failed, self.number = at, 0, 0
        self.ledger: list[Any] = []
        self.refused = ""
        self.ending = threading.Event()
        self._visitor = Visitor(system.host, system.port)
        self._visitor.read_token(f"/demo/sign-in/?authority={CONFIRMS}")
        status, _ = self._visitor.post("/demo/sign-in/", person=ref, next="/")
        assert status == 302, f"signing in answered {status}"

    def run(self) -> None:
        while not self.ending.is_set():
            self.number += 1
            try:
                self.ledger.append(self.once())
            except (OSError, http.client.HTTPException, Refused) as fault:
                self.failed, self.refused = self.failed + 1, str(fault)
            time.sleep(0.3)
        self._visitor.leave()

    def does_it_again(self, within: float) -> None:
        """Waits for the next answer that says "done". Raises AssertionError with what was said instead."""
        before, deadline = len(self.ledger), time.monotonic() + within
        while len(self.ledger) == before:
            assert time.monotonic() < deadline, f"not done in {within:.0f} s: {self.refused}"
            time.sleep(0.05)

    @abstractmethod
    def once(self) -> Any:
        """Does it once; gives what is written down. Raises Refused."""

    def _done(self, path: str, **fields: str) -> None:
        status, body, _ = self._visitor._ask("POST", path, {"csrfmiddlewaretoken": self._visitor._token, **fields})
        if status != 302:
            raise Refused(f"{path} answered {status}: {re.findall('error-message[^>]*>(.*?)</p>', body, re.S)}")


class Mover(Officer):
    """Moves the conference to another minute of its day each time, so that each move can be told from the others."""

    def begins(self, number: int) -> datetime:
        return datetime.combine(self.at.day, hour(8), LONDON) + timedelta(minutes=number % 600)

    def once(self) -> datetime:
        start, path = self.begins(self.number), f"/conferences/{self.at.ref}/booking/move/?day={self.at.day}"
        self._visitor.read_token(path)
        self._done(
            path, begins=f"{start:%H:%M}", ends=f"{start + timedelta(hours=1):%H:%M}", mode="in_person",
            room=str(self.at.room), chair_id=str(self.at.chair), minute_taker_id=str(self.at.writer or ""),
            beyond_why="Nobody is free before.", reason="Somebody is ill.", authorised_by="The head of service",
        )  # fmt: skip
        return start


class Decider(Officer):
    """Decides about a parent, with other reasons each time."""

    def once(self) -> str:
        path = f"/conferences/{self.at.ref}/people/{self.at.parent}/kept-out/"
        self._visitor.read_token(path)
        body = self._visitor.get(path)[1]
        ground, version = (re.search(rf'name="{name}"[^>]*value="([^"]+)"', body) for name in ("ground", "version"))
        words = f"You were violent at the last meeting. {uuid.uuid4().hex}"
        self._done(
            path, outcome="excluded", scope="whole", ground=ground[1] if ground else "", words=words,
            version=version[1] if version else "",
        )  # fmt: skip
        return words


@dataclass
class Found:
    """What stands of it in the end."""

    moved: int = 0
    decided: int = 0
    mails: int = 0
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    by_half: list[str] = field(default_factory=list)


_MOVES = """
SELECT b.id, b.starts_at, b.live, c.starts_at, (SELECT count(*) FROM audit_entry e
    WHERE e.subject_id = b.id AND e.action = 'booking.moved')
FROM conferences_booking b JOIN conferences_conference c ON c.id = b.conference_id
WHERE c.id = %s AND b.starts_at >= %s ORDER BY b.booked_at
"""
_DECISIONS = """
SELECT x.decided_words, x.outcome, x.scope, (SELECT count(*) FROM audit_entry e
    WHERE e.subject_id = x.id AND e.action = 'exclusion.decided')
FROM conferences_exclusion x WHERE x.conference_id = %s AND x.decided_words LIKE 'You were violent%%'
"""
_MAILS = """
SELECT m.id::text, m.state, r.subject_id FROM notices_message m JOIN release_release r ON r.id = m.release_id
WHERE m.conference_id = %s AND m.code = 'date-confirmed'
"""


def compared(system: System, mover: Mover, decider: Decider, post: Post) -> Found:
    """The ledgers beside the database."""
    found = Found(len(mover.ledger), len(decider.ledger), sum(post.got.values()))
    since = datetime.combine(mover.at.day, hour(0), LONDON)
    with psycopg.connect(system.database.url("postgres"), autocommit=True) as connection:
        moves = connection.execute(_MOVES, [mover.at.id, since]).fetchall()
        _compare_moves(moves, mover, found)
        decisions = connection.execute(_DECISIONS, [decider.at.id]).fetchall()
        stand = Counter(words for words, outcome, scope, _ in decisions if (outcome, scope) == ("excluded", "whole"))
        found.missing += [words for words in decider.ledger if words not in stand]
        found.twice += [words for words, count in stand.items() if count > 1]
        found.by_half += [words for words, _, _, entries in decisions if entries != 1]
        _compare_mails(connection, {one[0]: one[1] for one in moves}, mover, post, found)
    return found


def _compare_moves(moves: list[Any], mover: Mover, found: Found) -> None:
    """Each acknowledged move is there, once, with its entry in the trail; the last of all is where it is held."""
    stand = Counter(starts_at for _, starts_at, *_ in moves)
    found.missing += [f"move to {one}" for one in mover.ledger if one not in stand]
    found.twice += [f"move to {one}" for one, count in stand.items() if count > 1 and mover.number < 600]
    found.by_half += [f"move to {starts_at}" for _, starts_at, _, _, entries in moves if entries != 1]
    live = [(starts_at, held_at) for _, starts_at, is_live, held_at, _ in moves if is_live]
    if [one[0] for one in live] != [moves[-1][1]] or live[0][0] != live[0][1] or live[0][0] < mover.ledger[-1]:
        found.by_half.append(f"held at {live}, moved last to {mover.ledger[-1]}")


def _compare_mails(connection: Any, moves: dict[Any, datetime], mover: Mover, post: Post, found: Found) -> None:
    """Each acknowledged move has its e-mails; each was sent or is accounted for; none came twice without a flag."""
    deadline = time.monotonic() + SENT_WITHIN
    while True:
        every = connection.execute(_MAILS, [mover.at.id]).fetchall()
        rows = [one for one in every if one[-1] in moves]
        waiting = [id_ for id_, state, _ in rows if state == "waiting"]
        if not waiting or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    told = {moves[subject] for *_, subject in rows}
    found.missing += [f"e-mail about the move to {one}" for one in mover.ledger if one not in told]
    found.missing += [f"e-mail {id_}, still waiting" for id_ in waiting]
    found.by_half += [f"e-mail {id_}, sent" for id_, state, _ in rows if state == "sent" and not post.got[id_]]
    again = {id_ for (id_,) in connection.execute("SELECT id::text FROM notices_message WHERE again")}
    found.twice += [f"e-mail {id_}" for id_, count in post.got.items() if count > 1 and id_ not in again]
