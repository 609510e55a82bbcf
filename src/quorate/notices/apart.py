"""Messages to people who come apart from others: held until it is arranged how, and the time in their own calendar."""

from __future__ import annotations

from datetime import datetime

from quorate.conferences.models import Booking
from quorate.notices.models import Message
from quorate.release.apart import CALLING_PEOPLE, WayIn, waiting_for_arrangement, ways_in


def waits_to_be_arranged(message: Message) -> bool:
    """Whether how its reader comes is still to be arranged: until then nothing calls them to the meeting."""
    if message.code not in CALLING_PEOPLE:
        return False
    return message.recipient in waiting_for_arrangement(message.conference_id, [message.recipient])


def own_times(message: Message, booking: Booking) -> tuple[datetime, datetime]:
    """When this reader is there: as the meeting, or from the time that was arranged for them, for as long."""
    way = ways_in(message.conference_id, [message.recipient]).get(message.recipient, WayIn())
    starts_at = way.starts(booking.starts_at)
    return starts_at, booking.ends_at + (starts_at - booking.starts_at)
