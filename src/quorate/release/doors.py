"""Within an address as somebody wrote it: what leads to the door by itself, and the postcode that stands among it.

An address is often typed in one line. Whoever writes the house and the street alone, or the postcode alone, says as
much as the whole, so each is looked for by itself. The town alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from quorate.release.folding import folded
from quorate.release.scanning import protected_lines
from quorate.release.streets import HOUSES, ROW_OF, SURE, number_in_words, streets_in

_SURELY: Final = frozenset(one for one, *_ in SURE)
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?[\s\-.]*\d[a-z]{2}\b", re.IGNORECASE)
# "12 Mill Lane", "12a Mill Lane", "12-14 Mill Lane": in "Flat 4 12 Mill Lane" it is the second number.
_NUMBERED: Final = re.compile(r"\b\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\s+[^\W\d_]\D*$", re.IGNORECASE)
_UNIT: Final = re.compile(r"(?:flat|apartment|apt|unit|room|floor|\w+ floor)\b[\s\w.]{0,6}$", re.IGNORECASE)
# What stands before a number may be who lives there, or a town: only a house is looked for by its name alone.
_HOUSE: Final = re.compile(rf"\b(?:{HOUSES})\b", re.IGNORECASE)
# A name as long as this behind the number says where, without a word for what a street is: "12 Hawthorn".
_TELLING: Final = 7
_HOUSE_NUMBER: Final = re.compile(r"^(\d{1,3})([a-z]?)(?=\s)", re.IGNORECASE)
# The number, a word or more, and what the street is called: behind that comes the town.
_STREET: Final = re.compile(rf"^\S+(?:\s+\S+)+?\s+({'|'.join(ROW_OF)})\b", re.IGNORECASE)
# In "12 A Mill Lane" and "Flat A Mill Close" the letter is the house's, not the street's.
_LETTERED: Final = re.compile(r"\b(\d+)\s+([a-z])(?=\s)", re.IGNORECASE)
_LETTER: Final = re.compile(r"^(?:flat|apartment|apt|unit)\s+[a-z]\s+", re.IGNORECASE)
# Before a name: also with no blank behind the point; the "1st" of a floor is none.
_SAINT: Final = re.compile(r"(?<!\w)(?:(st)(?:\.\s*|\s+)|saint\s+)(?=[^\W\d_]{2})", re.IGNORECASE)


def as_one_writes_saints(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines, and once more with "Saint Mary's Road" for "St Mary's Road" or the other way, where one is in them."""
    yield list(lines)
    other = [_SAINT.sub(lambda found: "Saint " if found[1] else "St ", one) for one in lines]
    if other != list(lines):
        yield other


def postcodes_in(line: str) -> list[str]:
    """The postcodes that stand in it, as they are written there."""
    return _POSTCODE.findall(line)


def streets_of(lines: Sequence[str], joined: Sequence[str] = ()) -> list[str]:
    """The streets that an address names, each as a street is called in full; `joined`: it with its short lines joined.

    The last part of it may be a town that is called like one ("Hazel Grove"): it counts where no other names a street,
    which is told from who lives there ("Lois Lane") by a number at it or before it.
    """
    last = ["", *_parts(lines)][-1]
    found: list[str] = []
    is_numbered = is_named = False
    for part in (*_parts(joined), "", *_parts(lines)):
        is_numbered = bool(part) and (is_numbered or any(sign.isdigit() for sign in part))
        if part != last:
            streets = list(streets_in(part))
            is_named |= is_numbered and any(street.rpartition(" ")[2] in _SURELY for street in streets)
            found += streets
    if not is_named or any(sign.isdigit() for sign in last):
        found += streets_in(last)
    return found


def _parts(lines: Sequence[str]) -> list[str]:
    parts = (one.strip() for line in lines for one in re.split("[,;:]", _POSTCODE.sub(",", line)) if one.strip())
    return [_LETTERED.sub(r"\1\2", _LETTER.sub("1 ", one)) for one in parts]


def doors_in(line: str) -> Iterator[str]:
    """House and street of a line that says more than these ("Flat 4, 12 Mill Lane, Farton FT1 2ZZ": "12 Mill Lane",
    "12 Mill Ln"), with the name of a house that stands before them."""
    parts = [one.words for one in protected_lines("", _POSTCODE.sub(",", line).split(","))]
    doors = [_NUMBERED.search(part) for part in parts]
    first = next((place for place, found in enumerate(doors) if found), None)
    named = [one for one in parts[:first] if not any(sign.isdigit() for sign in one) and not _UNIT.match(one)]
    # Without a number the first name is the house; the others are its street and its town.
    yield from [one for one in named if _HOUSE.search(one)] if first is not None else named[: len(parts) > 1]
    for found in doors:
        if found:
            yield from _street(found[0].strip())


def _street(door: str) -> Iterator[str]:
    doors = [door]
    if found := _STREET.match(door):
        before = found[0][: found.start(1)]
        doors += [f"{before}{one}" for one in ROW_OF[found[1].casefold()]]
        if len(folded(before.split(maxsplit=1)[1])) >= _TELLING:
            doors.append(before.strip())
    yield from doors


def in_words(door: str) -> Iterator[str]:
    """The same with the number as one says it: "12 Mill Lane" is "twelve Mill Lane"."""
    if number := _HOUSE_NUMBER.match(door):
        letter = f" {number[2]}" if number[2] else ""
        for said in number_in_words(int(number[1])):
            yield f"{said}{letter}{door[number.end() :]}"
