"""The diary: a week by room, by chair or by minute-taker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from quorate.access.roles import ROLES
from quorate.conferences.queries.bookings import CHAIRS, who_may_be
from quorate.conferences.queries.diary import Sits, rooms_in_use, week_of
from quorate.web.addresses import address
from quorate.web.children.opening import standing_of
from quorate.web.children.record import words_of
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first, day, day_short, long_day
from quorate.web.work.moments import LONDON, clock_at, now

BY: Final = {"room": "Rooms", "chair": "Chairs", "minute-taker": "Minutes"}
_HEADS: Final = {"room": "Room", "chair": "Chair", "minute-taker": "Minute-taker"}
_NOWHERE: Final = "Another place, or by video"
_CALLED: Final = "You are asked to come"
_STATES: Final = {"held": "held", "adjourned": "adjourned", "sitting": "sitting now"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One conference in a cell: its time, what it is called (nothing: taken), where it leads if anywhere, the rest in
    words."""

    time: str
    title: str
    address: str
    beside: str


@dataclass(frozen=True, slots=True)
class Row:
    """One room or person with the slots of each day."""

    name: str
    cells: list[list[Slot]]


@needs("see_own_work")
@require_GET
def diary(request: HttpRequest) -> HttpResponse:
    """A week of conferences: those that one works on as links, those to which one is asked to come as time and place,
    the rest as "taken" for whoever books."""
    standing, clock = standing_of(request), clock_at(now())
    by = request.GET.get("by", "room")
    by = by if by in BY else "room"
    monday = _monday(request.GET.get("from", ""), clock.today)
    books = "open_case" in ROLES[standing.role].holds
    sits = week_of(standing, monday)
    last = 6 if any(_day(one).weekday() > 4 for one in sits) else 4
    days = [monday + timedelta(days=number) for number in range(last + 1)]
    words = words_of(request)
    by_day = _by_day(sits, words)
    rows = _rows(sits, days, by, _all(standing, by, monday) if books else [], words)
    here = f"{address('diary')}?by={by}&from="
    return page(
        request, "diary.html", title="Diary", place="diary", by=by, choices=BY, head=_HEADS[by], base=address("diary"),
        monday=monday, today=clock.today, days=[(one, day_short(one), long_day(one)) for one in days], rows=rows,
        by_day=[(long_day(one), one == clock.today, by_day.get(one, [])) for one in days],
        before=f"{here}{monday - timedelta(days=7)}", after=f"{here}{monday + timedelta(days=7)}",
        this_week=f"{address('diary')}?by={by}",
        opened_week="The coming week" if clock.today.weekday() == 6 else "This week",
        is_opened_week=monday == _monday("", clock.today),
        span=f"{day_short(days[0])} to {day(days[-1])}", is_empty=not sits, sees_taken=books,
    )  # fmt: skip


def _monday(text: str, today: date) -> date:
    """The Monday of the week asked for; on a Sunday, when a week is over, of the one that comes."""
    opens = today + timedelta(days=1) if today.weekday() == 6 else today
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = opens
    asked = asked if 2000 < asked.year < 2100 else opens
    return asked - timedelta(days=asked.weekday())


def _day(one: Sits) -> date:
    return one.starts_at.astimezone(LONDON).date()


def _all(standing: Any, by: str, monday: date) -> Sequence[tuple[UUID, str]]:
    """Whoever or whatever is free stands in the diary too, for those who book."""
    if by == "room":
        return rooms_in_use(standing)
    return who_may_be(standing, CHAIRS, monday) if by == "chair" else []


def _rows(
    sits: Iterable[Sits], days: Sequence[date], by: str, known: Sequence[tuple[UUID, str]], words: dict[str, str]
) -> list[Row]:
    names: dict[UUID | None, str] = dict(known)
    placed: dict[UUID | None, dict[date, list[Slot]]] = {key: {} for key in names}
    for one in sits:
        key, name = _of(one, by)
        names.setdefault(key, name)
        placed.setdefault(key, {}).setdefault(_day(one), []).append(_slot(one, by, words))
    order = sorted(placed, key=lambda key: (key is None, names[key].casefold()))
    return [Row(names[key], [placed[key].get(on, []) for on in days]) for key in order]


def _of(one: Sits, by: str) -> tuple[UUID | None, str]:
    if by == "room":
        return one.room_id, f"{one.room}, {one.venue}" if one.room else _NOWHERE
    if one.told == "called":
        return None, "Asked to come"
    if by == "chair":
        return one.chair_id, one.chair or "Somebody"
    return one.minute_taker_id, one.minute_taker or "Nobody yet"


def _slot(one: Sits, by: str, words: dict[str, str]) -> Slot:
    start, end = one.starts_at.astimezone(LONDON), one.ends_at.astimezone(LONDON)
    hours = f"{start:%H:%M} to {end:%H:%M}"
    if one.told == "taken":
        # In a list by day no row says of which room.
        return Slot(hours, "", "", "" if by else _place(one))
    if one.told == "called":
        return Slot(hours, _CALLED, "", "" if by == "room" and one.room else _place(one))
    kind = capitalize_first(words.get(f"{one.kind}_conference", one.kind.replace("_", " ")))
    place = "" if by == "room" and one.room else _place(one)
    who = "" if by == "chair" else one.chair or ""
    beside = " · ".join(part for part in (place, who, _STATES.get(one.state, "")) if part)
    return Slot(hours, f"{kind} {one.reference}", address("conference", ref=one.ref), beside)


def _place(one: Sits) -> str:
    """The room with its building: two rooms of one name stand in two buildings."""
    return f"{one.room}, {one.venue}" if one.room else one.place_words


def _by_day(sits: Iterable[Sits], words: dict[str, str]) -> dict[date, list[Slot]]:
    found: dict[date, list[Slot]] = {}
    for one in sits:
        found.setdefault(_day(one), []).append(_slot(one, "", words))
    return found
