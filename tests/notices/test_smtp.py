"""What the wire carries, seen by a real mail server: one recipient each, and what becomes of a refusal or cut line."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Letter
from email.policy import default
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from quorate.access.context import acting_as
from quorate.notices import channels
from quorate.notices.channels import NotSent, Refused, SmtpChannel, Uncertain
from quorate.notices.jobs import AT_ONCE
from quorate.notices.mails import Mail, source_of
from quorate.notices.models import Message
from quorate.notices.outbox import TRIED_AFTER
from quorate.notices.services import give_by_hand, handed_over
from tests import clock
from tests.database import urls_of
from tests.notices.making import FATHER, MOTHER, Stage

CUT = "cut"
LAPSED = timedelta(minutes=6)


@dataclass
class Office:
    """A mail server's mind: what it was told, and what it answers at "MAIL", "RCPT" or "DATA" (`CUT`: it hangs up)."""

    answers: dict[str, str] = field(default_factory=dict)
    slow: float = 0
    cut: str = ""
    asked: list[list[str]] = field(default_factory=list)
    got: list[tuple[str, list[str], Letter]] = field(default_factory=list)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append([])
        self._hang_up(server, "MAIL")
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked[-1].append(address)
        envelope.rcpt_tos.append(address)
        self._hang_up(server, "RCPT")
        return self.answers.get("RCPT", "250 OK")

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, says: list[str]) -> list[str]:
        session.host_name = name
        self._hang_up(server, "BEFORE")
        return says

    def _hang_up(self, server: Any, step: str) -> None:
        if self.cut == step:
            server.transport.abort()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers.get("DATA", "250 OK")[0] in "2c":
            letter = message_from_bytes(envelope.content, policy=default)
            self.got.append((envelope.mail_from, list(envelope.rcpt_tos), letter))
        await asyncio.sleep(self.slow)
        if self.answers.get("DATA") == CUT:
            server.transport.abort()
        return self.answers.get("DATA", "250 OK")


@pytest.fixture
def office() -> Iterator[tuple[Office, SmtpChannel]]:
    """A mail server in a thread, and the channel to it."""
    mind = Office()
    port = free_port()
    running = Controller(mind, hostname="127.0.0.1", port=port)
    running.start()
    yield mind, SmtpChannel("127.0.0.1", port, timeout=1)
    running.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def due(message: Message, later: timedelta = timedelta(0)) -> bool:
    """Whether the worker would take it up at that time."""
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).job) as worker:
        found = worker.execute("SELECT message_id FROM notices_due(%s, %s)", [clock.now() + later, AT_ONCE])
        return (message.pk,) in found.fetchall()


def test_the_wire_carries_one_recipient_one_to_and_nothing_that_tells(stage: Stage, office: Any) -> None:
    server, through = office
    stage.released()
    messages = stage.messages(state="waiting", channel="email")
    assert set(stage.send_all(through)) == {"sent"}
    assert len(server.got) == len(messages)
    assert {len(named) for named in server.asked} == {1}
    assert {MOTHER, FATHER} < {named[0] for named in server.asked}
    assert len({to for _, (to,), _ in server.got}) == len(messages)
    for _, (to,), letter in server.got:
        assert [one.addr_spec for value in letter.get_all("To") for one in value.addresses] == [to]
        assert [letter[name] for name in ("Cc", "Bcc", "Resent-To", "Resent-Bcc", "X-Mailer")] == [None] * 5
        assert letter["Subject"] == f"An appointment with {stage.agency.name}"
        names = [part.get_filename() for part in letter.walk() if part.get_filename()]
        assert names == ["letter.pdf", "appointment.ics"]
        # Nobody's letter names anybody else who got one.
        others = {one for _, (one,), _ in server.got if one != to}
        assert [one for one in others if one.encode() in letter.as_bytes()] == []


