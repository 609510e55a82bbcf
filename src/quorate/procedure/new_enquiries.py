"""An enquiry that begins on the day on which an earlier one, or the plan that came of it, ended.

Most days are told without a time, and then a discussion stands before whatever ended on its day. But a discussion
while a plan or an enquiry goes on begins nothing, so that the enquiry after the end would be counted by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quorate.procedure.case import Event
from quorate.procedure.moments import read_day

# Ranks from here on put an event behind everything else of its day.
_LAST = 100
_DISCUSSION, _CONCLUDED = "strategy-discussion-held", "enquiry-concluded"
_ANSWERS = frozenset({_CONCLUDED, "decided", "conference-held"})


def ranks_of_new_enquiries(events: Sequence[Event]) -> dict[int, int]:
    """The ranks of discussions that follow what ended on their own day, and of what concludes these, by place.

    Only where no times tell which came first: what may be an enquiry is counted. Of several conclusions on that day the
    first is that of an enquiry that was open already.
    """
    ends = [event for event in events if event.name == _CONCLUDED or _ends_a_plan(event)]
    days = {event.moment[0] for event in ends}
    found: dict[int, int] = {}
    for event in events if ends else ():
        if event.name == _DISCUSSION and event.moment[0] in days and event.data.get("starts_enquiry", True):
            for follows in _following(event, [end for end in ends if _may_come_before(end, event)], events):
                found[follows.place] = _LAST + follows.type.rank
    return found


def _following(begun: Event, ends: Sequence[Event], events: Sequence[Event]) -> Iterator[Event]:
    """The discussion and what concludes it, where it comes after one of the `ends` of its day."""
    of_another, its_own = _conclusions([end for end in ends if end.name == _CONCLUDED], events)
    is_second = bool(of_another) and "starts_enquiry" in begun.data
    if is_second or any(_ends_a_plan(end) for end in ends):
        yield begun
        yield from its_own


def _conclusions(of_day: Iterable[Event], events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """Those of an enquiry that was open before that day, and those of one that began on it."""
    about: dict[frozenset[str] | None, list[Event]] = {}
    for event in of_day:
        about.setdefault(event.children, []).append(event)
    of_another: list[Event] = []
    its_own: list[Event] = []
    for alike in about.values():
        saying = [one for one in alike if "begun_on" in one.data]
        of_another += [one for one in saying if read_day(one.data["begun_on"]) < one.moment[0]]
        its_own += [one for one in saying if read_day(one.data["begun_on"]) >= one.moment[0]]
        alike = [one for one in alike if "begun_on" not in one.data]
        if not alike:
            continue
        # Where nothing says which enquiry is meant, one that ends it without a conference ends the older: the newer
        # one goes on.
        alike.sort(key=lambda one: (one.data.get("outcome") != "not-required", repr(sorted(one.data.items()))))
        older = 1 if _was_open(alike[0], events) else 0
        of_another += alike[:older]
        its_own += alike[older:]
    return of_another, its_own


def _was_open(concluded: Event, events: Sequence[Event]) -> bool:
    """Whether an enquiry that began on an earlier day had not been answered or concluded before that day."""
    told = [
        one
        for one in events
        if one.moment[0] < concluded.moment[0]
        and (one.name == _DISCUSSION or one.name in _ANSWERS)
        and meet(one, concluded)
    ]
    last = max(told, key=lambda one: (one.moment[0], one.type.rank), default=None)
    return last is not None and last.name == _DISCUSSION


def _ends_a_plan(event: Event) -> bool:
    if event.name == "plan-ended":
        return True
    outcomes = event.data.get("outcomes", event.data.get("outcome"))
    return "plan-ended" in (outcomes.values() if isinstance(outcomes, dict) else (outcomes,))


def _may_come_before(end: Event, begun: Event) -> bool:
    """Whether what ended for a child of the discussion may have ended before it, on its day."""
    if end.moment[0] != begun.moment[0] or None not in (end.moment[1], begun.moment[1]):
        return False
    outcomes = end.data.get("outcomes")
    if not isinstance(outcomes, dict):
        return meet(end, begun)
    ended = {child for child, outcome in outcomes.items() if outcome == "plan-ended"}
    return begun.children is None or not begun.children.isdisjoint(ended)


def meet(event: Event, other: Event) -> bool:
    """Whether two events can be about the same conference, child and parent."""
    for key in ("of", "reference"):
        one, two = event.data.get(key), other.data.get(key)
        if one is not None and two is not None and one != two:
            return False
    if event.children is not None and other.children is not None and not event.children & other.children:
        return False
    return event.parents is None or other.parents is None or bool(event.parents & other.parents)
