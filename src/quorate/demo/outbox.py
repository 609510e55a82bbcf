"""The demonstration's outbox: what would have left the machine, as its reader would get it and as its source."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from quorate.notices.channels import outbox_folder
from quorate.web.pages import page
from quorate.web.permissions import signed_in

_MOST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One e-mail of the outbox."""

    key: UUID
    to: str
    subject: str
    at: datetime
    words: str
    files: tuple[tuple[int, str, str], ...]
    source: str


@signed_in
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail that would have left, the latest first. Anywhere but in a demonstration this page does not exist."""
    folder = _folder()
    files = sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime, reverse=True) if folder.is_dir() else []
    return page(request, "demo/outbox.html", title="Outbox", mails=[_seen(one) for one in files[:_MOST]])


@signed_in
@require_GET
def outbox_mail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One e-mail: its words, its files and its source."""
    return page(request, "demo/outbox_mail.html", title="An e-mail", mail=_seen(_file(key)))


@signed_in
@require_GET
def outbox_file(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One file of an e-mail."""
    parts = list(_parsed(_file(key)).iter_attachments())
    if number >= len(parts):
        raise Http404
    content = parts[number].get_payload(decode=True)
    return HttpResponse(
        content if isinstance(content, bytes) else b"", content_type=parts[number].get_content_type(),
        headers={"Content-Disposition": f'inline; filename="{parts[number].get_filename()}"'},
    )  # fmt: skip


def _folder() -> Path:
    if settings.QUORATE_MODE != "demo":
        raise Http404
    return outbox_folder()


def _file(key: UUID) -> Path:
    found = _folder() / f"{key}.eml"
    if not found.is_file():
        raise Http404
    return found


def _parsed(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def _seen(path: Path) -> Seen:
    mail = _parsed(path)
    body = mail.get_body(("plain",))
    files = tuple(
        (number, part.get_filename() or "file", part.get_content_type())
        for number, part in enumerate(mail.iter_attachments())
    )
    return Seen(
        UUID(path.stem), str(mail["To"]), str(mail["Subject"]), datetime.fromtimestamp(path.stat().st_mtime, UTC),
        body.get_content() if body is not None else "", files, path.read_bytes().decode(errors="replace"),
    )  # fmt: skip
