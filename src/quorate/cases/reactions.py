"""What follows a recorded event: rooms above register what they do, in the same transaction.

A reaction that raises undoes the event. Brought-in history (an import) is not reacted to: its letters went long ago.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from quorate.access.standing import Standing
from quorate.procedure.events import EVENTS


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was recorded, with its writer. Of what is `BESIDES` the events, `event_id` is that of the row."""

    event_id: UUID
    code: str
    cases: tuple[UUID, ...]
    day: date
    at: datetime | None
    facts: Mapping[str, Any]
    conference_id: UUID | None
    by: Standing


BESIDES: Final = frozenset(
    {
        "allocation-changed",
        "arrangement-changed",
        "person-renamed",
        "place-named",
        "relative-kept-out",
        "taken-off-list",
    }
)
"""What happens to rows and is no event of the rules: a service says so with `react`, and rooms above follow it."""
Reaction = Callable[[Recorded], None]
_reactions: defaultdict[str, list[Reaction]] = defaultdict(list)
_undoing: defaultdict[str, list[Reaction]] = defaultdict(list)


def reacts_to(*codes: str) -> Callable[[Reaction], Reaction]:
    """Registers a function for events and for what is `BESIDES`; called in the order of registration.

    Raises ValueError for an unknown one.
    """
    for code in codes:
        if code not in EVENTS and code not in BESIDES:
            raise ValueError(f"{code!r} is no event of the vocabulary; see docs/events-and-duties.md.")

    def register(reaction: Reaction) -> Reaction:
        for code in codes:
            _reactions[code].append(reaction)
        return reaction

    return register


def reactions_to(code: str) -> tuple[Reaction, ...]:
    """What is registered for an event."""
    return tuple(_reactions[code])


def react(recorded: Recorded) -> None:
    """Calls every reaction to the event. What one raises goes through."""
    for reaction in reactions_to(recorded.code):
        reaction(recorded)


def undoes(*codes: str) -> Callable[[Reaction], Reaction]:
    """Registers a function that undoes what followed an event, where that event is taken back; each function once."""

    def register(reaction: Reaction) -> Reaction:
        for code in codes:
            if reaction not in _undoing[code]:
                _undoing[code].append(reaction)
        return reaction

    return register


def undo(taken_back: Recorded) -> None:
    """Calls what undoes an event that was taken back: it is told as it was recorded. What one raises goes through."""
    for reaction in _undoing[taken_back.code]:
        reaction(taken_back)
