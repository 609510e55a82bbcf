"""One conference of a stream: its preparation, its sittings, its decisions, and what followed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from quorate.procedure.case import Case, Event
from quorate.procedure.offsets import Moment
from quorate.procedure.vocabulary import FIRST_KINDS

# Whom a conference is about is said by these.
_OF_WHOM = frozenset({"conference-held", "conference-requested", "conference-booked", "conference-moved"})
_PREPARES = ("preparation", "booking", "conference")
_BEGINNINGS = ("strategy-discussion-held", "transfer-notified", "conference-requested")


class Decision(NamedTuple):
    """What was decided for one child: when, what, in which categories, and the event that says so."""

    moment: Moment
    outcome: str
    categories: tuple[str, ...]
    event: Event


class Conference:
    """One conference, from its request to what follows it; `held` is None while it is being prepared."""

    __slots__ = (
        "adjourned", "bookings", "cancelled_after", "children", "decisions", "described", "held", "index", "kind",
        "not_required", "number", "own_kinds", "reference", "start", "taken",
    )  # fmt: skip

    def __init__(self, number: int, held: Event | None, reference: str | None = None) -> None:
        self.number = number
        self.held = held
        self.reference: str | None = held.data.get("reference") if held is not None else reference
        self.kind = ""
        self.children: tuple[str, ...] = ()
        self.own_kinds: dict[str, str] = {}
        self.described = False
        self.start: Moment | None = None
        self.bookings: list[Event] = []
        self.taken: list[Event] = []
        self.cancelled_after = -1
        self.not_required: Event | None = None
        self.index: dict[str, list[Event]] = {}
        self.adjourned: list[Event] = []
        self.decisions: dict[str, Decision] = {}

    def take(self, event: Event) -> None:
        """Take an event as one of this conference's."""
        self.taken.append(event)

    def may_be_about(self, children: frozenset[str]) -> bool:
        """Whether it is about one of the children, or does not say about whom it is."""
        own = ([] if self.held is None else [self.held]) + self.taken + self.bookings
        named = [event.children for event in own if event.name in _OF_WHOM]
        return not named or any(one is None or not one.isdisjoint(children) for one in named)

    def drop_preparation_before(self, position: int) -> None:
        """Nothing that prepared a conference carries past its cancelling or an enquiry's end."""
        self.cancelled_after = max(self.cancelled_after, position)
        self.bookings = [event for event in self.bookings if event.position > position]
        self.start = self.bookings[-1].starts if self.bookings else None

    def put_in_order(self) -> None:
        """Index the events that were taken, in order, and read the decisions from them."""
        self.taken.sort(key=lambda event: event.position)
        self._drop_declined()
        self._name()
        self.index = {}
        for event in self.taken:
            if event.type.stage != "preparation" or event.position > self.cancelled_after:
                self.index.setdefault(event.name, []).append(event)
        for event in self.bookings:
            self.index.setdefault(event.name, []).append(event)
        self.adjourned = self.index.get("conference-adjourned", [])
        if self.held is not None and self.start is None:
            self.start = (self.held.moment[0], None)
        self.decisions = {}

    def _drop_declined(self) -> None:
        """What prepared a conference that was declined prepares no other, unless another request stands beside it."""
        asked: set[Any] = set()
        for event in self.taken:
            if event.name == "conference-requested":
                asked.add(event.data.get("reference"))
            elif event.name == "request-declined":
                asked.discard(event.data.get("reference"))
                if not asked:
                    self.drop_preparation_before(event.position)

    def _name(self) -> None:
        """Name it as what holds it says, else as it is booked, else as it was asked for since the last cancelling."""
        if self.held is None or not self.held.data.get("reference"):
            prepared = (event for event in self.taken if self._prepares(event))
            names = (
                event.data.get("reference") or (event.data.get("of") if event.type.stage == "booking" else None)
                for event in (*self.bookings, *prepared)
            )
            self.reference = next(filter(None, names), self.reference)

    def _prepares(self, event: Event) -> bool:
        return event.type.stage == "preparation" and event.position > self.cancelled_after

    def forget_ended_enquiry(self) -> None:
        """Leave out what prepared a first conference before its enquiry ended without one and another began, or a
        conference was asked for anew."""
        if self.kind not in FIRST_KINDS:
            return
        ended = self._ended_without_a_conference()
        if any(event.name in _BEGINNINGS and event.position > ended >= 0 for event in self.taken):
            decisions = self.decisions
            self.drop_preparation_before(ended)
            self.put_in_order()
            self.decisions = decisions

    def _ended_without_a_conference(self) -> int:
        """The position at which the last enquiry about any of its children ended so, and none went on; -1 for never."""
        running: set[str] = set()
        ended = -1
        for event in self.taken:
            about = self.children if event.children is None else event.children
            if event.name in _BEGINNINGS:
                running.update(about)
            elif _ends_without(event) and not running.isdisjoint(about):
                running.difference_update(about)
                if running.isdisjoint(self.children):
                    ended = event.position
        return ended

    @property
    def first_event(self) -> Event | None:
        """The event with which it began: not one of an enquiry that ended without it, or of a request declined."""
        over: set[str] = set()
        found = None
        for event in reversed(self.taken):
            about = frozenset(self.children) if event.children is None else event.children
            if _ends_without(event):
                over |= about
            elif not about <= over and (event.type.stage != "preparation" or self._prepares(event)):
                found = event
        return found or next(iter(self.taken), None)

    def answer_to(self, waiting: tuple[str, ...], unborn: frozenset[str]) -> None:
        """Make it, while it is prepared, the first conference of the children whose enquiries wait for one."""
        for child in waiting:
            first = "pre_birth" if child in unborn else "initial"
            if not self.described and not self.is_prepared:
                self.kind, self.children = first, waiting
            elif self.kind == "review" and child in self.children:
                self.own_kinds.setdefault(child, first)

    @property
    def is_prepared(self) -> bool:
        """Whether anything prepares it (a request, a booking, a paper) since the last cancelling."""
        return any(events[0].type.stage in _PREPARES for events in self.index.values())

    @property
    def is_given_up(self) -> bool:
        """Whether it was cancelled and neither prepared nor booked anew; that it had sat before does not keep it up."""
        later = (event for event in (*self.taken, *self.bookings) if event.position > self.cancelled_after)
        return self.held is None and self.cancelled_after >= 0 and not any(e.type.stage in _PREPARES for e in later)

    @property
    def has_sat(self) -> bool:
        """Whether it was adjourned, as far as its events have been taken."""
        return any(event.name == "conference-adjourned" for event in self.taken)

    @property
    def made_first_plans(self) -> bool:
        """Whether its outcomes can only be those of a first conference."""
        outcomes = {decision.outcome for decision in self.read_decisions(()).values()}
        return bool(outcomes) and outcomes <= {"plan-made", "no-plan"}

    @property
    def day(self) -> int | None:
        """The day on which it was held, else the day for which it is booked."""
        if self.held is not None:
            return self.held.moment[0]
        return self.start[0] if self.start is not None else None

    def kind_for(self, child: str | None) -> str:
        """The kind of conference that it is for one child (a new sibling may join a review)."""
        return self.own_kinds.get(child, self.kind) if child is not None else self.kind

    def describe(self, case: Case) -> None:
        """Take kind, reference and children from the case file's own description."""
        self.described = True
        self.reference = self.reference or case.reference
        self.kind = case.kind
        self.children = self._named_children() or tuple(case.children)
        self.own_kinds = {id_: child.kind for id_, child in case.children.items() if child.kind}
        self.decisions = self.read_decisions(self.children)

    def guess(self, case: Case, earlier: Sequence[Conference]) -> None:
        """Work out kind and children of a conference that the case file does not describe."""
        self.decisions = self.read_decisions(tuple(case.children))
        self.children = self._named_children() or tuple(self.decisions) or self._moved_in() or tuple(case.children)
        said = self._said("kind")
        self.kind = str(said) if said else self._likely_kind(case, earlier)

    def _likely_kind(self, case: Case, earlier: Sequence[Conference]) -> str:
        outcomes = {decision.outcome for decision in self.decisions.values()}
        if outcomes & {"plan-continues", "plan-ended"}:
            return "review"
        if "transfer-notified" in self.index:
            return "transfer_in"
        if not outcomes and earlier:
            return "review"
        day = self.day
        born = [case.children[child].born for child in self.children]
        unborn = all(b is None or (day is not None and b >= day) for b in born)
        expected = all(case.children[child].expected is not None for child in self.children)
        return "pre_birth" if unborn and expected else "initial"

    def _said(self, key: str) -> Any:
        """What the held event, the bookings or the request say in one key, the surest first."""
        for event in self._own_events():
            if event.data.get(key):
                return event.data[key]
        return None

    def _own_events(self) -> Iterable[Event]:
        if self.held is not None:
            yield self.held
        for name in ("conference-requested", "conference-moved", "conference-booked"):
            yield from self.index.get(name, [])

    def _named_children(self) -> tuple[str, ...]:
        """Whom its sitting names, else everybody whom its request or a booking names: a brother may join it later."""
        named = [event.children for event in self._own_events() if event.children is not None]
        is_told = self.held is not None and self.held.children is not None
        return tuple(sorted(frozenset().union(*(named[:1] if is_told else named))))

    def _moved_in(self) -> tuple[str, ...]:
        """While nobody has asked for it: the children of whom another authority has told."""
        told = [event.children for event in self.index.get("transfer-notified", ()) if event.children is not None]
        return tuple(sorted(set().union(*told))) if told and self.held is None and not self.is_prepared else ()

    def read_decisions(self, children: tuple[str, ...]) -> dict[str, Decision]:
        """The last decision for each child, from the decisions recorded and from the short form."""
        found: dict[str, Decision] = {}
        held = self.held
        if held is not None and "outcomes" in held.data:
            outcomes, categories = held.data["outcomes"], held.data.get("categories", ())
            if not isinstance(outcomes, dict):
                outcomes = dict.fromkeys(children or ("",), outcomes)
            for child, outcome in outcomes.items():
                named = categories.get(child, ()) if isinstance(categories, dict) else categories
                found[child] = Decision(held.moment, outcome, _listed(named), held)
        for event in self.index.get("decided", ()):
            if "outcome" not in event.data:
                continue
            said = _listed(event.data.get("categories", ()))
            for child in event.children if event.children is not None else children or ("",):
                found[child] = Decision(event.moment, event.data["outcome"], said, event)
        return found

    def concluded(self, child: str) -> Moment | None:
        """When this conference was over for a child: its decision, or a sitting held without any decision.

        A child left undecided beside decided siblings has not had its conference.
        """
        if child in self.decisions:
            return self.decisions[child].moment
        if self.concluded_untold and child in self.children:
            return None if self.held is None else self.held.moment
        return None

    @property
    def concluded_untold(self) -> bool:
        """Whether it was held without a word about any child, as old histories have it; empty `outcomes` are a word:
        everything was left undecided."""
        return self.held is not None and not self.decisions and "outcomes" not in self.held.data

    def is_first_for(self, child: str) -> bool:
        """Whether a first decision about this child is made here."""
        return self.kind_for(child) in FIRST_KINDS


def _ends_without(event: Event) -> bool:
    return event.name == "enquiry-concluded" and event.data.get("outcome") == "not-required"


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (str(value),)
