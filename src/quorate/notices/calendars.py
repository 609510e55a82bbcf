"""Calendar files: they follow a conference when it moves, and say nothing that somebody else may not read.

A family's entry has no place and a title that fits any appointment: calendars are shared, and read over shoulders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress

METHODS: Final = ("REQUEST", "CANCEL")
TAKES_AWAY: Final = frozenset({"cancelled", "taken-back"})
"""Papers that take the appointment out of calendars, by their code."""
INTO_CALENDARS: Final = TAKES_AWAY | {"invitation", "moved"}
"""Papers that come with a calendar file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one recipient's calendar is told. `sequence` grows with every change, `uid` stays."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    organiser: str
    attendee: str
    is_family: bool
    place: str = ""
    is_cancelled: bool = False


def uid_of(conference_id: UUID, recipient: UUID) -> str:
    """One for each recipient: two people who compare their calendars cannot tell that it is one meeting."""
    import hashlib

    from django.conf import settings

    said = f"{settings.SECRET_KEY} calendar {conference_id} {recipient}".encode()
    return f"{hashlib.sha256(said).hexdigest()[:32]}@quorate"


def calendar_file(entry: Entry, *, made_at: datetime) -> bytes:
    """The file (RFC 5545, RFC 5546): a request, which also changes an earlier one, or a cancellation."""
    calendar = Calendar()
    calendar.add("prodid", "-//Quorate//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.is_cancelled else "REQUEST")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", "Appointment" if entry.is_family else "Meeting")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place and not entry.is_family:
        event.add("location", entry.place)
    event.add("organizer", vCalAddress(f"mailto:{entry.organiser}"))
    event.add("attendee", vCalAddress(f"mailto:{entry.attendee}"))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
