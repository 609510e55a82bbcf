"""That somebody is afraid of another stands at every conference about the family, until somebody takes it away."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from quorate.audit.services import record
from quorate.conferences.models import Conference, SafetyConcern


def bring_concerns(conference: Conference) -> list[UUID]:
    """What stands at other conferences of two people of its family stands at this one; gives the new rows' ids.

    How the two are kept apart is arranged anew: until then no letter calls them. For whoever keeps the conference;
    raises `InsufficientPrivilege` for others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_bring_concerns(%s)", [str(conference.pk)])
        found = [row[0] for row in cursor.fetchall()]
    for concern in found:
        _told("safety.recorded", concern, conference.pk)
    return found


def bring_concern_on(concern: SafetyConcern) -> list[SafetyConcern]:
    """What was just written down stands at the family's other conferences that are under way, too.

    Gives the rows that its writer may read: for these the rooms above are told.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ON, [str(concern.pk)])
        found = dict(cursor.fetchall())
    for one, conference in found.items():
        _told("safety.recorded", one, conference)
    return list(SafetyConcern.objects.filter(pk__in=found).select_related("conference")) if found else []


def take_concern_away(concern: SafetyConcern, on: date) -> list[SafetyConcern]:
    """What was a mistake here was one wherever it was brought from or to; gives the rows that this took away.

    At conferences that the reader does not keep it stands on: there others answer for it.
    """
    root = concern.root_id or concern.pk
    same = SafetyConcern.objects.filter(Q(pk=root) | Q(root_id=root), removed_on__isnull=True)
    found = list(same.exclude(pk=concern.pk).select_related("conference"))
    for one in found:
        SafetyConcern.objects.filter(pk=one.pk).update(removed_on=on)
        _told("safety.removed", one.pk, one.conference_id)
    return found


_ON: Final = "SELECT b.concern, b.conference FROM conferences_bring_concern_on(%s) b"


def _told(action: str, concern: UUID, conference: UUID) -> None:
    record(action=action, subject_kind="safetyconcern", subject_id=concern, case_id=conference, facts={})
