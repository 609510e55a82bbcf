"""What goes into one reader's own calendar, and what it had: nobody's holds a time that stood in another's letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from quorate.conferences.models import Booking
from quorate.notices.apart import own_times
from quorate.notices.calendars import INTO_CALENDARS, TAKES_AWAY, Entry, calendar_file
from quorate.notices.mails import Mail
from quorate.notices.models import CalendarEntry, Message
from quorate.release.artefacts import audience_of

Lasts = tuple[datetime, datetime]
"""From when until when an appointment is."""


def calendar_of(message: Message, *, address: str, organiser: str, at: datetime) -> tuple[bytes, Lasts | None]:
    """The calendar file that goes with a message, and what times stand in it; nothing where none goes.

    A cancellation bears the times of the last file that this reader had, wherever the meeting has moved since: their
    own, where they come apart from others, and never the time at which the others come. Who has had none gets none.
    """
    entry = _entry(message)
    booking = None if entry is None else _booking(entry)
    if entry is None or booking is None:
        return b"", None
    lasts = _told(entry) if entry.cancelled else own_times(message, booking)
    if lasts is None:
        return b"", None
    is_family = message.rendition is None or audience_of(message.rendition.kind) != "professional"
    file = calendar_file(
        Entry(
            uid=entry.uid, sequence=entry.sequence, starts_at=lasts[0], ends_at=lasts[1],
            organiser=organiser or settings.DEFAULT_FROM_EMAIL, attendee=address, is_family=is_family,
            place="" if is_family else str(booking.room or ""), is_cancelled=entry.cancelled,
        ),
        made_at=at,
    )  # fmt: skip
    return file, lasts


def note_going(message: Message) -> None:
    """That a message is about to go. Should nobody ever know whether it went, its reader may have had these times."""
    entry = None if message.code in TAKES_AWAY else _entry(message)
    if entry is not None and _told(entry) is None and (booking := _booking(entry)) is not None:
        _note(entry, own_times(message, booking))


def note_told(message: Message, mail: Mail) -> None:
    """That a message has gone, or may have: its reader's calendar has these times now."""
    entry = None if message.code in TAKES_AWAY else _entry(message)
    if entry is not None and mail.lasts is not None:
        _note(entry, mail.lasts)


def _note(entry: CalendarEntry, lasts: Lasts) -> None:
    entry.told_starts_at, entry.told_ends_at = lasts
    entry.save(update_fields=["told_starts_at", "told_ends_at"])


def _entry(message: Message) -> CalendarEntry | None:
    """What its reader's calendar is told; None where a message brings no file."""
    if message.through or message.code not in INTO_CALENDARS:
        return None
    return CalendarEntry.objects.filter(conference_id=message.conference_id, recipient=message.recipient).first()


def _booking(entry: CalendarEntry) -> Booking | None:
    rows = Booking.objects.filter(conference_id=entry.conference_id, starts_at=entry.starts_at)
    return rows.select_related("room__venue").order_by("-live", "-booked_at").first()


def _told(entry: CalendarEntry) -> Lasts | None:
    if entry.told_starts_at is None or entry.told_ends_at is None:
        return None
    return entry.told_starts_at, entry.told_ends_at
