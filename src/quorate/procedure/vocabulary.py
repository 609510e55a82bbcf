"""The closed lists of words that packs and case files are written in (`events-and-duties` in docs)."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["initial", "review", "pre_birth", "transfer_in"]
Category = Literal["neglect", "physical", "sexual", "emotional"]
Mode = Literal["in_person", "virtual", "phone", "mixed"]
Outcome = Literal["plan-made", "plan-continues", "plan-ended", "no-plan"]
Weight = Literal["national", "local", "practice"]
Age = Literal["unborn", "under_school_age", "school_age"]
State = Literal["waiting", "open", "met", "met-late", "overdue", "missed", "excused", "not-needed", "used", "closed"]

KINDS: tuple[str, ...] = get_args(Kind)
CATEGORIES: tuple[str, ...] = get_args(Category)
MODES: tuple[str, ...] = get_args(Mode)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
WEIGHTS: tuple[str, ...] = get_args(Weight)

# What each weight is called on screens and in printed pages.
WEIGHT_IN_WORDS = {"national": "national guidance", "local": "our procedure", "practice": "good practice"}

# Conferences at which a first decision about a child is made; the others look at a plan again.
FIRST_KINDS: frozenset[str] = frozenset({"initial", "pre_birth", "transfer_in"})

# Outcomes after which the child has a child protection plan.
PLAN_OUTCOMES: frozenset[str] = frozenset({"plan-made", "plan-continues"})

# Anchors that are worked out from several events; all other anchors are the names of events.
DERIVED_ANCHORS: dict[str, str] = {
    "conference-starts": "the start of the conference",
    "conference-limit": "the conference's own limit",
    "plan-made": "the decision to make the plan",
    "review-held": "the child's last review",
    "last-visit": "the last visit at which the child was seen",
    "last-core-group": "the last core group",
    "birth-expected": "the expected date of birth",
    "exclusion-stands": "the exclusion that still stands",
    "plan-began": "the start of the child's plan",
}
