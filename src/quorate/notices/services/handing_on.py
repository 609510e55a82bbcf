"""Telling whoever took over a child when its conferences sit: the date at once, and an invitation of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from quorate.access.models import Grant
from quorate.access.permissions import may
from quorate.access.standing import Standing
from quorate.conferences.models import Conference, ConferenceState, Invitee
from quorate.conferences.services.allocations import conferences_of
from quorate.notices.models import Message
from quorate.notices.services.by_rule import confirm_date_to
from quorate.notices.services.following import ready_if_it_can_be
from quorate.release.models import Release, ReleaseState


def when_handed_on(*, cases: Iterable[UUID], given: Iterable[Grant], by: Standing, at: datetime) -> None:
    """The new holders are told when and where the children's conferences sit, and plans that name the old lead wait."""
    users = {one.user_id for one in given if one.user_id is not None}
    for conference in conferences_of(cases):
        is_ahead = conference.starts_at is not None and conference.starts_at > at
        if not may(by, "manage_people", conference.case):
            continue
        _overtake_plans(conference)
        if users and is_ahead and conference.state == ConferenceState.BOOKED:
            _tell(conference, users, by, at)


def _overtake_plans(conference: Conference) -> None:
    """A plan that nobody has let out yet says who leads on it."""
    Release.objects.filter(conference=conference, code="plan", state=ReleaseState.PREPARED).update(
        state=ReleaseState.OVERTAKEN
    )


def _tell(conference: Conference, users: set[UUID], by: Standing, at: datetime) -> None:
    day = timezone.localtime(at).date()
    there = Grant.objects.filter(case=conference.case_id, user_id__in=users, begins_on__lte=day)
    may_know = {one.user_id for one in there if one.ends_on is None or one.ends_on >= day}
    confirm_date_to(conference=conference, users=[one for one in may_know if one is not None], by=by, at=at)
    calls = Message.objects.filter(conference=conference, code="invitation")
    waits = Release.objects.filter(conference=conference, code="invitation", state=ReleaseState.PREPARED)
    if waits.exists():
        # Nobody has let it out yet: it is made anew for everybody on the list, without the old worker.
        ready_if_it_can_be(conference=conference, code="invitation", by=by, at=at)
    elif calls.exists():
        rows = Invitee.objects.filter(conference=conference, user_id__in=users, removed_on__isnull=True)
        new = set(rows.exclude(pk__in=calls.values("recipient")).values_list("pk", flat=True))
        if new:
            ready_if_it_can_be(conference=conference, code="invitation", by=by, at=at, only=new)
