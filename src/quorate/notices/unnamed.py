"""Papers for a place on the list that nobody has been named for: by hand they go to somebody whose name is kept.

An agency's own mailbox is a way to reach it; "by hand" without a name is a paper about a child that anybody might take.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from quorate.conferences.models import Invitee
from quorate.conferences.naming import own_name, same_name
from quorate.notices.models import Channel, Message


def places_without_name(recipients: Iterable[UUID]) -> set[UUID]:
    """Those of these places on the list for which nobody has been named: the part alone, or an agency as such."""
    rows = Invitee.objects.filter(
        pk__in=list(recipients), person_id__isnull=True, user__isnull=True, professional__isnull=True
    )
    return {one.pk for one in rows.select_related("agency") if _is_place(one)}


def _is_place(row: Invitee) -> bool:
    return not own_name(row.name) or (row.agency is not None and same_name(row.name, row.agency.name))


def asks_who_takes_it(message: Message) -> bool:
    """Whether somebody has to say first who takes a paper that goes by hand, because its reader has no name."""
    # What was put out before this was asked says so by its name alone.
    is_place = message.names_nobody or not own_name(message.name)
    return is_place and message.channel == Channel.HAND and not message.taken_by


def is_family(message: Message, name: str) -> bool:
    """Whether this is the name of somebody of the family that the message is about, or of whoever comes with them; for
    whoever prepares papers or hands them over. Raises Django's `DatabaseError` for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_is_family(%s, %s)", [message.conference_id, name])
        (found,) = cursor.fetchone()
    return bool(found)
