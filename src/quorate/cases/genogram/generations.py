"""Which generation everybody belongs to: parents above their children, couples and siblings beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quorate.cases.genogram.family import BESIDE, COUPLE, PARENT, Tie


@dataclass(frozen=True, slots=True)
class Generations:
    """The row of each person (0 is the oldest), and the ties that contradict each other and cannot be drawn."""

    rows: Mapping[str, int]
    contradicting: tuple[Tie, ...]


def generations(people: Sequence[str], ties: Sequence[Tie]) -> Generations:
    """Parent ties come first, then those that put two people beside each other, as far as they do not contradict."""
    groups = _Groups(people)
    wrong = [tie for tie in ties if tie.kind in PARENT and not groups.puts_above(tie.a, tie.b)]
    kept = [tie for tie in ties if tie not in wrong]
    for a, b in _beside(kept):
        groups.joins(a, b)
    rows = groups.rows()
    wrong += [tie for tie in kept if tie.kind in BESIDE and rows[tie.a] != rows[tie.b]]
    return Generations(rows, tuple(wrong))


def _beside(ties: Sequence[Tie]) -> list[tuple[str, str]]:
    """Pairs that should share a row: siblings, couples, then people who have a child together."""
    pairs = [(tie.a, tie.b) for tie in ties if tie.kind in BESIDE]
    pairs += [(tie.a, tie.b) for tie in ties if tie.kind in COUPLE]
    for kind in PARENT:
        parents: dict[str, list[str]] = {}
        for tie in ties:
            if tie.kind == kind:
                parents.setdefault(tie.b, []).append(tie.a)
        pairs += [(group[0], other) for group in parents.values() for other in group[1:]]
    return pairs


class _Groups:
    """People joined into groups of one row, with the groups that stand directly below each group."""

    def __init__(self, people: Iterable[str]) -> None:
        self._group = {one: one for one in people}
        self._below: dict[str, set[str]] = {one: set() for one in self._group}

    def puts_above(self, parent: str, child: str) -> bool:
        above, below = self._group[parent], self._group[child]
        if above == below or self._reaches(below, above):
            return False
        self._below[above].add(below)
        return True

    def joins(self, a: str, b: str) -> None:
        keep, goes = self._group[a], self._group[b]
        if keep == goes or self._reaches(keep, goes) or self._reaches(goes, keep):
            return
        self._group = {one: keep if group == goes else group for one, group in self._group.items()}
        self._below[keep] |= self._below.pop(goes)
        for below in self._below.values():
            if goes in below:
                below.remove(goes)
                below.add(keep)

    def _reaches(self, start: str, end: str) -> bool:
        seen, waiting = set(), [start]
        while waiting:
            group = waiting.pop()
            if group == end:
                return True
            if group not in seen:
                seen.add(group)
                waiting += self._below[group]
        return False

    def rows(self) -> dict[str, int]:
        """The longest way down to each group; groups without parents are then let down to just above their children."""
        order = self._from_above()
        row = dict.fromkeys(order, 0)
        for group in order:
            for below in self._below[group]:
                row[below] = max(row[below], row[group] + 1)
        has_parents = {below for group in order for below in self._below[group]}
        for group in reversed(order):
            if group not in has_parents and self._below[group]:
                row[group] = min(row[below] for below in self._below[group]) - 1
        return {one: row[group] for one, group in self._group.items()}

    def _from_above(self) -> list[str]:
        """Every group after all that stand above it; in a fixed order."""
        above = {group: 0 for group in self._below}
        for under in self._below.values():
            for group in under:
                above[group] += 1
        ready = [group for group in self._below if not above[group]]
        order = []
        while ready:
            group = ready.pop(0)
            order.append(group)
            for below in sorted(self._below[group]):
                above[below] -= 1
                if not above[below]:
                    ready.append(below)
        return order
