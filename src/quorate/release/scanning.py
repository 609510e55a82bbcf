"""The leak gate: are protected words in these bytes, in whatever spelling, wherever they hide?

An address that leaks can kill, so everything that leaves is taken apart and searched after it was rendered, whatever
was promised before. What is found is told by kind and place, never by its words: findings stand in pages and logs.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field

from quorate.release.folding import TooShort, folded, folded_bytes, needle
from quorate.release.own_words import OwnWords
from quorate.release.spellings import AS_IT_STANDS, readings
from quorate.release.streets import Street, lightly
from quorate.release.unpacking import parts_of

__all__ = ["Leak", "Protected", "TooShort", "leaks", "lines_that_leak", "protected_lines"]


# Parts of a PDF that nobody reads: its pages are parts of their own.
_NOT_READ = (", hidden structure", ", streams")


@dataclass(frozen=True, slots=True)
class Protected:
    """Words that must not leave: `kind` says what they are ("address", "telephone number", "school").

    `is_street`: a street by its name and what it is called, looked for as words of its own (`release.streets`). Where
    one is found `known` is asked for what the authority says of its own places, in which it may stand. `is_own_words`:
    a door that, without its spaces, would be found inside other words (`release.own_words`).
    """

    kind: str
    words: str = field(repr=False)
    is_street: bool = False
    is_own_words: bool = False
    known: Callable[[], Iterable[str]] = field(default=tuple, repr=False, compare=False)


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
    words = list(protected)
    needles = {(one.kind, needle(one.words).encode()) for one in words if not one.is_street and not one.is_own_words}
    streets = [(one, Street(one.words)) for one in words if one.is_street]
    doors = [(one, needle(one.words).encode()) for one in words if one.is_own_words]
    is_latin = all(sought.isascii() for _, sought in (*needles, *doors))
    parts = [*parts_of(artefact), *([("file name", name.encode())] if name else [])]
    texts: Texts = {}
    for where, content in parts:
        for spelling, reading in readings(content):
            texts.setdefault((where, folded_bytes(reading, latin=is_latin)), (spelling, reading))
    # One look for the name of a street spares those for its doors, in figures, in words, and shortened.
    everything = b"\x1e".join(text for _, text in texts)
    absent = [stem for stem in {street.stem for _, street in streets} if stem not in everything]
    looked_for = [one for one in needles if not any(stem in one[1] for stem in absent)]
    found = _streets_in(texts, streets, everything)
    found |= _doors_in(texts, [two for two in doors if two[1] in everything]) | _words_in(texts, looked_for, everything)
    return sorted(Leak(kind, where, spelling) for (kind, where), spelling in found.items())


Texts = dict[tuple[str, bytes], tuple[str, bytes | str]]
"""By where it stood and what is left of it: in which spelling, and what it says in that."""


def _words_in(texts: Texts, needles: Iterable[tuple[str, bytes]], everything: bytes) -> dict[tuple[str, str], str]:
    """Each is looked for in all of it at once; only where one is found does it matter in which part."""
    found: dict[tuple[str, str], str] = {}
    for kind, sought in needles:
        if sought in everything:
            for (where, text), (spelling, _) in texts.items():
                if (kind, where) not in found and sought in text:
                    found[kind, where] = spelling
    return found


def _doors_in(texts: Texts, doors: Iterable[tuple[Protected, bytes]]) -> dict[tuple[str, str], str]:
    """The same for what is to stand there as words of its own."""
    found: dict[tuple[str, str], str] = {}
    for one, sought in doors:
        door = OwnWords(one.words)
        for (where, text), (spelling, reading) in texts.items():
            if (one.kind, where) not in found and sought in text and door.is_in(_light(reading)):
                found[one.kind, where] = spelling
    return found


def _light(reading: bytes | str) -> str:
    return lightly(reading if isinstance(reading, str) else reading.decode(errors="ignore"))


def _streets_in(
    texts: Texts, streets: Iterable[tuple[Protected, Street]], everything: bytes
) -> dict[tuple[str, str], str]:
    """The same for streets by themselves; misspelt they are looked for in what people read."""
    read = {key for key, (spelling, _) in texts.items() if spelling == AS_IT_STANDS and not key[0].endswith(_NOT_READ)}
    as_read = b"\x1e".join(text for _, text in read)
    found: dict[tuple[str, str], str] = {}
    for one, street in streets:
        if street.could_be_in(everything) or street.could_be_misspelt_in(as_read):
            for where, spelling in _naming(one, street, texts, read):
                found.setdefault((one.kind, where), spelling)
    return found


def _naming(
    one: Protected, street: Street, texts: Texts, read: Container[tuple[str, bytes]]
) -> Iterator[tuple[str, str]]:
    """Where the street stands by itself, and in which spelling. Misspelt it is looked for in what people `read`."""
    for (where, text), (spelling, reading) in texts.items():
        if street.could_be_in(text) or ((where, text) in read and street.could_be_misspelt_in(text)):
            said = _light(reading)
            if street.is_in(said) and street.is_in(said, [lightly(two) for two in one.known()]):
                yield where, spelling


LINES_AT_ONCE = 3
"""Words that are broken over more lines than these are found, and not shown by their lines."""


def lines_that_leak(artefact: bytes, protected: Iterable[Protected]) -> list[tuple[str, str]]:
    """The lines of an artefact in which protected words stand: (where, as few lines as hold them, joined).

    To show to somebody who has the whole of it before them; never kept, never logged. What no line holds (a property, a
    drawing) is not in it. Raises `Unreadable` and `TooShort`.
    """
    words, found = list(protected), []
    for where, content in parts_of(artefact):
        lines = [one.strip() for one in content.decode(errors="replace").splitlines() if one.strip()]
        if content.startswith(b"%PDF-") or not leaks(b"\n" + content, words):
            continue
        at = 0
        while at < len(lines):
            sizes = (size for size in range(1, LINES_AT_ONCE + 1) if leaks(_said(lines[at : at + size]), words))
            size = next(sizes, 0)
            # As few as hold it: what begins further on is told from there.
            if size and not (size > 1 and leaks(_said(lines[at + 1 : at + size]), words)):
                found.append((where, " ".join(lines[at : at + size])))
            at += 1
    return list(dict.fromkeys(found))


def _said(lines: list[str]) -> bytes:
    # Begun with a line end, so that a line is not taken for a file that begins like it.
    return ("\n" + "\n".join(lines)).encode()
