"""The ways in which words can stand in bytes without being readable at once.

Whatever folding takes away anyhow (line ends, `+` for a space, a folded calendar line) is no way of its own here.
"""

from __future__ import annotations

import binascii
import html
import quopri
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

# Eight signs of base64 and more, in lines of at least four. Looked for in what `_SHAPE` makes of a text (A for every
# such sign), because a row of the same letters is found far sooner than a row out of a set.
_SHORTEST: Final = b"AAAAAAAA"
_BASE64: Final = re.compile(rb"AAAAAAAAA*(?: {1,4}AAAAA*)*")
_SIGNS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"
_SPACES: Final = b" \t\n\r\f\v"
_SHAPE: Final = bytes(65 if one in _SIGNS else 32 if one in _SPACES else 46 for one in range(256))
_USUAL: Final = bytes.maketrans(b"-_", b"+/")
# What stands between two runs: it fills up the last letter of the one and, from whichever place in a group of four it
# is unpacked, becomes "QE" a few times. That is in no words, so that none are read across it.
_BETWEEN: Final = b"AAA" + b"U" * 15
_ENTITY: Final = re.compile(rb"&#?\w{1,40};?")
_TAG: Final = re.compile(rb"<[^<>]{0,2000}>")
_PERCENT: Final = re.compile(rb"%[0-9a-fA-F]{2}")
_PRINTABLE: Final = re.compile(rb"=[0-9a-fA-F]{2}")
_STROKE: Final = re.compile(rb"\\[ux]")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
# A few letters of UTF-16, whichever byte comes first.
_WIDE: Final = re.compile(rb"\0[\t-~]\0[\t-~]\0[\t-~]")
# How often one wrapping may hide in another: an attachment in base64 whose text is in base64.
DEEPEST: Final = 3


def readings(content: bytes, *, depth: int = 0) -> Iterator[tuple[str, bytes | str]]:
    """The bytes, and everything that they say once unwrapped (as UTF-8), each with the name of the wrapping."""
    for way, said in _texts_in(content):
        yield way, said
        text = said if isinstance(said, bytes) else said.encode(errors="ignore")
        for name, found in _unwrapped(text):
            yield (name if way == AS_IT_STANDS else way), found
        if depth < DEEPEST and (hidden := _base64_in(text)):
            for _, reading in readings(hidden, depth=depth + 1):
                yield "base64", reading


AS_IT_STANDS: Final = "as it stands"


def _texts_in(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    """The bytes in each way they could be meant."""
    yield AS_IT_STANDS, content
    if b"\0" in content and (_WIDE.search(content) or content.count(0) * 8 >= len(content)):
        for start in (0, 1):
            for order in ("le", "be"):
                yield "UTF-16", content[start:].decode(f"utf-16-{order}", errors="ignore")


def _unwrapped(text: bytes) -> Iterator[tuple[str, bytes]]:
    plain = text
    if b"&" in text and _ENTITY.search(text):
        said = text.decode(errors="ignore")
        unescaped = html.unescape(said)
        plain = unescaped.encode(errors="ignore")
        if unescaped != said:
            yield "HTML", plain
    if b"<" in plain and (found := _TAG.sub(b"", plain)) != plain:
        yield "between tags", found
    if b"%" in text and _PERCENT.search(text):
        once = unquote_to_bytes(text)
        yield "URL", once
        if _PERCENT.search(once):
            yield "URL", unquote_to_bytes(once)
    if b"=" in text and _PRINTABLE.search(text):
        yield "quoted-printable", quopri.decodestring(text)
    if b"\\" in text and _STROKE.search(text):
        said = text.decode(errors="ignore")
        yield "escapes", _ESCAPES.sub(lambda one: chr(int(one[1] or one[2], 16)), said).encode(errors="ignore")


def _base64_in(text: bytes) -> bytes:
    """Everything in it that could be base64, unpacked: once for each place in a group of four where it may begin."""
    shape = text.translate(_SHAPE)
    if _SHORTEST not in shape:
        return b""
    found = [text[slice(*one.span())] for one in _BASE64.finditer(shape)]
    # Figures alone are a number, of which a page is full: of three bytes that they would be, one is never of any text.
    runs = [run for run in found if not run.translate(None, _SPACES).isdigit()]
    if not runs:
        return b""
    row = _BETWEEN.join([b"", *runs, b""]).translate(_USUAL, _SPACES)
    # Four rows, each a place further on: in one of them a run begins at each place of a group.
    return b"".join(binascii.a2b_base64(row[start : start + (len(row) - start) // 4 * 4]) for start in range(4))
