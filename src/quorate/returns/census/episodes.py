"""What a CINdetails element holds: referral and closure, assessments, plans, enquiries and reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from lxml import etree

from quorate.cases.census_codes import ABUSE, ASSESSMENT_FACTOR, CLOSURE_REASON, PRIMARY_NEED, REFERRAL_SOURCE
from quorate.returns.census.records import Assessment, ChildInNeedPlan, ProtectionPlan, Referral, Review, Section47
from quorate.returns.census.values import Parts, Values

T = TypeVar("T")

_SINGLE: Final = (
    "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC",
    "ReferralNFA",
)  # fmt: skip
_SEVERAL: Final = ("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")
_DETAILS: Final = {**dict.fromkeys(_SINGLE, False), **dict.fromkeys(_SEVERAL, True)}
_ASSESSMENT: Final = dict.fromkeys(
    (
        "AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate",
        "FactorsIdentifiedAtAssessment",
    ),
    False,
)  # fmt: skip
_ENQUIRY: Final = dict.fromkeys(
    ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"), False
)
_PLAN: Final = {
    **dict.fromkeys(
        ("CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"), False
    ),
    "Reviews": True,
}


def referral(values: Values, node: etree._Element) -> Referral | None:
    """One episode; None where it has no day to begin on. What stands in it without a day is named and left out."""
    parts = values.parts(node, _DETAILS)
    referred_on = values.day(parts, "CINreferralDate")
    closed_on = values.day(parts, "CINclosureDate")
    assessments = _all(values, parts, "Assessments", _assessment)
    in_need = _all(values, parts, "CINPlanDates", _in_need)
    enquiries = _all(values, parts, "Section47", _enquiry)
    plans = _all(values, parts, "ChildProtectionPlans", _plan)
    source = values.code(parts, "ReferralSource", REFERRAL_SOURCE)
    need = values.code(parts, "PrimaryNeedCode", PRIMARY_NEED)
    reason = values.code(parts, "ReasonForClosure", CLOSURE_REASON)
    transfer_on, no_further = values.day(parts, "DateOfInitialCPC"), values.flag(parts, "ReferralNFA")
    if referred_on is None:
        _without_a_day(values, parts, "CINreferralDate", node, "referral-date-missing", "the episode has no day")
        return None
    _about_referral(values, parts, node, source, need, no_further)
    return Referral(
        referred_on=referred_on,
        line=values.element.line_of(node),
        source=source,
        primary_need=need,
        closed_on=closed_on,
        closure_reason=reason,
        transfer_conference_on=transfer_on,
        transfer_line=values.line(parts, "DateOfInitialCPC"),
        no_further_action=no_further,
        assessments=assessments,
        child_in_need_plans=in_need,
        enquiries=enquiries,
        protection_plans=plans,
    )


def _all(values: Values, parts: Parts, name: str, read: Callable[[Values, etree._Element], T | None]) -> tuple[T, ...]:
    """Every module of one name that can be read."""
    found = (read(values, node) for node in parts.get(name, ()))
    return tuple(one for one in found if one is not None)


def _about_referral(
    values: Values, parts: Parts, node: etree._Element, source: str, need: str, no_further: bool | None
) -> None:
    if "ReferralSource" not in parts:
        values.fault("source-missing", node, "ReferralSource", "there is none")
    if not need and "PrimaryNeedCode" not in parts and no_further is not True:
        values.fault("need-missing", node, "PrimaryNeedCode", "there is none, although the referral led to more")
    if "CINclosureDate" in parts and "ReasonForClosure" not in parts:
        values.fault("closure-without-reason", parts["CINclosureDate"][0], "CINclosureDate", "no reason is given")
    if "ReasonForClosure" in parts and "CINclosureDate" not in parts:
        values.fault("reason-without-closure", parts["ReasonForClosure"][0], "ReasonForClosure", "no date is given")


def _without_a_day(values: Values, parts: Parts, name: str, node: etree._Element, kind: str, what: str) -> None:
    """Something cannot come in, for want of the day it began: named where the day should stand."""
    values.fault(kind, parts[name][0] if name in parts else node, name, what)


def _assessment(values: Values, node: etree._Element) -> Assessment | None:
    parts = values.parts(node, _ASSESSMENT)
    started = values.day(parts, "AssessmentActualStartDate")
    reviewed = values.day(parts, "AssessmentInternalReviewDate", past=False)
    authorised = values.day(parts, "AssessmentAuthorisationDate")
    held = parts.get("FactorsIdentifiedAtAssessment", [])
    each = values.parts(held[0], {"AssessmentFactors": True}).get("AssessmentFactors", []) if held else []
    factors = tuple(code for one in each if (code := values.code_of(one, ASSESSMENT_FACTOR)))
    if started is None:
        _without_a_day(
            values, parts, "AssessmentActualStartDate", node, "assessment-date-missing", "the assessment has no day"
        )
        return None
    if authorised and authorised < started:
        where = parts["AssessmentAuthorisationDate"][0]
        values.fault("assessment-ends-early", where, "AssessmentAuthorisationDate", "it lies before the beginning")
    return Assessment(started, values.element.line_of(node), reviewed, authorised, factors)


def _in_need(values: Values, node: etree._Element) -> ChildInNeedPlan | None:
    parts = values.parts(node, {"CINPlanStartDate": False, "CINPlanEndDate": False})
    started, ended = values.day(parts, "CINPlanStartDate"), values.day(parts, "CINPlanEndDate")
    if started is None:
        _without_a_day(values, parts, "CINPlanStartDate", node, "child-in-need-date-missing", "the plan has no day")
        return None
    if ended and ended < started:
        values.fault(
            "child-in-need-ends-early", parts["CINPlanEndDate"][0], "CINPlanEndDate", "it lies before the start"
        )
        ended = None
    return ChildInNeedPlan(started, values.element.line_of(node), ended)


def _enquiry(values: Values, node: etree._Element) -> Section47 | None:
    parts = values.parts(node, _ENQUIRY)
    started = values.day(parts, "S47ActualStartDate")
    target, held = values.day(parts, "InitialCPCtarget", past=False), values.day(parts, "DateOfInitialCPC")
    not_required = values.flag(parts, "ICPCnotRequired")
    if started is None:
        _without_a_day(values, parts, "S47ActualStartDate", node, "enquiry-date-missing", "the enquiry has no day")
        return None
    if held and not_required:
        where = parts["ICPCnotRequired"][0]
        values.fault("conference-and-not-required", where, "ICPCnotRequired", "a conference was held all the same")
    if target and target.weekday() > 4:
        values.fault(
            "target-at-weekend", parts["InitialCPCtarget"][0], "InitialCPCtarget", f"{target:%Y-%m-%d} is a {target:%A}"
        )
    if "ICPCnotRequired" not in parts and not held:
        values.fault("not-required-missing", node, "ICPCnotRequired", "neither a conference nor that none was required")
    line = values.line(parts, "DateOfInitialCPC")
    return Section47(started, values.element.line_of(node), target, held, not_required, line)


def _plan(values: Values, node: etree._Element) -> ProtectionPlan | None:
    parts = values.parts(node, _PLAN)
    started, ended = values.day(parts, "CPPstartDate"), values.day(parts, "CPPendDate")
    first = values.code(parts, "InitialCategoryOfAbuse", ABUSE)
    latest = values.code(parts, "LatestCategoryOfAbuse", ABUSE)
    before = values.count(parts, "NumberOfPreviousCPP")
    reviews = _reviews(values, parts)
    if started is None:
        _without_a_day(values, parts, "CPPstartDate", node, "plan-date-missing", "the plan has no day")
        return None
    for kind, name in (
        ("first-category-missing", "InitialCategoryOfAbuse"),
        ("latest-category-missing", "LatestCategoryOfAbuse"),
        ("previous-plans-missing", "NumberOfPreviousCPP"),
    ):
        if name not in parts:
            values.fault(kind, node, name, "there is none")
    return ProtectionPlan(
        started_on=started, line=values.element.line_of(node), ended_on=ended, first_category=first,
        latest_category=latest, previous_plans=before, reviews=reviews, end_line=values.line(parts, "CPPendDate"),
    )  # fmt: skip


def _reviews(values: Values, parts: Parts) -> tuple[Review, ...]:
    """The reviews of a plan, earliest first; one told twice is named and taken once."""
    found: dict[object, Review] = {}
    for group in parts.get("Reviews", ()):
        each = values.parts(group, {"CPPreviewDate": True}).get("CPPreviewDate", [])
        if not each:
            values.fault("review-date-missing", group, "CPPreviewDate", "there is none")
        for node in each:
            held = values.day_of(node)
            if held in found:
                values.fault("review-repeated", node, "CPPreviewDate", f"{held:%Y-%m-%d} is there already")
            elif held is not None:
                found[held] = Review(held, values.element.line_of(node))
    return tuple(sorted(found.values(), key=lambda review: review.held_on))
