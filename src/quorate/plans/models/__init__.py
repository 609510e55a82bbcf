"""The tables of this room, one model a file."""

from quorate.plans.models.action import ActionState, Owner, PlanAction
from quorate.plans.models.between import ActionProgress, Direction, TalkAfterwards, TalkKind, Visit
from quorate.plans.models.content import (
    ContentKind,
    ContentState,
    DangerStatement,
    OfPlan,
    PlanContent,
    PlanPart,
    SafetyGoal,
)
from quorate.plans.models.core_group import CoreGroup, CoreGroupMember, MeetingKind
from quorate.plans.models.plan import Category, Plan, PlanKind

__all__ = [
    "ActionProgress",
    "ActionState",
    "Category",
    "ContentKind",
    "ContentState",
    "CoreGroup",
    "CoreGroupMember",
    "DangerStatement",
    "Direction",
    "MeetingKind",
    "OfPlan",
    "Owner",
    "Plan",
    "PlanAction",
    "PlanContent",
    "PlanKind",
    "PlanPart",
    "SafetyGoal",
    "TalkAfterwards",
    "TalkKind",
    "Visit",
]
