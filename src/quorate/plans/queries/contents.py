"""A plan as it is read: worries with their goals and actions, the parts in running words, people and worries left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from quorate.access.gathering import prepared
from quorate.conferences.models import Card, Conference, Invitee
from quorate.conferences.queries.finding import SubjectChild
from quorate.plans.models import DangerStatement, PlanAction, PlanContent, PlanPart, SafetyGoal
from quorate.procedure.pack import Pack

WORRIES: Final = ("harm", "danger", "complicating")
"""The columns of the analysis that hold worries; the packs' titles differ, the codes do not."""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A safety goal and what is done for it."""

    row: SafetyGoal
    actions: tuple[PlanAction, ...]


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A danger statement and its goals."""

    row: DangerStatement
    goals: tuple[GoalWords, ...]


@dataclass(frozen=True, slots=True)
class PlanWords:
    """One child's plan in full, as far as the reader sees it. `loose` are actions without a goal."""

    content: PlanContent
    statements: tuple[StatementWords, ...] = ()
    loose: tuple[PlanAction, ...] = ()
    parts: dict[str, PlanPart] = field(default_factory=dict)

    @property
    def actions(self) -> list[PlanAction]:
        """Every action, in the order in which they stand."""
        under = [action for one in self.statements for goal in one.goals for action in goal.actions]
        return [*under, *self.loose]


def contents_of(conference: Conference, case_id: UUID) -> dict[str, PlanContent]:
    """The plans of a child that are written at this conference, by kind."""
    found = PlanContent.objects.filter(conference=conference, case_id=case_id)
    return {one.kind: one for one in found}


def _readings(content: PlanContent) -> list[QuerySet[Any, Any]]:
    kept = {"content": content, "removed_at__isnull": True}
    return [model.objects.filter(**kept) for model in (PlanAction, SafetyGoal, DangerStatement, PlanPart)]


def words_of(content: PlanContent) -> PlanWords:
    """What stands in a plan: one query."""
    actions, goals, worries, parts = prepared(_readings, content=content)
    statements = tuple(
        StatementWords(
            one,
            tuple(
                GoalWords(goal, tuple(action for action in actions if action.goal_id == goal.id))
                for goal in goals
                if goal.statement_id == one.id
            ),
        )
        for one in worries
    )
    under = {action.id for one in statements for goal in one.goals for action in goal.actions}
    loose = tuple(action for action in actions if action.id not in under)
    return PlanWords(content, statements, loose, {one.code: one for one in parts})


def worries_of(conference: Conference, child: SubjectChild) -> list[Card]:
    """What people are worried about for a child: the cards of those columns."""
    cards = Card.objects.filter(
        conference=conference, column__in=WORRIES, removed_at__isnull=True, answers__isnull=True
    )
    return [card for card in cards if not card.children or child.case_id in card.children]


def people_for_lines(conference: Conference, child: SubjectChild, pack: Pack) -> list[Invitee]:
    """Those who could have a line in a child's plan: the family and the professionals who know the child."""
    never = set(pack.data["agencies"]["never_counted"]) - {"parent", "child", "family_member"}
    found = Invitee.objects.filter(conference=conference, removed_on__isnull=True)
    return [
        one
        for one in found
        if not one.is_helper and one.kind not in ("observer", "child") and one.role not in never
        if not one.about or child.case_id in one.about
    ]
