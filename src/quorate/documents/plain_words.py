"""Codes of the closed lists in plain words, for papers that families read; an authority's own words are in packs."""

from __future__ import annotations

from typing import Final

CATEGORIES: Final = {
    "neglect": "neglect, which means not getting the care that a child needs",
    "physical": "physical harm, which means being hurt",
    "sexual": "sexual harm",
    "emotional": "emotional harm, which means being made to feel afraid or unloved",
}


def called(given: str, *, unborn: bool = False, first: bool = True) -> str:
    """What a paper calls a child: the given name, or "the baby" before it has one."""
    if unborn or given in ("Unborn baby", "The baby"):
        return "The baby" if first else "the baby"
    return given


def outcome(code: str, name: str, plan: str) -> tuple[str, str]:
    """What was decided for a child, in a sentence, and what that means. `plan` is the pack's word for the plan."""
    child = name if name != "The baby" else "the baby"
    return {
        "plan-made": (
            f"{name} has a plan",
            f"It is called a {plan}. It says what each of us will do to keep {child} safe.",
        ),
        "plan-continues": (f"{name}'s plan goes on", f"It is called a {plan}. It says what each of us will do."),
        "plan-ended": (f"{name}'s plan has ended", f"{name} does not need a {plan} any more."),
        "no-plan": (f"{name} does not need this kind of plan", f"There is no {plan}. Other help can still be given."),
    }[code]


def outcome_for_child(code: str, plan: str) -> tuple[str, str]:
    """The same of the child who reads it."""
    return {
        "plan-made": (
            "You have a plan", f"It is called a {plan}. It says what each of us will do to keep you safe.",
        ),
        "plan-continues": ("Your plan goes on", f"It is called a {plan}. It says what each of us will do."),
        "plan-ended": ("Your plan has ended", f"You do not need a {plan} any more."),
        "no-plan": ("You do not need this kind of plan", f"There is no {plan}. Other help can still be given."),
    }[code]  # fmt: skip
