"""That somebody is afraid of another stands at every conference about the same children, until somebody ends it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from quorate.audit.services import record
from quorate.conferences.models import Conference, SafetyConcern


def bring_concerns(conference: Conference) -> list[UUID]:
    """What stands at the latest other conference about its children stands at this one; gives the new rows' ids.

    How the two are kept apart is arranged anew: until then no letter calls them. What was taken away there as a
    mistake stays away. For whoever arranges the conference; raises `InsufficientPrivilege` for others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_bring_concerns(%s)", [str(conference.pk)])
        found = [row[0] for row in cursor.fetchall()]
    for concern in found:
        _told(concern, conference.pk)
    return found


def bring_concern_on(concern: SafetyConcern) -> list[UUID]:
    """What was just written down stands at the other conferences about these children that are under way, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT b.concern, b.conference FROM conferences_bring_concern_on(%s) b", [str(concern.pk)])
        found = cursor.fetchall()
    for one, conference in found:
        _told(one, conference)
    return [one for one, _ in found]


def _told(concern: UUID, conference: UUID) -> None:
    record(action="safety.recorded", subject_kind="safetyconcern", subject_id=concern, case_id=conference, facts={})
