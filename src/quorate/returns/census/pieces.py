"""From bytes to text that can be parsed child by child: encodings, lies about them, and lines counted exactly."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from quorate.returns.census.faults import NotACensusFile

BLOCK: Final = 1 << 16
LONGEST_PIECE: Final = 1 << 18
"""Characters that are handed on at the latest, ended child or not."""

_END: Final = re.compile(r"</(?:[\w.-]+:)?Child\s*>")
_TAIL: Final = 80  # longer than any end tag that _END finds: never cut one in two
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES: Final = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet; take the XML file out of it and give that"),
    (b"\x1f\x8b", "packed with gzip; unpack it and give the XML file"),
    (b"%PDF", "a PDF; export the census as XML"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; export the census as XML"),
)


class Piece(NamedTuple):
    """Some text of the file: the line that it begins on, and whether it ends with a child's end tag."""

    text: str
    line: int
    ends_child: bool


class Pieces:
    """The text of a file in pieces, each at most up to the end of one child.

    Raises `NotACensusFile` where the bytes cannot be XML. `wrong_line` is the first line that is not in the encoding
    the file declares (0: none), `encoding` the one it was read in, `declared` the one it names.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.bytes_read = 0
        self.wrong_line = 0
        first = self._block()
        if not first.strip():
            raise NotACensusFile("The file is empty; export the census again.")
        for start, said in _OTHER_FILES:
            if first.startswith(start):
                raise NotACensusFile(f"This is not a census file but {said}.")
        self._first, self.encoding, self.declared = _sniff(first)

    @property
    def lies(self) -> bool:
        """Whether the file is not in the encoding that its first line names."""
        return bool(self.declared) and (_family(self.declared) != _family(self.encoding) or self.wrong_line > 0)

    def _block(self) -> bytes:
        block = self._file.read(BLOCK)
        self.bytes_read += len(block)
        return block

    def __iter__(self) -> Iterator[Piece]:
        line, held = 1, ""
        for text in self._texts():
            held += text
            start = 0
            for end in _END.finditer(held):
                piece = held[start : end.end()]
                yield Piece(piece, line, True)
                line += piece.count("\n")
                start = end.end()
            held = held[start:]
            if len(held) > LONGEST_PIECE:
                piece, held = held[:-_TAIL], held[-_TAIL:]
                yield Piece(piece, line, False)
                line += piece.count("\n")
        if held:
            yield Piece(held, line, False)

    def _texts(self) -> Iterator[str]:
        """The text, decoded; bytes outside the declared encoding are read as Windows writes them."""
        strict = codecs.getincrementaldecoder(self.encoding)(errors="strict")
        lines = 1
        block = self._first
        while True:
            last = not block
            before = strict.getstate()
            try:
                text = strict.decode(block, last)
            except UnicodeDecodeError as wrong:
                strict.setstate(before)
                if not self.wrong_line:
                    self.wrong_line = lines + wrong.object[: wrong.start].count(b"\n")
                text = _as_windows_writes(before[0] + block, self.encoding)
                strict.reset()
            lines += text.count("\n")
            yield text
            if last:
                return
            block = self._block()


def _as_windows_writes(block: bytes, encoding: str) -> str:
    """The text of a block that is not all in its encoding: UTF-8 where it holds, else Windows-1252, byte by byte."""
    if encoding != "utf-8":
        return block.decode(encoding, errors="replace")
    return block.decode("utf-8", errors=_FALLBACK)


def _one_byte(wrong: UnicodeError) -> tuple[str, int]:
    assert isinstance(wrong, UnicodeDecodeError)
    return wrong.object[wrong.start : wrong.start + 1].decode("cp1252", errors="replace"), wrong.start + 1


_FALLBACK: Final = "quorate-census-windows"
codecs.register_error(_FALLBACK, _one_byte)


def _sniff(first: bytes) -> tuple[bytes, str, str]:
    """The bytes without their mark, the encoding they are in, and the one that they say they are in."""
    for mark, name in _MARKS:
        if first.startswith(mark):
            return first[len(mark) :], name, _declared(first[len(mark) :].decode(name, "ignore").encode()) or name
    if first[:2] == b"<\x00":
        return first, "utf-16-le", _declared(first.decode("utf-16-le", "ignore").encode())
    if first[:2] == b"\x00<":
        return first, "utf-16-be", _declared(first.decode("utf-16-be", "ignore").encode())
    declared = _declared(first)
    if not first.lstrip().startswith(b"<"):
        raise NotACensusFile("This is not an XML file: it does not begin with '<'; export the census as XML.")
    if _family(declared) not in ("", "utf-8", "utf-16"):
        return first, declared, declared
    return first, "utf-8", declared


def _declared(first: bytes) -> str:
    found = _DECLARED.match(first.lstrip())
    return found[1].decode("ascii").lower() if found else ""


def _family(name: str) -> str:
    """One name for what is one encoding; empty for none, and for one that nobody knows."""
    try:
        plain = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return "utf-16" if plain.startswith("utf-16") else "utf-8" if plain in ("ascii", "utf-8") else plain
