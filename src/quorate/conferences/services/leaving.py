"""Saying that somebody is not asked to come any more, or that it is somebody else who is, so that the rooms above take
back what was sent, or make it anew."""

from __future__ import annotations

from datetime import date

from quorate.access.standing import Standing
from quorate.cases.reactions import Recorded, react
from quorate.conferences.models import Conference, Invitee


def left(row: Invitee, conference: Conference, *, on: date, by: Standing) -> None:
    """Somebody was taken off the list, or stands on it as not to be invited: call it when the row says so."""
    facts = {"invitee": str(row.pk)}
    react(Recorded(row.pk, "taken-off-list", (), on, None, facts, conference.pk, by))


def named(row: Invitee, conference: Conference, *, on: date, by: Standing) -> None:
    """Somebody on the list is called otherwise: call it when the row says so."""
    facts = {"invitee": str(row.pk)}
    react(Recorded(row.pk, "place-named", (), on, None, facts, conference.pk, by))
