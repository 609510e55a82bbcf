"""A conference that began, was adjourned and then cancelled: whoever expects it to go on is told that it does not."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from quorate.conferences.models import Attendance, Conference, Invitee
from quorate.conferences.queries.people import invitees
from quorate.notices.models import CalendarEntry

NOT_GOING_ON: Final = "not-going-on"
"""The paper's code."""


def those_who_expect_it(conference: Conference) -> QuerySet[Invitee]:
    """Everybody on the list, by name, who was told the day or came, and is still asked to come."""
    told = CalendarEntry.objects.filter(conference=conference, recipient=OuterRef("pk"), cancelled=False)
    came = Attendance.objects.filter(conference=conference, invitee_id=OuterRef("pk"), taken_back=False)
    expects = Q(invited_on__isnull=False) | Q(Exists(told)) | Q(Exists(came))
    return invitees(conference).exclude(to_invite=False).filter(expects)
