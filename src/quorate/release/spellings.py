"""The ways in which words can stand in a text or in bytes without being readable at once."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}(?:\s{1,4}[A-Za-z0-9+/_-]{4,})*={0,2}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")
# How often one wrapping may hide in another: an attachment in base64 whose text is in base64.
DEEPEST = 3


def texts_in(content: bytes) -> Iterator[tuple[str, str]]:
    """The bytes as text in each way they could be meant, with the name of that way."""
    yield "as it stands", content.decode("utf-8", errors="replace")
    if b"\0" in content:
        for start in (0, 1):
            yield "UTF-16", content[start:].decode("utf-16-le", errors="replace")
            yield "UTF-16", content[start:].decode("utf-16-be", errors="replace")


def readings(text: str, *, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The text, and everything that it says once unwrapped, each with the name of the wrapping."""
    yield "as it stands", text
    for name, found in _unwrapped(text):
        if found != text:
            yield name, found
    if depth < DEEPEST:
        for hidden in _base64_in(text):
            for _, inside in texts_in(hidden):
                for _, reading in readings(inside, depth=depth + 1):
                    yield "base64", reading


def _unwrapped(text: str) -> Iterator[tuple[str, str]]:
    plain = html.unescape(text)
    yield "HTML", plain
    if "<" in plain:
        yield "between tags", _TAG.sub("", plain)
    if "%" in text or "+" in text:
        once = unquote_plus(text)
        yield "URL", once
        yield "URL", unquote_plus(once)
    if "=" in text:
        yield "quoted-printable", quopri.decodestring(text.encode()).decode("utf-8", errors="replace")
    if "\\" in text:
        yield "escapes", _ESCAPES.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    yield "folded lines", _FOLDED_LINE.sub("", text)


def _base64_in(text: str) -> Iterator[bytes]:
    for found in _BASE64.finditer(text):
        run = re.sub(r"\s", "", found[0]).rstrip("=").replace("-", "+").replace("_", "/")
        # The run may begin in the middle of a group of four: each beginning is tried.
        for start in range(4):
            part = run[start:]
            whole = part[: len(part) - (1 if len(part) % 4 == 1 else 0)]
            try:
                yield base64.b64decode(whole + "=" * (-len(whole) % 4))
            except (binascii.Error, ValueError):
                continue
