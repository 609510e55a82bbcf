"""Referrals, enquiries under section 47, strategy discussions and assessments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.census_codes import ASSESSMENT_FACTOR, CLOSURE_REASON, PRIMARY_NEED, REFERRAL_SOURCE
from quorate.cases.details import says_something, tidy
from quorate.cases.models import Assessment, CaseEvent, Enquiry, EnquiryOutcome, Referral, StrategyDiscussion
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import happened, noted

_LONGEST = 500


@quietly
@transaction.atomic
def record_referral(
    *, case: ProtectedCase, referred_on: date, on: date, by: Standing, source: str = "", primary_need: str = ""
) -> Referral:
    """Records that the child was referred. Raises `Refused`, `NotAllowed`."""
    require(by, "write", case)
    refuse(
        referred_on=to_come(referred_on, on),
        source=None if not source or source in REFERRAL_SOURCE else _not_a_code(REFERRAL_SOURCE),
        primary_need=None if not primary_need or primary_need in PRIMARY_NEED else _not_a_code(PRIMARY_NEED),
    )
    row = Referral(
        case=case, authority_id=case.authority_id, referred_on=referred_on, source=source, primary_need=primary_need
    )
    row.save(force_insert=True)
    record(
        action="child.changed", subject_kind="referral", subject_id=row.id, case_id=case.id,
        facts={"fields": "referral"},
    )  # fmt: skip
    return row


@quietly
@transaction.atomic
def close_referral(*, referral: Referral, closed_on: date, closure_reason: str, on: date, by: Standing) -> Referral:
    """Closes the time in which the child was in need. Raises `Refused`, `NotAllowed`."""
    require(by, "write", referral.case)
    refuse(
        closed_on=to_come(closed_on, on) or before(closed_on, referral.referred_on),
        closure_reason=None if closure_reason in CLOSURE_REASON else _not_a_code(CLOSURE_REASON),
    )
    referral.closed_on, referral.closure_reason = closed_on, closure_reason
    referral.save(update_fields=["closed_on", "closure_reason"])
    noted("child.changed", referral, fields="closed_on,closure_reason")
    return referral


@quietly
@transaction.atomic
def begin_enquiry(
    *,
    cases: Sequence[ProtectedCase],
    begun_on: date,
    on: date,
    by: Standing,
    agencies: Iterable[str] = (),
    agreed: str = "",
) -> list[Enquiry]:
    """A strategy discussion begins an enquiry about each of these children (brothers and sisters together).

    Records one event strategy-discussion-held about all of them. Raises `Refused` where an enquiry is open already; one
    that a conference has answered is over, and ends here.
    """
    for case in cases:
        require(by, "write", case)
    refuse(cases=None if cases else "Say which children it is about.", begun_on=to_come(begun_on, on))
    _end_answered(cases)
    if _open(cases).exists():
        raise Refused({"cases": "An enquiry is open already; record a further strategy discussion in it, or end it."})
    enquiries = [_begun(case, begun_on) for case in cases]
    for enquiry in enquiries:
        enquiry.save(force_insert=True)
        _discussion(enquiry, begun_on, agencies, agreed).save(force_insert=True)
        noted("enquiry.begun", enquiry)
    happened("strategy-discussion-held", list(cases), day=begun_on, facts={"starts_enquiry": True}, by=by)
    return enquiries


@quietly
@transaction.atomic
def hold_strategy_discussion(
    *, enquiry: Enquiry, held_on: date, on: date, by: Standing, agencies: Iterable[str] = (), agreed: str = ""
) -> StrategyDiscussion:
    """A further strategy discussion in an open enquiry: it begins nothing anew. Raises `Refused`, `NotAllowed`."""
    require(by, "write", enquiry.case)
    is_answered = answered_on(enquiry) is not None
    refuse(
        held_on=to_come(held_on, on) or before(held_on, enquiry.begun_on),
        enquiry=_over(enquiry) or (_ANSWERED if is_answered else None),
    )
    row = _discussion(enquiry, held_on, agencies, agreed)
    row.save(force_insert=True)
    happened("strategy-discussion-held", [enquiry.case], day=held_on, facts={"starts_enquiry": False}, by=by)
    return row


@quietly
@transaction.atomic
def end_enquiry(*, enquiry: Enquiry, ended_on: date, outcome: str, on: date, by: Standing, reason: str = "") -> Enquiry:
    """Ends an enquiry with its outcome. Without a conference it needs a reason, and the clock of the conference ends;
    that may be found after a conference was called for, and until one has answered.

    Records the event enquiry-concluded. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", enquiry.case)
    called = outcome == EnquiryOutcome.CONFERENCE
    words = tidy(reason)
    refuse(
        enquiry=_over(enquiry, called=called) or (None if called or answered_on(enquiry) is None else _ANSWERED),
        ended_on=to_come(ended_on, on) or before(ended_on, enquiry.begun_on),
        outcome=None if outcome in EnquiryOutcome.values else f"The outcomes are {', '.join(EnquiryOutcome.values)}.",
        reason="Say why no conference is needed." if not called and not says_something(words) else _too_long(words),
    )
    enquiry.ended_on, enquiry.outcome, enquiry.reason = ended_on, outcome, words
    enquiry.conference_not_required = not called
    enquiry.save(update_fields=["ended_on", "outcome", "reason", "conference_not_required"])
    noted("enquiry.ended", enquiry, outcome=str(outcome))
    facts = {"outcome": "conference" if called else "not-required", "begun_on": enquiry.begun_on}
    happened("enquiry-concluded", [enquiry.case], day=ended_on, facts=facts, by=by)
    return enquiry


