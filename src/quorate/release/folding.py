"""One spelling for all spellings: what is left of words when case, accents, spaces and signs are taken away."""

from __future__ import annotations

import re
import unicodedata

_NOT_KEPT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[\d\s()+.\-]+")

# Shorter than this, what is left would be found inside ordinary words and numbers.
SHORTEST = 5


class TooShort(ValueError):
    """Words that cannot be looked for: hardly anything is left of them, so that they would be found everywhere."""


def folded(text: str) -> str:
    """Letters and digits only, in one case, without accents: "12 Mill Lane" and "12-MILL lane" become "12milllane".

    Zero-width signs, line ends, soft hyphens and full-width forms vanish on the way.
    """
    plain = text.casefold()
    # Accents are split from their letters and then are no letters any more, so that they go with the signs.
    return _NOT_KEPT.sub("", plain if plain.isascii() else unicodedata.normalize("NFKD", plain))


def needle(words: str) -> str:
    """What to look for in folded text. Raises `TooShort`.

    Of a telephone number the trunk nought and the country's code are left out: it is found however it was dialled.
    """
    found = folded(words)
    if _NUMBER.fullmatch(words):
        found = re.sub(r"^(?:0044|44|0)0?", "", found)
    if len(found) < SHORTEST:
        raise TooShort(
            f"Of these protected words only {len(found)} letters and figures are left, too few to look for. "
            f"Give the whole line, at least {SHORTEST} letters or figures."
        )
    return found
