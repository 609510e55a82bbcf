"""Until when somebody who is kept out is asked for their views, and whether a letter that says so comes in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from quorate.cases.models import Duty

ASKING: Final = frozenset({"exclusion-letter", "views-moved"})
"""Papers that ask for views by a day."""
_DUTY: Final = "request-exclusion"
_TO_BE_MADE: Final = timedelta(days=4)
"""So long a letter may wait for a second person and be on its way, at least."""
_TO_BE_SENT: Final = timedelta(days=2)
"""So long it may be on its way, at least."""


def day_of_views(conference_id: UUID, today: date) -> date | None:
    """The day that a letter made today may name, as whoever makes it reads what is due; None where none is so far ahead
    that it comes in time.

    It is the day by which it had to be asked that somebody is kept out, which each procedure counts back from the
    meeting. That stands for each parent, and holds as well for whoever is no parent.
    """
    due = Duty.objects.filter(conference_id=conference_id, code=_DUTY, due_on__isnull=False)
    first = due.order_by("due_on").values_list("due_on", flat=True).first()
    return first if first is not None and today + _TO_BE_MADE <= first else None


def comes_too_late(named: str, today: date) -> bool:
    """Whether a letter that names this day (ISO 8601; "" where it names none) would come too late to be answered."""
    return bool(named) and date.fromisoformat(named) < today + _TO_BE_SENT
