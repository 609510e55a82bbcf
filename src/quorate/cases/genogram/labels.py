"""Names broken into lines that fit below a symbol. Widths are on the safe side of the typeface of the pages."""

from __future__ import annotations

from typing import Final

SIZE: Final = 15.0
"""Height of the letters, in user units."""
LINE: Final = 18.0
WIDEST: Final = 124.0
NARROWEST: Final = 62.0

_NARROW: Final = frozenset("iIjlftr.,:;'’|!()[]- ")
_WIDE: Final = frozenset("mwMWÆŒæœ@%—…")


def width_of(text: str) -> float:
    """At least as wide as the words are drawn at SIZE and weight 600; unknown scripts count as square."""
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.40 * SIZE
    if letter in _WIDE:
        return 0.96 * SIZE
    if ord(letter) >= 0x0250:
        return 1.05 * SIZE
    return (0.70 if letter.isupper() else 0.58) * SIZE


def broken(text: str, widest: float = WIDEST) -> tuple[str, ...]:
    """The whole text in lines that are not wider; between words and after hyphens, else where it must."""
    lines: list[str] = []
    for word in text.replace("-", "-\u200b").split():
        for number, part in enumerate(word.split("\u200b")):
            joint = " " if number == 0 else ""
            if lines and width_of(lines[-1] + joint + part) <= widest:
                lines[-1] += joint + part
            else:
                lines += _pieces(part, widest)
    return tuple(line for line in lines if line)


def _pieces(word: str, widest: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter) > widest:
            pieces.append("")
        pieces[-1] += letter
    return pieces
