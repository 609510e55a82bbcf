"""The bytes of a file as rows of plain text, whatever programme wrote it. Nothing in a file is ever run or followed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quorate.people.lists import workbook
from quorate.people.lists.faults import Fault, Unreadable, Wrong
from quorate.people.lists.limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS

_SEPARATORS: Final = ",;\t|"
_ZIP, _OLD_OFFICE, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True)
class Sheet:
    """The headings and the rows below them, each with its number in the file; faults of single cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()


def read(content: bytes) -> Sheet:
    """The first sheet of an XLSX file, or a CSV file in any usual encoding and with any usual separator.

    Empty rows are left out; blanks around values too. Raises `Unreadable`.
    """
    if not content.strip():
        raise Unreadable("empty-file", "The file is empty.", "Choose the file that holds the list.")
    if len(content) > MOST_BYTES:
        raise Unreadable("too-large", "The file has more than 2 MB.", "Split it and bring the parts in one by one.")
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(
            "old-or-locked", "This is an old spreadsheet (.xls) or one with a password.", "Save it as .xlsx or CSV."
        )
    if content.startswith(_PDF):
        raise Unreadable("no-list", "This is a PDF, not a list.", "Save the list as .xlsx or CSV.")
    return _sheet(workbook.rows(content) if content.startswith(_ZIP) else _rows_of_text(_decoded(content)))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What spreadsheets on Windows write when nobody asks them for anything better.
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable("no-text", "The file holds what no text holds.", "Save the list as .xlsx or CSV.")
    return text


def _rows_of_text(text: str) -> Iterable[Sequence[object]]:
    first = next((line for line in text.splitlines() if line.strip(_SEPARATORS + ' "')), "")
    if first.lower().startswith("sep=") and len(first) == 5:  # a hint that some spreadsheets write and read
        text = text.partition(first)[2]
        first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from lines
    except csv.Error as error:
        raise Unreadable(
            "open-quotation",
            f"The file breaks off in row {lines.line_num}: a quotation mark is opened and not closed, or stands alone.",
            "Close it, or write it twice where it belongs to the text.",
        ) from error


def _sheet(rows: Iterable[Sequence[object]]) -> Sheet:
    headings: tuple[str, ...] = ()
    found: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows, 1):
        texts = [_text(cell, number, at, headings, faults) for at, cell in enumerate(cells)]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if not headings:
            headings = _headings(texts)
            continue
        if len(found) >= MOST_ROWS:
            raise Unreadable("too-many-rows", f"There are more than {MOST_ROWS} rows.", "Split the file.")
        if len(texts) > len(headings):
            faults.append(_too_wide(number))
            continue
        found.append((number, tuple(texts + [""] * (len(headings) - len(texts)))))
    if not found and not faults:
        raise Unreadable("no-rows", "There is nothing below the headings.", "Choose the file that holds the list.")
    return Sheet(headings, tuple(found), tuple(faults))


def _headings(texts: Sequence[str]) -> tuple[str, ...]:
    if len(texts) > MOST_COLUMNS:
        raise Unreadable("too-many-columns", f"There are more than {MOST_COLUMNS} columns.", "Use our template.")
    return tuple(texts)


def _too_wide(number: int) -> Fault:
    return Fault(
        number, "", "too-many-cells", "The row has more cells than there are headings.",
        "Look for a separator inside a value; put such a value into quotation marks.",
    )  # fmt: skip


def _text(cell: object, row: int, at: int, headings: Sequence[str], faults: list[Fault]) -> str:
    """A cell as text. One that begins like a formula stays the text that it is."""
    try:
        text = workbook.as_text(cell).strip("\ufeff \t\r\n\u00a0")
        if len(text) > LONGEST_CELL:
            raise Wrong("cell-too-long", f"The cell holds more than {LONGEST_CELL} characters.", "Shorten it.")
    except Wrong as wrong:
        faults.append(wrong.at(row, headings[at] if at < len(headings) else ""))
        return ""
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        return text[2:-1]  # how some spreadsheets keep the zero of a telephone number
    return text.removeprefix("'")
