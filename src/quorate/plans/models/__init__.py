"""The tables of this room, one model a file."""

from quorate.plans.models.plan import Category, Plan, PlanKind

__all__ = ["Category", "Plan", "PlanKind"]
