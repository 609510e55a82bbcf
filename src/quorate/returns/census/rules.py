"""The census rules that compare one value of a child with another: each broken one is a fault; nothing is left out.

Source: Department for Education, validation rules of the Children in Need census, as the sector's validator states
them; the codes stand in `faults.KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from quorate.procedure.calendar import Calendar
from quorate.returns.census.records import CensusChild, ProtectionPlan, Referral

_CALENDAR: Final = Calendar()
OLDEST: Final = 26
"""Years of age from which a date of birth is looked at again (8775Q)."""
ENQUIRY_TAKES: Final = 15
"""Working days from the strategy discussion to the initial conference."""


class Broken(NamedTuple):
    """A rule that the child's record breaks."""

    kind: str
    element: str
    line: int
    what: str


def broken_rules(child: CensusChild, reference_on: date | None) -> Iterator[Broken]:
    """Every rule that compares values and does not hold for this child."""
    yield from _life(child, reference_on)
    for referral in child.referrals:
        yield from _referral(child, referral)
        yield from _enquiries(referral, reference_on)
    yield from _in_need(child)
    yield from _conferences(child)
    for plan in child.protection_plans:
        yield from _plan(child, plan)
    yield from _plans(child)


def _life(child: CensusChild, reference_on: date | None) -> Iterator[Broken]:
    born, died, lines = child.born_on, child.died_on, child.lines
    line = lines.get("PersonBirthDate", child.line)
    if born and died and died < born:
        yield Broken("death-before-birth", "PersonDeathDate", lines["PersonDeathDate"], "it lies before the birth")
    if reference_on is None:
        return
    if born and born > reference_on:
        yield Broken("birth-after-reference", "PersonBirthDate", line, f"{born} lies after {reference_on}")
    if born and born.year + OLDEST <= reference_on.year:
        yield Broken("child-over-25", "PersonBirthDate", line, f"born on {born}, the child would be over 25")
    expected = child.expected_on
    if expected and not date(reference_on.year, 3, 1) <= expected <= date(reference_on.year, 12, 31):
        where = lines["ExpectedPersonBirthDate"]
        yield Broken("expected-out-of-range", "ExpectedPersonBirthDate", where, f"{expected} is not in that time")


def _referral(child: CensusChild, referral: Referral) -> Iterator[Broken]:
    closed = referral.closed_on
    if closed and closed < referral.referred_on:
        yield Broken("closure-before-referral", "CINclosureDate", referral.line, "it lies before the referral")
    if child.died_on and referral.referred_on > child.died_on:
        yield Broken("referral-after-death", "CINreferralDate", referral.line, "it lies after the child's death")
    if closed is None or closed < referral.referred_on:
        return
    for name, on, line in _activity(referral):
        if on > closed:
            yield Broken("activity-after-closure", name, line, f"{on} lies after the closure on {closed}")


def _activity(referral: Referral) -> Iterator[tuple[str, date, int]]:
    for assessment in referral.assessments:
        if assessment.started_on:
            yield "AssessmentActualStartDate", assessment.started_on, assessment.line
    for enquiry in referral.enquiries:
        yield "S47ActualStartDate", enquiry.started_on, enquiry.line
    for plan in referral.protection_plans:
        if plan.ended_on:
            yield "CPPendDate", plan.ended_on, plan.end_line


def _enquiries(referral: Referral, reference_on: date | None) -> Iterator[Broken]:
    for one in referral.enquiries:
        held = one.conference_on
        if held and held < one.started_on:
            what = f"{held} lies before the strategy discussion on {one.started_on}"
            yield Broken("conference-before-enquiry", "DateOfInitialCPC", one.conference_line, what)
        if held and held.weekday() > 4:
            yield Broken("conference-at-weekend", "DateOfInitialCPC", one.conference_line, f"{held} is a {held:%A}")
        if held is None and one.not_required is False and reference_on and _over(one.started_on, reference_on):
            what = f"begun on {one.started_on}, without a conference by {reference_on}"
            yield Broken("enquiry-left-open", "DateOfInitialCPC", one.line, what)
    held = referral.transfer_conference_on
    if held and held.weekday() > 4:
        yield Broken("conference-at-weekend", "DateOfInitialCPC", referral.transfer_line, f"{held} is a {held:%A}")
    if held and any(one.conference_on == held for one in referral.enquiries):
        yield Broken("conference-at-both-levels", "DateOfInitialCPC", referral.transfer_line, "the enquiry has it too")


