"""A PDF taken apart: what its pages say, and every byte of it with the compressed ones unpacked.

The pages are read by PDFium. Everything else is taken from the bytes themselves, also what no page shows and what an
earlier version of the file left behind.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from threading import Lock
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one part once unpacked. A larger one is not let out unread."""

_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_LENGTH: Final = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)\b")
_NAME_SIGN: Final = re.compile(rb"#([0-9a-fA-F]{2})")
_DEFLATED: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHERWISE: Final = re.compile(
    rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)\b"
)
_HEXADECIMAL: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_OCTAL: Final = re.compile(rb"\\[0-7]")
# What Python's own reader of strings takes otherwise than a PDF's: a stroke before anything else, and more than a byte.
_OTHER_STROKE: Final = re.compile(rb"\\(?![0-7])")
_BEYOND_A_BYTE: Final = re.compile(rb"\\([4-7])(?=[0-7]{2})")
# A line end, a tab: no more than a letter's space. Any other sign after a stroke is the sign itself.
_ESCAPED_SPACE: Final = re.compile(rb"\\[nrtbf]")
_COLOURLESS: Final = (b"/ICCBased", b"/Colourly")
"""Of as many letters, so that everything stays in its place: making ready for colours costs PDFium more than reading
a page, and words are the same in any."""
_TYPEFACES: Final = (b"\0\1\0\0", b"OTTO\0")
"""With what the programs of typefaces begin: outlines of letters, and a few words about the typeface."""
_COLOURS: Final = "c56e1685d888f5edb92fe07f2750f387f8fe8e91b32ff8fb0b56bfbbb9458353"
"""SHA-256 of the profile of colours that typst puts into each paper. It says "sRGB" in letters of two bytes, for which
everything on the pages would be read in four more ways; any other profile, by one bit, is searched as all else is."""
_PLAIN_RUN: Final = re.compile(rb"[ -~]{6,}")
MAIL_BEGINS: Final = (
    b"From:", b"To:", b"Subject:", b"MIME-Version:", b"Date:", b"Message-ID:", b"Content-Type:", b"Return-",
)  # fmt: skip
_WRAPPED: Final = (b"%PDF-", b"PK\x03\x04", *MAIL_BEGINS)
"""With what files begin that hold others: an attachment that is one is taken apart in its turn."""
_HEAD: Final = 200
# PDFium is not made for threads.
_ONE_AT_A_TIME: Final = Lock()


class Unreadable(ValueError):
    """An artefact that cannot be taken apart, so that nobody can say what is in it: it must not leave."""


