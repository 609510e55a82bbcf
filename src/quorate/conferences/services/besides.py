"""Why a conference is asked for while another one about a child of it is under way: said by whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from quorate.cases.details import says_something
from quorate.cases.refusals import refuse
from quorate.conferences.models import Conference
from quorate.conferences.queries.under_way import UnderWay, conferences_under_way

BESIDES: Final = "besides"
"""Among the answers of a request: why it is needed while another conference about a child of it is under way."""


def why_besides(
    conference: Conference, kinds: Mapping[UUID, str], why: str, *, where: str = ""
) -> dict[str, dict[str, str]]:
    """What the answers of a request keep of `why`: nothing where no other one is under way that the writer may see.

    `kinds` are what is asked for, by case; `where` names the page that asks, if it is another. Raises `Refused`.
    """
    under_way = conferences_under_way(kinds, besides=conference.id, kinds=kinds)
    said = why.strip()
    refuse(besides=_another(under_way[0], where) if under_way and not says_something(said) else None)
    return {BESIDES: {"why": said[:500]}} if under_way else {}


def said_besides(answers: Mapping[str, Any]) -> str:
    """The reason that a request keeps, or ""."""
    return str(answers.get(BESIDES, {}).get("why", ""))


def _another(one: UnderWay, where: str) -> str:
    said = f"say why another is needed under “{where}”" if where else "say why another is needed"
    return (
        f"A conference about {' and '.join(one.given)} is under way already ({one.conference.reference}). Go on with"
        f" that one, or {said}."
    )
