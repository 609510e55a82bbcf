"""An empty list of each kind to fill in, with one made-up row that shows how."""

from __future__ import annotations

import csv
import io

from quorate.people.lists.columns import COLUMNS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template(kind: str) -> bytes:
    """A CSV file (UTF-8 with the mark that spreadsheets look for) with the headings of this kind of list."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([column.heading for column in COLUMNS[kind]])
    lines.writerow([safe(column.example) for column in COLUMNS[kind]])
    return text.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """A value that a spreadsheet takes for text, whatever it begins with."""
    return f"'{text}" if text.startswith(_FORMULA) else text
