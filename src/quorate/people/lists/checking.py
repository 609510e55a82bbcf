"""A list against its columns: which rows can come in, and every fault of those that cannot."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from quorate.people.lists.columns import COLUMNS, Column
from quorate.people.lists.faults import Fault, Unreadable, Wrong
from quorate.people.lists.reading import Sheet
from quorate.people.lists.values import folded
from quorate.people.models import ListKind

_TOLD_APART_BY: Final[Mapping[str, tuple[str, ...]]] = {
    ListKind.AGENCIES: ("name",),
    ListKind.PROFESSIONALS: ("full_name", "agency"),
    ListKind.ROOMS: ("venue", "name"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sound row: its number and its values by the codes of the columns; what the file does not say is missing."""

    row: int
    values: Mapping[str, Any]


@dataclass
class Checked:
    """The sound rows of a list, and all faults in the order of the file: of a sound row, what was left out of it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check(kind: str, sheet: Sheet, *, today: date) -> Checked:
    """Reads every row of a list. A row with a fault is left out, with all its faults, but for a fault in a column that
    `may_be_left_out`: then the row comes in without that value. Raises `Unreadable`."""
    found = Checked(faults=list(sheet.faults))
    places = _places(kind, sheet.headings, found.faults)
    bad = {fault.row for fault in sheet.faults}
    lost = {(fault.row, fault.column) for fault in sheet.faults}
    seen: dict[tuple[str, ...], Entry] = {}
    buildings: dict[str, dict[str, Any]] = {}
    for number, cells in sheet.rows:
        faults: list[Fault] = []
        said = _values(
            number, cells, [place for place in places if (number, sheet.headings[place[0]]) not in lost], today, faults,
            found.faults,
        )  # fmt: skip
        if not faults and number not in bad:
            faults += _together(kind, number, said, today)
        if not faults and number not in bad:
            faults += _twice(kind, Entry(number, said), seen, buildings)
        if faults:
            found.faults += faults
        elif number not in bad:
            found.entries.append(Entry(number, said))
    found.faults.sort(key=lambda fault: fault.row)
    return found


def _places(kind: str, headings: Sequence[str], faults: list[Fault]) -> list[tuple[int, Column]]:
    """Which column stands where. Headings are found in any of their spellings; unknown ones are named and left out."""
    columns = COLUMNS[kind]
    known = {folded(said): column for column in columns for said in (*column.spellings, column.code)}
    known |= {folded(column.heading): column for column in columns}
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        column = known.get(folded(heading.rstrip("*: ")))
        if column is None and heading:
            faults.append(_unknown(heading, known))
        elif column is not None and column.code in found:
            raise _column_twice(column, headings[found[column.code]], heading)
        elif column is not None:
            found[column.code] = at
    missing = [column.heading for column in columns if column.required and column.code not in found]
    if missing:
        raise Unreadable(
            "no-column",
            f"There is no column {' and none '.join(missing)} in the first row.",
            f"Name the columns {', '.join(column.heading for column in columns)}, or use our template.",
        )
    return [(found[column.code], column) for column in columns if column.code in found]


def _column_twice(column: Column, first: str, second: str) -> Unreadable:
    if folded(first.rstrip("*: ")) == folded(second.rstrip("*: ")):
        return Unreadable("column-twice", f"The column {first} stands there twice.", "Keep one of them.")
    return Unreadable(
        "column-twice", f"“{first}” and “{second}” are both the column {column.heading}.",
        "Keep the one that is to be read, and take the other out of the file.",
    )  # fmt: skip


def _unknown(heading: str, known: Mapping[str, Column]) -> Fault:
    near = difflib.get_close_matches(folded(heading), known, 1)
    hint = f"Did you mean {known[near[0]].heading}?" if near else "Nothing else needs to be done."
    return Fault(1, heading[:60], "unknown-column", "This column is not known and was not read.", hint)


def _values(
    number: int,
    cells: Sequence[str],
    places: Sequence[tuple[int, Column]],
    today: date,
    faults: list[Fault],
    noted: list[Fault],
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for at, column in places:
        try:
            if cells[at]:
                said[column.code] = column.reads(cells[at], today)
            elif column.required:
                raise Wrong("missing", "Nothing is written here.", f"Write it like {column.example}.")
        except Wrong as wrong:
            if column.may_be_left_out:
                noted.append(_left_out(wrong).at(number, column.heading))
            else:
                faults.append(wrong.at(number, column.heading))
    return said


def _left_out(wrong: Wrong) -> Wrong:
    return Wrong(wrong.code, f"{wrong.what} It was left out; the rest of the row came in.", wrong.mend)


def _together(kind: str, number: int, said: Mapping[str, Any], today: date) -> list[Fault]:
    """What does not fit together within one row."""
    faults = []
    if kind == ListKind.PROFESSIONALS and said.get("ends_on") and said["ends_on"] < said.get("begins_on", date.min):
        faults.append(
            Fault(number, "To", "ends-before", "The last day is before the first.", "Check both; day before month.")
        )
    if kind == ListKind.AGENCIES:
        ways = [way for way in ("secure_email", "telephone", "post") if way in said]
        if ways and "owner" not in said:
            faults.append(
                Fault(
                    number, "Kept right by", "no-owner", "Nobody keeps these ways to reach them right.",
                    "Write a person or a post at the agency.",
                )
            )  # fmt: skip
        if not ways and "review_on" in said:
            faults.append(
                Fault(number, "Confirm again by", "nothing-to-confirm", "There is nothing to confirm.", "Empty it.")
            )
    return faults


def _twice(
    kind: str, entry: Entry, seen: dict[tuple[str, ...], Entry], buildings: dict[str, dict[str, Any]]
) -> list[Fault]:
    """A row that says again, or otherwise, what an earlier one has said."""
    key = tuple(folded(str(entry.values[code])) for code in _TOLD_APART_BY[kind])
    earlier = seen.setdefault(key, entry)
    first = COLUMNS[kind][0].heading
    if earlier is not entry:
        again = earlier.values == entry.values
        return [
            Fault(
                entry.row, first, "said-twice" if again else "said-otherwise",
                f"Row {earlier.row} says the same already." if again else f"Row {earlier.row} says it otherwise.",
                "Take one of the two rows out.",
            )
        ]  # fmt: skip
    if kind == ListKind.ROOMS:
        return _building_otherwise(entry, buildings)
    return []


def _building_otherwise(entry: Entry, buildings: dict[str, dict[str, Any]]) -> list[Fault]:
    known = buildings.setdefault(folded(entry.values["venue"]), {"row": entry.row})
    for code, heading in (("address", "Address"), ("how_to_get_in", "How to get in")):
        if code in entry.values and known.setdefault(code, entry.values[code]) != entry.values[code]:
            what = f"Row {known['row']} says it otherwise of this building."
            return [Fault(entry.row, heading, "building-otherwise", what, "Write the same in all rows of a building.")]
    return []
