"""Somebody on the list is called otherwise than in their papers: a place has got its name, or a name was put right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from quorate.access.standing import Standing
from quorate.conferences.models import Booking, Conference
from quorate.notices.models import Message
from quorate.notices.services.following import ready_if_it_can_be
from quorate.notices.services.letting_out import hold_waiting
from quorate.release.models import Release, ReleaseState, StoredRendition

_INVITATION = "invitation"


def when_named(*, conference: Conference, invitee: UUID, by: Standing, at: datetime) -> None:
    """What waits under the old name stays here, and an invitation that had been put out or prepared is prepared anew
    in the name that stands now, for a second person.
    """
    hold_waiting(conference=conference, why="reader", by=by, at=at, recipient=invitee)
    waiting = Release.objects.filter(conference=conference, code=_INVITATION, state=ReleaseState.PREPARED)
    copies = set(StoredRendition.objects.filter(release__in=waiting).values_list("recipient", flat=True))
    put_out = Message.objects.filter(conference=conference, code=_INVITATION, recipient=invitee)
    if invitee not in copies and not put_out.exists():
        return
    if Booking.objects.filter(conference=conference, live=True).exists():
        # What is prepared overtakes what waits: whoever stands on that one stands on this.
        ready_if_it_can_be(conference=conference, code=_INVITATION, by=by, at=at, only=copies | {invitee})
