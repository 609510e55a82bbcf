"""Letters to people who must not meet: held until it is arranged how each comes, then prepared anew for each alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from quorate.access.standing import Standing
from quorate.cases.one_person import all_of
from quorate.conferences.models import Booking, Conference, Invitee
from quorate.conferences.queries.namesakes import BY_NAME
from quorate.conferences.queries.people import kept_out_all
from quorate.notices.models import Message, MessageState
from quorate.notices.moving import moved_on
from quorate.notices.services.following import ready_if_it_can_be
from quorate.notices.services.preparing import prepares
from quorate.release.apart import CALLING_PEOPLE, waiting_for_arrangement, ways_in
from quorate.release.models import Release, ReleaseState, StoredRendition

_STAYED: Final = ("arrange", "way")


def when_arranged(*, conference: Conference, people: Iterable[UUID], by: Standing, at: datetime) -> None:
    """What is arranged for these people has changed: what calls them, or whoever accompanies them, otherwise stays
    here, also what was let out, and their own letters are prepared anew, for a second person. While something is to be
    arranged nothing is prepared.
    """
    same = all_of(people)
    # Also whoever is known by the name alone: that may be the name of one of them.
    listed = Invitee.objects.filter(Q(person_id__in=same) | BY_NAME, conference=conference)
    called = set(listed.filter(removed_on__isnull=True).values_list("pk", flat=True))
    _call_as_arranged(conference, called, by=by, at=at)


def when_somebody_stays_away(*, conference: Conference, by: Standing, at: datetime) -> None:
    """Somebody does not come, by what was decided here or for another conference about the same child: whoever's letter
    waited only for them is called, and their own stays here for what was decided. Without `by` preparing papers of this
    conference nothing happens: then the page of its papers says what is left to do.
    """
    if not prepares(by, conference):
        return
    stayed = Message.objects.filter(conference=conference, state=MessageState.HELD, why="arrange")
    listed = Invitee.objects.filter(conference=conference, removed_on__isnull=True)
    called = set(listed.filter(pk__in=stayed.values("recipient")).values_list("pk", flat=True))
    if called:
        _call_as_arranged(conference, called, by=by, at=at)
        _held_for_the_decision(conference, by=by, at=at)


def _held_for_the_decision(conference: Conference, *, by: Standing, at: datetime) -> None:
    """What waited for an arrangement with whoever is kept out waits for none any more: it does not go to them."""
    stayed = Message.objects.filter(
        conference=conference, state=MessageState.HELD, why="arrange", person_id__isnull=False
    )
    found = list(stayed.select_for_update(of=("self",)).order_by("pk"))
    decided = kept_out_all(conference, {one.person_id for one in found if one.person_id is not None})
    for message in found:
        if message.person_id is not None and decided[message.person_id].scope == "whole":
            moved_on(message, MessageState.HELD, by=by, at=at, why="kept-out")


def _call_as_arranged(conference: Conference, called: Collection[UUID], *, by: Standing, at: datetime) -> None:
    # In the order in which a letter is let out: first the paper, then its copies.
    papers = Release.objects.filter(conference=conference, code__in=CALLING_PEOPLE, state=ReleaseState.PREPARED)
    list(papers.select_for_update(of=("self",)).order_by("pk"))
    waits = waiting_for_arrangement(conference.pk, called)
    known = ways_in(conference.pk, called)
    ways = {one: known[one].digest if one in known else "" for one in called}
    anew = set()
    for recipient in sorted(called):
        last = _last_call(conference, recipient)
        if last is None:
            continue
        is_other = _way_said(last) != ways[recipient]
        if last.state == MessageState.WAITING and (recipient in waits or is_other):
            moved_on(last, MessageState.HELD, by=by, at=at, why="arrange" if recipient in waits else "way")
        if recipient not in waits and (is_other or (last.state == MessageState.HELD and last.why in _STAYED)):
            anew.add(recipient)
    if Booking.objects.filter(conference=conference, live=True).exists():
        _prepare_anew(conference, ways, anew, by=by, at=at)


def _last_call(conference: Conference, recipient: UUID) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).filter(
        conference=conference, recipient=recipient, code__in=CALLING_PEOPLE
    )
    return rows.select_related("rendition").order_by("-put_out_at", "-pk").first()


def _way_said(message: Message) -> str:
    return "" if message.rendition is None else str(message.rendition.basis.get("way", ""))


def _prepare_anew(
    conference: Conference, ways: Mapping[UUID, str], anew: set[UUID], *, by: Standing, at: datetime
) -> None:
    """For those told otherwise, and for all of a paper of which their copies still wait for a second person."""
    for code in sorted(CALLING_PEOPLE):
        waiting = Release.objects.filter(conference=conference, code=code, state=ReleaseState.PREPARED)
        copies = dict(StoredRendition.objects.filter(release__in=waiting).values_list("recipient", "basis"))
        is_other = any(copies[one].get("way", "") != way for one, way in ways.items() if one in copies)
        # What is prepared overtakes what waits: whoever stands on that one stands on this.
        again = anew if code == "invitation" else set()
        if is_other or again:
            ready_if_it_can_be(conference=conference, code=code, by=by, at=at, only=again | set(copies))
