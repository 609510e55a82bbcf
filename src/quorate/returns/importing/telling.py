"""What a census child's dates tell: which conferences were held, with which outcome, and how plans ended.

Pure. A census file has no conferences, only their days: an initial one on the day of `DateOfInitialCPC` or of a plan's
start, a review on each `CPPreviewDate`. Where the file does not say what was decided, no outcome is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from quorate.cases.census_codes import ABUSE_CATEGORY
from quorate.returns.census.records import CensusChild, ProtectionPlan, Referral, Section47


@dataclass(frozen=True, slots=True)
class Held:
    """A conference that was held. `outcome` is the engine's code, "" where the file does not tell it."""

    held_on: date
    kind: str
    outcome: str = ""
    categories: tuple[str, ...] = ()

    def facts(self, reference: str) -> dict[str, Any]:
        """What the event `conference-held` carries."""
        said: dict[str, Any] = {"reference": reference, "kind": self.kind}
        if self.outcome:
            said["outcomes"] = self.outcome
        if self.outcome and self.categories:
            said["categories"] = list(self.categories)
        return said


def conferences_of(child: CensusChild) -> list[Held]:
    """The conferences that the child's dates tell of, earliest first, at most one a day."""
    found: dict[date, Held] = {}
    for referral in child.referrals:
        for enquiry in referral.enquiries:
            if enquiry.conference_on:
                outcome = _without_a_plan(child, referral, enquiry)
                found[enquiry.conference_on] = Held(
                    enquiry.conference_on, _first(child, enquiry.conference_on), outcome
                )
        if referral.transfer_conference_on:
            day = referral.transfer_conference_on
            found.setdefault(day, Held(day, "transfer_in"))
    for plan in child.protection_plans:
        first = found.get(plan.started_on) or Held(plan.started_on, _first(child, plan.started_on))
        found[plan.started_on] = replace(first, outcome="plan-made", categories=_categories(plan.first_category))
    for plan in child.protection_plans:
        for review in _reviews(plan):
            found.setdefault(review.held_on, review)
    return [found[day] for day in sorted(found)]


def ends_apart(plan: ProtectionPlan) -> date | None:
    """The day on which a plan ended without a review on that day; None where it stands or a review ended it."""
    ended = ending_of(plan)
    if ended is None or any(review.held_on == ended for review in plan.reviews):
        return None
    return ended


def ending_of(plan: ProtectionPlan) -> date | None:
    """The end of a plan; one before its start is no end."""
    return plan.ended_on if plan.ended_on and plan.ended_on >= plan.started_on else None


def enquiry_ended_on(referral: Referral, enquiry: Section47, reference_on: date | None) -> date:
    """The day on which an enquiry that needed no conference counts as ended, which the file does not tell.

    The first day that shows it: an assessment authorised, a child in need plan begun, the closure of the case; else
    the last day the file tells of. Never before the enquiry began.
    """
    shown = [one.authorised_on for one in referral.assessments if one.authorised_on]
    shown += [plan.started_on for plan in referral.child_in_need_plans]
    shown += [day for day in (referral.closed_on,) if day]
    after = [day for day in shown if day >= enquiry.started_on]
    return min(after) if after else max(enquiry.started_on, reference_on or enquiry.started_on)


def _first(child: CensusChild, day: date) -> str:
    """The kind of a first conference: before the birth it is a pre-birth one."""
    return "pre_birth" if child.born_on is None and child.expected_on is not None else "initial"


def _without_a_plan(child: CensusChild, referral: Referral, enquiry: Section47) -> str:
    """No plan, where none began in the episode after the conference's day, nor stood then: else it is not told."""
    day = enquiry.conference_on
    assert day is not None
    if any(plan.started_on > day for plan in referral.protection_plans):
        return ""
    stood = any(
        plan.started_on < day and (plan.ended_on is None or plan.ended_on >= day) for plan in child.protection_plans
    )
    return "" if stood else "no-plan"


def _categories(code: str) -> tuple[str, ...]:
    """The engine's category; none for "more than one", which says not which."""
    return (ABUSE_CATEGORY[code],) if code in ABUSE_CATEGORY else ()


def _reviews(plan: ProtectionPlan) -> list[Held]:
    ended = ending_of(plan)
    days = [
        one.held_on for one in plan.reviews if one.held_on > plan.started_on and (not ended or one.held_on <= ended)
    ]
    held = [Held(day, "review", "plan-ended" if day == ended else "plan-continues") for day in days]
    latest = _categories(plan.latest_category)
    if held and held[-1].outcome == "plan-continues" and latest and plan.latest_category != plan.first_category:
        held[-1] = replace(held[-1], categories=latest)
    return held
