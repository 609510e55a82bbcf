"""What becomes of papers and messages when something has happened: held, or prepared for a second person."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from quorate.access.permissions import NotAllowed
from quorate.access.standing import Standing
from quorate.conferences.models import Conference, ConferenceExclusion, ConferenceState, Invitee
from quorate.conferences.queries.namesakes import BY_NAME
from quorate.notices.models import Message, MessageState
from quorate.notices.not_going_on import NOT_GOING_ON
from quorate.notices.recipients import recipient_list
from quorate.notices.services.letting_out import hold_waiting
from quorate.notices.services.preparing import TITLES, AnotherPrepares, NobodyToTell, prepare
from quorate.notices.taken_back import CALLED, TAKEN_BACK, places_taken_back, was_called, who_knows_a_day
from quorate.release.artefacts import INVITING
from quorate.release.models import Release, ReleaseState, StoredRendition
from quorate.release.services import put_aside

logger = logging.getLogger(__name__)

CALLING = ("invitation", "moved", "date-confirmed")
"""Papers that call somebody to a time and place."""
LETTER, VIEWS = "exclusion-letter", "views-moved"
TELLING_DAYS = (*CALLING, VIEWS)


def ready_if_it_can_be(
    *,
    conference: Conference,
    code: str,
    by: Standing,
    at: datetime,
    subject: UUID | None = None,
    only: Collection[UUID] | None = None,
) -> Release | None:
    """Prepares a paper, where there is somebody to get it and everything it needs is there; `only` for these people.

    What is not prepared here stays among those that may be prepared (`notices.offers`), where the page says by whom.
    """
    # Setting papers is loaded when the first one is made, not when the system starts.
    from quorate.documents.letters import NoSuchPaper, NotReadyYet
    from quorate.documents.typesetting import NoSuchLetter

    try:
        with transaction.atomic():
            return prepare(conference=conference, code=code, by=by, at=at, subject=subject, only=only)
    except (AnotherPrepares, NobodyToTell, NotReadyYet, NoSuchPaper, NoSuchLetter, NotAllowed) as reason:
        logger.info("the paper %s of conference %s was not prepared: %s", code, conference.pk, type(reason).__name__)
        return None


def when_moved(*, conference: Conference, by: Standing, at: datetime) -> None:
    """What still called people to the old time stays here; those who were told, by whatever way, are told the new one,
    and those whose invitation had not gone get the invitation itself. So does, once people have been called, whoever of
    the list has not been: a chair or minute-taker who came with the move.
    """
    letters, uncalled = _letters_not_gone(conference), _still_to_invite(conference, by)
    _overtake(conference, (*TELLING_DAYS, LETTER))
    hold_waiting(conference=conference, why="moved", by=by, at=at, code__in=(*TELLING_DAYS, LETTER))
    ready_if_it_can_be(conference=conference, code="moved", by=by, at=at)
    if uncalled:
        ready_if_it_can_be(conference=conference, code="invitation", by=by, at=at, only=uncalled)
    # Who is kept out is told no day to come to; but until when their views are asked for has moved with it.
    for decision in letters:
        ready_if_it_can_be(conference=conference, code=LETTER, by=by, at=at, subject=decision)
    ready_if_it_can_be(conference=conference, code=VIEWS, by=by, at=at)


def _still_to_invite(conference: Conference, by: Standing) -> set[UUID]:
    """Those whose invitation has not gone; once invitations are on their way also those who know of no day."""
    not_gone = _invitations_not_gone(conference)
    if not not_gone and not Message.objects.filter(conference=conference, code__in=CALLED).exists():
        return set()
    asked = {UUID(one.key) for one in recipient_list(conference, "invitation", by)}
    return not_gone | (asked - set(who_knows_a_day(conference).values_list("pk", flat=True)))


def _invitations_not_gone(conference: Conference) -> set[UUID]:
    """Whose invitation was prepared or let out and has reached nobody: of the list, by their key."""
    waiting = StoredRendition.objects.filter(
        release__conference=conference, release__code="invitation", release__state=ReleaseState.PREPARED
    )
    here = (MessageState.WAITING, MessageState.HELD, MessageState.FAILED)
    stayed = Message.objects.filter(conference=conference, code="invitation", state__in=here)
    found = {*waiting.values_list("recipient", flat=True), *stayed.values_list("recipient", flat=True)}
    return {one for one in found if not was_called(conference, one)}


def _letters_not_gone(conference: Conference) -> list[UUID]:
    """The decisions whose letter still waits, for a second person or in the outbox: it names the day that was."""
    rows = Release.objects.filter(conference=conference, code=LETTER, subject_id__isnull=False)
    waiting = rows.filter(
        Q(state=ReleaseState.PREPARED) | Q(state=ReleaseState.RELEASED, messages__state=MessageState.WAITING)
    )
    found = waiting.order_by("prepared_at").values_list("subject_id", flat=True)
    return list(dict.fromkeys(one for one in found if one is not None))


def when_adjourned(*, conference: Conference, by: Standing, at: datetime) -> None:
    """What still calls people to the day that was stays here; the new day is told when it is booked."""
    put_aside(conference=conference, codes=TELLING_DAYS, because="adjourned")
    hold_waiting(conference=conference, why="state", by=by, at=at, code__in=TELLING_DAYS)


def when_held(*, conference: Conference, by: Standing, at: datetime) -> None:
    """What nobody has let out calls nobody any more. Whoever was to be told why they do not come is told so all the
    same, by a letter that speaks of a meeting which is over."""
    waiting = Release.objects.filter(conference=conference, code=LETTER, state=ReleaseState.PREPARED)
    letters = [one.subject_id for one in waiting.order_by("prepared_at")]
    put_aside(conference=conference, codes=(*INVITING, TAKEN_BACK, VIEWS, LETTER), because="held")
    # The event is told while it is being closed: the row itself says so a moment later.
    conference.state = ConferenceState.HELD
    for decision in dict.fromkeys(letters):
        ready_if_it_can_be(conference=conference, code=LETTER, by=by, at=at, subject=decision)


def when_cancelled(*, conference: Conference, by: Standing, at: datetime) -> None:
    """Nobody is called any more; those who were told are told that it does not take place, or, where it began on the
    day that they were told and was adjourned, that it does not go on."""
    put_aside(conference=conference, codes=(*TELLING_DAYS, *INVITING), because="cancelled")
    hold_waiting(conference=conference, why="state", by=by, at=at, code__in=TELLING_DAYS)
    for code in ("cancelled", NOT_GOING_ON):
        ready_if_it_can_be(conference=conference, code=code, by=by, at=at)


def when_kept_out(*, conference: Conference, person_id: UUID, by: Standing, at: datetime) -> None:
    """Everything that waits for this person stays here, and the letter that explains the decision is prepared.

    A letter about an earlier decision that nobody has let out yet is overtaken, also by letting the person back in.
    """
    hold_waiting(conference=conference, why="kept-out", by=by, at=at, person_id=person_id)
    # Who comes with them, and lines that may be theirs, by the name.
    helpers = Invitee.objects.filter(BY_NAME, conference=conference, to_invite=False)
    calling = {"recipient__in": helpers.values("pk"), "code__in": sorted(INVITING)}
    hold_waiting(conference=conference, why="kept-out", by=by, at=at, **calling)
    decisions = ConferenceExclusion.objects.filter(conference=conference, person_id=person_id).exclude(outcome="")
    earlier = Release.objects.filter(conference=conference, code=LETTER, state=ReleaseState.PREPARED)
    earlier.filter(subject_id__in=decisions.values("pk")).update(state=ReleaseState.OVERTAKEN)
    decided = decisions.order_by("-decided_at", "-asked_on").first()
    if decided is not None and decided.outcome == "excluded":
        ready_if_it_can_be(conference=conference, code=LETTER, by=by, at=at, subject=decided.pk)


def when_taken_off(*, conference: Conference, by: Standing, at: datetime) -> None:
    """Nothing more goes to those who left the list; whoever had been told the day is told that they need not come."""
    if not Message.objects.filter(conference=conference).exists():
        return
    gone = Invitee.objects.filter(conference=conference, removed_on__isnull=False)
    uninvited = Invitee.objects.filter(conference=conference, removed_on__isnull=True, to_invite=False)
    for rows, codes in ((gone, [one for one in TITLES if one != TAKEN_BACK]), (uninvited, sorted(INVITING))):
        hold_waiting(
            conference=conference, why="off-the-list", by=by, at=at, recipient__in=rows.values("pk"), code__in=codes
        )
    if places_taken_back(conference).exists():
        ready_if_it_can_be(conference=conference, code=TAKEN_BACK, by=by, at=at)


def when_all_is_held(*, conference: Conference, by: Standing, at: datetime) -> None:
    """After a death or a loss nothing goes by itself: somebody looks at each paper first."""
    _overtake(conference, None)
    hold_waiting(conference=conference, why="death-or-loss", by=by, at=at)


def _overtake(conference: Conference, codes: tuple[str, ...] | None) -> None:
    waiting = Release.objects.filter(conference=conference, state=ReleaseState.PREPARED)
    if codes is not None:
        waiting = waiting.filter(code__in=codes)
    waiting.update(state=ReleaseState.OVERTAKEN)
