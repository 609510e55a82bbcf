"""One stream of events told as conferences: which event belongs to which, and which one is described.

A booking belongs to the first sitting held on or after its start; other preparation to the next conference
held after it; what follows to the last one held before it; `of` says otherwise. Of conferences that are prepared
side by side each keeps what names it; what names none belongs to the one about its children, else to the main one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quorate.procedure.bookings import assign_bookings
from quorate.procedure.case import Case, CaseError, Event
from quorate.procedure.case_values import place_of
from quorate.procedure.conference import Conference
from quorate.procedure.threads import Thread, threads_of
from quorate.procedure.vocabulary import PLAN_OUTCOMES

_NAMES_ITS_CONFERENCE = frozenset(
    "conference-requested request-agreed request-declined conference-booked conference-moved "
    "conference-cancelled".split()
)
# What happens to a child's plan between conferences: kept with the conference that it follows.
_BETWEEN_CONFERENCES = frozenset({"plan-set", "core-group-held", "network-meeting-held", "child-visited"})


class Story:
    """The conferences of one stream in order, and the one that the case file describes.

    Those of `conferences` that have not been held are being prepared; the last of them is the main one.
    """

    __slots__ = (
        "_threads",
        "_unasked",
        "case",
        "conferences",
        "described",
        "events",
        "excuses",
        "held",
        "left_out",
        "placed",
        "prepared",
    )

    def __init__(self, case: Case, events: Sequence[Event]) -> None:
        self.case = case
        self.events = events
        held = [n for n, event in enumerate(events) if event.name == "conference-held"]
        self.conferences = [Conference(number, events[n]) for number, n in enumerate(held)]
        self.held = len(held)
        """How many of the conferences have been held."""
        self._threads = threads_of(events, case.reference)
        for n, thread in enumerate(self._threads[:-1], len(held) + 1):
            self.conferences.append(Conference(n, None, thread.reference))
        self.conferences.append(Conference(len(held), None, self._threads[-1].reference if self._threads else None))
        self.prepared = list(self.conferences)
        """All of them, also those that were given up."""
        self._unasked: Conference | None = None
        """One that nobody has asked for: it is prepared beside those about other children."""
        self.excuses: list[tuple[int, Event]] = []
        self.left_out: list[Event] = []
        """What followed a conference that the file does not tell."""
        self.placed: dict[int, Conference] = {}
        """The conference of what an enquiry found, by its place in time."""
        self._assign(held)
        self._settle()

    @property
    def coming(self) -> list[Conference]:
        """The conferences that are being prepared, the main one first."""
        return self.conferences[: self.held - 1 if self.held else None : -1]

    def _assign(self, held: list[int]) -> None:
        """Give every event to its conference: those that name theirs last, when all the names are known."""
        by_reference = self._held_by_reference()
        by_reference |= {thread.reference: one for thread, one in self._pairs()}
        assign_bookings(self.events, self.conferences, by_reference)
        naming: list[tuple[Event, int]] = []
        enquiry: list[tuple[Event, int]] = []
        next_ = 0
        for n, event in enumerate(self.events):
            if next_ < len(held) and n > held[next_]:
                next_ += 1
            if "of" in event.data or event.name in _NAMES_ITS_CONFERENCE:
                naming.append((event, next_))
            elif event.type.stage == "enquiry":
                enquiry.append((event, next_))
            else:
                self._place(event, next_, by_reference)
        for event, number in sorted(naming, key=lambda pair: "of" in pair[0].data):
            self._place(event, number, by_reference)
        for event, number in enquiry:
            self._place(event, number, by_reference)
        for conference in self.conferences:
            conference.put_in_order()

    def _pairs(self) -> list[tuple[Thread, Conference]]:
        """The threads with their conferences."""
        coming = [one for one in self.conferences[self.held :] if one is not self._unasked]
        return list(zip(self._threads, coming, strict=True)) if self._threads else []

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
            self.placed[event.position] = conference
        elif event.type.stage == "follow-up":
            self.left_out.append(event)

    def _named(self, event: Event, next_: int, by_reference: dict[str, Conference]) -> Conference | None:
        """The conference that the event itself names, if it names one."""
        of = event.data.get("of")
        if of is None:
            reference = event.data.get("reference")
            if reference is None or event.name not in _NAMES_ITS_CONFERENCE:
                return None
            by_time = self._by_time(event, next_) or self.conferences[-1]
            return by_reference.setdefault(reference, self._called(reference, by_time))
        if of in by_reference:
            return by_reference[of]
        if of in self._references():
            found = self._by_time(event, next_)
            return found if found is None else self._called(of, found)
        if of == self.case.reference:
            if event.type.stage == "follow-up" and self.held:
                return self.conferences[self.held - 1]
            return self._by_time(event, next_)
        raise CaseError(
            f"{place_of(event.place, event.name)}: 'of' names {of!r}, a reference that no conference in the file "
            f"carries; the references are {', '.join(map(repr, sorted(self._references()))) or 'not given'}"
        )

    def _called(self, reference: str, by_time: Conference) -> Conference:
        """Where an event of a conference that has not been held under its name goes: not to one held under another."""
        other = None if by_time.held is None else by_time.held.data.get("reference")
        return by_time if other in (None, reference) else self.conferences[-1]

    def _references(self) -> set[str]:
        """Every reference that the file gives a conference, also in events after the moment asked about."""
        found = {event.data["reference"] for event in self.case.events if "reference" in event.data}
        naming = (one for one in self.case.events if one.type.stage == "booking" or one.name == "conference-requested")
        return found | {event.data["of"] for event in naming if "of" in event.data}

    def _by_time(self, event: Event, next_: int) -> Conference | None:
        """The conference that an event belongs to by its date alone; None for one before the file begins."""
        stage = event.type.stage
        before = self.conferences[next_ - 1] if next_ else None
        after = self.conferences[next_] if next_ < self.held else self._running(event)
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
            # What follows a decision of a first sitting may happen before the conference has been held.
            return after if before is None and after.has_sat else before
        return self._of_its_children(event, after, next_) if stage == "enquiry" else after

    def _running(self, event: Event) -> Conference:
        """Of those prepared side by side the one that was running when something happened, the main one first."""
        running = [one for thread, one in reversed(self._pairs()) if thread.runs_at(event.position)]
        return running[0] if running else self.conferences[-1]

    def _of_its_children(self, event: Event, after: Conference, next_: int) -> Conference:
        """The conference that an enquiry about these children leads to: another one's preparation has none of it."""
        if event.children is None or after.may_be_about(event.children):
            return after
        others = [*self.conferences[next_ : self.held], *self.coming]
        found = next((one for one in others if one is not after and one.may_be_about(event.children)), None)
        if found is None and event.name == "transfer-notified" and after.held is None:
            return self.one_more()
        return after if found is None else found

    def _settle(self) -> None:
        """Name, kind and children of each conference; the last is one to come, which `tell_children` may drop."""
        open_ = self.conferences[-1]
        last = self.conferences[self.held - 1] if self.held else None
        named = self._named_by_the_case()
        if named is not None:
            self.described = named
        else:
            self.described = open_ if last is None or self._is_open(open_, last) else last
        over = {thread.reference for thread in self._threads if thread.ends is not None}
        self.keep(lambda one: one.described or one.reference not in over, but=(self.described, open_))
        self.described.describe(self.case)
        for conference in self.conferences:
            if conference is not self.described:
                conference.guess(self.case, self.conferences[: min(conference.number, self.held)])
            conference.forget_ended_enquiry()

    def keep(self, is_one: Callable[[Conference], bool], but: tuple[Conference, ...] = ()) -> None:
        """Leave out what is prepared and is none."""
        coming = [one for one in self.conferences[self.held :] if one in but or is_one(one)]
        self.conferences = [*self.conferences[: self.held], *coming]

    def one_more(self) -> Conference:
        """A conference that nobody has asked for yet, for children about whom no other is prepared."""
        if self._unasked is None:
            self._unasked = Conference(1 + max(one.number for one in self.conferences), None)
            self.conferences.insert(self.held, self._unasked)
            self.prepared.append(self._unasked)
        return self._unasked

    def _named_by_the_case(self) -> Conference | None:
        """The conference held whose reference the case file gives; None where it gives none that was held."""
        reference = self.case.reference
        held = self.conferences[: self.held]
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
