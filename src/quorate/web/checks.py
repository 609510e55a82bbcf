"""Looked at before the first page is served: every route declares its permission, every pack can be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from quorate.web.permissions import declared


def routes(patterns: Sequence[Any] | None = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the address table and its view."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        shown = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, shown)
        elif isinstance(one, URLPattern):
            yield shown, one.callback


def check_routes(**_: Any) -> list[CheckMessage]:
    """A route that declares nothing is refused."""
    return [
        Error(
            f"The route {shown!r} declares no permission.",
            hint="Put @needs('<action>'), @signed_in or @public of quorate.web.permissions on its view.",
            id="quorate.web.E001",
        )
        for shown, view in routes()
        if declared(view) is None
    ]


def check_packs(**_: Any) -> list[CheckMessage]:
    """A pack that cannot be used is refused, with every fault that it has; its colours are part of it."""
    from quorate.procedure.reading import PackError
    from quorate.web.packs import authorities, procedure_of

    faults: list[CheckMessage] = []
    for name in authorities():
        try:
            procedure_of(name)
        except PackError as wrong:
            faults += [Error(fault, id="quorate.web.E002") for fault in wrong.faults]
    return faults
