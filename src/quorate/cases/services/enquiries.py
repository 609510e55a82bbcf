"""Referrals, enquiries under section 47, strategy discussions and assessments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.census_codes import ASSESSMENT_FACTOR, CLOSURE_REASON, PRIMARY_NEED, REFERRAL_SOURCE
from quorate.cases.details import tidy
from quorate.cases.models import Assessment, Enquiry, EnquiryOutcome, Referral, StrategyDiscussion
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
        referred_on=_to_come(referred_on, on),
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
        closed_on=_to_come(closed_on, on) or _before(closed_on, referral.referred_on),
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

    Records one event strategy-discussion-held about all of them. Raises `Refused` where an enquiry is open already.
    """
    for case in cases:
        require(by, "write", case)
    refuse(cases=None if cases else "Say which children it is about.", begun_on=_to_come(begun_on, on))
    if Enquiry.objects.filter(case__in=[case.pk for case in cases], ended_on__isnull=True).exists():
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
    refuse(held_on=_to_come(held_on, on) or _before(held_on, enquiry.begun_on), enquiry=_over(enquiry))
    row = _discussion(enquiry, held_on, agencies, agreed)
    row.save(force_insert=True)
    happened("strategy-discussion-held", [enquiry.case], day=held_on, facts={"starts_enquiry": False}, by=by)
    return row


@quietly
@transaction.atomic
def end_enquiry(*, enquiry: Enquiry, ended_on: date, outcome: str, on: date, by: Standing, reason: str = "") -> Enquiry:
    """Ends an enquiry with its outcome. Without a conference it needs a reason, and the clock of the conference ends.

    Records the event enquiry-concluded. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", enquiry.case)
    called = outcome == EnquiryOutcome.CONFERENCE
    words = tidy(reason)
    refuse(
        enquiry=_over(enquiry),
        ended_on=_to_come(ended_on, on) or _before(ended_on, enquiry.begun_on),
        outcome=None if outcome in EnquiryOutcome.values else f"The outcomes are {', '.join(EnquiryOutcome.values)}.",
        reason="Say why no conference is needed." if not called and not words else _too_long(words),
    )
    enquiry.ended_on, enquiry.outcome, enquiry.reason = ended_on, outcome, words
    enquiry.conference_not_required = not called
    enquiry.save(update_fields=["ended_on", "outcome", "reason", "conference_not_required"])
    noted("enquiry.ended", enquiry, outcome=str(outcome))
    facts = {"outcome": "conference" if called else "not-required"}
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
        began_on=_to_come(began_on, on),
        authorised_on=_before(authorised_on, began_on) if authorised_on else None,
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


def _over(enquiry: Enquiry) -> str | None:
    return None if enquiry.ended_on is None else "This enquiry has ended; begin a new one."


def _to_come(day: date, on: date) -> str | None:
    return "This day has not come yet; record it when it has happened." if day > on else None


def _before(day: date, beginning: date) -> str | None:
    return "This lies before the beginning; check both dates." if day < beginning else None


def _too_long(words: str) -> str | None:
    return None if len(words) <= _LONGEST else f"At most {_LONGEST} characters; put more into the chronology."


def _not_a_code(codes: Iterable[str]) -> str:
    return f"This code is not in the census list; the codes are {', '.join(codes)}."
