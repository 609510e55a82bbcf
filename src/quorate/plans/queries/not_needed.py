"""Children for whom a conference to come is no longer needed: what ended the plan has happened outside a conference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quorate.cases.models import CaseEvent, Child
from quorate.conferences.models import ConferenceChild, ConferenceState
from quorate.plans.models import Plan, PlanKind
from quorate.plans.services.endings import ENDINGS

_TO_COME: Final = (ConferenceState.AGREED, ConferenceState.BOOKED, ConferenceState.ADJOURNED)
_OUTSIDE: Final = tuple(code for code, one in ENDINGS.items() if one.ends)
DIED: Final = "died"
LOST: Final = "pregnancy-ended"


def children_not_needed() -> QuerySet[Any, Any]:
    """Children of conferences that are still to come who died, or whose review has no plan left to look at.

    Each with `since`, `why` (a code of `ENDINGS`), the child's names and how many children the conference has. A child
    whose pregnancy has ended has died for every conference, planned for or not. A plan that a sitting of the
    conference itself ended is none of them.
    """
    child = Child.objects.filter(case_id=OuterRef("child_case_id"))
    plans = Plan.objects.filter(case_id=OuterRef("child_case_id"), kind=PlanKind.CHILD_PROTECTION)
    ended = plans.filter(ended_reason__in=_OUTSIDE).order_by("-ended_on")
    told = CaseEvent.objects.filter(case_id=OuterRef("child_case_id"), code=LOST)
    back = CaseEvent.objects.filter(case_id=OuterRef("case_id"), takes_back=OuterRef("event_id"))
    lost = told.filter(takes_back__isnull=True).exclude(Exists(back)).order_by("-day")
    every = ConferenceChild.objects.filter(conference=OuterRef("conference")).order_by().values("conference")
    found = ConferenceChild.objects.filter(conference__state__in=_TO_COME).annotate(
        died_on=Subquery(child.values("died_on")[:1]),
        lost_on=Subquery(lost.values("day")[:1]),
        ended_on=Subquery(ended.values("ended_on")[:1]),
        is_planned=Exists(plans.filter(ended_on__isnull=True)),
        since=Coalesce("died_on", "lost_on", "ended_on"),
        why=Subquery(ended.values("ended_reason")[:1]),
        of=Subquery(every.annotate(many=Count("pk")).values("many")),
        given=Subquery(child.values("given_names")[:1]),
        family=Subquery(child.values("family_name")[:1]),
        known=Subquery(child.values("known_as")[:1]),
    )
    is_review = Q(kind="review") | Q(kind="", conference__kind="review")
    is_gone = Q(died_on__isnull=False) | Q(lost_on__isnull=False)
    found = found.filter(is_gone | Q(is_review, ended_on__isnull=False, is_planned=False))
    return found.order_by("since", "child_case_id").values(
        "conference_id", "conference__reference", "conference__state", "conference__case__ref", "child_case_id",
        "died_on", "lost_on", "since", "why", "of", "given", "family", "known",
    )  # fmt: skip


def why_of(row: dict[str, Any]) -> str:
    """What has happened to a child of `children_not_needed`, in the words of the page on which it is recorded."""
    gone = DIED if row["died_on"] is not None else LOST if row["lost_on"] is not None else row["why"]
    return ENDINGS[gone].says


def is_for_nobody(rows: Iterable[dict[str, Any]]) -> bool:
    """Whether no child of the conference is left; `rows` are all of that conference."""
    found = list(rows)
    return bool(found) and len(found) >= found[0]["of"]
