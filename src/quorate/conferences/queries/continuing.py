"""What a request for a conference continues: each child's enquiry, or the time since the last conference, and which
assessment belongs to it. What an earlier enquiry found, or another conference has heard, belongs to neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from quorate.cases.models import Assessment, CaseEvent, Enquiry, EnquiryOutcome
from quorate.cases.services.enquiries import answered_on
from quorate.conferences.models import Conference, ConferenceChild
from quorate.conferences.queries.assessed import standing_days

_HELD = "conference-held"


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment that belongs to a request: the day on which it was completed, and since which day it counts: that
    on which the enquiry began, for a child who `is_reviewed` that of the last conference."""

    on: date
    since: date
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Continued:
    """What one child brings to a request, as far as the reader sees the record; None where there is none.

    `enquiry_on` is the day on which the enquiry began that no conference has answered yet, `assessed` the latest
    assessment in that enquiry, or since the last conference.
    """

    enquiry_on: date | None = None
    assessed: Assessed | None = None


def continued_by(conference: Conference) -> list[Continued]:
    """What the request for this conference continues, child by child."""
    joined = ConferenceChild.objects.filter(conference=conference).order_by("child_case_id")
    kinds = joined.values_list("child_case_id", "kind")
    return [_of(case, (kind or conference.kind) == "review") for case, kind in kinds]


def _of(case: UUID, is_review: bool) -> Continued:
    told = list(Enquiry.objects.filter(case=case, taken_back_on=None).select_related("referral").order_by("-begun_on"))
    enquiry = told[0] if told and _goes_on(told[0]) else None
    held = _last_held(case)
    begun = enquiry.begun_on if enquiry else None
    if is_review:
        on = None if held is None else _assessed(case, after=held)
        return Continued(begun, Assessed(on, held, is_reviewed=True) if on and held else None)
    # One enquiry may end and the next begin on one day: what was completed on that day belongs to the earlier one.
    over = [one.ended_on for one in told[1:] if one.ended_on is not None] + ([held] if held else [])
    on = None if enquiry is None else _assessed(case, after=max(over, default=None), of=enquiry)
    return Continued(begun, Assessed(on, begun, is_reviewed=False) if on and begun else None)


def _goes_on(enquiry: Enquiry) -> bool:
    """Whether a conference can still be asked for on what an enquiry found: it is open or has called for one, none has
    answered it, and the child's case has not been closed since."""
    calls = enquiry.ended_on is None or enquiry.outcome == EnquiryOutcome.CONFERENCE
    is_closed = enquiry.referral is not None and enquiry.referral.closed_on is not None
    return calls and not is_closed and answered_on(enquiry) is None


def _last_held(case: UUID) -> date | None:
    told = CaseEvent.objects.filter(case=case, code=_HELD)
    back = told.filter(takes_back__isnull=False).values("takes_back")
    days = told.filter(takes_back=None).exclude(event_id__in=back).order_by("-day")
    return days.values_list("day", flat=True).first()


def _assessed(case: UUID, *, after: date | None, of: Enquiry | None = None) -> date | None:
    """The latest day, after one and in an enquiry where that is given: by the assessments, else by what was told."""
    rows = Assessment.objects.filter(case=case, authorised_on__isnull=False)
    if of is not None and of.referral is not None:
        rows = rows.filter(Q(referral=of.referral) | Q(referral=None))
    own, told = list(rows.values_list("authorised_on", flat=True)), standing_days([case])
    for days in (own, told):
        fits = [
            one for one in days
            if one is not None and (after is None or one > after) and (of is None or one >= of.begun_on)
        ]  # fmt: skip
        if fits:
            return max(fits)
    return None
