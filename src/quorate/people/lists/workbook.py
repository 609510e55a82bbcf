"""Rows of an XLSX file: a folder that somebody packed, and may have packed in bad faith."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final

from quorate.people.lists.faults import Unreadable, Wrong

MOST_PARTS: Final = 500
MOST_UNPACKED: Final = 60_000_000
"""Bytes that all parts may have together when they are unpacked."""
_HEAD: Final = 4_096
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


def rows(content: bytes) -> Iterator[Sequence[object]]:
    """The cells of the first sheet, row by row; a formula is its text. Raises `Unreadable`."""
    _look_inside(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            # What a file says about its own size is not believed: it may say a million columns.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_col=200):
                yield [_value(cell) for cell in row]
        finally:
            book.close()
    except (Unreadable, Wrong):
        raise
    except Exception as error:  # openpyxl has no error of its own for what is damaged
        raise _damaged() from error


def as_text(cell: object) -> str:
    """One cell in plain text. Raises `Wrong` for a formula and for a value that could not be worked out."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Wrong):
        raise cell
    text = str(cell)
    if text in _ERRORS:
        raise Wrong("error-value", f"The cell holds {text} instead of a value.", "Mend it in the spreadsheet.")
    return text


def _value(cell: object) -> object:
    if getattr(cell, "data_type", "") == "f":
        return Wrong("formula", "The cell holds a formula.", "Copy the column and paste its values.")
    return getattr(cell, "value", None)


def _look_inside(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Unreadable("not-xlsx", "This is a packed folder, not a spreadsheet.", "Unpack it first.")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _bomb()
            for part in parts:
                _look_at(packed, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _damaged() from error


def _look_at(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Sizes in a folder are claims: what comes out is counted. No part may define entities."""
    unpacked = 0
    with packed.open(part) as stream:
        head = stream.read(_HEAD)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Unreadable("entities", "The spreadsheet defines entities, as no programme does.", "Save it anew.")
        unpacked = len(head)
        while more := stream.read(1 << 20):
            unpacked += len(more)
            if unpacked > MOST_UNPACKED:
                raise _bomb()


def _bomb() -> Unreadable:
    return Unreadable("unpacks-too-large", "The file unpacks to far more than a list.", "Save the list as CSV.")


def _damaged() -> Unreadable:
    return Unreadable("damaged", "The spreadsheet is damaged or not complete.", "Open it and save it again, or as CSV.")