def _over(started: date, end: date) -> bool:
    return _CALENDAR.working_day_after(started.toordinal(), ENQUIRY_TAKES) < end.toordinal()


def _in_need(child: CensusChild) -> Iterator[Broken]:
    for earlier, later in pairwise(child.child_in_need_plans):
        if earlier.ended_on is None or earlier.ended_on > later.started_on:
            what = f"the plan of {earlier.started_on} is still open then"
            yield Broken("child-in-need-plans-overlap", "CINPlanStartDate", later.line, what)
    for own in child.child_in_need_plans:
        for plan in child.protection_plans:
            if _meet(own.started_on, own.ended_on, plan):
                what = f"the child protection plan of {plan.started_on} stands at the same time"
                yield Broken("child-in-need-beside-plan", "CINPlanStartDate", own.line, what)
                break


def _meet(begins: date, ends: date | None, plan: ProtectionPlan) -> bool:
    return begins < (plan.ended_on or date.max) and (ends or date.max) > plan.started_on


def _conferences(child: CensusChild) -> Iterator[Broken]:
    held = {one.conference_on for one in child.enquiries} | {one.transfer_conference_on for one in child.referrals}
    held.discard(None)
    for plan in child.protection_plans:
        # A plan whose conference lies before the file begins has none in it to compare with.
        if held and plan.started_on not in held and plan.started_on >= min(day for day in held if day):
            yield Broken("plan-not-on-conference", "CPPstartDate", plan.line, f"no conference on {plan.started_on}")
    for referral in child.referrals:
        begun = [plan for plan in referral.protection_plans if plan.started_on >= referral.referred_on]
        known = sum(one.conference_on is not None for one in referral.enquiries)
        known += referral.transfer_conference_on is not None
        if len(begun) > known:
            what = f"{len(begun)} plans begin in the episode, {known} conferences were held"
            yield Broken("more-plans-than-conferences", "CPPstartDate", begun[-1].line, what)


def _plan(child: CensusChild, plan: ProtectionPlan) -> Iterator[Broken]:
    started, ended, died = plan.started_on, plan.ended_on, child.died_on
    if ended == started:
        yield Broken("plan-of-one-day", "CPPendDate", plan.end_line, f"it ends on {started}, the day it starts")
    if ended and ended < started:
        yield Broken("plan-ends-early", "CPPendDate", plan.end_line, f"{ended} lies before the start on {started}")
    if died and started > died:
        yield Broken("plan-after-death", "CPPstartDate", plan.line, f"{started} lies after the death on {died}")
    elif died and ended and ended > died:
        yield Broken("plan-ends-after-death", "CPPendDate", plan.end_line, f"{ended} lies after the death on {died}")
    for review in plan.reviews:
        if review.held_on <= started:
            what = f"{review.held_on} is not after the plan's start on {started}"
            yield Broken("review-before-plan", "CPPreviewDate", review.line, what)
        elif ended and started < ended < review.held_on:
            what = f"{review.held_on} lies after the plan's end on {ended}"
            yield Broken("review-after-plan", "CPPreviewDate", review.line, what)


def _plans(child: CensusChild) -> Iterator[Broken]:
    for earlier, later in pairwise(child.protection_plans):
        if earlier.ended_on is None and later.ended_on is None:
            what = f"the plan of {earlier.started_on} is open too"
            yield Broken("two-plans-open", "CPPstartDate", later.line, what)
        elif earlier.ended_on is None or later.started_on <= earlier.ended_on:
            what = f"the plan of {earlier.started_on} has not ended before"
            yield Broken("plans-overlap", "CPPstartDate", later.line, what)
