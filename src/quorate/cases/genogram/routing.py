"""Heights of the rows, and the lines between and within them: no two lie on each other, none runs through a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quorate.cases.genogram.drawing import HALF, Line, Symbol
from quorate.cases.genogram.labels import LINE
from quorate.cases.genogram.ordering import Layers, Span
from quorate.cases.genogram.unions import Union

UNDER: Final = 6.0
"""Between a symbol and its name."""
_TRACK, _ARC, _AIR, _NEAR = 12.0, 10.0, 12.0, 6.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Heights:
    """The middle of each row's symbols, the height of each span's and arc's level stretch, and of the whole."""

    middle: tuple[float, ...]
    spans: Mapping[int, float]
    arcs: Mapping[tuple[str, str], float]
    bottom: float


def arcs_of(layers: Layers, row: int) -> list[tuple[str, str]]:
    """Members who do not stand next to their union: their line goes over the heads of those between."""
    items = layers.items(row)
    beside = set(pairwise(items))
    return [
        (union.id, member)
        for union in map(layers.unions.get, items)
        if union is not None
        for member in union.members
        if member in items and (union.id, member) not in beside and (member, union.id) not in beside
    ]


def heights(layers: Layers, at: Mapping[str, float], label_lines: Sequence[int]) -> Heights:
    """Rows from above to below, each with as many levels above it as its lines need."""
    middle: list[float] = []
    span_at: dict[int, float] = {}
    arc_at: dict[tuple[str, str], float] = {}
    bottom = 0.0
    for row in range(len(layers.rows)):
        spans = [(number, span) for number, span in enumerate(layers.spans) if span.row == row]
        levels = _span_levels([span for _, span in spans], at)
        span_at |= {number: bottom + _AIR + _TRACK * level for (number, _), level in zip(spans, levels, strict=True)}
        top = bottom + ((max(levels) + 1) * _TRACK + _AIR * 2.5 if levels else _AIR)
        arcs = arcs_of(layers, row)
        reaches = [(min(at[a], at[b]) - 20, max(at[a], at[b]) + 20) for a, b in arcs]
        arc_levels = _levels(reaches, {})
        count = max(arc_levels, default=-1) + 1
        arc_at |= {arc: top + _ARC * (count - 1 - level) for arc, level in zip(arcs, arc_levels, strict=True)}
        middle.append(top + _ARC * count + HALF + (2 if count else 0))
        bottom = middle[-1] + HALF + UNDER + LINE * label_lines[row] + _AIR / 2
    return Heights(tuple(middle), span_at, arc_at, bottom)


def _span_levels(spans: Sequence[Span], at: Mapping[str, float]) -> list[int]:
    """A level each; where one's upright would lie on another's drop, the one that comes from above turns first."""
    reaches, after = [], {}
    for number, span in enumerate(spans):
        ends = [at[one] for one in (*span.targets, *([span.source] if span.source else []))]
        reaches.append((min(ends) - 4, max(ends) + 4))
        after[number] = [
            other
            for other, before in enumerate(spans)
            if other != number
            and before.source is not None
            and any(abs(at[before.source] - at[target]) < _NEAR for target in span.targets)
        ]
    return _levels(reaches, after)


def _levels(reaches: Sequence[tuple[float, float]], after: Mapping[int, Sequence[int]]) -> list[int]:
    levels: dict[int, int] = {}
    waiting = sorted(range(len(reaches)), key=lambda one: reaches[one])
    while waiting:
        ready = next((one for one in waiting if all(b in levels for b in after.get(one, ()))), waiting[0])
        waiting.remove(ready)
        level = max((levels[before] + 1 for before in after.get(ready, ()) if before in levels), default=0)
        left, right = reaches[ready]
        taken = {levels[other] for other in levels if reaches[other][0] < right and left < reaches[other][1]}
        while level in taken:
            level += 1
        levels[ready] = level
    return [levels[number] for number in range(len(reaches))]


