"""What the page says of the day that somebody thinks of: limits, rooms and people, free or taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from quorate.cases.case_position import NotAnswered
from quorate.conferences.models import Booking
from quorate.conferences.queries import bookings as asked
from quorate.conferences.services.booking_checks import closed
from quorate.conferences.standing import ConferencePosition, NotAllowedNow, NothingToldYet, position_of_conference
from quorate.people.models import Room
from quorate.procedure.duty import Duty
from quorate.web.conferences.booking_calendar import BookingMonth, count_of, month_of
from quorate.web.conferences.opening import OpenConference
from quorate.web.procedure.explaining import Explained, clock, explain
from quorate.web.wording import day as day_in_words
from quorate.web.wording import plural
from quorate.web.work.moments import LONDON

_TEN: Final = time(10)
NOT_CHOSEN: Final = "not-chosen"
"""What a form holds before a room, or another place, is chosen: none of its choices."""
_DEPENDS: Final = {
    "holds": "works with a child of this conference",
    "manages": "is in the team that works with a child of this conference",
    "conflict": "cannot chair this one",
}


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """The day that was chosen (None: none yet) and the first of the month to show (None: the limit's)."""

    on: date | None
    month: date | None


@dataclass(frozen=True, slots=True)
class WouldBe:
    """One thing that would have to be done before the conference: by when, and whether that has passed already."""

    title: str
    by: str
    weight: str
    has_passed: bool


@dataclass(slots=True)
class Choices:
    """All that the page needs: the month, the limits, what would follow, and the choices of the form."""

    month: BookingMonth
    limit: date | None = None
    limits: list[tuple[str, str, str, Explained | None]] = field(default_factory=list)
    is_beyond: bool = False
    is_closed: bool = False
    """Whether the day is no working day."""
    says: str = ""
    would_be: list[WouldBe] = field(default_factory=list)
    just_before: int = 0
    held_by: tuple[Any, ...] = ()
    rooms: list[tuple[str, str]] = field(default_factory=list)
    chairs: list[tuple[str, str]] = field(default_factory=list)
    writers: list[tuple[str, str]] = field(default_factory=list)
    initial: dict[str, Any] = field(default_factory=dict)


def chosen_day(day: str, month: str, today: date) -> ChosenDay:
    """What the address says; what it does not say right is left out."""
    on = _read(day)
    first = _read(f"{month}-01") if month else (on.replace(day=1) if on else None)
    return ChosenDay(on if on is not None and on >= today else None, first)


def _read(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def choices_of(found: OpenConference, day: ChosenDay, rooms: Sequence[Room], old: Booking | None) -> Choices:
    """Everything about the day for this conference."""
    position = _position(found)
    duties = _once(asked.holding_duties(position, found.case_ids)) if position is not None else []
    limit = date.fromordinal(duties[0].due[0]) if duties and duties[0].due else None
    first = day.month or (limit or found.today).replace(day=1)
    month = month_of(
        max(first, found.today.replace(day=1)), calendar=found.pack.rules.calendar, today=found.today, limit=limit,
        count=count_of(duties[0] if duties else None), chosen=day.on,
    )  # fmt: skip
    told = Choices(month, limit, [_limit(one, found.today) for one in duties])
    if position is not None and old is None:
        told.held_by = _held(position)
    if day.on is None:
        return told
    told.is_beyond = limit is not None and day.on > limit
    told.is_closed = bool(closed(day.on, found.pack.rules.calendar, ""))
    told.says = _says(found, day.on, limit)
    if position is not None:
        told.would_be, told.just_before = _would_be(found, position, day.on, old)
    _people_and_rooms(told, found, day.on, rooms, old)
    return told


def _position(found: OpenConference) -> ConferencePosition | None:
    try:
        return position_of_conference(found.conference, found.now)
    except (NothingToldYet, NotAnswered):
        return None


def _held(position: ConferencePosition) -> tuple[Any, ...]:
    try:
        position.require("book")
    except NotAllowedNow as held:
        return held.held_by
    return ()


def _once(duties: Iterable[Duty]) -> list[Duty]:
    """Brothers and sisters share most limits: each is told once."""
    return list({(one.rule.code, one.due): one for one in duties}.values())


def _limit(duty: Duty, today: date) -> tuple[str, str, str, Explained | None]:
    assert duty.due is not None
    return duty.rule.title, clock(duty.due), duty.rule.weight, explain(duty, today=today)


def _says(found: OpenConference, on: date, limit: date | None) -> str:
    # In the words of the service, which asks for the reason.
    if said := closed(on, found.pack.rules.calendar, ""):
        return said.split(":")[0] + "."
    if limit is None:
        return f"{day_in_words(on)}."
    calendar = found.pack.rules.calendar
    if on > limit:
        late = calendar.working_days_between(limit.toordinal(), on.toordinal())
        return f"{day_in_words(on)} is {plural(late, 'working day')} after the last day."
    spare = calendar.working_days_between(on.toordinal(), limit.toordinal())
    if not spare:
        return f"{day_in_words(on)} is the last day."
    return f"{day_in_words(on)} leaves {plural(spare, 'working day')} to spare."


def _would_be(
    found: OpenConference, position: ConferencePosition, on: date, old: Booking | None
) -> tuple[list[WouldBe], int]:
    """What has a limit of its own, and how much is only to be done before it begins."""
    starts = datetime.combine(on, old.starts_at.astimezone(LONDON).time() if old else _TEN, LONDON)
    try:
        then = position.adding(asked.booked_event(found.conference, starts, found.now, moved=old is not None))
    except NotAnswered:
        return [], 0
    duties = asked.limits_if(then, found.case_ids)
    begins = then.position.conference.start
    own = [duty for duty in duties if duty.due != begins]
    return [_would(duty, found.today) for duty in own], len(duties) - len(own)


def _would(duty: Duty, today: date) -> WouldBe:
    assert duty.due is not None
    return WouldBe(duty.rule.title, clock(duty.due), duty.rule.weight, duty.due[0] < today.toordinal())


def _people_and_rooms(
    told: Choices, found: OpenConference, on: date, rooms: Sequence[Room], old: Booking | None
) -> None:
    start, end = (datetime.combine(on, one, LONDON) for one in (time.min, time.max))
    taken = [
        one
        for one in asked.taken_between(start, end)
        if old is None or (one.starts_at, one.chair_id) != (old.starts_at, old.chair_id)
    ]
    chairs = asked.who_may_be(found.standing, asked.CHAIRS, on)
    told.rooms = [(str(one.pk), _room(one, [t for t in taken if t.room_id == one.pk])) for one in rooms]
    dependent = asked.not_independent(found.conference, [user for user, _ in chairs])
    told.chairs = [
        (str(user), _person(name, user, taken, _DEPENDS.get(dependent.get(user, "")))) for user, name in chairs
    ]
    writers = asked.who_may_be(found.standing, asked.WRITERS, on)
    told.writers = [(str(user), _person(name, user, taken, None)) for user, name in writers]
    if old is not None:
        told.initial = {
            "begins": f"{old.starts_at.astimezone(LONDON):%H:%M}", "ends": f"{old.ends_at.astimezone(LONDON):%H:%M}",
            "mode": old.mode, "room": str(old.room_id or ""), "place_words": old.place_words,
            "chair_id": str(old.chair_id), "minute_taker_id": str(old.minute_taker_id or ""),
        }  # fmt: skip
    else:
        # No choice of ours: nobody would look again whether the room has what somebody needs.
        told.initial = {"room": NOT_CHOSEN}


def _hours(taken: Iterable[asked.Taken]) -> str:
    said = [f"{t.starts_at.astimezone(LONDON):%H:%M} to {t.ends_at.astimezone(LONDON):%H:%M}" for t in taken]
    return f"taken {' and '.join(said)}" if said else ""


def _room(room: Room, taken: Sequence[asked.Taken]) -> str:
    facts = [f"{room.seats} seats", "step free" if room.is_step_free else "", "video" if room.joins_by_video else ""]
    said = f"{room.name}, {room.venue.name} ({', '.join(one for one in facts if one)})"
    return f"{said}: {_hours(taken) or 'free all day'}"


def _person(name: str, user: UUID, taken: Sequence[asked.Taken], depends: str | None) -> str:
    hours = _hours(one for one in taken if user in one.people)
    beside = "; ".join(part for part in (depends or "", hours) if part)
    return f"{name} ({beside})" if beside else name
