"""Putting events in the order in which they can have happened, and refusing an effect before its cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quorate.procedure.case import CaseError, Event
from quorate.procedure.case_values import place_of
from quorate.procedure.events import EVENTS
from quorate.procedure.moments import moment_as_text
from quorate.procedure.new_enquiries import meet, ranks_of_new_enquiries
from quorate.procedure.vocabulary import FIRST_KINDS

# A child decided about before a conference was adjourned has what follows before the conference has been held.
_SITS = ("decided", "conference-adjourned")
_ENDS_PREPARATION = ("conference-held", "conference-cancelled")
_AFTER_A_CONFERENCE = frozenset(
    "decisions-sent plan-explained category-explained plan-distributed minutes-sent minutes-challenged "
    "complaint-received complaint-answered dissent-recorded core-group-held plan-set".split()
)


# What was asked for and never booked can be cancelled too.
_CAUSED_ALSO_BY = {"conference-cancelled": frozenset({"conference-requested", "request-agreed"})}

# An effect this many days before the next such cause had an earlier cause, which an imported history may not tell.
ANOTHER_STORY = 60


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by day and time; one without a time stands where on its day it can have happened."""
    events = list(events)
    anew = ranks_of_new_enquiries(events)
    timed: dict[int, list[tuple[int, int]]] = {}
    for event in events:
        day, instant = event.moment
        if instant is not None:
            timed.setdefault(day, []).append((anew.get(event.place, event.type.rank), instant))

    def key(event: Event) -> tuple[int, int, bool, int, str]:
        day, instant = event.moment
        rank = anew.get(event.place, event.type.rank)
        if instant is not None:
            return day, instant, False, rank, event.name
        stands = -1 if day not in timed else max((i for r, i in timed[day] if r <= rank), default=-1)
        return day, stands, True, rank, event.name

    events.sort(key=key)
    _settle_ties(events)
    for position, event in enumerate(events):
        event.position = position
    return events


def _settle_ties(events: list[Event]) -> None:
    """Put events of one name and moment in a fixed order, by what they say, whatever the file's order."""
    first = 0
    while first < len(events):
        name, moment = events[first].name, events[first].moment
        end = first + 1
        while end < len(events) and events[end].name == name and events[end].moment == moment:
            end += 1
        if end > first + 1:
            events[first:end] = sorted(events[first:end], key=lambda event: repr(sorted(event.data.items())))
        first = end


def check_causes(events: Sequence[Event], kind: str) -> None:
    """Refuse an event dated before a cause that is in the file and dated later.

    A cause that is not in the file at all is no error: imported histories begin in the middle.
    Raises CaseError.
    """
    for n, event in enumerate(events):
        if event.starts is not None and event.starts[0] < event.moment[0]:
            raise CaseError(
                f"{_place(event)}: is dated {_at(event)}, after the start that it gives "
                f"({moment_as_text(event.starts)}); correct one of the two"
            )
        for cause in event.type.causes:
            _check_cause(events, n, event, cause)
    _check_first_conference(events, kind)


def _check_cause(events: Sequence[Event], n: int, event: Event, cause: str) -> None:
    causes = _CAUSED_ALSO_BY.get(event.name, frozenset()) | {cause}
    if any(other.name in causes and meet(event, other) for other in events[:n]):
        return
    for m, other in enumerate(events[n + 1 :], n + 1):
        if other.name in _ENDS_PREPARATION:
            return
        if other.moment[0] - event.moment[0] > ANOTHER_STORY:
            return
        if other.name == cause and meet(event, other):
            if not _has_effect_of_its_own(events[m + 1 :], event, other):
                _refuse(event, other)
            return


def _has_effect_of_its_own(later: Sequence[Event], event: Event, cause: Event) -> bool:
    """Whether the later cause is followed by its own effect, so that the earlier effect had a cause not told here."""
    effects = {event.name, "conference-held"} if cause.name == "strategy-discussion-held" else {event.name}
    return any(other.name in effects and meet(cause, other) for other in later)


def _check_first_conference(events: Sequence[Event], kind: str) -> None:
    """The first conference of the file, when it is a first one: its discussion, and what follows it."""
    n = next((n for n, event in enumerate(events) if event.name == "conference-held"), None)
    if n is None:
        return
    held = events[n]
    later_held = any(event.name == "conference-held" for event in events[n + 1 :])
    if str(held.data.get("kind", "review" if later_held else kind)) not in FIRST_KINDS - {"transfer_in"}:
        return
    sat = next((m for m, event in enumerate(events[:n]) if event.name in _SITS), n)
    for event in events[:sat]:
        if event.name in _AFTER_A_CONFERENCE and event.moment[0] < held.moment[0]:
            _refuse(event, held)
    _check_discussion(events, n)


def _check_discussion(events: Sequence[Event], n: int) -> None:
    held = events[n]
    decided = "outcomes" in held.data or any(event.name == "decided" for event in events[:n])
    if decided or any(event.name == "strategy-discussion-held" for event in events[:n]):
        return
    for later in events[n + 1 :]:
        if later.name == "conference-held":
            return
        if later.name == "strategy-discussion-held" and meet(held, later):
            _refuse(held, later)


def _refuse(event: Event, cause: Event) -> None:
    raise CaseError(
        f"{_place(event)}: is dated {_at(event)}, before {_place(cause)} of {_at(cause)}, which must come first; "
        "correct one of the two dates"
    )


def _place(event: Event) -> str:
    return place_of(event.place, event.name)


def _at(event: Event) -> str:
    return str(moment_as_text(event.moment))


assert all(cause in EVENTS for kind in EVENTS.values() for cause in kind.causes)
