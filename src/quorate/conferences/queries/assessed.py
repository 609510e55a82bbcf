"""On which day the assessment behind a request was completed, as far as is known now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from quorate.access.models import ProtectedCase
from quorate.cases.models import CaseEvent
from quorate.conferences.models import Conference, ConferenceChild, ConferenceRequest, RequestState
from quorate.conferences.standing import families_of

_ASSESSED = "assessment-completed"


def standing_days(cases: Iterable[UUID]) -> list[date]:
    """The days that are told of these children's cases and have not been taken back, the latest first."""
    told = CaseEvent.objects.filter(case_id__in=list(cases), code=_ASSESSED)
    back = told.filter(takes_back__isnull=False).values("takes_back")
    days = told.filter(takes_back=None).exclude(event_id__in=back).order_by("-day")
    return list(dict.fromkeys(days.values_list("day", flat=True)))


def is_taken_back(asked: ConferenceRequest, cases: Iterable[UUID]) -> bool:
    """Whether the day that a request gives was told of these children and is known to be wrong: it was taken back, and
    nobody has written it there again since."""
    of, day, saved = list(cases), asked.assessment_completed_on, asked.parts.get("concern", {}).get("at")
    if day is None:
        return False
    back = CaseEvent.objects.filter(case_id__in=of, code=_ASSESSED, day=day, takes_back__isnull=False)
    if saved:
        back = back.filter(recorded_at__gt=datetime.fromisoformat(saved))
    return back.exists() and day not in standing_days(of)


def assessed_on(asked: ConferenceRequest) -> date | None:
    """The day that the request gives; where that has been put right since, the right one (None: not completed yet).

    Whoever reads a request that was sent reads one day, also where they do not reach the children's own records.
    """
    day = asked.assessment_completed_on
    if day is None:
        return None
    joined = ConferenceChild.objects.filter(conference=asked.conference_id)
    cases = list(joined.values_list("child_case_id", flat=True))
    if _is_being_written(asked, cases) and not is_taken_back(asked, cases):
        return day
    told, for_this_one = _told_days(asked.conference, {str(case) for case in cases})
    return day if day in told else max(for_this_one, default=None)


def _is_being_written(asked: ConferenceRequest, cases: Collection[UUID]) -> bool:
    """Whether the request may say what the rules have not been told yet, before whoever reaches every child's record
    and so sees what was taken back."""
    if asked.sent_on is None:
        return True
    is_asked_back = asked.state == RequestState.MORE_ASKED
    return is_asked_back and ProtectedCase.objects.filter(pk__in=cases).count() == len(cases)


def _told_days(conference: Conference, cases: set[str]) -> tuple[set[date], set[date]]:
    """The days of which the rules have been told for any of these children; and of these the ones that nothing had
    answered before this conference was asked for: no other conference, no enquiry that ended without one."""
    told: set[date] = set()
    for_this_one: set[date] = set()
    for family in families_of(conference):
        children = {id_ for id_, case in family.file.cases.items() if case in cases}
        assessed: list[tuple[date, str]] = []
        answered: dict[str, date] = {}
        for event in family.file.data["events"]:
            about = children.intersection(event.get("children") or ([event["child"]] if "child" in event else children))
            on = date.fromisoformat(event["at"][:10])
            if event["event"] == _ASSESSED:
                assessed += [(on, child) for child in about]
            elif _answers_another(event, conference) and on <= (conference.requested_on or date.max):
                answered |= {child: max(on, answered.get(child, on)) for child in about}
        told |= {on for on, _ in assessed}
        for_this_one |= {on for on, child in assessed if on > answered.get(child, date.min)}
    return told, for_this_one


def _answers_another(event: Mapping[str, Any], conference: Conference) -> bool:
    """Whether an event is the answer to an assessment before this conference's."""
    if event["event"] == "conference-held":
        return bool(event.get("reference") != conference.reference)
    # One that ends with a conference is found out for that very conference.
    return bool(event["event"] == "enquiry-concluded" and event.get("outcome") == "not-required")
