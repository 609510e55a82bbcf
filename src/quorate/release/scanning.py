"""The leak gate: are protected words in these bytes, in whatever spelling, wherever they hide?

An address that leaks can kill, so everything that leaves is taken apart and searched after it was rendered, whatever
was promised before. What is found is told by kind and place, never by its words: findings stand in pages and logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from quorate.release.folding import TooShort, folded, folded_bytes, needle
from quorate.release.spellings import readings
from quorate.release.unpacking import parts_of

__all__ = ["Leak", "Protected", "TooShort", "leaks", "protected_lines"]


@dataclass(frozen=True, slots=True)
class Protected:
    """Words that must not leave: `kind` says what they are ("address", "telephone number", "school")."""

    kind: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Protected words were found: what they are, in which part of the artefact, in which spelling."""

    kind: str
    where: str
    spelling: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.where}" + ("" if self.spelling == "as it stands" else f" ({self.spelling})")


def protected_lines(kind: str, lines: Iterable[str]) -> list[Protected]:
    """The lines of an address as protected words.

    Lines of which too little is left to look for are joined to the line after them ("1", "Mill Lane"); the town
    alone protects nobody, so give the lines that lead to the door and the postcode.
    """
    found: list[Protected] = []
    before = ""
    for line in lines:
        said = f"{before} {line}".strip()
        if len(folded(said)) < 5:
            before = said
            continue
        found.append(Protected(kind, said))
        before = ""
    return found


def leaks(artefact: bytes, protected: Iterable[Protected], *, name: str = "") -> list[Leak]:
    """What of the protected words stands in the artefact or in its file's name; empty when nothing does.

    Reads PDF (pages, properties, attachments, hidden structure), Word and other zipped files, e-mail source, calendar
    files, HTML and text. Raises `Unreadable` for what cannot be taken apart and `TooShort` for words that cannot be
    looked for: in both cases it must not leave.
    """
    needles = {(one.kind, needle(one.words).encode()) for one in protected}
    is_latin = all(sought.isascii() for _, sought in needles)
    parts = [*parts_of(artefact), *([("file name", name.encode())] if name else [])]
    texts: dict[tuple[str, bytes], str] = {}
    for where, content in parts:
        for spelling, reading in readings(content):
            texts.setdefault((where, folded_bytes(reading, latin=is_latin)), spelling)
    # Each is looked for in all of it at once; only where one is found does it matter in which part.
    everything = b"\x1e".join(text for _, text in texts)
    found: dict[tuple[str, str], str] = {}
    for kind, sought in needles:
        if sought in everything:
            for (where, text), spelling in texts.items():
                if (kind, where) not in found and sought in text:
                    found[kind, where] = spelling
    return sorted(Leak(kind, where, spelling) for (kind, where), spelling in found.items())
