"""Where a conference is held, in words of somebody's own: never where one of its family lives, or how they are reached.

It stands in every invitation, in calendars and in the diary, which more people read than any letter.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from quorate.cases.refusals import Refused
from quorate.conferences.models import Booking
from quorate.release.protecting import finding, protected_words

_KEPT_OUT: Final = (
    "This place holds words that are kept out of every letter about this family: an address or its street, or a way"
    " to reach somebody. Choose a room, or write another place."
)


def require_open_place(conference_id: UUID) -> None:
    """Passes where the words of the place that is booked now hold none of the protected words of the family.

    Raises `Refused`, which does not say which words those are; and what `protected_words` raises.
    """
    words = Booking.objects.filter(conference_id=conference_id, live=True).values_list("place_words", flat=True).first()
    if words and finding([("", words.encode())], [one.words for one in protected_words(conference_id)]):
        raise Refused({"place_words": _KEPT_OUT})
