"""A genogram as SVG for paper: the same shapes, lines and words as on the child's page, in black."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from quorate.cases.genogram.drawing import HALF, Drawing, Line, Symbol
from quorate.cases.genogram.labels import LINE, SIZE

_EDGE: Final = 5.0
"""How far the second edge of the child in focus stands outside the first."""
_UNDER: Final = 43.0
"""From the middle of a symbol to the foot of the first line of words below it."""
_INK: Final = 'fill="none" stroke="#1b2429" stroke-width="1.75"'
_DASHES: Final = {"partner": "7 5", "adopted": "7 5", "half_sibling_of": "7 5", "parents": "2 4"}
"""The lines that are not unbroken, by their kind."""
_WORDS: Final = f'font-family="Source Sans 3" font-size="{SIZE:g}" fill="#1b2429"'


def as_svg(drawing: Drawing) -> str:
    """The drawing as one SVG document. Every word in it goes through escape."""
    size = f'width="{drawing.width:.0f}" height="{drawing.height:.0f}"'
    parts = [*map(_line, drawing.lines), *_apart(drawing)]
    for one in drawing.symbols:
        parts += _symbol(one)
    box = f'viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{"".join(parts)}</svg>'


def _line(line: Line) -> str:
    dashes = _DASHES.get(line.kind)
    return f'<path {_INK}{f""" stroke-dasharray="{dashes}" """ if dashes else ""} d="{line.path}"/>'


def _apart(drawing: Drawing) -> Iterator[str]:
    if drawing.apart_from is not None:
        top = drawing.apart_from
        yield f'<path fill="none" stroke="#6d7a80" stroke-width="1" d="M16 {top:g} H{drawing.width - 16:g}"/>'
        yield f'<text {_WORDS} font-weight="600" x="16" y="{top + 26:g}">How these are linked is not recorded</text>'


def _symbol(one: Symbol) -> Iterator[str]:
    if one.person.in_focus:
        yield _shape(one, HALF + _EDGE)
    yield _shape(one, HALF)
    if one.person.died_on is not None:
        left, right, top, foot = one.x - HALF, one.x + HALF, one.y - HALF, one.y + HALF
        cross = f"M{left:g} {top:g} L{right:g} {foot:g} M{right:g} {top:g} L{left:g} {foot:g}"
        yield f'<path fill="none" stroke="#1b2429" stroke-width="1.25" d="{cross}"/>'
    if one.inside:
        # The cross would strike the number through.
        clear = ' paint-order="stroke" stroke="#ffffff" stroke-width="5"' if one.person.died_on is not None else ""
        yield _text(one.inside, one.x, one.y + 6, f'font-weight="600"{clear}')
    for number, words in enumerate((*one.name, *one.says)):
        yield _text(words, one.x, one.y + _UNDER + LINE * number, 'font-weight="600"' if number < len(one.name) else "")


def _shape(one: Symbol, half: float) -> str:
    look = _INK.replace('fill="none"', 'fill="#ffffff"') + (' stroke-dasharray="2 3.5"' if one.unknown else "")
    left, right, top, foot = one.x - half, one.x + half, one.y - half, one.y + half
    if one.shape == "square":
        return f'<rect {look} x="{left:g}" y="{top:g}" width="{2 * half:g}" height="{2 * half:g}"/>'
    if one.shape == "circle":
        return f'<circle {look} cx="{one.x:g}" cy="{one.y:g}" r="{half:g}"/>'
    if one.shape == "triangle":
        return f'<path {look} d="M{one.x:g} {top:g} L{right:g} {foot:g} L{left:g} {foot:g}Z"/>'
    return f'<path {look} d="M{one.x:g} {top:g} L{right:g} {one.y:g} L{one.x:g} {foot:g} L{left:g} {one.y:g}Z"/>'


def _text(words: str, x: float, y: float, more: str) -> str:
    # Signs that XML has no place for would make the whole drawing unreadable.
    said = escape("".join(sign if sign.isprintable() else " " for sign in words))
    return f'<text {_WORDS} {more} text-anchor="middle" x="{x:g}" y="{y:g}">{said}</text>'