@quietly
@transaction.atomic
def record_assessment(
    *,
    case: ProtectedCase,
    began_on: date,
    on: date,
    by: Standing,
    referral: Referral | None = None,
    authorised_on: date | None = None,
    factors: Iterable[str] = (),
) -> Assessment:
    """Records an assessment with the factors found. Raises `Refused`, `NotAllowed`."""
    require(by, "write", case)
    codes = list(dict.fromkeys(code.strip().upper() for code in factors))
    refuse(
        began_on=to_come(began_on, on),
        authorised_on=before(authorised_on, began_on) if authorised_on else None,
        factors=None if set(codes) <= set(ASSESSMENT_FACTOR) else _not_a_code(ASSESSMENT_FACTOR),
        referral="This referral belongs to another child; choose one of this child's."
        if referral is not None and referral.case_id != case.pk
        else None,
    )
    row = Assessment(
        case=case, authority_id=case.authority_id, referral=referral, began_on=began_on, authorised_on=authorised_on,
        factors=codes,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("child.changed", row, fields="assessment")
    return row


def _begun(case: ProtectedCase, begun_on: date) -> Enquiry:
    referral = (
        Referral.objects.filter(case=case, referred_on__lte=begun_on, closed_on__isnull=True)
        .order_by("-referred_on")
        .first()
    )
    return Enquiry(case=case, authority_id=case.authority_id, referral=referral, begun_on=begun_on)


def _discussion(enquiry: Enquiry, held_on: date, agencies: Iterable[str], agreed: str) -> StrategyDiscussion:
    words = tidy(agreed)
    refuse(agreed=_too_long(words))
    return StrategyDiscussion(
        case=enquiry.case, authority_id=enquiry.authority_id, enquiry=enquiry, held_on=held_on,
        agencies=sorted(set(agencies)), agreed=words,
    )  # fmt: skip


_ANSWERED: Final = "A conference has answered this enquiry; begin a new one, so that its days are counted."


def answered_on(enquiry: Enquiry) -> date | None:
    """The day of the conference that decided about the child since the enquiry began: the rules wait for no other.

    A plan that ended on the day on which the enquiry began is that of an earlier one.
    """
    told = CaseEvent.objects.filter(case=enquiry.case_id, day__gte=enquiry.begun_on)
    back = told.exclude(takes_back=None).values("takes_back")
    told = told.filter(Q(code="decided") | Q(code="conference-held", facts__has_key="outcomes"), takes_back=None)
    days = [one.day for one in told.exclude(event_id__in=back) if _answers(one, enquiry)]
    return min(days, default=enquiry.conference_on)


def _answers(told: CaseEvent, enquiry: Enquiry) -> bool:
    said = told.facts["outcomes"] if told.code == "conference-held" else told.facts.get("outcome", "undecided")
    outcomes = set(said.values()) if isinstance(said, dict) else {said} - {""}
    if told.day == enquiry.begun_on:
        outcomes -= {"plan-ended"}
    return bool(outcomes)


def _open(cases: Sequence[ProtectedCase]) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(
        case__in=[case.pk for case in cases], ended_on__isnull=True, taken_back_on__isnull=True
    )


def _end_answered(cases: Sequence[ProtectedCase]) -> None:
    for enquiry in _open(cases):
        answered = answered_on(enquiry)
        if answered is not None:
            enquiry.ended_on, enquiry.outcome = max(answered, enquiry.begun_on), EnquiryOutcome.CONFERENCE
            enquiry.save(update_fields=["ended_on", "outcome"])
            noted("enquiry.ended", enquiry, outcome=str(EnquiryOutcome.CONFERENCE))


def _over(enquiry: Enquiry, *, called: bool = True) -> str | None:
    if enquiry.taken_back_on is not None:
        return "This enquiry was entered by mistake and has been taken back; begin a new one."
    if enquiry.ended_on is None or (not called and enquiry.outcome == EnquiryOutcome.CONFERENCE):
        return None
    return "This enquiry has ended; begin a new one."


def to_come(day: date, on: date) -> str | None:
    """Why something cannot have happened on this day yet; None where it can."""
    return "This day has not come yet; record it when it has happened." if day > on else None


def before(day: date, beginning: date) -> str | None:
    """Why something cannot end on this day; None where it can."""
    return "This lies before the beginning; check both dates." if day < beginning else None


def _too_long(words: str) -> str | None:
    return None if len(words) <= _LONGEST else f"At most {_LONGEST} characters; put more into the chronology."


def _not_a_code(codes: Iterable[str]) -> str:
    return f"This code is not in the census list; the codes are {', '.join(codes)}."
