"""Prints the reading age of every letter of every procedure, and fails where one is above its limit."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from quorate.documents.reading_age import LIMITS, reading_age, sentences_of
from quorate.procedure.library import Library

PACKS = Path(__file__).resolve().parent.parent / "packs"


def main(day: date) -> int:
    """The table, one letter a line; 1 where a limit is passed."""
    library, faults = Library(PACKS), 0
    for name in library.names:
        pack = library.pack(name, day)
        for letter in pack.data.get("letter", ()):
            limit = LIMITS.get(letter["audience"])
            age = reading_age(sentences_of(letter))
            is_over = limit is not None and age > limit
            faults += is_over
            told = "" if limit is None else f"at most {limit:g}{'  TOO HARD' if is_over else ''}"
            print(f"{pack.id:16} {letter['code']:40} {age:5.1f}  {told}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(date.today()))
