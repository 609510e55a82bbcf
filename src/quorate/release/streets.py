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
    ("street", "st", "str"), ("road", "rd"), ("lane", "ln"), ("avenue", "ave", "av", "avn"),
    ("close", "cl", "clo", "clse", "cls"), ("drive", "dr", "drv"), ("crescent", "cres", "crs", "crsc"),
    ("gardens", "gdns", "gdn", "gds"), ("grove", "gr", "grv", "gve"), ("terrace", "ter", "terr", "tce", "trc"),
    ("square", "sq", "sqr"), ("way",), ("walk", "wlk"), ("mews",),
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


EVERYDAY_KINDS: Final = frozenset(
    "close walk way drive park place rise view end bank chase fold mount common approach row path passage gate".split()
)
"""What streets are called and people also do or say: "Mum held Holly close", "they saw Poppy walk"."""
_EVERYDAY_NAMES: Final = frozenset(
    "main new old back long short broad narrow wide big little small first second third next last same other whole"
    " busy quiet side front cross far near open private public only right left wrong own great good hard clear straight"
    " middle lower upper top bottom inner outer half ring country green garden slip link access park keep stay stand"
    " sit come live school church home station hospital shop town village river field wood house court bank hill"
    " bridge".split()
)
"""Of these alone a name is no name in small letters: "ran into the main road", "park close to the school"."""
HOUSES: Final = (
    "house|cottages?|lodge|farm|hall|villa|barn|manor|grange|mill|bungalow|rectory|vicarage|court|view|refuge|hostel"
    "|centre|tower|heights|point|mansions?|apartments|buildings?"
)
"""What houses are called that are known by a name."""
PLACED: Final = re.compile(
    r"\b(?:in|on|at|to|from|of|off|near|into|onto|along|down|round|around|via|past|across|outside|opposite|behind|through|towards"
    r"|no|number|address|address is|live|lives|lived|living|moved)[ ,]+$",
    re.IGNORECASE,
)
"""At the end of what stands before a name, made light: a place follows."""
NUMBERED: Final = re.compile(r"(?<!\d[ ,])\b\d{1,3}[a-z]?[ ,]*$", re.IGNORECASE)
"""The same: the number of a house stands there, and no year and no time of the day."""

