"""The order of people, unions and passing lines within each row: couples adjacent, few lines crossing, older left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from quorate.cases.genogram.unions import Union


@dataclass(slots=True)
class Span:
    """Lines from one item of a row (None: a bar without parents) to items of the row below, with how each is drawn."""

    id: str
    source: str | None
    targets: dict[str, str]
    row: int


@dataclass(slots=True)
class Layers:
    """Rows of blocks; a block is a run of items that stays together (a couple, a chain of partnerships)."""

    rows: list[list[list[str]]]
    spans: list[Span] = field(default_factory=list)
    carries: dict[str, tuple[str, str]] = field(default_factory=dict)  # passing line → where from, where to
    unions: dict[str, Union] = field(default_factory=dict)

    def items(self, row: int) -> list[str]:
        """The items of a row from left to right."""
        return [item for block in self.rows[row] for item in block]


def layers_of(rows: Mapping[str, int], unions: Iterable[Union], bars: Iterable[tuple[str, ...]]) -> Layers:
    """Blocks, spans and passing lines of people whose rows are known, in their order from left to right."""
    unions = list(unions)
    made = Layers([[] for _ in range(max(rows.values()) + 1)], unions={union.id: union for union in unions})
    place = dict(rows) | {union.id: max(rows[member] for member in union.members) for union in unions}
    stubs = [(stub, union) for union in unions for stub in _stubs(made, union, place)]
    for row in range(len(made.rows)):
        people = [one for one in rows if rows[one] == row]
        made.rows[row] = _blocks(people, [union for union in made.unions.values() if place[union.id] == row])
    for stub, union in stubs:
        _span(made, stub.id, place[stub.id], {union.id: union.kind}, place)
    for union in unions:
        if union.children:
            _span(made, union.id, place[union.id], union.children, place)
    for bar in bars:
        made.spans.append(Span("bar:" + "~".join(bar), None, dict.fromkeys(bar, "child"), place[bar[0]]))
    return made


def _stubs(made: Layers, union: Union, place: dict[str, int]) -> list[Union]:
    """A partner of an older generation is reached by a line down from a stub beside them."""
    stubs = []
    for member in union.members:
        if place[member] < place[union.id]:
            stub = Union(f"{union.id}^{member}", (member,), union.kind)
            made.unions[stub.id], place[stub.id] = stub, place[member]
            stubs.append(stub)
    return stubs


def _span(made: Layers, source: str, row: int, targets: Mapping[str, str], place: Mapping[str, int]) -> None:
    """Lines to the row below; whoever stands further down is reached by lines that pass the rows between."""
    near = {target: how for target, how in targets.items() if place[target] == row + 1}
    for target, how in targets.items():
        if place[target] > row + 1:
            passing = f"{source}>{target}@{row + 1}"
            made.rows[row + 1].append([passing])
            made.carries[passing] = (made.carries.get(source, (source, ""))[0], target)
            near[passing] = how
            _span(made, passing, row + 1, {target: how}, place)
    made.spans.append(Span(source, source, near, row + 1))


def _blocks(people: Sequence[str], unions: Sequence[Union]) -> list[list[str]]:
    inside = set(people)
    of: dict[str, list[Union]] = {one: [] for one in people}
    for union in unions:
        for member in union.members:
            if member in inside:
                of[member].append(union)
    blocks: list[list[str]] = []
    done: set[str] = set()
    # Who has most partnerships stands in the middle of theirs.
    for person in sorted(people, key=lambda one: -len(of[one])):
        if person not in done:
            blocks.append(_chain(person, of, done))
    return blocks


def _chain(person: str, of: Mapping[str, list[Union]], done: set[str]) -> list[str]:
    """The person between the partnerships: the first to the left, the others to the right."""
    done.add(person)
    arms = []
    for union in of[person]:
        if union.id not in done:
            done.add(union.id)
            others = [member for member in union.members if member in of and member not in done]
            arms.append([union.id, *(item for other in others for item in _chain_on(other, of, done))])
    left = list(reversed(arms[0])) if len(arms) > 1 else []
    return [*left, person, *(item for arm in arms[1 if left else 0 :] for item in arm)]


def _chain_on(person: str, of: Mapping[str, list[Union]], done: set[str]) -> list[str]:
    done.add(person)
    chain = [person]
    for union in of[person]:
        if union.id not in done:
            done.add(union.id)
            chain.append(union.id)
            for other in union.members:
                if other in of and other not in done:
                    chain += _chain_on(other, of, done)
    return chain


def put_in_order(layers: Layers, seniority: Mapping[str, tuple[int, int]]) -> None:
    """Sweeps down and up by the mean place of what each block hangs on, then swaps and turns neighbours.

    `seniority` orders siblings: the older stands further left.
    """
    order = _Order(layers, seniority)
    best, least = order.copy(), order.cost()
    for sweep in range(6):
        order.sweep(down=sweep % 2 == 0)
        order.improve()
        if (cost := order.cost()) < least:
            best, least = order.copy(), cost
    layers.rows = best


class _Order:
    def __init__(self, layers: Layers, seniority: Mapping[str, tuple[int, int]]) -> None:
        self._layers, self._seniority = layers, seniority
        self._above: list[list[Span]] = [[] for _ in range(len(layers.rows) + 1)]
        for span in layers.spans:
            self._above[span.row].append(span)

    def copy(self) -> list[list[list[str]]]:
        return [[list(block) for block in row] for row in self._layers.rows]

    def cost(self) -> float:
        return sum(self._cost_above(row) for row in range(1, len(self._layers.rows)))

    def _places(self, row: int) -> dict[str, float]:
        items = self._layers.items(row)
        middle = (len(items) - 1) / 2
        return {item: number - middle for number, item in enumerate(items)}

    def _cost_above(self, row: int) -> float:
        """Crossings, siblings out of order, and a little for length, of the lines that come down into a row."""
        if not 0 < row < len(self._layers.rows):
            return 0.0 if row else sum(self._disorder(span, self._places(0)) for span in self._above[0])
        upper, here = self._places(row - 1), self._places(row)
        lines = [(upper[s.source], here[t]) for s in self._above[row] if s.source for t in s.targets]
        crossings = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(lines, 2))
        length = sum(abs(a - b) for a, b in lines)
        return 10.0 * crossings + 0.1 * length + sum(self._disorder(span, here) for span in self._above[row])

    def _disorder(self, span: Span, here: Mapping[str, float]) -> float:
        placed = sorted(span.targets, key=here.__getitem__)
        last = (1 << 30, 0)
        turned = sum(self._seniority.get(a, last) > self._seniority.get(b, last) for a, b in combinations(placed, 2))
        return turned + 0.05 * sum(here[b] - here[a] for a, b in pairwise(placed))

    def sweep(self, *, down: bool) -> None:
        rows = range(1, len(self._layers.rows)) if down else range(len(self._layers.rows) - 2, -1, -1)
        for row in rows:
            pulls = self._pulls(row, down=down)
            ranked = [
                (self._mean(block, pulls, number), number, block) for number, block in enumerate(self._layers.rows[row])
            ]
            self._layers.rows[row] = [block for _, _, block in sorted(ranked, key=lambda one: one[:2])]

    def _pulls(self, row: int, *, down: bool) -> dict[str, list[float]]:
        pulls: dict[str, list[float]] = {}
        other = self._places(row - 1 if down else row + 1)
        for span in self._above[row if down else row + 1]:
            for target in span.targets:
                if span.source is not None:
                    here, there = (target, span.source) if down else (span.source, target)
                    pulls.setdefault(here, []).append(other[there])
        return pulls

    @staticmethod
    def _mean(block: Sequence[str], pulls: Mapping[str, list[float]], otherwise: float) -> float:
        found = [place for item in block for place in pulls.get(item, ())]
        return sum(found) / len(found) if found else float(otherwise)

    def improve(self) -> None:
        """Swap neighbours and turn blocks round wherever that makes the lines around a row better."""
        for _ in range(4):
            if not any([self._improve(row) for row in range(len(self._layers.rows))]):
                return

    def _improve(self, row: int) -> bool:
        better = False
        blocks = self._layers.rows[row]
        cost = self._around(row)
        for number, block in enumerate(blocks):
            block.reverse()
            turned = self._around(row)
            if turned < cost - 1e-9:
                cost, better = turned, True
            else:
                block.reverse()
            if number + 1 < len(blocks):
                blocks[number], blocks[number + 1] = blocks[number + 1], blocks[number]
                swapped = self._around(row)
                if swapped < cost - 1e-9:
                    cost, better = swapped, True
                else:
                    blocks[number], blocks[number + 1] = blocks[number + 1], blocks[number]
        return better

    def _around(self, row: int) -> float:
        return self._cost_above(row) + self._cost_above(row + 1)
