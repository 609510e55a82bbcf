"""Authorities side by side: the same questions about the same conferences, each answer in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from quorate.procedure.pack import Pack
from quorate.procedure.question_list import QUESTIONS
from quorate.procedure.questions import CONFERENCES, Asked
from quorate.web.packs import authorities, procedure_of
from quorate.web.procedure.answers import answer_in_words

_TITLES = {
    "initial": "Initial conference",
    "review": "Review",
    "pre-birth": "Before a birth",
    "transfer-in": "A family moves in",
    "siblings": "Brothers and sisters",
    "excluded-parent": "A parent is kept out",
    "inquorate": "Too few agencies",
    "ending": "Ending a plan",
    "before-easter": "Just before Easter",
    "clock-change": "When the clocks change",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One authority's answer, and whether the national base gave it because the authority's paper is silent."""

    says: str
    from_base: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question with the answers in the order of the authorities."""

    asks: str
    cells: tuple[Cell, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The questions about one of the conferences."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All authorities beside each other."""

    titles: tuple[str, ...]
    parts: tuple[Part, ...]


def comparison(own: str) -> Comparison:
    """Every authority, one's own first, under the procedures in force today."""
    names = [own, *[name for name in authorities() if name != own]] if own in authorities() else list(authorities())
    packs = [procedure_of(name) for name in names]
    return _comparison(
        tuple(pack.id for pack in packs), tuple(packs[n].base_edition or "" for n in range(len(packs))), tuple(names)
    )


@lru_cache(maxsize=16)
def _comparison(ids: tuple[str, ...], bases: tuple[str, ...], names: tuple[str, ...]) -> Comparison:
    packs = [procedure_of(name) for name in names]
    parts = []
    for conference, questions in groupby(QUESTIONS, key=lambda question: question.conference):
        asked = [Asked(pack, conference) for pack in packs]
        lines = tuple(
            _line(question.asks, [answer_in_words(question.answer(one), one.pack) for one in asked])
            for question in questions
        )
        parts.append((conference, lines))
    merged: dict[str, tuple[Line, ...]] = {name: () for name in CONFERENCES}
    for conference, lines in parts:
        merged[conference] += lines
    titles = tuple(_title(pack) for pack in packs)
    return Comparison(titles, tuple(Part(_TITLES.get(one, one), lines) for one, lines in merged.items() if lines))


def _title(pack: Pack) -> str:
    return str(pack.data["title"])


def _line(asks: str, answers: list[tuple[str, bool]]) -> Line:
    cells = tuple(Cell(says, from_base) for says, from_base in answers)
    return Line(asks, cells, len({cell.says for cell in cells}) == 1)
