"""The street of an address, looked for without its house: its name with what a street is called, never a name alone.

"Hawthorn Close" in whatever spelling leads to a few doors; "Ms Hawthorn" leads to none. So, unlike everything else that
is looked for, a street has to stand there as words of its own: nobody's sentence about Ms Hawthorn who closed the door
says it. What the authority keeps of its own buildings may say it. docs/decisions/0018 says why it is so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from quorate.release.folding import as_seen, folded

SURE: Final = (
    ("street", "st"), ("road", "rd"), ("lane", "ln"), ("avenue", "ave", "av"), ("close", "cl", "clo"),
    ("drive", "dr"), ("crescent", "cres"), ("gardens", "gdns"), ("grove", "gr"),
    ("terrace", "ter"), ("square", "sq"), ("way",), ("walk",), ("mews",),
)  # fmt: skip
"""What a street is called and nothing else is, and how that is shortened."""
ALSO: Final = (
    ("court", "ct"), ("place", "pl"), ("row",), ("rise",), ("green",), ("hill",), ("park", "pk"), ("view",),
    ("parade", "pde"), ("vale",), ("yard",), ("gate",), ("path",), ("bank",), ("broadway",), ("chase",), ("croft",),
    ("fold",), ("mount",), ("end",), ("quay",), ("wharf",), ("alley",), ("approach",), ("circus",), ("common",),
    ("orchard",), ("ridge",), ("villas",), ("meadow",), ("meadows",), ("passage",), ("promenade",), ("wynd",),
)  # fmt: skip
"""What streets are called too, but also people, houses and towns: a street only behind a number."""
KINDS: Final = (*SURE, *ALSO)
ROW_OF: Final = {one: row for row in KINDS for one in row}
"""By each of these words, all that mean the same, the one in full first."""


def _words(rows: Iterable[tuple[str, ...]]) -> str:
    return "|".join(sorted((one for row in rows for one in row), key=len, reverse=True))


_ANY: Final = rf"(?:{_words(KINDS)})\b\.?"
# A word or more and the kind, or several as in "Mill Hill Road"; the town that stands behind is left out.
_BEHIND_NUMBER: Final = re.compile(rf"^(\S+(?:\s+\S+)*?)\s+({_words(KINDS)})\b\.?((?:\s+{_ANY})*)", re.IGNORECASE)
_BY_ITSELF: Final = re.compile(rf"^([^\d,]+?)\s+({_words(SURE)})\b\.?()$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^.*\b\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\s+(?=[^\W\d_])", re.IGNORECASE)
_SURELY: Final = re.compile(rf"\b(?:{_words(SURE)})\b", re.IGNORECASE)
_ARTICLES: Final = frozenset({"the", "a", "an", "this", "that", "our", "your", "my", "their"})
# Fewer letters than this, and one letter more or less makes another name of it.
_MISSPELT_FROM: Final = 6

_UNSEEN: Final = re.compile(
    "=\r?\n|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufffe\x00-\x08\x0e-\x1f'\u2018\u2019\"\u201c\u201d*]"
)
_OWNING: Final = re.compile("(?<=\\w)['\u2019](?=s\\b)")
_SENTENCE_ENDS: Final = re.compile(r"(?<=\w\w\w\w)\.(?=\s)")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_SPACE: Final = re.compile(r"[\s\-\u2010-\u2015\u2212_.+/]+")
_SIGN: Final = re.compile(r"[^\w ]+")


def streets_in(words: str) -> Iterator[str]:
    """The street that a line of an address names, as a street is called in full.

    "12 Hawthorn Cl Farton": "Hawthorn close"; "12 Church Road End": "Church road" and "Church Road end", for it may be
    either. Without a number only what is surely a street: "Rose Hill" may be who lives there.
    """
    said = words.strip()
    behind = _NUMBER.sub("", said)
    found = (_BY_ITSELF if behind == said else _BEHIND_NUMBER).match(behind)
    if found is None:
        return
    name, kinds = found[1].split(), [found[2], *found[3].replace(".", " ").split()]
    for number, kind in enumerate(kinds):
        row = ROW_OF[kind.casefold()]
        if row in SURE or number == len(kinds) - 1:
            yield " ".join((*name, *kinds[:number], row[0]))


def is_street_alone(words: str) -> bool:
    """Whether it is a street and no more, so that it is looked for as one."""
    return "," not in words and not any(sign.isdigit() for sign in words) and any(streets_in(words))


def names_a_street(words: str) -> bool:
    """Whether it holds a word that a street is called by, and no number of a house."""
    return _SURELY.search(words) is not None and not any(sign.isdigit() for sign in words)


def lightly(text: str) -> str:
    """The text with one space between words and what ends a thought as a comma; its capitals stay, its accents go."""
    plain = _SENTENCE_ENDS.sub(",", _UNSEEN.sub("", _OWNING.sub(" ", as_seen(text))))
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return _SIGN.sub(",", _SPACE.sub(" ", plain))


class Street:
    """One street to look for: whether a text could name it, quickly, and whether it does."""

    def __init__(self, words: str) -> None:
        *name, kind = lightly(words).split()
        self._name, self._kinds = "".join(name), ROW_OF[kind.casefold()]
        # "The Close" is told from the close of a meeting by its capitals alone.
        self._by_capitals = {one.casefold() for one in name} <= _ARTICLES
        self._stem = folded(self._name)

    @property
    def stem(self) -> bytes:
        """The name by itself, folded: where it does not stand, nothing with it in it does."""
        return self._stem.encode()

    def could_be_in(self, everything: bytes) -> bool:
        """Whether folded bytes hold it, be it inside other words."""
        return self.stem in everything and any(self.stem + kind.encode() in everything for kind in self._kinds)

    def could_be_misspelt_in(self, text: bytes) -> bool:
        """Whether folded bytes hold anything like it: a misspelt name has one of its halves as it should be."""
        stem, kind = self.stem, self._kinds[0].encode()
        if len(stem) < _MISSPELT_FROM or self._by_capitals:
            return False
        half = len(stem) // 2
        if stem[half:] + kind in text:
            return True
        at = text.find(stem[:half])
        while at >= 0:
            # The kind begins a letter sooner or later than it should, or where it should.
            begins = at + len(stem) - 1
            if kind in text[begins : begins + 2 + len(kind)]:
                return True
            at = text.find(stem[:half], at + 1)
        return False

    def is_in(self, text: str, known: Iterable[str] = ()) -> bool:
        """Whether a text, made light, names it outside what is `known` (made light too)."""
        for one in known:
            # What says the street and no more is not known: it would let all of it pass.
            if self._exactly.search(one) and self._exactly.sub("", one).strip(" ,"):
                said = "[ ,]+".join(map(re.escape, re.split("[ ,]+", one.strip(" ,"))))
                text = re.sub(rf"(?<![^\W_]){said}(?![^\W_])", ",", text, flags=re.IGNORECASE)
        return bool(self._exactly.search(text)) or any(
            _one_slip(folded(one[1]), self._stem) for one in self._alike.finditer(text)
        )

    @cached_property
    def _exactly(self) -> re.Pattern[str]:
        if self._by_capitals:
            said = [f"{self._name.title()} {self._kinds[0].title()}"]
            return re.compile(rf"(?<![^\W_])(?:{said[0]}|{said[0].upper()})(?![^\W\d_])")
        name = " ?".join(map(re.escape, self._name))
        kinds = "|".join(" ?".join(kind) for kind in self._kinds)
        # A capital behind a small letter begins a word too, where the space was forgotten.
        return re.compile(rf"(?:(?<![^\W\d_])|(?<=[a-z])(?=[A-Z]))(?i:{name} ?(?:{kinds}))(?![^\W\d_])")

    @cached_property
    def _alike(self) -> re.Pattern[str]:
        """Words about as long as the name before such a kind, not shortened: short forms are like too many words."""
        size = len(self._stem)
        if size < _MISSPELT_FROM or self._by_capitals:
            return re.compile(r"(?!)()")
        begins, long = f"(?=(?i:[{self._stem[:2]}]))", f"{{{size - 1},{size + 1}}}?"
        return re.compile(rf"(?<![^\W_]){begins}(?=((?:[^\W_] ?){long}) ?(?i:{self._kinds[0]})(?![^\W\d_]))")


def _one_slip(said: str, meant: str) -> bool:
    """Whether one letter is missing, too many or another, or two stand the wrong way round; or none of it."""
    pairs = enumerate(zip(said, meant, strict=False))
    at = next((place for place, (one, two) in pairs if one != two), min(len(said), len(meant)))
    rests = (said[at + 1 :], meant[at + 1 :]), (said[at:], meant[at + 1 :]), (said[at + 1 :], meant[at:])
    swapped = said[at : at + 2] == meant[at : at + 2][::-1] and said[at + 2 :] == meant[at + 2 :]
    return swapped or any(one == two for one, two in rests)


_ONES: Final = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_in_words(number: int) -> Iterator[str]:
    """The ways in which one says a house number below a thousand: "one hundred and twelve", "one one two"."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    small = _ONES[rest] if rest < len(_ONES) else _TENS[tens] + (f" {_ONES[ones]}" if ones else "")
    if not hundreds:
        yield small
    elif hundreds < len(_ONES):
        yield f"hundred and {small}" if rest else "hundred"
        yield f"{_ONES[hundreds]} {small}"
        yield " ".join(_ONES[int(one)] for one in str(number))
