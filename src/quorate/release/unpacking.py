"""Taking a rendered artefact apart: every text in it, also the hidden ones, with a word for where it stood."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from quorate.release.portable import LARGEST, MAIL_BEGINS, Unreadable, parts_of_pdf

__all__ = ["LARGEST", "Unreadable", "parts_of"]

DEEPEST: Final = 4
"""An archive in an archive in a message in an archive; nothing that we make is deeper."""


def parts_of(content: bytes, *, where: str = "file", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every part of the artefact, itself first: (where it stood, its bytes). Raises `Unreadable`."""
    if depth > DEEPEST:
        raise Unreadable(f"{where}: wrapped more than {DEEPEST} times. Send the inner file by itself.")
    if len(content) > LARGEST:
        raise Unreadable(f"{where}: larger than {LARGEST // 2**20} MB once unpacked. Send it in parts.")
    # The first part is the artefact itself, without what the others hold unpacked.
    (_, itself), *inside = _taken_apart(content, where)
    yield where, itself
    for inner, held in inside:
        yield from parts_of(held, where=inner, depth=depth + 1)


def _taken_apart(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"%PDF-"):
        yield from parts_of_pdf(content, where)
    elif content.startswith(b"PK\x03\x04"):
        yield where, content
        yield from _of_archive(content, where)
    elif content.lstrip()[:200].startswith(MAIL_BEGINS):
        yield from _of_message(content, where)
    else:
        yield where, content


def _of_archive(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield (
                f"{where}, names and remarks",
                b"\n".join([archive.comment, *(_named(one) for one in archive.filelist)]),
            )
            left = LARGEST
            for one in archive.filelist:
                left -= one.file_size
                if left < 0:
                    raise Unreadable(f"{where}: holds more than {LARGEST // 2**20} MB. Send it in parts.")
                if not one.is_dir():
                    yield f"{where}, {one.filename.rpartition('/')[2] or 'a file'}", archive.read(one)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as fault:
        raise Unreadable(f"{where}: the archive cannot be read ({type(fault).__name__}). Make it anew.") from fault


def _named(one: zipfile.ZipInfo) -> bytes:
    return one.filename.encode() + b"\n" + one.comment + b"\n" + one.extra


def _of_message(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    source, found = content, []
    for part in message.walk():
        found.append((f"{where}, headers", "\n".join(f"header {name}: {said}" for name, said in part.items()).encode()))
        if part.is_multipart():
            continue
        held = part.get_payload(decode=True)
        # A text that only begins like a message is its own body: it is read as it stands.
        if isinstance(held, bytes) and held.strip() != content.strip():
            found.append((f"{where}, {part.get_content_type()}", held))
            source = _without(source, part, held)
    yield where, source
    yield from found


def _without(source: bytes, part: Any, held: bytes) -> bytes:
    """The source without a body that was in base64 and nothing else: it is read unpacked."""
    body = part.get_payload()
    if isinstance(body, str) and str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        lines = body.encode(errors="replace")
        if b"".join(lines.split()) == base64.b64encode(held):
            return source.replace(lines, b"", 1)
    return source
