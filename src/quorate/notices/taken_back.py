"""Whose place at a conference was taken back after they had been told the day: they are told so, and never why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from quorate.conferences.models import Attendance, Booking, Conference, Invitee
from quorate.notices.models import CalendarEntry, Message, MessageState
from quorate.release.artefacts import INVITING
from quorate.release.models import BY_RULE

TAKEN_BACK: Final = "taken-back"
"""The paper's code."""
CALLED: Final = ("invitation", "moved")
"""Papers by which somebody knows a day, by their code."""
# "Sent? We do not know" counts as told: to be told once too often does no harm.
_TOLD: Final = (MessageState.SENT, MessageState.HANDED, MessageState.UNKNOWN, MessageState.CLAIMED)
_OVER: Final = ("sitting", "held")


def places_taken_back(conference: Conference) -> QuerySet[Invitee]:
    """Those who were told a day that is still to come, are not asked to come any more, and have not been told that."""
    entries = _entries(conference.pk, OuterRef("pk")).filter(cancelled=False)
    return _not_asked_any_more(conference.pk).filter(Exists(entries))


def those_to_tell(conference: Conference) -> list[Invitee]:
    """The same, by name, with what a letter to them needs."""
    return list(places_taken_back(conference).select_related("professional__agency", "supporter_of").order_by("name"))


def not_on_the_list(message: Message) -> str:
    """Why a message does not go because of how its reader stands on the list now (a code of `moving.WHY`), else "".

    What says that somebody need not come goes only as long as nobody has put them on the list again, and before it
    has begun; everything else only to those who stand on it, and what calls people only to those who are asked.
    """
    if message.code in BY_RULE:
        return ""
    if message.code == TAKEN_BACK:
        return "" if _is_taken_back(message.conference_id, message.recipient) else "asked-again"
    row = Invitee.objects.filter(pk=message.recipient, removed_on__isnull=True)
    if message.code in INVITING:
        row = row.exclude(to_invite=False)
    return "" if row.exists() else "off-the-list"


def _is_taken_back(conference: UUID, recipient: UUID) -> bool:
    if Conference.objects.filter(pk=conference, state__in=_OVER).exists():
        return False
    rows = _not_asked_any_more(conference).filter(pk=recipient)
    return rows.filter(Exists(_entries(conference, recipient))).exists()


def was_called(conference: Conference, recipient: UUID) -> bool:
    """Whether somebody of the list knows a day by us: a paper that calls them has gone (one that stayed here told
    nothing), or they came to a sitting that was adjourned, whoever told them of it."""
    return Invitee.objects.filter(_called_by_us(conference), conference=conference, pk=recipient).exists()


def who_knows_a_day(conference: Conference) -> QuerySet[Invitee]:
    """Those who are asked to come and know a day by whatever way: they were called or came, it was noted that they were
    invited, or they answered. Whoever was told since that it is off for them does not expect it any more."""
    off = CalendarEntry.objects.filter(conference=conference, recipient=OuterRef("pk"), cancelled=True)
    by_word = Q(invited_on__isnull=False) | Q(answered_on__isnull=False)
    rows = Invitee.objects.filter(conference=conference, removed_on__isnull=True).exclude(to_invite=False)
    return rows.filter(by_word | _called_by_us(conference)).exclude(Exists(off))


def _called_by_us(conference: Conference) -> Q:
    here = {"conference": conference}
    told = Message.objects.filter(recipient=OuterRef("pk"), code__in=CALLED, state__in=_TOLD, **here)
    came = Attendance.objects.filter(invitee_id=OuterRef("pk"), taken_back=False, **here)
    return Q(Exists(told)) | Q(Exists(came))


def times_told(conference: Conference) -> Mapping[str, datetime]:
    """From when the appointment was that stood in the last calendar file which each of them had, by the key of
    the recipient."""
    rows = CalendarEntry.objects.filter(conference=conference, told_starts_at__isnull=False)
    return {str(recipient): at for recipient, at in rows.values_list("recipient", "told_starts_at") if at is not None}


def days_expected(conference: Conference) -> Mapping[str, datetime]:
    """The start of the meeting that each of them was told last, by the same key: a later paper that calls them and
    stayed here told nothing. Only its day is sure: whoever comes apart was told an hour of their own."""
    starts = dict(Booking.objects.filter(conference=conference).values_list("pk", "starts_at"))
    told = Message.objects.filter(conference=conference, code__in=CALLED, state__in=_TOLD)
    rows = told.order_by("put_out_at", "pk").values_list("recipient", "release__subject_id")
    # Who stands on the list a second time may have had a file under the line that they had before.
    return {**times_told(conference), **{str(to): starts[booking] for to, booking in rows if booking in starts}}


def entry_before(conference: Conference, recipient: UUID) -> CalendarEntry | None:
    """The entry that the same person still has from an earlier line of the list: a new invitation changes that one."""
    row = Invitee.objects.filter(pk=recipient).values("person_id", "user_id", "professional_id").first()
    same = _same(dict(row)) if row is not None else None
    if same is None:
        return None
    earlier = Invitee.objects.filter(same, conference=conference, removed_on__isnull=False).exclude(pk=recipient)
    told = Message.objects.filter(
        conference=conference, code=TAKEN_BACK, recipient=OuterRef("recipient"), state__in=_TOLD
    )
    rows_ = CalendarEntry.objects.filter(conference=conference, recipient__in=earlier.values("pk"))
    return rows_.exclude(Exists(told)).order_by("-sequence").first()


def _same(row: Mapping[str, Any]) -> Q | None:
    found = [Q(**{name: value}) for name, value in row.items() if value is not None]
    return reduce(or_, found) if found else None


def _not_asked_any_more(conference: UUID) -> QuerySet[Invitee]:
    again = Invitee.objects.filter(conference_id=conference, removed_on__isnull=True).exclude(to_invite=False)
    same = (
        Q(person_id=OuterRef("person_id")) | Q(user_id=OuterRef("user_id"))
        | Q(professional_id=OuterRef("professional_id"))
    )  # fmt: skip
    told = Message.objects.filter(conference_id=conference, recipient=OuterRef("pk"), code__in=CALLED, state__in=_TOLD)
    rows = Invitee.objects.filter(Q(removed_on__isnull=False) | Q(to_invite=False), conference_id=conference)
    return rows.filter(Exists(told)).exclude(Exists(again.filter(same).exclude(pk=OuterRef("pk"))))


def _entries(conference: UUID, recipient: Any) -> QuerySet[CalendarEntry]:
    return CalendarEntry.objects.filter(conference_id=conference, recipient=recipient, starts_at__gt=timezone.now())
