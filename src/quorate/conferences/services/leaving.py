"""Saying that somebody is not asked to come any more, so that the rooms above take back what they were sent."""

from __future__ import annotations

from datetime import date

from quorate.access.standing import Standing
from quorate.cases.reactions import Recorded, react
from quorate.conferences.models import Conference, Invitee


def left(row: Invitee, conference: Conference, *, on: date, by: Standing) -> None:
    """Somebody was taken off the list, or stands on it as not to be invited: call it when the row says so."""
    facts = {"invitee": str(row.pk)}
    react(Recorded(row.pk, "taken-off-list", (), on, None, facts, conference.pk, by))
