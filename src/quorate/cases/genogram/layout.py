"""From a family to its drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from quorate.cases.genogram.drawing import HALF, Drawing, Line, Symbol
from quorate.cases.genogram.family import Family, Person, Tie, age_in_words
from quorate.cases.genogram.generations import generations
from quorate.cases.genogram.labels import LINE, NARROWEST, broken, width_of
from quorate.cases.genogram.ordering import Layers, layers_of, put_in_order
from quorate.cases.genogram.placing import GAP, places
from quorate.cases.genogram.routing import UNDER, Router, heights
from quorate.cases.genogram.unions import unions_of
from quorate.cases.wording import day_in_words

_MARGIN: Final = 16.0
_UNION: Final = 10.0
_HEADING: Final = 44.0
_SHAPES: Final = {"M": "square", "F": "circle"}


def draw(family: Family, on: date) -> Drawing:
    """The genogram of a family as on a day. The same family always gives the same drawing."""
    people = {one.id: one for one in family.people}
    ties = family.known_ties()
    known = generations(list(people), ties)
    drawn = [_as_on(tie, on) for tie in ties if tie not in known.contradicting]
    parts = _parts(people, drawn)
    focus = [part for part in parts if any(people[one].in_focus for one in part)]
    linked = focus + [part for part in parts if len(part) > 1 and part not in focus]
    apart = [part[0] for part in parts if part not in linked]
    pieces = [_piece({one: people[one] for one in part}, drawn, known.rows, on) for part in linked]
    joined = _side_by_side(pieces)
    whole = _with_those_apart(joined, [people[one] for one in apart], on)
    return replace(whole, undrawn=known.contradicting)


def _as_on(tie: Tie, on: date) -> Tie:
    """A partnership that has ended is drawn as one."""
    ended = tie.kind in ("partner", "married") and tie.ends_on is not None and tie.ends_on <= on
    return replace(tie, kind="separated") if ended else tie


def symbol_of(person: Person, on: date, *, unknown: bool = False) -> Symbol:
    """The symbol of one person, not yet placed."""
    shape = "triangle" if person.is_unborn else _SHAPES.get(person.sex, "diamond")
    says = person.says
    if person.is_unborn and person.expected_on is not None:
        says = f"{says}, expected {day_in_words(person.expected_on)}".removeprefix(", ")
    name, more = broken(person.name), broken(says)
    width = max([NARROWEST, *(width_of(line) for line in (*name, *more))])
    return Symbol(person, shape, 0.0, 0.0, "?" if unknown else age_in_words(person, on), name, more, width, unknown)


def _parts(people: Mapping[str, Person], ties: Sequence[Tie]) -> list[list[str]]:
    """People who are connected by ties, in the order of the family."""
    part = {one: one for one in people}
    for tie in ties:
        keep, goes = part[tie.a], part[tie.b]
        part = {one: keep if now == goes else now for one, now in part.items()}
    return [[one for one in people if part[one] == name] for name in dict.fromkeys(part.values())]


def _piece(people: Mapping[str, Person], ties: Sequence[Tie], rows: Mapping[str, int], on: date) -> Drawing:
    """One connected family, from the corner 0, 0."""
    ties = [tie for tie in ties if tie.a in people]
    unions, bars, added = unions_of(people, ties)
    symbols = {one.id: symbol_of(one, on) for one in people.values()}
    symbols |= {one.id: symbol_of(one, on, unknown=True) for one in added}
    top = min(rows[one] for one in people)
    places_of = {one: rows[one.removeprefix("?")] - top for one in _by_age(symbols)}
    layers = layers_of(places_of, unions, [bar.people for bar in bars])
    put_in_order(layers, {one: _seniority(symbols[one].person) for one in symbols})
    widths = {item: symbols[item].width if item in symbols else _UNION for item in _items(layers)}
    at = places(layers, widths)
    lines_below = [
        max((len(symbols[one].name) + len(symbols[one].says) for one in layers.items(row) if one in symbols), default=0)
        for row in range(len(layers.rows))
    ]
    tall = heights(layers, at, lines_below)
    placed = {one: replace(symbols[one], x=at[one], y=round(tall.middle[places_of[one]], 1)) for one in symbols}
    kinds = {"bar:" + "~".join(bar.people): bar.kind for bar in bars}
    lines = tuple(Router(layers, at, tall, placed, _twins(ties), kinds).lines())
    width = max(at[item] + widths[item] / 2 for item in at)
    return Drawing(width, tall.bottom, tuple(placed.values()), lines, len(layers.rows))


def _items(layers: Layers) -> Iterable[str]:
    return (item for row in range(len(layers.rows)) for item in layers.items(row))


def _seniority(person: Person) -> tuple[int, int]:
    """Older first; the unborn and those whose age nobody knows last."""
    born = person.born_on or person.expected_on
    return (born.toordinal() if born else 1 << 30, 0)


def _by_age(symbols: Mapping[str, Symbol]) -> list[str]:
    return sorted(symbols, key=lambda one: _seniority(symbols[one].person))


def _twins(ties: Sequence[Tie]) -> list[frozenset[str]]:
    groups: list[frozenset[str]] = []
    for tie in ties:
        if tie.kind == "twin_of":
            touched = [group for group in groups if {tie.a, tie.b} & group]
            groups = [group for group in groups if group not in touched]
            groups.append(frozenset({tie.a, tie.b}).union(*touched))
    return groups


def _moved(piece: Drawing, right: float, down: float) -> Drawing:
    symbols = tuple(replace(one, x=round(one.x + right, 1), y=round(one.y + down, 1)) for one in piece.symbols)
    lines = tuple(
        Line(one.kind, tuple((round(x + right, 1), round(y + down, 1)) for x, y in one.points), one.about)
        for one in piece.lines
    )
    return replace(piece, symbols=symbols, lines=lines)


def _side_by_side(pieces: Sequence[Drawing]) -> Drawing:
    symbols: tuple[Symbol, ...] = ()
    lines: tuple[Line, ...] = ()
    right = _MARGIN
    for piece in pieces:
        moved = _moved(piece, right, _MARGIN)
        symbols, lines, right = symbols + moved.symbols, lines + moved.lines, right + piece.width + 3 * GAP
    height = max((piece.height for piece in pieces), default=0.0) + 2 * _MARGIN
    count = max((piece.generations for piece in pieces), default=0)
    return Drawing(right - 3 * GAP + _MARGIN if pieces else 2 * _MARGIN, height, symbols, lines, count)


def _with_those_apart(whole: Drawing, people: Sequence[Person], on: date) -> Drawing:
    """People without a known link in rows below a heading, as wide as the rest, at least three beside each other."""
    if not people:
        return whole
    symbols = [symbol_of(one, on) for one in people]
    widest = max(one.width for one in symbols) + 2 * GAP
    in_a_row = min(len(symbols), max(3, int((whole.width - 2 * _MARGIN) // widest)))
    tallest = 2 * HALF + UNDER + LINE * max(len(one.name) + len(one.says) for one in symbols) + 2 * GAP
    top = whole.height + _HEADING
    placed = tuple(
        replace(one, x=_MARGIN + widest * (number % in_a_row + 0.5), y=top + HALF + tallest * (number // in_a_row))
        for number, one in enumerate(symbols)
    )
    rows = -(-len(symbols) // in_a_row)
    return replace(
        whole,
        width=max(whole.width, widest * in_a_row + 2 * _MARGIN, 360.0),
        height=top + tallest * rows + _MARGIN,
        symbols=whole.symbols + placed,
        apart=tuple(one.id for one in people),
        apart_from=whole.height,
    )
