"""One spelling for all spellings: what is left of words when case, accents, spaces and signs are taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from quorate.release.lookalikes import LOOKS_LATIN, SEEN_AS

_NOT_KEPT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[\d\s()+.\-]+")

# With what a letter of UTF-8 begins that becomes one of a to z, and the letter; all other bytes beyond ASCII are none.
_FIRST_BYTES = frozenset(b"\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xca\xcb\xe1\xe2\xe3\xea\xef\xf0") | {
    one.encode()[0] for one in LOOKS_LATIN
}
_NOT_FIRST = bytes(one for one in range(256) if one not in _FIRST_BYTES)
_OF_TWO, _OF_MORE = (bytes(one for one in sorted(_FIRST_BYTES) if (one < 0xE0) is two) for two in (True, False))
_WHOLE = re.compile(rb"[%s][\x80-\xbf]|[%s][\x80-\xbf]{2,3}" % (re.escape(_OF_TWO), re.escape(_OF_MORE)))
_LETTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
# One byte in so many begins such a letter: then finding each costs more than reading the whole as text.
_FULL = 40
# Scripts and signs of which hardly one becomes a letter a to z: whole runs of them are taken away at once, but for
# those that look like one.
_NEVER_LATIN = (
    "\u0240\u02af \u02f0\u1d1f \u1f00\u206f \u20b0\u20ff \u2190\u245f \u24f0\u2c6f \u2c80\u324f \u32d0\u334f"
    " \u3400\ua7ef \ua800\ufaff \uff60\uffff"
).split(" ")


def _but_for(kept: str, first: str, last: str) -> Iterator[str]:
    """The ranges of a set of signs that lie between the first and the last and hold none of those kept."""
    for one in sorted(sign for sign in kept if first <= sign <= last):
        if first < one:
            yield f"{first}-{chr(ord(one) - 1)}"
        first = chr(ord(one) + 1)
    if first <= last:
        yield f"{first}-{last}"


_TAKEN_AWAY = re.compile(f"[{''.join(one for ends in _NEVER_LATIN for one in _but_for(LOOKS_LATIN, *ends))}]+")
_SEEN = re.compile(f"[{LOOKS_LATIN}]")

_SIGNS = bytes(one for one in range(128) if not chr(one).isalnum())
_NOT_ASCII = bytes(range(128, 256))
_SMALL = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")

# Shorter than this, what is left would be found inside ordinary words and numbers.
SHORTEST = 5


class TooShort(ValueError):
    """Words that cannot be looked for: hardly anything is left of them, so that they would be found everywhere."""


def folded(text: str) -> str:
    """Letters and digits only, in one case, without accents: "12 Mill Lane" and "12-MILL lane" become "12milllane".

    Zero-width signs, line ends, soft hyphens and full-width forms vanish on the way, and a letter of another alphabet
    that looks like a Latin one is that one.
    """
    plain = as_seen(text).casefold()
    # Accents are split from their letters and then are no letters any more, so that they go with the signs.
    return _NOT_KEPT.sub("", plain if plain.isascii() else unicodedata.normalize("NFKD", plain))


def as_seen(text: str) -> str:
    """The text with each letter that looks like a Latin one as that one."""
    return _SEEN.sub(lambda found: SEEN_AS[found[0]], text)


def folded_bytes(content: bytes | str, *, latin: bool = True) -> bytes:
    """The same of a text, or of bytes that are read as UTF-8, as UTF-8. What cannot be read as a letter is no letter.

    `latin`: only the letters a to z are kept, which is enough to find words that hold no others.
    """
    if isinstance(content, str):
        return _latin(content).translate(_SMALL, _SIGNS) if latin else folded(content).encode(errors="ignore")
    if content.isascii():
        return content.translate(_SMALL, _SIGNS)
    if latin:
        return _letters_in(content).translate(_SMALL, _SIGNS + _NOT_ASCII)
    return folded(content.decode(errors="ignore")).encode(errors="ignore")


def _letters_in(content: bytes) -> bytes:
    """The bytes, with each letter that becomes one of a to z as that. Their first bytes are found without a look at
    what stands between them: most of what is searched holds hardly any. What is full of them is read in one go where
    it is text, and looked through sign by sign where it is none."""
    firsts = content.translate(None, _NOT_FIRST)
    if len(firsts) * _FULL > len(content):
        with suppress(UnicodeDecodeError):
            return _latin(content.decode())
        return _WHOLE.sub(lambda found: _of_letter(found[0]), content)
    pieces: list[bytes] = []
    at = 0
    for first in firsts:
        begins = content.index(first, at)
        if found := _LETTER.match(content, begins):
            pieces += (content[at:begins], _of_letter(found[0]))
            at = found.end()
        else:
            pieces.append(content[at:begins])
            at = begins + 1
    return b"".join([*pieces, content[at:]])


@lru_cache(65536)
def _of_letter(letter: bytes) -> bytes:
    """The same few stand in every paper, and one letter is nothing that must not be kept."""
    return _latin(letter.decode(errors="ignore"))


def _latin(text: str) -> bytes:
    """The ASCII letters and signs of a text: each letter is what it is by itself, whatever stands beside it."""
    plain = as_seen(_TAKEN_AWAY.sub("", text))
    return unicodedata.normalize("NFKD", plain.casefold()).encode("ascii", errors="ignore")


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