_ANY: Final = rf"(?:{_words(KINDS)})\b\.?"
# A word or more and the kind, or several as in "Mill Hill Road"; the town that stands behind is left out.
_BEHIND_NUMBER: Final = re.compile(rf"^(\S+(?:\s+\S+)*?)\s+({_words(KINDS)})\b\.?((?:\s+{_ANY})*)", re.IGNORECASE)
_BY_ITSELF: Final = re.compile(rf"^([^\d,]+?)\s+({_words(SURE)})\b\.?()$", re.IGNORECASE)
# As many languages have it: "Hawthorn Close 12", "Hawthorn Close (no. 12)"; a surname may stand before another number.
_BEHIND: Final = r"\b\.?()[\s(#\-]*(?:(?:no|nr|number|flat|apartment|apt|unit|room)\.?\s*)?\d"
_NUMBER_BEHIND: Final = re.compile(
    rf"^([^\d,]+?)\s+({_words(KINDS)}){_BEHIND}+\w?(?:\s*[-/]\s*\d+\w?)?[\s)]*$", re.IGNORECASE
)
_NUMBER_BETWEEN: Final = re.compile(rf"^([^\d,]+?)\s+({_words(SURE)}){_BEHIND}", re.IGNORECASE)
_BEHIND_HOUSE: Final = re.compile(
    rf"^.*\S\s+(?:{HOUSES})\s+((?!(?:{_words(KINDS)})\b)\S+(?:\s+\S+)*?)\s+({_words(SURE)})\b\.?()", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^.*\b\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\s+(?=[^\W\d_])", re.IGNORECASE)
_ARTICLES: Final = frozenset({"the", "a", "an", "this", "that", "our", "your", "my", "their"})
_ARTICLE_LAST: Final = re.compile(rf"\b(?:{'|'.join(sorted(_ARTICLES))}|his|her|its)[ ]$", re.IGNORECASE)
_THE_LAST: Final = re.compile(r"\bthe $", re.IGNORECASE)
_CAPITAL_NEXT: Final = re.compile("[ ][A-Z]")
# Fewer letters than this, and one letter more or less makes another name of it.
_MISSPELT_FROM: Final = 6

_UNSEEN: Final = re.compile(
    "=\r?\n|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufffe\x00-\x08\x0e-\x1f'\u2018\u2019\"\u201c\u201d*]"
)
_OWNING: Final = re.compile("(?<=\\w)['\u2019](?=s\\b)")
_SENTENCE_ENDS: Final = re.compile(r"(?<=\w\w\w\w)\.(?=\s)")
# At the end of a line or a cell: "Victoria" there, and "St Anne's" or "Dr Jones" in the next.
_TITLE_BEGINS: Final = re.compile(r"(?<=\w)[ ]*[\t\r\n\v\f]\s*(?=(?:[Ss][Tt]|[Dd][Rr])\b\.?\s+[A-Z])")
_CAPITALS_LAST: Final = re.compile(r"[A-Z]\w*(?:[ \-][A-Z]\w*)*$")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_SPACE: Final = re.compile(r"[\s\-\u00b7\u2010-\u2015\u2022\u2027\u2212_.+/]+")
_SIGN: Final = re.compile(r"[^\w ]+")


def streets_in(words: str) -> Iterator[str]:
    """The street that a line of an address names, as a street is called in full.

    "12 Hawthorn Cl Farton": "Hawthorn close"; "12 Church Road End": "Church road" and "Church Road end", for it may be
    either. "Rose Cottage Hawthorn Close": "Hawthorn close" too. Without a number before it or behind it only what is
    surely a street: "Rose Hill" may be who lives there.
    """
    said = words.strip()
    behind = _NUMBER.sub("", said)
    found = (_BY_ITSELF if behind == said else _BEHIND_NUMBER).match(behind)
    for one in (found or _NUMBER_BEHIND.match(said) or _NUMBER_BETWEEN.match(said), _BEHIND_HOUSE.match(behind)):
        if one is not None:
            yield from _called(one)


def _called(found: re.Match[str]) -> Iterator[str]:
    name, kinds = found[1].split(), [found[2], *found[3].replace(".", " ").split()]
    for number, kind in enumerate(kinds):
        row = ROW_OF[kind.casefold()]
        if row in SURE or number == len(kinds) - 1:
            yield " ".join((*name, *kinds[:number], row[0]))


def is_street_alone(words: str) -> bool:
    """Whether it is a street and no more, so that it is looked for as one."""
    return "," not in words and not any(sign.isdigit() for sign in words) and any(streets_in(words))


def lightly(text: str) -> str:
    """The text with one space between words and what ends a thought as a comma; its capitals stay, its accents go."""
    plain = _TITLE_BEGINS.sub(_parted, _UNSEEN.sub("", _OWNING.sub(" ", as_seen(text))))
    plain = _SENTENCE_ENDS.sub(",", plain)
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return _SIGN.sub(",", _SPACE.sub(" ", plain))


def _parted(one: re.Match[str]) -> str:
    """A comma where a line ends before "St Anne's", but not behind a place ("at Victoria", "St. Mum says")."""
    before = _CAPITALS_LAST.sub("", one.string[max(0, one.start() - 40) : one.start()])
    return one[0] if PLACED.search(before) or NUMBERED.search(before) else ", "


class Street:
    """One street to look for: whether a text could name it, quickly, and whether it does."""

    def __init__(self, words: str) -> None:
        *name, kind = lightly(words).split()
        self._name, self._kinds = "".join(name), ROW_OF[kind.casefold()]
        # "The Close" is told from the close of a meeting by its capitals alone.
        said = {one.casefold() for one in name}
        self._by_capitals, self._is_everyday = said <= _ARTICLES, said <= _EVERYDAY_NAMES
        self._stem = folded(self._name)

    @property
    def stem(self) -> bytes:
        """The name by itself, folded: where it does not stand, nothing with it in it does."""
        return self._stem.encode()

    def could_be_in(self, everything: bytes) -> bool:
        """Whether folded bytes hold it, be it inside other words."""
        return self.stem in everything and any(self.stem + kind.encode() in everything for kind in self._kinds)

    @property
    def _may_be_misspelt(self) -> bool:
        return len(self._stem) >= _MISSPELT_FROM and not self._by_capitals and not self._is_everyday

    def could_be_misspelt_in(self, text: bytes) -> bool:
        """Whether folded bytes hold anything like it: a misspelt name has one of its halves as it should be."""
        stem, kind = self.stem, self._kinds[0].encode()
        if not self._may_be_misspelt:
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
        return any(self._is_meant(one, text) for one in self._exactly.finditer(text)) or any(
            _is_surely_a_name(one, text) and _one_slip(folded(one["name"]), self._stem)
            for one in self._alike.finditer(text)
        )

    def _is_meant(self, one: re.Match[str], text: str) -> bool:
        """Whether these words mean the street, and not somebody who is called like it or what anybody says."""
        if self._by_capitals:
            return True
        before, after = text[max(0, one.start() - 16) : one.start()], text[one.end() : one.end() + 3]
        is_placed = bool(PLACED.search(before) or NUMBERED.search(before))
        is_name, kind = one["name"][0].isupper(), one["kind"] or ""
        # Nobody is called "the Holly".
        is_placed |= is_name and not self._is_everyday and _THE_LAST.search(before) is not None
        if one["short"]:
            # "Victoria St Anne's", "Sam Hawthorn Dr Jones"
            is_title = one["short"] in {"St", "Dr", "st", "dr"} and _CAPITAL_NEXT.match(after) is not None
            return is_placed or not is_title
        if not one["gap"] and len(self._stem) < _MISSPELT_FROM:
            return is_name and kind.istitle()
        if not one["gap"] or (is_name and kind[0].isupper()):
            return True
        if self._is_everyday:
            return is_placed and after.casefold() not in {" to", " by"}
        if self._kinds[0] not in EVERYDAY_KINDS or kind[0].isupper():
            return True
        is_alone = (not before or before.endswith(", ")) and after[:1] in {"", ","}
        return (is_placed or is_alone) if is_name else _ARTICLE_LAST.search(before) is None

    @cached_property
    def _exactly(self) -> re.Pattern[str]:
        if self._by_capitals:
            said = f"{self._name.title()} {self._kinds[0].title()}"
            return re.compile(rf"(?<![^\W_])(?:{said}|{said.upper()})(?![^\W\d_])")
        name, full = (" ?".join(map(re.escape, one)) for one in (self._name, self._kinds[0]))
        # Shortened it is a word of its own: "Fore Street" is not in "forest".
        short = "|".join(self._kinds[1:]) or "(?!)"
        # A capital behind a small letter begins a word too, where the space was forgotten.
        begins = r"(?:(?<![^\W\d_])|(?<=[a-z])(?=[A-Z]))"
        kinds = rf"(?P<gap> ?)(?P<kind>{full})| (?P<short>{short})"
        return re.compile(rf"{begins}(?i:(?P<name>{name})(?:{kinds}))(?![^\W\d_])")

    @cached_property
    def _alike(self) -> re.Pattern[str]:
        """Words about as long as the name before such a kind, not shortened: short forms are like too many words."""
        if not self._may_be_misspelt:
            return re.compile(r"(?!)")
        size, kind = len(self._stem), rf"(?P<kind>(?i:{self._kinds[0]}))(?![^\W\d_])(?P<after>.{{0,3}})"
        begins, long = f"(?=(?i:[{self._stem[:2]}]))", f"{{{size - 1},{size + 1}}}?"
        return re.compile(rf"(?<![^\W_]){begins}(?=(?P<name>(?:[^\W_] ?){long}) ?{kind})")


def _is_surely_a_name(one: re.Match[str], text: str) -> bool:
    """Whether words that are like a street are written as one: "He parked close to the school" is not."""
    before, after = text[max(0, one.start() - 16) : one.start()], one["after"].casefold()
    # "of persons close to the child"
    if NUMBERED.search(before) or (PLACED.search(before) and after not in {" to", " by"}):
        return True
    has_capitals = one["name"][0].isupper() and one["kind"][0].isupper()
    # "PERSONS CLOSE TO THE CHILD"
    return has_capitals and not (one["kind"].isupper() and one["after"] == " TO")


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