@pytest.mark.parametrize("answer", ["550 Nobody here", "552 Too much"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_what_the_server_refuses_has_failed_and_is_not_tried_again(
    stage: Stage, office: Any, step: str, answer: str
) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.answers[step] = answer
    assert stage.send(through, message) == "failed"
    found = stage.message_to(stage.family.mother)
    assert (found.state, found.why, server.got) == ("failed", "refused", [])
    server.answers.clear()
    assert (stage.send(through, message), stage.send(through, message, later=LAPSED), server.got) == ("", "", [])


class Answering:
    """A server that has been given a letter and answers with a code."""

    def __init__(self, code: int) -> None:
        self.code = code

    def send(self, source: bytes) -> None:
        assert source.endswith(b"\r\n.\r\n")

    def getreply(self) -> tuple[int, bytes]:
        return self.code, b""


@pytest.mark.parametrize(
    ("code", "fault"),
    [(-1, Uncertain), (199, Uncertain), (354, Uncertain), (600, Uncertain), (451, NotSent), (554, Refused)],
)
def test_an_answer_to_the_letter_that_says_nothing_is_asked_about_and_never_tried_again(
    code: int, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        channels._hand_over(Answering(code), b"Subject: An appointment\r\n")  # type: ignore[arg-type]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_what_the_server_does_not_take_now_waits_and_goes_once(stage: Stage, office: Any, step: str) -> None:
    """Greylisting: the same letter is taken when it comes again later, and never before its time."""
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.answers[step] = "451 4.7.1 Greylisted, come again later"
    assert stage.send(through, message) == "waiting"
    found = stage.message_to(stage.family.mother)
    assert (found.why, found.tries) == ("later", 1)
    server.answers.clear()
    assert (stage.send(through, message), due(message), server.got) == ("", False, [])
    assert due(message, timedelta(minutes=6))
    states = [stage.send(through, message, later=timedelta(minutes=6)) for _ in range(3)]
    assert (states, [to for _, to, _ in server.got]) == (["sent", "", ""], [[MOTHER]])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "BEFORE"])
def test_a_line_cut_before_the_letter_is_no_question(stage: Stage, office: Any, step: str) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.cut = step
    assert stage.send(through, message) == "waiting"
    why = "nobody-there" if step == "BEFORE" else "cut-before"
    assert (stage.message_to(stage.family.mother).why, server.got) == (why, [])
    server.cut = ""
    assert stage.send(through, message, later=timedelta(minutes=6)) == "sent"
    assert [to for _, to, _ in server.got] == [[MOTHER]]


def test_after_a_day_of_trying_a_person_is_asked_who_can_hand_it_over(stage: Stage, office: Any) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.answers["RCPT"] = "450 Mailbox busy"
    waited, states = timedelta(0), []
    for pause in (timedelta(0), *TRIED_AFTER):
        waited += pause + timedelta(seconds=1)
        states.append(stage.send(through, message, later=waited))
    assert (states, waited < timedelta(days=1)) == (["waiting"] * len(TRIED_AFTER) + ["failed"], True)
    assert (stage.message_to(stage.family.mother).why, due(message, timedelta(days=30))) == ("given-up", False)
    with acting_as(stage.agency.manager) as by:
        give_by_hand(message=message, by=by, at=clock.now())
        handed_over(message=message, by=by, at=clock.now())
    assert (stage.message_to(stage.family.mother).state, server.got) == ("handed", [])


def test_lines_that_begin_with_a_dot_arrive_as_they_were(office: Any) -> None:
    server, through = office
    source = b"From: a@council.example\r\nTo: b@family.example\r\n\r\n.\r\n..two\r\nend"
    through.send(message_id=uuid4(), sender="a@council.example", recipient="b@family.example", source=source)
    assert server.got[0][2].get_content().splitlines() == [".", "..two", "end"]


def test_a_line_cut_after_the_letter_leaves_a_question_and_never_a_second_letter(stage: Stage, office: Any) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.answers["DATA"] = CUT
    assert stage.send(through, message) == "unknown"
    found = stage.message_to(stage.family.mother)
    assert (found.state, found.why) == ("unknown", "line-broke")
    server.answers.clear()
    assert [stage.send(through, message, later=number * LAPSED) for number in range(3)] == ["", "", ""]
    assert [to for _, to, _ in server.got] == [[MOTHER]]


def test_a_server_that_does_not_answer_in_time_leaves_the_same_question(stage: Stage, office: Any) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    server.slow = 1.5
    assert stage.send(through, message) == "unknown"
    server.slow = 0
    assert (stage.send(through, message), [to for _, to, _ in server.got]) == ("", [[MOTHER]])


def test_where_nobody_is_there_it_waits_and_goes_once_when_somebody_is(stage: Stage, office: Any) -> None:
    server, through = office
    stage.released()
    message = stage.message_to(stage.family.mother)
    assert stage.send(SmtpChannel("127.0.0.1", free_port(), timeout=1), message) == "waiting"
    again = [stage.send(through, message, later=TRIED_AFTER[0] + timedelta(seconds=1)) for _ in range(3)]
    assert again == ["sent", "", ""]
    assert [to for _, to, _ in server.got] == [[MOTHER]]


def test_a_server_that_does_not_let_us_in_has_been_given_nothing(office: Any) -> None:
    server, through = office
    locked = SmtpChannel("127.0.0.1", through._port, "quorate", "wrong", timeout=1)
    with pytest.raises(NotSent, match="does not let us in"):
        locked.send(message_id=None, sender="a@council.example", recipient=MOTHER, source=b"x")  # type: ignore[arg-type]
    assert (server.asked, server.got) == ([], [])


@pytest.mark.parametrize("several", [f"{MOTHER}, {FATHER}", f"{MOTHER}\nBcc: {FATHER}", f"Morgan <{MOTHER}>", ""])
def test_what_is_not_one_address_gets_no_letter(several: str) -> None:
    mail = Mail("invitation", "Made-up Council", "office@council.example", several)
    with pytest.raises(ValueError, match="not one e-mail address"):
        source_of(mail, reference="<1@council.example>", at=datetime(2026, 11, 23, 9, tzinfo=UTC))
