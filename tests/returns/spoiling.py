"""Sixty and more ways to spoil one child of a census file, each by name, and what the reader must say of it.

A way changes the child and gives the fault's element and the node on whose line it stands; the fault's kind is the
way's name, up to a colon.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.returns.making import REFERENCE, Node

Spoilt = tuple[str, Node]
_OWN = "ChildIdentifiers"
_WHO = "ChildCharacteristics"
_CIN = "CINdetails"
_S47 = "CINdetails/Section47"
_CPP = "CINdetails/ChildProtectionPlans"

LEFT_OUT = frozenset(
    "markup-broken markup-broken:entity child-not-closed identifiers-missing child-id-missing child-id-missing:empty "
    "child-id-too-long birth-missing".split()
)
"""The ways after which the child cannot come in."""


def _say(path: str, text: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        node = child.get(path)
        node.text = text
        return node.name, node

    return spoil


def _drop(path: str, told_at: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        child.drop(path)
        return path.rpartition("/")[2], child.get(told_at) if told_at else child

    return spoil


def _add(parent: str, name: str, text: str = "") -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        return name, child.get(parent).add(name, text) if parent else child.add(name, text)

    return spoil


def _day(child: Node, path: str) -> date:
    return date.fromisoformat(child.get(path).text)


def _later(path: str, than: str, days: int, told_at: str | None = None) -> Callable[[Node], Spoilt]:
    """Puts one date so many days after another."""

    def spoil(child: Node) -> Spoilt:
        node = child.get(path)
        node.text = (_day(child, than) + timedelta(days=days)).isoformat()
        told = child.get(told_at) if told_at else node
        return node.name if told.children else told.name, told

    return spoil


def _broken(child: Node) -> Spoilt:
    node = child.get(f"{_OWN}/Sex")
    node.raw = "<Sex>M</Sx>"
    return "Child", node


def _entity(child: Node) -> Spoilt:
    node = child.get(f"{_CIN}/ReferralSource")
    node.raw = "<ReferralSource>1A & 2B</ReferralSource>"
    return "Child", node


def _unclosed(child: Node) -> Spoilt:
    child.unclosed = True
    return "Child", child


def _attribute(child: Node) -> Spoilt:
    node = child.get(f"{_CIN}/CINreferralDate")
    node.attributes = ' checked="yes"'
    return "CINreferralDate", node


def _repeat(path: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        node = child.get(path)
        parent = child.get(path.rpartition("/")[0])
        return node.name, parent.add(node.name, node.text)

    return spoil


def _old_sex(code: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        node = child.get(f"{_OWN}/Sex")
        node.name, node.text = "GenderCurrent", code
        return "GenderCurrent", node

    return spoil


def _wrong_letter(path: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        good = child.get(f"{_OWN}/UPN").text
        wrong = ("A" if good[0] != "A" else "B") + good[1:]
        if path == "UPN":
            child.get(f"{_OWN}/UPN").text = wrong
            return path, child.get(f"{_OWN}/UPN")
        return path, child.get(_OWN).add(path, wrong)

    return spoil


def _two_plans(child: Node, *, gap: int, ended: bool) -> Spoilt:
    """A second plan after the first one's start, with a conference of its own."""
    start = _day(child, f"{_CPP}/CPPstartDate")
    begins = start + timedelta(days=gap)
    begins += timedelta(days=max(0, 7 - begins.weekday()) if begins.weekday() > 4 else 0)
    details = child.get(_CIN)
    enquiry = details.add("Section47")
    enquiry.add("S47ActualStartDate", (begins - timedelta(days=10)).isoformat())
    enquiry.add("DateOfInitialCPC", begins.isoformat())
    enquiry.add("ICPCnotRequired", "0")
    plan = details.add("ChildProtectionPlans")
    plan.add("CPPstartDate", begins.isoformat())
    if ended:
        plan.add("CPPendDate", REFERENCE.isoformat())
    for name in ("InitialCategoryOfAbuse", "LatestCategoryOfAbuse"):
        plan.add(name, "NEG")
    plan.add("NumberOfPreviousCPP", "1")
    return "CPPstartDate", plan