def parts_of_pdf(content: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    """Every part of a PDF: (where it stood, its bytes), the file without its compressed streams first.

    Raises `Unreadable`, also for a file that is locked with a password.
    """
    pages, properties = _read(content, where)
    outside, streams = _unpacked(content, where)
    yield where, outside
    for number, said in enumerate(pages, start=1):
        yield f"{where}, page {number}", said.encode(errors="replace")
    yield f"{where}, document properties", "\n".join(properties).encode(errors="replace")
    # Begun with a line end, so that it is not taken for another file that begins like this one.
    yield f"{where}, hidden structure", b"\n" + b"\n".join(_strings(one) for one in (outside, *streams))
    wrapped = [one for one in streams if one.lstrip()[:_HEAD].startswith(_WRAPPED)]
    yield f"{where}, streams", b"\n".join(_searched(one) for one in streams if one not in wrapped)
    for one in wrapped:
        yield f"{where}, attachment", one


def _read(content: bytes, where: str) -> tuple[list[str], list[str]]:
    """The words of each page as PDFium reads them, and the document's properties."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content.replace(*_COLOURLESS))
        except pypdfium2.PdfiumError as fault:
            if fault.err_code == pdfium.FPDF_ERR_PASSWORD:
                raise _locked(where) from fault
            raise _broken(where, fault) from fault
        try:
            if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
                raise _locked(where)
            pages = [_words_on(document, number) for number in range(len(document))]
            return pages, [f"{key} {value}" for key, value in document.get_metadata_dict().items()]
        except pypdfium2.PdfiumError as fault:
            raise _broken(where, fault) from fault
        finally:
            document.close()


def _words_on(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return str(text.get_text_range())
        finally:
            text.close()
    finally:
        page.close()


def _unpacked(content: bytes, where: str) -> tuple[bytes, list[bytes]]:
    """What stands outside the streams, and every stream unpacked."""
    outside: list[bytes] = []
    streams: list[bytes] = []
    at, left = 0, LARGEST
    while found := _STREAM.search(content, at):
        head = _NAME_SIGN.sub(_sign, content[content.rfind(b"obj", at, found.start()) : found.start()])
        if _OTHERWISE.search(head) and b"/XRef" not in head:
            return content, _by_pypdf(content, where)
        body, end = _stream(content, found.end(), head, where, left)
        left -= len(body)
        if left < 0:
            raise _too_large(where)
        outside.append(content[at : found.end()])
        streams.append(body)
        at = end
    return b"".join([*outside, content[at:]]), streams


def _stream(content: bytes, start: int, head: bytes, where: str, left: int) -> tuple[bytes, int]:
    """One stream unpacked, and where in the file it ended. What is not compressed ends before `endstream`."""
    inflating = zlib.decompressobj()
    try:
        body = inflating.decompress(memoryview(content)[start:], left + 1)
    except zlib.error as fault:
        if _DEFLATED.search(head):
            raise _broken(where, fault) from fault
    else:
        if inflating.eof:
            return body, len(content) - len(inflating.unused_data)
        if inflating.unconsumed_tail and len(body) > left:
            raise _too_large(where)
        if _DEFLATED.search(head):
            raise _broken(where, EOFError())
    said = _LENGTH.search(head)
    end = start + int(said[1]) if said else -1
    if said is None or not content[end : end + 12].lstrip().startswith(b"endstream"):
        end = content.find(b"endstream", start)
    return content[start:end], end if end >= start else len(content)


def _sign(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _strings(said: bytes) -> bytes:
    """The strings of a PDF's objects that do not stand there as they are read: in figures, or with escapes."""
    if said.startswith(_TYPEFACES):
        return b""
    found = [_of_figures(one[1]) for one in _HEXADECIMAL.finditer(said)]
    plain = _ESCAPED_SPACE.sub(b" ", _without_octal(said)) if b"\\" in said else said
    if plain != said:
        found.append(plain)
    return b"\n".join(found)


def _searched(stream: bytes) -> bytes:
    """What there is to be searched in a stream: of a typeface its words, of the colours we know nothing."""
    if sha256(stream).hexdigest() == _COLOURS:
        return b""
    return b"\n".join(_PLAIN_RUN.findall(stream)) if stream.startswith(_TYPEFACES) else stream


def _of_figures(figures: bytes) -> bytes:
    plain = b"".join(figures.split())
    held = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
    return held.decode("utf-16-be", errors="replace").encode(errors="replace") if held[:2] == b"\xfe\xff" else held


def _without_octal(said: bytes) -> bytes:
    """With a byte for every figure of up to three octal digits, of which a byte's worth counts."""
    if not _OCTAL.search(said):
        return said
    strokes = _OTHER_STROKE.sub(rb"\\134", _BEYOND_A_BYTE.sub(_of_a_byte, said))
    return strokes.decode("unicode_escape").encode("latin-1")


def _of_a_byte(found: re.Match[bytes]) -> bytes:
    return b"\\%d" % (int(found[1]) - 4)


def _by_pypdf(content: bytes, where: str) -> list[bytes]:
    """Every stream of a file that packs some of them in rarer ways."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject, StreamObject

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        numbers = sorted({number for known in reader.xref.values() for number in known})
        objects = (reader.get_object(IndirectObject(number, 0, reader)) for number in numbers)
        return [one.get_data() for one in objects if isinstance(one, StreamObject)]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError) as fault:
        raise _broken(where, fault) from fault


def _locked(where: str) -> Unreadable:
    return Unreadable(f"{where}: the PDF is locked with a password. Send it without one.")


def _too_large(where: str) -> Unreadable:
    return Unreadable(f"{where}: larger than {LARGEST // 2**20} MB once unpacked. Send it in parts.")


def _broken(where: str, fault: Exception) -> Unreadable:
    return Unreadable(f"{where}: the PDF cannot be read ({type(fault).__name__}). Make it anew.")
