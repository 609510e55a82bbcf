"""Conferences of one family that are prepared side by side, each under a reference of its own.

A review is prepared for one child while an initial conference is asked for about a new baby: two requests or bookings
with different references of which neither was over when the other began. A family that prepares one at a time has no
threads, whatever its conference is called from its request to its sitting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quorate.procedure.case import Event

_BEGINS = frozenset({"conference-requested", "conference-booked"})
_ENDS = frozenset({"request-declined", "conference-cancelled"})


@dataclass(slots=True)
class Thread:
    """What is prepared under one reference: from its first event to the one by which it is over (None: it is not)."""

    reference: str
    begins: int
    ends: int | None = None

    def runs_at(self, position: int) -> bool:
        """Whether it was being prepared at a place in time."""
        return self.begins <= position and (self.ends is None or position <= self.ends)

    def overlaps(self, other: Thread) -> bool:
        """Whether both were being prepared at one time."""
        return self.runs_at(other.begins) or other.runs_at(self.begins)


def threads_of(events: Sequence[Event], described: str | None) -> list[Thread]:
    """The threads of conferences that have not been held, the one described last; none where there are not two.

    What a thread was is known from events that say their conference's reference; a conference held without a
    reference is the end of everything begun before it.
    """
    held = {event.data.get("reference") for event in events if event.name == "conference-held"}
    found = [one for one in _found(events) if one.reference not in held]
    if described is not None and described not in held and all(one.reference != described for one in found):
        # Nothing names it yet: what names another is not its own, and nothing that has happened was while it ran. The
        # places count also what has not happened yet, such as the morning of a day that has just begun.
        found.append(Thread(described, events[-1].position + 1 if events else 0))
    if not any(one.overlaps(other) for n, one in enumerate(found) for other in found[:n]):
        return []
    return sorted(found, key=lambda one: (one.reference == described, one.ends is None, one.begins))


def _found(events: Sequence[Event]) -> Iterator[Thread]:
    """Every reference under which something began; without those that a conference without a name has met."""
    running: dict[str, Thread] = {}
    for event in events:
        if event.name == "conference-held" and "reference" not in event.data:
            running.clear()
        reference = event.data.get("reference", event.data.get("of"))
        if reference is None:
            continue
        if event.name in _BEGINS:
            running.setdefault(reference, Thread(reference, event.position)).ends = None
        elif event.name in _ENDS and reference in running:
            running[reference].ends = event.position
    yield from running.values()
