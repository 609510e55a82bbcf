"""How hard a text is to read: Flesch–Kincaid, whose grade is a year of school; five more give an age."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d+")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_age(text: str) -> float:
    """The age at which most children can read the text. A figure for comparing, not for truth."""
    sentences = max(1, len(_SENTENCE.findall(text)))
    said = _WORD.findall(text)
    grade = 0.39 * len(said) / sentences + 11.8 * sum(map(syllables, said)) / len(said) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end not counted; a number is read as two."""
    if word.isdigit():
        return 2
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded", "ied")) and groups > 1:
        groups -= 1
    return max(1, groups)
