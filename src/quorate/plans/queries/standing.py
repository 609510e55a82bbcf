"""Which words of a plan stand: those of a conference that decided about the child. What was begun for one that was
cancelled, or that ended without a decision, was agreed by nobody."""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from quorate.conferences.models import Conference, ConferenceState, Decision
from quorate.plans.models import ContentKind, PlanContent
from quorate.plans.models.content import OfPlan

Line = TypeVar("Line", bound=OfPlan)

_OVER: Final = (ConferenceState.HELD, ConferenceState.CANCELLED, ConferenceState.DECLINED)
_WITHOUT_DECISION: Final = (ContentKind.SAFETY, ContentKind.INTERIM)


def that_stand() -> Q:
    """Of `PlanContent`: what the child has now, and what a later conference goes on from.

    Those who are there can agree what keeps a child safe without any decision; a child in need plan is written on after
    the conference too.
    """
    here = {"conference": OuterRef("conference_id")}
    decided = Exists(Decision.objects.filter(**here, case=OuterRef("case_id"), withdrawn_at__isnull=True))
    held = Exists(Conference.objects.filter(pk=OuterRef("conference_id"), state=ConferenceState.HELD))
    return (
        Q(decided)
        | Q(kind__in=_WITHOUT_DECISION, agreed_at__isnull=False)
        | (Q(kind=ContentKind.CHILD_IN_NEED) & Q(held))
    )


def that_came_to_nothing() -> Q:
    """Of `PlanContent`: what was begun for a conference that is over and decided nothing about the child."""
    over = Exists(Conference.objects.filter(pk=OuterRef("conference_id"), state__in=_OVER))
    return Q(over) & ~that_stand()


def lines_written_at(conference: Conference, model: type[Line]) -> QuerySet[Line]:
    """The lines of this sort under the plans that a conference wrote; once it is over, under those that it agreed."""
    in_vain = PlanContent.objects.filter(that_came_to_nothing(), conference=conference)
    found = model._default_manager.filter(conference=conference, removed_at__isnull=True)
    return found.exclude(content_id__in=in_vain.values("pk"))
