"""House number and name where no word says what the street is called, or a short one does: looked for as words.

Without its spaces "1 Victoria" stands in "phone Victoria" once its number is said ("one Victoria"), and "5 Fore St" in
"Year 5 Forest School". So these are looked for as words of their own, and a number below 32 with a name alone only
where a place is said before it: "Year 1 Victoria Primary" and "1. Victoria, aged 6" lead to no door, "at 12 Hawthorn"
does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quorate.release.streets import KINDS, PLACED, ROW_OF, lightly

# No day of a month, no hour and no school year.
_SURELY_A_HOUSE: Final = 32
_NO_LAST: Final = re.compile(r"\bno[ ,]+$", re.IGNORECASE)
_SHORT: Final = frozenset(one for row in KINDS for one in row[1:])


def is_short(door: str) -> bool:
    """Whether it ends with a short form of what a street is called."""
    *_, last = door.split() or [""]
    return last.rstrip(".").casefold() in _SHORT


def is_bare(door: str) -> bool:
    """Whether it is a number and a name, without a word for what a street is called behind that."""
    number, *name = door.split()
    return number[0].isdigit() and _has_no_kind(name)


def _has_no_kind(name: Sequence[str]) -> bool:
    # "10 Orchard" is a name, though others are called "Apple Orchard".
    return not any(one.rstrip(".").casefold() in ROW_OF for one in name[1:])


class OwnWords:
    """One such door: whether a text names it."""

    def __init__(self, words: str) -> None:
        number, *name = lightly(words).replace(",", " ").split() or [""]
        found = re.match(r"\d+", number)
        self._is_figure = found is not None
        self._needs_place = _has_no_kind(name) and (found is None or int(found[0]) < _SURELY_A_HOUSE)
        said = "[ ,]+".join(" ?".join(map(re.escape, one)) for one in name)
        between = "[ ,]*" if number[-1:].isdigit() else "[ ,]+"
        letters = " ?".join(map(re.escape, number))
        self._pattern = re.compile(rf"(?<![^\W_]){letters}{between}{said}(?![^\W_])", re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Whether a text, made light, names it."""
        return any(
            not self._needs_place or self._is_placed(text[max(0, one.start() - 16) : one.start()])
            for one in self._pattern.finditer(text)
        )

    def _is_placed(self, before: str) -> bool:
        # "No one Victoria knows"
        return PLACED.search(before) is not None and (self._is_figure or _NO_LAST.search(before) is None)
