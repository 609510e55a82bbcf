"""Every address that can be opened, filled in with what there is to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.crawl.world import Record, World

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Pages about a procedure: long, the same for everybody, and made of the pack alone.
_WITHOUT_RECORDS = ("^", "demo/", "how-we-work/", "for-parents/", "papers/", "brand/", "parts/", "static/")
NOBODY = "a" * 26
"""The shape of a reference that nothing has."""


def patterns(held: object = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and pattern of every route of our own; a library's own machine addresses are its own to test."""
    for one in get_resolver().url_patterns if held is None else held.url_patterns:  # type: ignore[attr-defined]
        shown = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, shown)
        elif isinstance(one, URLPattern):
            yield one.name or "", shown


def about_a_case() -> list[tuple[str, str]]:
    """The routes that take the reference of a case."""
    return [(name, shown) for name, shown in patterns() if shown.startswith(("children/<", "cases/<"))]


def elsewhere(world: World) -> Iterator[tuple[str, str]]:
    """Every other address, with each value that it can take here; made-up values where there is nothing."""
    values = {
        "ref": [world.agency.team.ref, NOBODY],
        "key": ["00000000-0000-4000-8000-000000000000"],
    }
    for name, shown in patterns():
        if not shown.startswith(("children/<", "cases/<", *_WITHOUT_RECORDS)):
            yield from ((name, address) for address in filled(shown, values))


def filled(shown: str, values: dict[str, list[str]]) -> list[str]:
    """The pattern as addresses, one for each value of its first part; other parts take their first value."""
    parts = _PART.findall(shown)
    if not parts:
        return ["/" + shown]
    made = []
    for value in values.get(parts[0], ["nothing"]):
        chosen = {part: values.get(part, ["nothing"])[0] for part in parts} | {parts[0]: value}
        made.append("/" + _PART.sub(lambda found, chosen=chosen: chosen[found[1]], shown))  # type: ignore[misc]
    return made


def of_record(name: str, shown: str, record: Record, ref: str | None = None) -> list[str]:
    """The addresses of one route about a case; with `ref`, of a case that is not there but the same parts."""
    keys = record.keys.get(name, ["00000000-0000-4000-8000-000000000000"])
    return filled(shown.replace("<ref:ref>", ref or record.ref), {"key": keys, "nothing": ["nothing"]})
