"""One stream of events told as conferences: which event belongs to which, and which one is described.

A booking belongs to the first sitting held on or after its start; other preparation to the next conference
held after it; what follows to the last one held before it; `of` says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from quorate.procedure.bookings import assign_bookings
from quorate.procedure.case import Case, CaseError, Event
from quorate.procedure.case_values import place_of
from quorate.procedure.conference import Conference
from quorate.procedure.vocabulary import PLAN_OUTCOMES

_NAMES_ITS_CONFERENCE = frozenset(
    "conference-requested request-agreed request-declined conference-booked conference-moved "
    "conference-cancelled".split()
)
# What happens to a child's plan between conferences: kept with the conference that it follows.
_BETWEEN_CONFERENCES = frozenset({"plan-set", "core-group-held", "network-meeting-held", "child-visited"})


class Story:
    """The conferences of one stream in order, and the one that the case file describes.

    The last of `conferences` is being prepared when it has not been held.
    """

    __slots__ = ("case", "conferences", "described", "events", "excuses", "left_out")

    def __init__(self, case: Case, events: Sequence[Event]) -> None:
        self.case = case
        self.events = events
        held = [n for n, event in enumerate(events) if event.name == "conference-held"]
        self.conferences = [Conference(number, events[n]) for number, n in enumerate(held)]
        self.conferences.append(Conference(len(held), None))
        self.excuses: list[tuple[int, Event]] = []
        self.left_out: list[Event] = []
        """What followed a conference that the file does not tell."""
        self._assign(held)
        self._settle()

    def _assign(self, held: list[int]) -> None:
        """Give every event to its conference: those that name theirs last, when all the names are known."""
        by_reference = self._held_by_reference()
        assign_bookings(self.events, self.conferences, by_reference)
        naming: list[tuple[Event, int]] = []
        next_ = 0
        for n, event in enumerate(self.events):
            if next_ < len(held) and n > held[next_]:
                next_ += 1
            if "of" in event.data or event.name in _NAMES_ITS_CONFERENCE:
                naming.append((event, next_))
            else:
                self._place(event, next_, by_reference)
        for event, number in sorted(naming, key=lambda pair: "of" in pair[0].data):
            self._place(event, number, by_reference)
        for conference in self.conferences:
            conference.put_in_order()

    def _held_by_reference(self) -> dict[str, Conference]:
        found: dict[str, Conference] = {}
        for conference in self.conferences:
            if conference.reference is None:
                continue
            if conference.reference in found:
                raise CaseError(
                    f"conference {conference.reference!r} is held twice; give each conference a reference of its own"
                )
            found[conference.reference] = conference
        return found

    def _place(self, event: Event, next_: int, by_reference: dict[str, Conference]) -> None:
        stage = event.type.stage
        if event.name == "duty-excused":
            self.excuses.append((next_, event))
        if stage in ("any", "booking") or (stage == "child" and event.name not in _BETWEEN_CONFERENCES):
            return
        conference = self._named(event, next_, by_reference)
        if conference is None:
            conference = self._by_time(event, next_)
        if conference is not None:
            conference.take(event)
        elif event.type.stage == "follow-up":
            self.left_out.append(event)

    def _named(self, event: Event, next_: int, by_reference: dict[str, Conference]) -> Conference | None:
        """The conference that the event itself names, if it names one."""
        of = event.data.get("of")
        if of is None:
            reference = event.data.get("reference")
            if reference is None or event.name not in _NAMES_ITS_CONFERENCE:
                return None
            return by_reference.setdefault(reference, self._by_time(event, next_) or self.conferences[-1])
        if of in by_reference:
            return by_reference[of]
        if of in self._references():
            return self._by_time(event, next_)
        if of == self.case.reference:
            if event.type.stage == "follow-up" and len(self.conferences) > 1:
                return self.conferences[-2]
            return self._by_time(event, next_)
        raise CaseError(
            f"{place_of(event.place, event.name)}: 'of' names {of!r}, a reference that no conference in the file "
            f"carries; the references are {', '.join(map(repr, sorted(self._references()))) or 'not given'}"
        )

    def _references(self) -> set[str]:
        """Every reference that the file gives a conference, also in events after the moment asked about."""
        found = {event.data["reference"] for event in self.case.events if "reference" in event.data}
        bookings = (event for event in self.case.events if event.type.stage == "booking" and "of" in event.data)
        return found | {event.data["of"] for event in bookings}

    def _by_time(self, event: Event, next_: int) -> Conference | None:
        """The conference that an event belongs to by its date alone; None for one before the file begins."""
        stage = event.type.stage
        before = self.conferences[next_ - 1] if next_ else None
        after = self.conferences[next_]
        same_day = after.held is not None and after.held.moment[0] == event.moment[0]
        if stage == "conference" or event.name == "dissent-recorded":
            if same_day:
                return after
            if before is not None and before.held is not None and before.held.moment[0] == event.moment[0]:
                return before
        if stage in ("follow-up", "child"):
            if event.type.needs_of and next_ >= 2:
                raise CaseError(
                    f"{place_of(event.place, event.name)}: {next_} conferences had been held by then; "
                    'say which one it is about with "of": "<reference>"'
                )
            return before
        return after

    def _settle(self) -> None:
        """Name, kind and children of each conference; the last is one to come, which `tell_children` may drop."""
        open_ = self.conferences[-1]
        last = self.conferences[-2] if len(self.conferences) > 1 else None
        named = self._named_by_the_case()
        if named is not None:
            self.described = named
        else:
            self.described = open_ if last is None or self._is_open(open_, last) else last
        self.described.describe(self.case)
        for conference in self.conferences:
            if conference is not self.described:
                conference.guess(self.case, self.conferences[: conference.number])
            conference.forget_ended_enquiry()

    def _named_by_the_case(self) -> Conference | None:
        """The conference held whose reference the case file gives; None where it gives none that was held."""
        reference = self.case.reference
        held = self.conferences[:-1]
        return next((one for one in held if reference is not None and one.reference == reference), None)

    def _is_open(self, open_: Conference, last: Conference) -> bool:
        """Whether the case file describes a conference being prepared after the last one held."""
        reference = self.case.reference
        if open_.is_prepared or self._opens_a_conference(open_):
            return True
        if reference is not None and last.reference is not None:
            return True
        said = last.held.data.get("kind") if last.held is not None else None
        if said is not None:
            return bool(said != self.case.kind)
        return self.case.kind == "review" and last.number == 0 and last.made_first_plans

    def _opens_a_conference(self, open_: Conference) -> bool:
        """Whether an enquiry or a move in of a child without a plan calls for another conference."""
        if "transfer-notified" in open_.index:
            return True
        discussions = open_.index.get("strategy-discussion-held", ())
        if not discussions:
            return False
        without = [child for child in self.case.children if not self._has_plan(child)]
        return any(event.is_about_child(child) for event in discussions for child in without)

    def _has_plan(self, child: str) -> bool:
        """Whether the child has a plan after the conferences held so far."""
        position, outcome = -1, ""
        for conference in self.conferences:
            decision = conference.read_decisions(tuple(self.case.children)).get(child)
            if decision is not None:
                position, outcome = decision.event.position, decision.outcome
        return outcome in PLAN_OUTCOMES and not any(
            event.name == "plan-ended" and event.position > position and event.is_about_child(child)
            for event in self.events
        )
