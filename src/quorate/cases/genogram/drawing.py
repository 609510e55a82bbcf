"""A genogram as shapes with places: what a template turns into SVG without deciding anything."""

from __future__ import annotations

from dataclasses import dataclass

from quorate.cases.genogram.family import Person, Tie

HALF = 23.0
"""Half the width of a symbol, in user units."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in user units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Symbol:
    """One person: `shape` square, circle, diamond or triangle; `inside` the age; below it `name` and `says`, broken."""

    person: Person
    shape: str
    x: float
    y: float
    inside: str
    name: tuple[str, ...]
    says: tuple[str, ...]
    width: float
    unknown: bool = False

    @property
    def box(self) -> Box:
        """The room of the shape, the edge of the child in focus included."""
        reach = HALF + (5 if self.person.in_focus else 0)
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)

    def top_at(self, aside: float) -> float:
        """Where a line that comes down beside the middle meets the shape."""
        if self.shape == "circle":
            return self.y - float((HALF**2 - aside**2) ** 0.5)
        if self.shape == "diamond":
            return self.y - HALF + abs(aside)
        return self.y - HALF + (2 * abs(aside) if self.shape == "triangle" else 0)

    def side(self, to_right: bool) -> float:
        """Where a line at half height meets the shape."""
        reach = HALF / 2 if self.shape == "triangle" else HALF
        return self.x + (reach if to_right else -reach)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it says (`kind`), the points it goes through, and for whom it stands."""

    kind: str
    points: tuple[tuple[float, float], ...]
    about: tuple[str, ...]

    @property
    def path(self) -> str:
        """As an SVG path."""
        return "M" + " L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in its place. `apart` are the ids of people whose link nobody recorded; they stand in rows below a
    heading at `apart_from`. `undrawn` are ties that contradict each other: the words tell them."""

    width: float
    height: float
    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...]
    generations: int
    apart: tuple[str, ...] = ()
    apart_from: float | None = None
    undrawn: tuple[Tie, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of lines and signs that occur, for the key below the drawing."""
        shapes = {one.shape for one in self.symbols} | {"unknown" for one in self.symbols if one.unknown}
        dead = {"died" for one in self.symbols if one.person.died_on}
        return frozenset({line.kind for line in self.lines} | shapes | dead)
