"""Taking a rendered artefact apart: every text in it, also the hidden ones, with a word for where it stood."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Iterator
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

DEEPEST: Final = 4
"""An archive in an archive in a message in an archive; nothing that we make is deeper."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one part once unpacked. A larger one is not let out unread."""
_MAIL_BEGINS = (b"From:", b"To:", b"Subject:", b"MIME-Version:", b"Date:", b"Message-ID:", b"Content-Type:", b"Return-")


class Unreadable(ValueError):
    """An artefact that cannot be taken apart, so that nobody can say what is in it: it must not leave."""


def parts_of(content: bytes, *, where: str = "file", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every part of the artefact, itself first: (where it stood, its bytes). Raises `Unreadable`."""
    if depth > DEEPEST:
        raise Unreadable(f"{where}: wrapped more than {DEEPEST} times. Send the inner file by itself.")
    if len(content) > LARGEST:
        raise Unreadable(f"{where}: larger than {LARGEST // 2**20} MB once unpacked. Send it in parts.")
    yield where, content
    for inner, inside in _inside(content, where):
        yield from parts_of(inside, where=inner, depth=depth + 1)


def _inside(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"%PDF-"):
        yield from _of_pdf(content, where)
    elif content.startswith(b"PK\x03\x04"):
        yield from _of_archive(content, where)
    elif content.lstrip()[:200].startswith(_MAIL_BEGINS):
        yield from _of_message(content, where)


def _of_pdf(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Unreadable(f"{where}: the PDF is locked with a password. Send it without one.")
        for number, one in enumerate(reader.pages, start=1):
            yield f"{where}, page {number}", one.extract_text().encode()
        told = {**(reader.metadata or {})}
        yield f"{where}, document properties", "\n".join(f"{key} {value}" for key, value in told.items()).encode()
        if reader.xmp_metadata is not None:
            yield f"{where}, document properties", reader.xmp_metadata.stream.get_data()
        yield f"{where}, hidden structure", "\n".join(_strings(reader)).encode()
        for name, versions in reader.attachments.items():
            for held in versions:
                yield f"{where}, attachment", name.encode()
                yield f"{where}, attachment", held
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(f"{where}: the PDF cannot be read ({type(fault).__name__}). Make it anew.") from fault


def _strings(reader: PdfReader) -> Iterator[str]:
    """Every text string of the file's objects: alternative words of pictures, bookmarks, form values, tags."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, TextStringObject

    numbers = sorted({number for known in reader.xref.values() for number in known} | set(reader.xref_objStm))
    waiting: list[object] = [reader.get_object(IndirectObject(number, 0, reader)) for number in numbers]
    while waiting:
        one = waiting.pop()
        if isinstance(one, TextStringObject):
            yield str(one)
        elif isinstance(one, ByteStringObject):
            yield one.decode("latin-1")
        elif isinstance(one, DictionaryObject):
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, ArrayObject):
            waiting.extend(list.__iter__(one))


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
    for part in message.walk():
        yield f"{where}, headers", "\n".join(f"header {name}: {value}" for name, value in part.items()).encode()
        if not part.is_multipart():
            held = part.get_payload(decode=True)
            # A text that only begins like a message is its own body: it has been read already.
            if isinstance(held, bytes) and held.strip() != content.strip():
                yield f"{where}, {part.get_content_type()}", held
