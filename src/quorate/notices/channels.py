"""The one door to the outside: every message that leaves the system goes through `Channel.send`.

A channel is given one e-mail for one address. There is no way to give it a list.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

_GO_ON: Final = 354
_DOT_AT_BEGINNING: Final = re.compile(rb"(?m)^\.")


class NotSent(Exception):
    """It has certainly not gone and is tried again later. `code` says why: nobody was there, or "later" was said."""

    def __init__(self, said: str = "", code: str = "nobody-there") -> None:
        super().__init__(said)
        self.code = code


class Refused(Exception):
    """It has certainly not gone, and trying again would not help: the address was refused."""


class Uncertain(Exception):
    """It may have gone or not: the line broke while it was handed over."""


class Channel(Protocol):
    """Something that takes messages."""

    def send(self, *, message_id: UUID, sender: str, recipient: str, source: bytes) -> None:
        """Hands over one e-mail for one recipient. Raises NotSent, Refused, Uncertain."""


class SmtpChannel:
    """A mail server, as the settings name it."""

    def __init__(
        self, host: str, port: int, user: str = "", password: str = "", *, tls: bool = False, timeout: float = 10
    ):
        self._host, self._port, self._user, self._password = host, port, user, password
        self._tls, self._timeout = tls, timeout

    def send(self, *, message_id: UUID, sender: str, recipient: str, source: bytes) -> None:
        """Hands over one e-mail for one recipient. Raises NotSent, Refused, Uncertain."""
        try:
            server = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent("the mail server cannot be reached") from fault
        try:
            self._begin(server)
            _offer(server, sender, recipient, len(source))
            _hand_over(server, source)
        finally:
            # What was accepted stays accepted, whatever becomes of saying goodbye.
            server.close()

    def _begin(self, server: smtplib.SMTP) -> None:
        try:
            server.ehlo()
            if self._tls:
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent("the mail server does not let us in") from fault


def _offer(server: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    """Sender, recipient and that a letter follows: until the server says "go on" it has been given nothing."""
    try:
        options = [f"size={size}"] if server.has_extn("size") else []
        for said in (server.mail(sender, options), server.rcpt(recipient), server.docmd("DATA")):
            _judge(said[0])
        if said[0] != _GO_ON:
            raise NotSent("the mail server does not say that it waits for the letter", "later")
    except UnicodeEncodeError as fault:
        raise Refused("no mail server can be told this address") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise NotSent("the line to the mail server broke before it had the letter", "cut-before") from fault


def _hand_over(server: smtplib.SMTP, source: bytes) -> None:
    """The letter, and what the server says of it: without an answer nobody knows."""
    letter = _DOT_AT_BEGINNING.sub(b"..", source)
    try:
        server.send(letter + (b"" if letter.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code = server.getreply()[0]
    except (OSError, smtplib.SMTPException) as fault:
        raise Uncertain("the line to the mail server broke while it had the letter") from fault
    if code // 100 not in (2, 4, 5):  # an answer that cannot be read is -1
        raise Uncertain("the mail server does not say whether it has the letter")
    _judge(code)


def _judge(code: int) -> None:
    """What the first figure of an answer means (RFC 5321, 4.2.1): 4 "not now", 5 "never"."""
    if code // 100 == 5:
        raise Refused("the mail server refused it")
    if code // 100 not in (2, 3):
        raise NotSent("the mail server says that it is to be tried later", "later")


class OutboxFolder:
    """The demo's outbox: each e-mail is a file that one can open; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, *, message_id: UUID, sender: str, recipient: str, source: bytes) -> None:
        """Puts the e-mail into the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f"{message_id}.part"
        unfinished.write_bytes(source)
        unfinished.rename(self._folder / f"{message_id}.eml")


def outbox_folder() -> Path:
    """Where the demo's e-mails lie."""
    return Path(settings.EMAIL_FILE_PATH) / "papers"


def channel() -> Channel:
    """The channel of this installation: a mail server where the settings name one, else the demo's folder."""
    if settings.EMAIL_HOST:
        return SmtpChannel(
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD,
            tls=settings.EMAIL_USE_TLS, timeout=settings.EMAIL_TIMEOUT,
        )  # fmt: skip
    return OutboxFolder(outbox_folder())