def _beside(child: Node) -> Spoilt:
    plan = child.get(_CIN).add("CINPlanDates")
    plan.add("CINPlanStartDate", (_day(child, f"{_CPP}/CPPstartDate") + timedelta(days=5)).isoformat())
    return "CINPlanStartDate", plan


def _in_need(child: Node, first: tuple[int, int | None], second: int) -> Spoilt:
    """Two child in need plans, counted in days from the referral."""
    referred = _day(child, f"{_CIN}/CINreferralDate")
    for begins, ends in (first, (second, None)):
        plan = child.get(_CIN).add("CINPlanDates")
        plan.add("CINPlanStartDate", (referred + timedelta(days=begins)).isoformat())
        if ends is not None:
            plan.add("CINPlanEndDate", (referred + timedelta(days=ends)).isoformat())
    return "CINPlanStartDate", plan


def _in_need_ends_early(child: Node) -> Spoilt:
    plan = child.get(_CIN).add("CINPlanDates")
    referred = _day(child, f"{_CIN}/CINreferralDate")
    plan.add("CINPlanStartDate", (referred + timedelta(days=20)).isoformat())
    return "CINPlanEndDate", plan.add("CINPlanEndDate", (referred + timedelta(days=10)).isoformat())


def _in_need_no_day(child: Node) -> Spoilt:
    plan = child.get(_CIN).add("CINPlanDates")
    plan.add("CINPlanEndDate", _day(child, f"{_CIN}/CINreferralDate").isoformat())
    return "CINPlanStartDate", plan


def _weekend(path: str, also: str = "") -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        day = _day(child, path)
        node = child.get(path)
        node.text = (day + timedelta(days=5 - day.weekday())).isoformat()
        if also:
            child.get(also).text = node.text
        return node.name, node

    return spoil


def _left_open(child: Node) -> Spoilt:
    enquiry = child.get(_S47)
    enquiry.get("ICPCnotRequired").text = "0"
    enquiry.drop("InitialCPCtarget")
    enquiry.get("S47ActualStartDate").text = _day(child, f"{_CIN}/CINreferralDate").isoformat()
    return "DateOfInitialCPC", enquiry


def _both_levels(child: Node) -> Spoilt:
    return "DateOfInitialCPC", child.get(_CIN).add("DateOfInitialCPC", child.get(f"{_S47}/DateOfInitialCPC").text)


