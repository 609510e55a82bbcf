"""Which conference each booking, move and cancelling is about.

A booking belongs to the first sitting held on or after its start, so that a review booked while the initial
conference still sits belongs to the review. A move follows the booking that it moves.
"""

from __future__ import annotations

from collections.abc import Sequence

from quorate.procedure.case import Event
from quorate.procedure.conference import Conference


class _Booking:
    """A booking with its moves; `start` is the latest start that they give."""

    __slots__ = ("events", "reference", "start_day")

    def __init__(self, event: Event) -> None:
        self.events = [event]
        self.reference: str | None = event.data.get("reference") or event.data.get("of")
        self.start_day = event.starts[0] if event.starts is not None else event.moment[0]

    def follow(self, move: Event) -> None:
        self.events.append(move)
        if move.starts is not None:
            self.start_day = move.starts[0]


def assign_bookings(
    events: Sequence[Event], conferences: list[Conference], by_reference: dict[str, Conference]
) -> None:
    """Give each booking that stands to its conference, and end the preparation of those cancelled."""
    live: list[_Booking] = []
    for event in events:
        if event.name == "conference-booked":
            live.append(_Booking(event))
        elif event.name == "conference-moved":
            moved = _meant(event, live, conferences)
            if moved is None:
                live.append(_Booking(event))
            else:
                moved.follow(event)
        elif event.name == "conference-cancelled":
            _cancel(event, live, conferences, by_reference)
    for booking in live:
        if not _is_for_a_later_one(booking, live, events):
            _give(booking, _target(booking, booking.events[0], conferences, by_reference), by_reference)


def _give(booking: _Booking, conference: Conference, by_reference: dict[str, Conference]) -> None:
    conference.bookings = sorted([*conference.bookings, *booking.events], key=lambda event: event.position)
    conference.start = conference.bookings[-1].starts
    if booking.reference is not None and conference.reference is None:
        conference.reference = booking.reference
        by_reference.setdefault(booking.reference, conference)


def _is_for_a_later_one(booking: _Booking, live: list[_Booking], events: Sequence[Event]) -> bool:
    """Whether it books the conference after one that still sits: made on the day of that one's start.

    A booking on the day on which a sitting was adjourned is for the same conference, reconvened.
    """
    made = booking.events[0]
    sitting = [
        other
        for other in live
        if other is not booking
        and other.events[0].position < made.position
        and other.start_day == made.moment[0] < booking.start_day
    ]
    if not sitting:
        return False
    return not any(
        event.name in ("conference-held", "conference-adjourned") and event.moment[0] == made.moment[0]
        for event in events
    )


def _cancel(
    event: Event, live: list[_Booking], conferences: list[Conference], by_reference: dict[str, Conference]
) -> None:
    cancelled = _meant(event, live, conferences)
    conference = _target(cancelled or _Booking(event), event, conferences, by_reference)
    conference.drop_preparation_before(event.position)
    if cancelled is not None:
        live.remove(cancelled)


def _meant(event: Event, live: list[_Booking], conferences: list[Conference]) -> _Booking | None:
    """The booking that a move or cancelling is about: the one it names, else the next one to be held."""
    reference = event.data.get("reference") or event.data.get("of")
    waiting = [booking for booking in live if not _is_over(booking, event, conferences)]
    named = [booking for booking in waiting if reference is not None and booking.reference == reference]
    # Of conferences prepared side by side nothing that names one moves or cancels another's.
    others = {one.reference for one in conferences if one.held is None} if reference is not None else set()
    unnamed = [booking for booking in waiting if reference not in others or booking.reference not in others]
    return min(named or unnamed, key=lambda booking: booking.start_day, default=None)


def _is_over(booking: _Booking, event: Event, conferences: list[Conference]) -> bool:
    return any(
        conference.held is not None
        and booking.events[0].position < conference.held.position < event.position
        and booking.start_day <= conference.held.moment[0]
        for conference in conferences
    )


def _target(
    booking: _Booking, event: Event, conferences: list[Conference], by_reference: dict[str, Conference]
) -> Conference:
    if booking.reference is not None and booking.reference in by_reference:
        return by_reference[booking.reference]
    for conference in conferences[:-1]:
        held = conference.held
        if held is None or booking.reference not in (None, held.data.get("reference", booking.reference)):
            continue
        if held.position > event.position and held.moment[0] >= booking.start_day:
            return conference
    return conferences[-1]
