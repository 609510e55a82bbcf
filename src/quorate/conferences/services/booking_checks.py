"""What can be wrong with a booking, each in one sentence. Of somebody else's conference only the time is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.db import IntegrityError

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import NotKept, Refused, refuse
from quorate.cases.wording import weekday_in_words
from quorate.conferences.models import Booking, Conference
from quorate.conferences.queries.bookings import CHAIRS, WRITERS, Taken, not_independent, taken_between, who_may_be
from quorate.people.models import Room, User
from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.procedure.vocabulary import MODES

_LONGEST: Final = timedelta(hours=12)
_FIELDS: Final = {
    "conferences_room_once": "room",
    "conferences_chair_once": "chair_id",
    "conferences_minute_taker_once": "minute_taker_id",
    "conferences_chair_takes_minutes": "chair_id",
    "conferences_minute_taker_chairs": "minute_taker_id",
}
_DEPENDS: Final = {
    "holds": "{name} works with a child of this conference, and a chair is independent: choose another chair.",
    "manages": "{name} is in the team that works with a child of this conference, and a chair is independent:"
    " choose another.",
    "conflict": "{name} cannot chair this conference: choose another chair.",
}


class Wanted(Protocol):
    """What is to be booked."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def room(self) -> Room | None: ...
    @property
    def place_words(self) -> str: ...
    @property
    def chair_id(self) -> UUID: ...
    @property
    def minute_taker_id(self) -> UUID | None: ...
    @property
    def mode(self) -> str: ...


class MovedSince(Refused):
    """Somebody else has moved the conference since the page was opened; `stands` is the booking that holds now."""

    def __init__(self, stands: Booking) -> None:
        start = stands.starts_at.astimezone(LONDON)
        room = "" if stands.room is None else f", {stands.room.name}"
        super().__init__({
            "conference": "Somebody else has moved this conference since you opened this page: it is now on"
            f" {weekday_in_words(start.date())}, {start:%H:%M}{room}, and {_name(stands.chair_id)} chairs. If it is to"
            " be moved once more, look at your entries and send them again."
        })  # fmt: skip
        self.stands = stands


def against_what_stands(wanted: Wanted, old: Booking, opened_on: UUID | None) -> None:
    """Whether a move changes anything, and the booking that it was opened on still stands. Raises Refused, MovedSince.

    `opened_on` None asks nothing of the second. Told twice of one day, a family would not know which is true.
    """
    names = ("starts_at", "ends_at", "room", "place_words", "chair_id", "minute_taker_id", "mode")
    if all(getattr(wanted, name) == getattr(old, name) for name in names):
        refuse(conference="It is booked for this time, place and people already: there is nothing to move.")
    if opened_on is not None and opened_on != old.pk:
        raise MovedSince(old)


def times(starts_at: datetime, ends_at: datetime, at: datetime) -> dict[str, str | None]:
    """Whether the times can be."""
    start = end = None
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise ValueError("A booking needs instants with a time zone.")
    if starts_at <= at:
        start = "This time has passed; choose a later one."
    if ends_at <= starts_at:
        end = "The end is not after the beginning; choose a later end."
    elif ends_at - starts_at > _LONGEST:
        end = "A conference does not last longer than 12 hours; check the end."
    return {"starts_at": start, "ends_at": end}


def people_and_place(wanted: Wanted, by: Standing) -> dict[str, str | None]:
    """Whether there is a place, and whether chair and minute-taker may be that on the day."""
    day = wanted.starts_at.astimezone(LONDON).date()
    chairs, writers = who_may_be(by, CHAIRS, day), who_may_be(by, WRITERS, day)
    writes = wanted.minute_taker_id
    place = None
    if wanted.room is None and not wanted.place_words:
        place = "Say where: choose a room, or write how people join."
    elif wanted.room is not None and (
        not wanted.room.is_open or str(wanted.room.venue.authority_id) != str(by.authority_id)
    ):
        place = "This room is not among the rooms in use; choose another."
    both = writes is not None and writes == wanted.chair_id
    return {
        "room": place,
        "mode": None if wanted.mode in MODES else f"The ways to meet are {', '.join(MODES)}.",
        "chair_id": None
        if wanted.chair_id in dict(chairs)
        else "This person is not a chair of the authority that day.",
        "minute_taker_id": "Somebody else than the chair takes the minutes; choose another person."
        if both
        else None
        if writes is None or writes in dict(writers)
        else "This person takes no minutes in the authority that day.",
    }


def dependence(conference: Conference, chair_id: UUID) -> str | None:
    """Why somebody is not independent enough to chair; None where they are."""
    why = not_independent(conference, [chair_id]).get(chair_id)
    return None if why is None else _DEPENDS[why].format(name=_name(chair_id))


def clashes(wanted: Wanted, instead_of: Booking | None = None) -> dict[str, str | None]:
    """What is taken at that time, as far as one can know beforehand; the database has the last word."""
    found: dict[str, str | None] = {}
    for taken in taken_between(wanted.starts_at, wanted.ends_at):
        if instead_of is not None and _is_same(taken, instead_of):
            continue
        if wanted.room is not None and taken.room_id == wanted.room.pk:
            found["room"] = _taken(wanted.room.name, taken)
        if wanted.chair_id in taken.people:
            found["chair_id"] = _taken(_name(wanted.chair_id), taken)
        if wanted.minute_taker_id is not None and wanted.minute_taker_id in taken.people:
            found["minute_taker_id"] = _taken(_name(wanted.minute_taker_id), taken)
    return found


def clash_of(error: IntegrityError, wanted: Wanted) -> dict[str, str | None]:
    """The sentence for a booking that the database refused because somebody was quicker. Raises NotKept."""
    rule = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")
    if rule not in _FIELDS:
        raise NotKept(f"conferences_booking refused a row: {rule}") from None
    found = {field: said for field, said in clashes(wanted).items() if said}
    return {**found} or {_FIELDS[rule]: "This has been taken by somebody else a moment ago; choose another time."}


def beyond(day: date, limit: date | None, why: str) -> str | None:
    """A day after the limit needs its reason; the limit does not move."""
    if limit is None or day <= limit or says_something(why):
        return None
    return (
        f"{weekday_in_words(day)} is after the last day, {weekday_in_words(limit)}. The limit does not move: "
        "choose an earlier day, or say why it has to be later."
    )


def closed(day: date, calendar: Calendar, why: str) -> str | None:
    """A day on which people are not at work, by the procedure's calendar, needs its reason too."""
    try:
        no_work = calendar.why_not_working(day.toordinal())
    except OutsideKnownYears as outside:
        return f"{weekday_in_words(day)} cannot be booked: {outside}."
    if no_work is None or says_something(why):
        return None
    holiday = "" if no_work == f"{day:%A}" else f" ({no_work})"
    return f"{weekday_in_words(day)} is no working day{holiday}: choose another day, or say why it has to be that one."


def _is_same(taken: Taken, booking: Booking) -> bool:
    return (taken.starts_at, taken.ends_at, taken.chair_id) == (booking.starts_at, booking.ends_at, booking.chair_id)


def _taken(what: str, taken: Taken) -> str:
    start, end = taken.starts_at.astimezone(LONDON), taken.ends_at.astimezone(LONDON)
    return f"{what} is taken from {start:%H:%M} to {end:%H:%M}; choose another time or another one."


def _name(user_id: UUID) -> str:
    return str(User.objects.values_list("display_name", flat=True).get(pk=user_id))
