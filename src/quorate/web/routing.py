"""The table of addresses by what they begin with, so that one address is not held against every route of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.urls import URLPattern, URLResolver, include, path

_FEW: Final = 4
"""A step down costs about as much as holding an address against so many routes."""


def gathered(routes: Sequence[URLPattern]) -> list[URLPattern | URLResolver]:
    """The same routes under the same names, those that begin alike behind what they share.

    The first that fits an address still answers it: two routes change places only where the parts at which they
    differ are fixed words, so that no address fits both.
    """
    return _gathered([(str(one.pattern), one) for one in routes])


def _gathered(routes: Sequence[tuple[str, URLPattern]]) -> list[URLPattern | URLResolver]:
    heads: list[tuple[str, list[tuple[str, URLPattern]]]] = []
    movable: dict[str, list[tuple[str, URLPattern]]] = {}
    for route, one in routes:
        head = "".join(route.partition("/")[:2])
        if head not in movable:
            if any("<" in other for other in (head, *movable)):
                movable = {}  # one of them fits many words, perhaps also those of another
            movable[head] = []
            heads.append((head, movable[head]))
        movable[head].append((route.removeprefix(head), one))
    return [made for head, rest in heads for made in _behind(head, rest)]


def _behind(head: str, rest: Sequence[tuple[str, URLPattern]]) -> list[URLPattern | URLResolver]:
    while len(shared := {"".join(route.partition("/")[:2]) for route, _ in rest}) == 1 and len(rest) > 1:
        (more,) = shared
        head, rest = head + more, [(route.removeprefix(more), one) for route, one in rest]
    if len(rest) < _FEW:
        return [path(head + route, one.callback, one.default_args, one.name) for route, one in rest]
    return [path(head, include(_gathered(rest)))]
