"""Requests to keep somebody out of a conference that nobody has decided yet: whoever may read them, and no one else.

Row level security says who that is: those who arrange the conference, and of their own requests whoever asked.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

from quorate.conferences.models import ConferenceExclusion, ConferenceState, Invitee
from quorate.conferences.models.exclusion import WAITS
from quorate.people.models import Authority

OVER: Final = (ConferenceState.HELD, ConferenceState.DECLINED, ConferenceState.CANCELLED)
"""When nothing is to be decided any more: there is no meeting left from which somebody could be kept."""


def requests_to_keep_out() -> QuerySet[Any, Any]:
    """Every request, with whether it is still open (`is_open`) and the person's line on the list (`key`, `name`; None
    for whoever is not on it).

    `edition` is that of the conference's procedure, or where it has none the authority's pack.
    """
    listed = Invitee.objects.filter(
        conference=OuterRef("conference"), person_id=OuterRef("person_id"), removed_on__isnull=True
    ).order_by("id")
    pack = Authority.objects.filter(pk=OuterRef("authority_id")).values("pack")
    return (
        ConferenceExclusion.objects.annotate(
            is_open=ExpressionWrapper(WAITS, output_field=BooleanField()),
            key=Subquery(listed.values("id")[:1]),
            name=Subquery(listed.values("name")[:1]),
            edition=Coalesce(
                NullIf("conference__edition", Value("")), Subquery(pack[:1]), output_field=CharField()
            ),
        )
        .order_by("asked_on", "id")
        .values("person_id", "key", "name", "is_open", "scope", "asked_on", "asked_by", "conference_id", "edition",
                reference=F("conference__reference"), ref=F("conference__case__ref"),
                starts_at=F("conference__starts_at"))
    )  # fmt: skip


def undecided_requests() -> QuerySet[Any, Any]:
    """Those that wait: nobody has decided, the meeting is not over, and the person stands on its list."""
    return requests_to_keep_out().filter(is_open=True, key__isnull=False).exclude(conference__state__in=OVER)


def undecided_work() -> QuerySet[Any, Any]:
    """The same of the cases in `work` (`cases.worklist.Question`), each with `as_roles`: in which roles they are held.

    For a statement that has `work` as a common table expression.
    """
    table = ConferenceExclusion._meta.db_table
    roles = RawSQL(
        f"ARRAY(SELECT w.as_role::text FROM work w WHERE w.case_id = {table}.case_id)", (),
        output_field=ArrayField(CharField()),
    )  # fmt: skip
    mine = RawSQL("SELECT w.case_id FROM work w", ())
    held: QuerySet[Any, Any] = undecided_requests().filter(case_id__in=mine).annotate(as_roles=roles)
    return held
