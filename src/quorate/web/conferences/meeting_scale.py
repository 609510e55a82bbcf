"""The scale as a picture and as its table: where each dot stands, what has moved, who is furthest apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quorate.conferences.naming import unnamed
from quorate.conferences.queries.meeting_scale import Dot, ScaleOf
from quorate.web.wording import day_short, month_and_year

_LEFT: Final = 190
_STEP: Final = 46  # from one stacked dot to the next
_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Placed:
    """A dot in the picture."""

    x: float
    y: float
    who: str
    letters: str


@dataclass(frozen=True, slots=True)
class Line:
    """One conference's line."""

    name: str
    day: str
    y: float
    numbered: bool
    dots: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture: in units of its own, so that it fits every width."""

    width: int
    height: float
    left: int
    right: int
    ticks: tuple[tuple[float, int], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the table, with their numbers of earlier conferences."""

    letters: str
    name: str
    number: int
    past: tuple[str, ...]
    reason: str
    mark: str
    who: str


@dataclass(frozen=True, slots=True)
class ScaleShown:
    """All that the page shows of one child's scale."""

    picture: Picture
    rows: tuple[Row, ...]
    days: tuple[str, ...]
    moved: str
    apart: str


def shown(scale: ScaleOf, rule: Mapping[str, Any], today: str) -> ScaleShown:
    """A child's scale drawn on the pack's numbers; `today` is the day as it is written."""
    low, high = int(rule["minimum"]), int(rule["maximum"])
    lines = [("Today", today, scale.dots)] + [
        (month_and_year(one.on).split()[0], day_short(one.on), list(one.dots)) for one in scale.earlier
    ]
    return ScaleShown(
        _picture(lines, low, high),
        tuple(_row(dot, scale) for dot in scale.dots),
        tuple(day_short(one.on) for one in reversed(scale.earlier)),
        _moved(scale), _apart(scale),
    )  # fmt: skip


def _picture(lines: Sequence[tuple[str, str, Sequence[Dot]]], low: int, high: int) -> Picture:
    right = _WIDTH - 40
    at = {n: _LEFT + (right - _LEFT) * (n - low) / (high - low) for n in range(low, high + 1)}
    made, y = [], 0.0
    for number, (name, day, dots) in enumerate(lines):
        tallest = max((sum(1 for one in dots if one.number == n) for n in at), default=1) or 1
        y += 16 + tallest * _STEP
        made.append(Line(name, day, round(y, 1), number == 0, _stacked(dots, at, y)))
        y += 40 if number == 0 else 16
    return Picture(_WIDTH, round(y + 8, 1), _LEFT, right, tuple((round(x, 1), n) for n, x in at.items()), tuple(made))


def _stacked(dots: Sequence[Dot], at: Mapping[int, float], y: float) -> tuple[Placed, ...]:
    """Same place means one above the other, the child on top."""
    placed = []
    for n, x in at.items():
        same = sorted((one for one in dots if one.number == n), key=lambda one: one.is_child)
        placed += [
            Placed(round(x, 1), round(y - 26 - place * _STEP, 1), one.who, one.letters)
            for place, one in enumerate(same)
        ]
    return tuple(placed)


def _row(dot: Dot, scale: ScaleOf) -> Row:
    past = []
    for earlier in reversed(scale.earlier):
        then = next((one for one in earlier.dots if one.key and one.key == dot.key), None)
        past.append("" if then is None else str(then.number))
    mark = ""
    if not dot.shown:
        mark = "Not shown to others"
    elif dot.is_child:
        mark = f"{dot.name} chose to show this"
    elif dot.in_writing:
        mark = "In writing"
    who = "child" if dot.invitee_id is None else str(dot.invitee_id)
    return Row(dot.letters, dot.name, dot.number, tuple(past), dot.reason, mark, who)


def _moved(scale: ScaleOf) -> str:
    """How the numbers of those who gave one before have moved since the last conference."""
    if not scale.earlier:
        return ""
    before = {one.key: one.number for one in scale.earlier[0].dots if one.key}
    steps = [one.number - before[one.key] for one in scale.dots if one.key in before]
    if not steps:
        return ""
    if all(step >= 0 for step in steps) and any(steps):
        return "Moving up: nobody has gone down since the last conference."
    if all(step <= 0 for step in steps) and any(steps):
        return "Moving down: nobody has gone up since the last conference."
    return "Some numbers have gone up and some down since the last conference." if any(steps) else "Nobody has moved."


def _apart(scale: ScaleOf) -> str:
    found = scale.apart()
    if found is None:
        return ""
    high, low = found
    return f"{unnamed(high.name)} {high.number}, {unnamed(low.name)} {low.number}."
