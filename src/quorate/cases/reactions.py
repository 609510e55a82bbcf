"""What follows a recorded event: rooms above register what they do, in the same transaction.

A reaction that raises undoes the event. Brought-in history (an import) is not reacted to: its letters went long ago.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from quorate.access.standing import Standing
from quorate.procedure.events import EVENTS


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was recorded, with its writer."""

    event_id: UUID
    code: str
    cases: tuple[UUID, ...]
    day: date
    at: datetime | None
    facts: Mapping[str, Any]
    conference_id: UUID | None
    by: Standing


Reaction = Callable[[Recorded], None]
_reactions: defaultdict[str, list[Reaction]] = defaultdict(list)


def reacts_to(*codes: str) -> Callable[[Reaction], Reaction]:
    """Registers a function for events; called in the order of registration. Raises ValueError for an unknown event."""
    for code in codes:
        if code not in EVENTS:
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