def _died(days: int, path: str, told: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        day = _day(child, path) + timedelta(days=days)
        child.get(_OWN).add("PersonDeathDate", day.isoformat())
        return told, child.get(path) if told == "CPPendDate" else child.get(path.rpartition("/")[0])

    return spoil


def _review(days: int, after: str = "CPPstartDate") -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        plan = child.get(_CPP)
        held = _day(child, f"{_CPP}/{after}") + timedelta(days=days)
        if all(one.name != "Reviews" for one in plan.children):
            plan.add("Reviews")
        return "CPPreviewDate", plan.get("Reviews").add("CPPreviewDate", held.isoformat())

    return spoil


def _review_twice(child: Node) -> Spoilt:
    reviews = child.get(f"{_CPP}/Reviews")
    return "CPPreviewDate", reviews.add("CPPreviewDate", reviews.get("CPPreviewDate").text)


def _with(path: str, name: str, text: str, told: str) -> Callable[[Node], Spoilt]:
    def spoil(child: Node) -> Spoilt:
        made = child.get(path).add(name, text)
        return told, made

    return spoil


def _whole(path: str, told_at: str) -> Callable[[Node], Spoilt]:
    return _drop(path, told_at)


def _without(path: str, name: str, told_at: str) -> Callable[[Node], Spoilt]:
    """Takes something out; the fault is told at another element."""

    def spoil(child: Node) -> Spoilt:
        child.drop(path)
        return name, child.get(told_at)

    return spoil


_STARTED = "CINdetails/Assessments/AssessmentActualStartDate"
_AUTHORISED = "CINdetails/Assessments/AssessmentAuthorisationDate"
_CLOSED = "CINdetails/CINclosureDate"
_WHY_CLOSED = "CINdetails/ReasonForClosure"
_HELD = "CINdetails/Section47/DateOfInitialCPC"


WAYS: dict[str, tuple[str, Callable[[Node], Spoilt]]] = {
    "markup-broken": ("plan", _broken),
    "markup-broken:entity": ("plan", _entity),
    "child-not-closed": ("plan", _unclosed),
    "unknown-element:child": ("plan", _add("", "ChildExtras", "1")),
    "unknown-element:identifiers": ("plan", _add(_OWN, "Surname", "x")),
    "unknown-element:details": ("plan", _add(_CIN, "Notes", "x")),
    "unknown-element:enquiry": ("plan", _add(_S47, "StrategyDate", "2025-01-01")),
    "unknown-attribute": ("plan", _attribute),
    "element-empty": ("plan", _say(f"{_CIN}/PrimaryNeedCode", "")),
    "element-repeated": ("plan", _repeat(f"{_OWN}/PersonBirthDate")),
    "identifiers-missing": ("plan", _whole(_OWN, "")),
    "child-id-missing": ("plan", _drop(f"{_OWN}/LAchildID", _OWN)),
    "child-id-missing:empty": ("plan", _say(f"{_OWN}/LAchildID", " ")),
    "child-id-too-long": ("plan", _say(f"{_OWN}/LAchildID", "9" * 41)),
    "birth-missing": ("plan", _drop(f"{_OWN}/PersonBirthDate", _OWN)),
    "birth-and-expected": ("plan", _with(_OWN, "ExpectedPersonBirthDate", "2026-05-01", "ExpectedPersonBirthDate")),
    "birth-after-reference": ("referred", _say(f"{_OWN}/PersonBirthDate", "2026-04-02")),
    "expected-out-of-range": ("unborn", _say(f"{_OWN}/ExpectedPersonBirthDate", "2027-02-01")),
    "child-over-25": ("plan", _say(f"{_OWN}/PersonBirthDate", "1991-02-01")),
    "sex-missing": ("plan", _drop(f"{_OWN}/Sex", _OWN)),
    "sex-unknown-code": ("plan", _say(f"{_OWN}/Sex", "X")),
    "sex-old-code:1": ("plan", _old_sex("1")),
    "sex-old-code:9": ("plan", _old_sex("9")),
    "sex-of-unborn": ("unborn", _say(f"{_OWN}/Sex", "F")),
    "upn-wrong": ("plan", _wrong_letter("UPN")),
    "former-upn-wrong": ("plan", _wrong_letter("FormerUPN")),
    "upn-and-reason": ("plan", _with(_OWN, "UPNunknown", "UN1", "UPNunknown")),
    "upn-unknown-code": ("unborn", _say(f"{_OWN}/UPNunknown", "UN99")),
    "characteristics-missing": ("plan", _whole(_WHO, "")),
    "ethnicity-missing": ("plan", _drop(f"{_WHO}/Ethnicity", _WHO)),
    "ethnicity-unknown-code": ("plan", _say(f"{_WHO}/Ethnicity", "MARS")),
    "disability-missing": ("plan", _without(f"{_WHO}/Disabilities", "Disability", _WHO)),
    "disability-unknown-code": ("plan", _say(f"{_WHO}/Disabilities/Disability", "TALL")),
    "date-unreadable": ("plan", _say(f"{_S47}/InitialCPCtarget", "soon")),
    "date-not-in-calendar": ("plan", _say(f"{_S47}/InitialCPCtarget", "2025-02-30")),
    "date-out-of-years": ("plan", _say(f"{_S47}/InitialCPCtarget", "0225-02-03")),
    "date-as-day-month": ("plan", _say(f"{_S47}/InitialCPCtarget", "04/07/2025")),
    "date-with-time": ("plan", _say(f"{_S47}/InitialCPCtarget", "2025-07-04T00:00:00")),
    "date-after-reference": ("in-need", _say(f"{_CIN}/Assessments/AssessmentAuthorisationDate", "2026-04-20")),
    "flag-unreadable": ("plan", _say(f"{_CIN}/ReferralNFA", "perhaps")),
    "number-unreadable": ("plan", _say(f"{_CPP}/NumberOfPreviousCPP", "none")),
    "code-unknown:category": ("plan", _say(f"{_CPP}/LatestCategoryOfAbuse", "BAD")),
    "code-unknown:source": ("plan", _say(f"{_CIN}/ReferralSource", "99Z")),
    "code-unknown:need": ("plan", _say(f"{_CIN}/PrimaryNeedCode", "N77")),
    "details-missing": ("referred", _whole(_CIN, "")),
    "referral-date-missing": ("referred", _drop(f"{_CIN}/CINreferralDate", _CIN)),
    "source-missing": ("plan", _drop(f"{_CIN}/ReferralSource", _CIN)),
    "need-missing": ("plan", _drop(f"{_CIN}/PrimaryNeedCode", _CIN)),
    "closure-before-referral": ("referred", _later(f"{_CIN}/CINclosureDate", f"{_CIN}/CINreferralDate", -3, _CIN)),
    "closure-without-reason": ("referred", _without(_WHY_CLOSED, "CINclosureDate", _CLOSED)),
    "reason-without-closure": ("referred", _without(_CLOSED, "ReasonForClosure", _WHY_CLOSED)),
    "activity-after-closure": ("ended", _later(_CLOSED, f"{_CPP}/CPPendDate", -2, f"{_CPP}/CPPendDate")),
    "assessment-date-missing": ("plan", _drop(f"{_CIN}/Assessments/AssessmentActualStartDate", f"{_CIN}/Assessments")),
    "assessment-ends-early": ("plan", _later(_AUTHORISED, _STARTED, -1)),
    "child-in-need-date-missing": ("enquiry", _in_need_no_day),
    "child-in-need-ends-early": ("enquiry", _in_need_ends_early),
    "child-in-need-plans-overlap": ("enquiry", lambda child: _in_need(child, (5, None), 30)),
    "child-in-need-beside-plan": ("plan", _beside),
    "enquiry-date-missing": ("enquiry", _drop(f"{_S47}/S47ActualStartDate", _S47)),
    "conference-before-enquiry": ("plan", _later(f"{_S47}/S47ActualStartDate", _HELD, 1, _HELD)),
    "conference-at-weekend": ("plan", _weekend(f"{_S47}/DateOfInitialCPC", f"{_CPP}/CPPstartDate")),
    "target-at-weekend": ("plan", _weekend(f"{_S47}/InitialCPCtarget")),
    "enquiry-left-open": ("enquiry", _left_open),
    "conference-and-not-required": ("plan", _say(f"{_S47}/ICPCnotRequired", "true")),
    "conference-at-both-levels": ("plan", _both_levels),
    "not-required-missing": ("enquiry", _drop(f"{_S47}/ICPCnotRequired", _S47)),
    "plan-date-missing": ("plan", _drop(f"{_CPP}/CPPstartDate", _CPP)),
    "plan-not-on-conference": ("plan", _later(f"{_CPP}/CPPstartDate", f"{_S47}/DateOfInitialCPC", 1, _CPP)),
    "plan-ends-early": ("ended", _later(f"{_CPP}/CPPendDate", f"{_CPP}/CPPstartDate", -1)),
    "plan-of-one-day": ("ended", _later(f"{_CPP}/CPPendDate", f"{_CPP}/CPPstartDate", 0)),
    "plans-overlap": ("ended", lambda child: _two_plans(child, gap=60, ended=False)),
    "two-plans-open": ("plan", lambda child: _two_plans(child, gap=30, ended=False)),
    "plan-ends-after-death": ("ended", _died(-5, f"{_CPP}/CPPendDate", "CPPendDate")),
    "plan-after-death": ("plan", _died(-1, f"{_CPP}/CPPstartDate", "CPPstartDate")),
    "previous-plans-missing": ("plan", _drop(f"{_CPP}/NumberOfPreviousCPP", _CPP)),
    "first-category-missing": ("plan", _drop(f"{_CPP}/InitialCategoryOfAbuse", _CPP)),
    "latest-category-missing": ("plan", _drop(f"{_CPP}/LatestCategoryOfAbuse", _CPP)),
    "review-before-plan": ("plan", _review(0)),
    "review-after-plan": ("ended", _review(4, "CPPendDate")),
    "review-repeated": ("before", _review_twice),
    "review-date-missing": ("plan", lambda child: ("CPPreviewDate", child.get(_CPP).add("Reviews"))),
}  # fmt: skip
"""Each way: the history that it spoils, and how."""