@dataclass(frozen=True, slots=True)
class Router:
    """Draws the lines of one connected family."""

    layers: Layers
    at: Mapping[str, float]
    heights: Heights
    symbols: Mapping[str, Symbol]
    twins: Sequence[frozenset[str]]
    bars: Mapping[str, str]

    def lines(self) -> Iterator[Line]:
        """Every line: partnerships with their signs, then parents and children."""
        for row in range(len(self.layers.rows)):
            items = self.layers.items(row)
            for union in filter(None, map(self.layers.unions.get, items)):
                yield from self._partnership(union, row, items)
        for number, span in enumerate(self.layers.spans):
            yield from self._span(span, self.heights.spans[number])

    def _partnership(self, union: Union, row: int, items: Sequence[str]) -> Iterator[Line]:
        level = []
        for member in union.members:
            if member in items:
                points = self._to_union(union, member, self.heights.middle[row])
                level.append((points[-3], points[-2]) if len(points) > 2 else (points[0], points[-1]))
                yield Line(union.kind, points, self._about(union.id))
        if level and union.kind in ("separated", "divorced"):
            yield from _slashes(union, level[-1], self._about(union.id))

    def _to_union(self, union: Union, member: str, y: float) -> tuple[Point, ...]:
        symbol, x = self.symbols[member], self.at[union.id]
        arc = self.heights.arcs.get((union.id, member))
        if arc is None:
            return ((symbol.side(x > symbol.x), y), (x, y))
        mine = [key for key in self.heights.arcs if key[1] == member and (self.at[key[0]] > symbol.x) == (x > symbol.x)]
        aside = min(8.0 + 5.0 * mine.index((union.id, member)), 18.0) * (1 if x > symbol.x else -1)
        start = (symbol.x + aside, symbol.top_at(aside))
        return (start, (start[0], arc), (x, arc), (x, y))

    def _about(self, item: str) -> tuple[str, ...]:
        """The people whom an item stands for."""
        source = self.layers.carries.get(item, (item, ""))[0].split("^")[0]
        return self.layers.unions[source].members if source in self.layers.unions else (source,)

    def _span(self, span: Span, y: float) -> Iterator[Line]:
        above = self._about(span.source) if span.source else tuple(span.targets)
        hows = set(span.targets.values())
        how = hows.pop() if len(hows) == 1 else "child"
        if span.source is None:
            how = self.bars[span.id]
        else:
            x = self.at[span.source]
            yield Line(how, ((x, self.heights.middle[span.row - 1]), (x, y)), above)
        starts = self._starts(span, y)
        ends = [*starts.values(), *([(self.at[span.source], y)] if span.source else [])]
        left, right = min(ends), max(ends)
        if right[0] - left[0] > 0.1:
            yield Line(how, (left, right), above)
        for target, style in span.targets.items():
            about = (*above, self.layers.carries.get(target, ("", target))[1])
            yield Line(style if span.source else how, (starts[target], self._end(target, span.row)), about)

    def _starts(self, span: Span, y: float) -> dict[str, Point]:
        """Where each drop begins: below the bar; twins' from one point."""
        starts = {}
        groups = [frozenset(span.targets)] if self.bars.get(span.id) == "twin_of" else self.twins
        for target in span.targets:
            group = next((twins & span.targets.keys() for twins in groups if target in twins), frozenset({target}))
            starts[target] = (sum(self.at[one] for one in sorted(group)) / len(group), y)
        return starts

    def _end(self, target: str, row: int) -> Point:
        symbol = self.symbols.get(target)
        if symbol is None:
            return (self.at[target], self.heights.middle[row])
        return (symbol.x, symbol.y - HALF - (5 if symbol.person.in_focus else 0))


def _slashes(union: Union, level: tuple[Point, Point], about: Iterable[str]) -> Iterator[Line]:
    """One slash through the line of a couple who separated, two where they divorced."""
    (x1, y), (x2, _) = level
    middle = (x1 + x2) / 2
    for aside in (-4.0, 4.0) if union.kind == "divorced" else (0.0,):
        yield Line("slash", ((middle + aside - 4, y + 9), (middle + aside + 4, y - 9)), tuple(about))
