"""Which conference a family's case file describes: the one being prepared or, when none is, the last one held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]
Event = tuple[Row, dict[str, Any]]
"""An event's first row, and the event as the file has it."""

_NAMING: Final = ("conference-requested", "request-agreed", "conference-booked", "conference-moved")
_OVER: Final = {"held": "conference-held", "cancelled": "conference-cancelled", "declined": "request-declined"}
_PLANS: Final = frozenset({"plan-made", "plan-continues"})


def description(
    conferences: Sequence[Row], events: Sequence[Event], children: Sequence[Row], asked: str = ""
) -> tuple[str, Row | None, str | None]:
    """Kind, row and reference of the conference described: the one with the id `asked`, else the one that goes on.

    What no row says is read from the events.
    """
    row = next((one for one in conferences if one["id"] == asked), None) or _current(conferences, events)
    if row is not None:
        return row["kind"], row, row["reference"]
    kind, reference = _told_by_events([event for _, event in events], children)
    return kind, None, reference


def _current(conferences: Sequence[Row], events: Sequence[Event]) -> Row | None:
    over = {
        what: {row["conference"] for row, event in events if event["event"] == code} for what, code in _OVER.items()
    }

    def is_over(one: Row, what: str) -> bool:
        return bool(one["state"] == what or one["id"] in over[what])

    prepared = [one for one in conferences if not any(is_over(one, what) for what in _OVER)]
    if prepared:
        return max(prepared, key=lambda one: (one["requested"] or "", one["starts"] or ""))
    held = [one for one in conferences if is_over(one, "held")]
    return max(held, key=lambda one: one["held"] or one["starts"] or "", default=None)


def _told_by_events(events: Sequence[dict[str, Any]], children: Sequence[Row]) -> tuple[str, str | None]:
    held = [n for n, event in enumerate(events) if event["event"] == "conference-held"]
    since = list(events[held[-1] + 1 :] if held else events)
    ended = [n for n, event in enumerate(since) if event["event"] in ("conference-cancelled", "request-declined")]
    coming = [event for event in since[ended[-1] + 1 if ended else 0 :] if event["event"] in _NAMING]
    is_planned = _has_plan(events)
    begun = any(event["event"] in ("strategy-discussion-held", "transfer-notified") for event in since)
    if coming or not held or (begun and not is_planned):
        kind = _said(coming, "kind") or ("review" if is_planned else _first_kind(since, children))
        return kind, _said(coming, "reference")
    last = events[held[-1]]
    return last.get("kind") or ("review" if len(held) > 1 else _first_kind(events, children)), last.get("reference")


def _said(events: Sequence[Mapping[str, Any]], key: str) -> str | None:
    return next((str(event[key]) for event in reversed(events) if event.get(key)), None)


def _first_kind(events: Sequence[Mapping[str, Any]], children: Sequence[Row]) -> str:
    if any(event["event"] == "transfer-notified" for event in events):
        return "transfer_in"
    return "pre_birth" if all("born" not in one and "expected" in one for one in children) else "initial"


def _has_plan(events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the last word on a plan, of any child, is that there is one."""
    for event in reversed(events):
        if event["event"] == "plan-ended":
            return False
        said = event.get("outcome") if event["event"] == "decided" else event.get("outcomes")
        outcomes = set(said.values()) if isinstance(said, dict) else {said}
        if outcomes & _PLANS:
            return True
        if outcomes & {"plan-ended", "no-plan"}:
            return False
    return False
