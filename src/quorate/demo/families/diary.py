"""When and where the conferences of the stories sit, and who chairs: nobody and no room twice at once.

Those that are still to come are placed first. A chair or minute-taker who is taken is stood in for by another of the
office; where nobody is free, a conference that was held long ago is left without a booking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from quorate.demo.families.guide import places
from quorate.demo.families.telling import Family, Happening, Sitting
from quorate.demo.staffing import Staffing
from quorate.people.models import Room

LASTS = timedelta(hours=2)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Placed:
    """One booking: what was booked when, and why it no longer holds (`ended_why`), if it does not."""

    booked_at: datetime
    starts_at: datetime
    room: Room
    chair: UUID
    minute_taker: UUID
    ended_why: str = ""
    ended_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """Two hours later."""
        return self.starts_at + LASTS


@dataclass
class Office:
    """The rooms, chairs and minute-takers of an authority, and which of them are taken when."""

    rooms: Sequence[Room]
    chairs: Sequence[UUID]
    minute_takers: Sequence[UUID]
    _taken: set[tuple[object, datetime]] = field(default_factory=set)

    def free(self, wanted: Iterable[object], starts: datetime) -> Iterator[object]:
        """Those of the wanted who are free for the whole time."""
        return (one for one in wanted if not any((one, at) in self._taken for at in _halves(starts)))

    def take(self, starts: datetime, *who: object) -> None:
        """They are taken."""
        self._taken |= {(one, at) for one in who for at in _halves(starts)}


def office_of(staffing: Staffing) -> Office:
    """The office of an authority as it was built."""
    return Office(
        rooms=list(Room.objects.filter(venue__authority=staffing.authority).order_by("venue__name", "-seats")),
        chairs=[one.user_id for one in staffing.by_role["chair"]],
        minute_takers=[one.user_id for one in staffing.by_role["minute_taker"]],
    )


def diary(told: Sequence[Family], office: Office) -> Mapping[int, list[Placed]]:
    """The bookings of every sitting, by `id(sitting)`; the last one of each holds."""
    pairs = [(family, sitting) for family in told for sitting in family.sittings if sitting.starts_at is not None]
    pairs.sort(key=lambda pair: (pair[1].held_on is not None, pair[0].number, pair[1].requested_on))
    found: dict[int, list[Placed]] = {}
    for family, sitting in pairs:
        found[id(sitting)] = _placed(family, sitting, office)
    return found


def _placed(family: Family, sitting: Sitting, office: Office) -> list[Placed]:
    steps = [one for one in family.happenings if one.sitting is sitting and "starts_at" in one.facts]
    assert sitting.starts_at is not None
    works = places(family.number)
    start = sitting.starts_at
    chair = next(office.free(_first(office.chairs, works.chair), start), None)
    writer = next(office.free(_first(office.minute_takers, works.minute_taker), start), None)
    room = next(office.free(_first(office.rooms, family.number % len(office.rooms)), start), None)
    if not isinstance(chair, UUID) or not isinstance(writer, UUID) or not isinstance(room, Room):
        return []
    office.take(start, chair, writer, room)
    return [
        Placed(
            _instant(one), one.facts["starts_at"], room, chair, writer,
            ended_why=_why(after), ended_at=_instant(after) if after else None,
        )
        for one, after in zip(steps, [*steps[1:], None], strict=True)
    ]  # fmt: skip


def _instant(told: Happening) -> datetime:
    if isinstance(told.when, datetime):
        return told.when
    return told.facts["starts_at"].replace(year=told.when.year, month=told.when.month, day=told.when.day)  # type: ignore[no-any-return]


def _why(after: Happening | None) -> str:
    if after is None:
        return ""
    moved = after.code == "conference-moved"
    return "The chair was ill on the day." if moved else "The conference was adjourned and is booked anew."


def _first(many: Sequence[_T], place: int) -> list[_T]:
    return [many[place], *(one for number, one in enumerate(many) if number != place)]


def _halves(starts: datetime) -> list[datetime]:
    return [starts + timedelta(minutes=30 * step) for step in range(4)]
