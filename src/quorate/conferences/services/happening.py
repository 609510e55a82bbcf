"""What every service about the people of a conference does: hold the row, record what happened for its children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS

from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.models import Conference, ConferenceChild, Invitee

_NOT_YET: Final = "This day has not come yet; record it when it has happened."
_LONG_BEFORE: Final = "This lies long before the conference was asked for; check the year."


def happened(
    code: str,
    conference: Conference,
    *,
    by: Standing,
    facts: Mapping[str, Any],
    at: datetime | None = None,
    day: date | None = None,
    about: Iterable[UUID] = (),
) -> UUID:
    """Records an event of a conference for its children, or for those whom it is `about`. Raises `Refused`."""
    children = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    named = [case for case in children if case in set(about)] or children
    try:
        return record_event(
            code=code, cases=named, at=at, day=day, facts=facts, conference=conference, by=by,
        )  # fmt: skip
    except RefusedEvent as refused:
        sentence = str(refused)
    raise Refused({NON_FIELD_ERRORS: sentence})


def day_fault(conference: Conference, day: date, *, may_precede: bool = False, on: date | None = None) -> str | None:
    """Why something cannot have been done for a conference on a day; None where it can. `on` is today, unless said.

    It has happened, and not before the conference was asked for. What prepares a family (`may_precede`) may be done
    while it is being considered: in the year before at the earliest.
    """
    if day > (on or today()):
        return _NOT_YET
    begun = conference.requested_on
    if begun is None:
        return None
    if may_precede:
        return _LONG_BEFORE if day.year < begun.year - 1 else None
    return "This lies before the conference was asked for; check the date." if day < begun else None


def not_yet(day: date) -> str | None:
    """Why something cannot have been done on a day, of what may be older than the request: it lies ahead."""
    return _NOT_YET if day > today() else None


def locked(invitee: Invitee) -> Invitee:
    """The row as it stands now, held until the transaction ends."""
    return Invitee.objects.select_for_update(of=("self",)).select_related("case", "conference").get(pk=invitee.pk)


def london_day(at: datetime) -> date:
    """The day in London on which an instant lies."""
    return at.astimezone(LONDON).date()
