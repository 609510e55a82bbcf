"""On which day the assessment behind a request was completed, as far as is known now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from quorate.cases.models import CaseEvent
from quorate.conferences.models import Conference, ConferenceChild, ConferenceRequest
from quorate.conferences.standing import families_of

_ASSESSED = "assessment-completed"


def standing_days(cases: Iterable[UUID]) -> list[date]:
    """The days that are told of these children's cases and have not been taken back, the latest first."""
    told = CaseEvent.objects.filter(case_id__in=list(cases), code=_ASSESSED)
    back = told.filter(takes_back__isnull=False).values("takes_back")
    days = told.filter(takes_back=None).exclude(event_id__in=back).order_by("-day")
    return list(dict.fromkeys(days.values_list("day", flat=True)))


def is_taken_back(day: date, cases: Iterable[UUID]) -> bool:
    """Whether this day was told of these children and is known to be wrong."""
    of = list(cases)
    told = CaseEvent.objects.filter(case_id__in=of, code=_ASSESSED, day=day, takes_back__isnull=False)
    return told.exists() and day not in standing_days(of)


def assessed_on(asked: ConferenceRequest) -> date | None:
    """The day that the request gives; where that has been put right since, the right one (None: not completed yet).

    Whoever reads a request that was sent reads one day, also where they do not reach the children's own records.
    """
    day = asked.assessment_completed_on
    if day is None:
        return None
    joined = ConferenceChild.objects.filter(conference=asked.conference_id)
    cases = list(joined.values_list("child_case_id", flat=True))
    if asked.sent_on is None:
        return next(iter(standing_days(cases)), None) if is_taken_back(day, cases) else day
    told = sorted(_told_days(asked.conference, {str(case) for case in cases}))
    return day if day in told else next(reversed(told), None)


def _told_days(conference: Conference, cases: set[str]) -> set[date]:
    """The days of which the rules have been told for any of these children."""
    found: set[date] = set()
    for family in families_of(conference):
        children = {id_ for id_, case in family.file.cases.items() if case in cases}
        for event in family.file.data["events"]:
            about = event.get("children") or ([event["child"]] if "child" in event else children)
            if event["event"] == _ASSESSED and not children.isdisjoint(about):
                found.add(date.fromisoformat(event["at"][:10]))
    return found
