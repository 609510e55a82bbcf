"""Where each item of a row stands from left to right: children under their parents, nothing on top of anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from quorate.cases.genogram.ordering import Layers

GAP: Final = 14.0
_SWEEPS: Final = 16


def places(layers: Layers, widths: Mapping[str, float]) -> dict[str, float]:
    """The middle of every item, in user units from the left edge of the drawing."""
    rows = [layers.items(row) for row in range(len(layers.rows))]
    at: dict[str, float] = {}
    for row in rows:
        _settle(row, {}, at, widths)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for number in range(len(rows)) if down else reversed(range(len(rows))):
            wished = _wished_from_above(layers, number, at) if down else _wished_from_below(layers, number, at)
            _settle(rows[number], wished, at, widths)
    left = min((at[item] - widths[item] / 2 for item in at), default=0.0)
    return {item: round(place - left, 1) for item, place in at.items()}


def _wished_from_above(layers: Layers, row: int, at: Mapping[str, float]) -> dict[str, float]:
    """The children of a union are moved together until they hang evenly below it."""
    shifts: dict[str, list[float]] = {}
    for span in layers.spans:
        if span.row == row and span.source is not None:
            middle = (min(at[one] for one in span.targets) + max(at[one] for one in span.targets)) / 2
            for target in span.targets:
                shifts.setdefault(target, []).append(at[span.source] - middle)
    return _moved(layers, row, shifts, at)


def _wished_from_below(layers: Layers, row: int, at: Mapping[str, float]) -> dict[str, float]:
    """A union is moved above the middle of its children, and the couple with it."""
    shifts: dict[str, list[float]] = {}
    for span in layers.spans:
        if span.row == row + 1 and span.source is not None:
            middle = (min(at[one] for one in span.targets) + max(at[one] for one in span.targets)) / 2
            shifts.setdefault(span.source, []).append(middle - at[span.source])
    return _moved(layers, row, shifts, at)


def _moved(
    layers: Layers, row: int, shifts: Mapping[str, Sequence[float]], at: Mapping[str, float]
) -> dict[str, float]:
    """A block goes as one: by the mean of what pulls at any of its items."""
    wished: dict[str, float] = {}
    for block in layers.rows[row]:
        pulls = [shift for item in block for shift in shifts.get(item, ())]
        if pulls:
            wished |= {item: at[item] + sum(pulls) / len(pulls) for item in block}
    return wished


def _settle(row: Sequence[str], wished: Mapping[str, float], at: dict[str, float], widths: Mapping[str, float]) -> None:
    """The places nearest to those wished for that keep order and distance (pool-adjacent-violators)."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + GAP)
    pools: list[tuple[float, float, int]] = []
    for item, offset in zip(row, offsets, strict=True):
        weight = 1.0 if item in wished else 0.05
        pools.append((wished.get(item, at.get(item, offset)) - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, wb, nb), (a, wa, na) = pools.pop(), pools.pop()
            pools.append(((a * wa + b * wb) / (wa + wb), wa + wb, na + nb))
    places = [place for place, _, count in pools for _ in range(count)]
    at.update({item: place + offset for item, place, offset in zip(row, places, offsets, strict=True)})
