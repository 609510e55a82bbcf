"""How old a reader must be for a paper: Flesch–Kincaid grade of its sentences, plus five (a grade is a school year).

Rough, and the same for every paper, so that none gets harder unnoticed. What is not prose is left out: rows of dates
and places, names of offices with their addresses and numbers. Syllables are counted by groups of vowels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

LIMITS: Final[Mapping[str, float]] = {"parents": 11.0, "young-people": 11.0, "children": 9.0, "accompanying": 11.0}
"""The highest reading age of what each of these readers gets."""
_YEARS_BEFORE_SCHOOL: Final = 5
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_END: Final = re.compile(r"[.!?:]+(?:\s|$)")
_NO_PROSE: Final = re.compile(r"@|www\.|https?:|\d{4,}|\b[A-Z]{1,2}\d{1,2}\s?\d[A-Z]{2}\b")
_VOWELS: Final = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    said = word.lower().strip("'’-")
    count = len(_VOWELS.findall(said))
    silent = said.endswith("e") and not said.endswith(("le", "ee", "ye")) and count > 1
    silent_ed = said.endswith("ed") and not said.endswith(("ted", "ded", "eed")) and count > 1
    return max(1, count - (1 if silent or silent_ed else 0))


def reading_age(sentences: Iterable[str]) -> float:
    """The reading age in years of some sentences; 0 where there is no prose."""
    said = [one for one in sentences if one and not _NO_PROSE.search(one)]
    words = [word for one in said for word in _WORD.findall(one)]
    count = sum(max(1, len(_END.findall(one))) for one in said)
    if not words:
        return 0.0
    grade = 0.39 * len(words) / count + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(grade + _YEARS_BEFORE_SCHOOL, 1)


def sentences_of(letter: Mapping[str, Any]) -> list[str]:
    """The prose of a letter of a pack, facts replaced by a plain word."""
    said = [letter["title"]]
    for part in letter["part"]:
        said += [part.get("title", ""), *part.get("says", ())]
    return [re.sub(r"\{[^{}]*\}", "Monday", one) for one in said if one]
