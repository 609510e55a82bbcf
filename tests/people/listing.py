"""Lists for tests, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

TODAY = date(2026, 11, 20)

AGENCIES = {"Agency": "Weir Lane School", "Kind": "School"}
PROFESSIONALS = {"Full name": "Nadia Newmere", "Job title": "Head", "Agency": "Weir Lane School"}
ROOMS = {"Building": "Weir House", "Room": "Oak", "Seats": "12"}
SOUND = {"agencies": AGENCIES, "professionals": PROFESSIONALS, "rooms": ROOMS}


def as_csv(*rows: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows with the headings of all of them."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return lines(headings, *([row.get(heading, "") for heading in headings] for row in rows),
                 separator=separator, encoding=encoding)  # fmt: skip


def lines(*rows: Sequence[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows of cells as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[Any]) -> bytes:
    """Rows of cells as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
