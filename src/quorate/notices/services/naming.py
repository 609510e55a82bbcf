"""Somebody on the list is called otherwise than in their papers: a place has got its name, or a name was put right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from quorate.access.standing import Standing
from quorate.conferences.models import Conference
from quorate.notices.calendars import TAKES_AWAY
from quorate.notices.corrected import copies_had
from quorate.notices.models import Message, MessageState
from quorate.notices.offers import offers_of
from quorate.notices.services.following import ready_if_it_can_be
from quorate.notices.services.letting_out import hold_waiting
from quorate.release.artefacts import INVITING
from quorate.release.models import Release, ReleaseState, StoredRendition

_INVITATION = "invitation"
_IS_OFF = TAKES_AWAY | {"not-going-on"}
_Paper = tuple[str, UUID | None]


def when_named(*, conference: Conference, invitee: UUID, by: Standing, at: datetime) -> None:
    """What waits under the old name stays here and is prepared anew in the name that stands now, for a second person;
    so is an invitation that had been put out or prepared, while the meeting is still to come. What says that a meeting
    is off goes as it is: it is written once, and nobody may be left to come in vain for the sake of a name.
    """
    again = Message.objects.filter(conference=conference, recipient=invitee).exclude(code__in=_IS_OFF)
    hold_waiting(conference=conference, why="reader", by=by, at=at, pk__in=again.values("pk"))
    papers = _to_prepare_anew(conference, invitee)
    open_now = {(one.code, one.subject) for one in offers_of(conference) if not one.not_yet} if papers else set()
    for code, subject in sorted(papers & open_now, key=str):
        # Minutes to which something was added go again to everybody, also to this place.
        if not copies_had(conference, code):
            # What is prepared overtakes what waits: whoever stands on that one stands on this.
            only = _copies(conference, code, subject) | {invitee}
            ready_if_it_can_be(conference=conference, code=code, by=by, at=at, subject=subject, only=only)


def _to_prepare_anew(conference: Conference, invitee: UUID) -> set[_Paper]:
    """The papers of which a copy of theirs is held for the name alone, and the invitation."""
    put_out = Message.objects.filter(conference=conference, recipient=invitee)
    held = put_out.filter(state=MessageState.HELD, why="reader")
    found = {_paper(*one) for one in held.values_list("code", "release__subject_id")}
    if invitee in _copies(conference, _INVITATION, None) or put_out.filter(code=_INVITATION).exists():
        found.add((_INVITATION, None))
    return found


def _paper(code: str, subject: UUID | None) -> _Paper:
    """As `offers_of` names it: a paper that calls people is about the booking that stands."""
    return code, None if code in INVITING else subject


def _copies(conference: Conference, code: str, subject: UUID | None) -> set[UUID]:
    """Of the paper that waits for a second person: whose copies it holds."""
    about = {} if code in INVITING else {"subject_id": subject}
    waiting = Release.objects.filter(conference=conference, code=code, state=ReleaseState.PREPARED, **about)
    return set(StoredRendition.objects.filter(release__in=waiting).values_list("recipient", flat=True))
