"""What happens between conferences, as far as the reader sees it, in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from quorate.cases.models import Duty
from quorate.cases.states import duty_state
from quorate.conferences.models import Conference, Decision, ScaleNumber
from quorate.plans.models import (
    ActionProgress,
    CoreGroup,
    CoreGroupMember,
    Plan,
    PlanAction,
    PlanContent,
    TalkAfterwards,
    Visit,
)
from quorate.plans.queries.standing import that_came_to_nothing

_NEXT: Final = (
    "hold-first-core-group", "hold-next-core-group", "visit-child", "hold-first-review", "hold-next-review",
    "explain-plan-to-parents", "hold-review-after-birth",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One action of a child's plan with what was last said of it, and everything said before."""

    action: PlanAction
    progress: tuple[ActionProgress, ...] = ()

    @property
    def last(self) -> ActionProgress | None:
        """What was said last."""
        return self.progress[-1] if self.progress else None

    @property
    def is_done(self) -> bool:
        """Whether it is done, by the plan or by what was last said."""
        return self.action.state == "done" or (self.last is not None and self.last.direction == "done")


@dataclass(slots=True)
class Between:
    """Everything between two conferences for these children."""

    lines: dict[UUID, list[Line]] = field(default_factory=dict)
    groups: list[CoreGroup] = field(default_factory=list)
    members: list[CoreGroupMember] = field(default_factory=list)
    visits: dict[UUID, list[Visit]] = field(default_factory=dict)
    talks: list[TalkAfterwards] = field(default_factory=list)
    plans: dict[UUID, list[Plan]] = field(default_factory=dict)
    due: list[Mapping[str, Any]] = field(default_factory=list)
    scale: dict[UUID, list[tuple[date, list[int]]]] = field(default_factory=dict)
    decided: dict[UUID, Decision] = field(default_factory=dict)

    @property
    def next_conference_on(self) -> date | None:
        """The review that was fixed at the last decision; the soonest of the children's."""
        days = [one.next_review_on for one in self.decided.values() if one.next_review_on]
        return min(days) if days else None


def _once_each(rows: Iterable[CoreGroupMember]) -> list[CoreGroupMember]:
    """Whoever is named for several of the children stands there once, for all of them."""
    found: dict[Any, CoreGroupMember] = {}
    for one in rows:
        who = one.user_id or one.person_id or one.invitee_id or (one.name, one.role)
        first = found.setdefault(who, one)
        first.children += [child for child in one.children if child not in first.children]
    return list(found.values())


def between_of(children: Sequence[UUID], now: datetime, conference: Conference | None = None) -> Between:
    """What happened since for these children (by case); with a conference also what belongs to it."""
    told = Between()
    told.lines = lines_of(children)
    groups = CoreGroup.objects.filter(children__overlap=list(children), taken_back_on__isnull=True)
    told.groups = list(groups.order_by("-held_on", "-recorded_at"))
    members = CoreGroupMember.objects.filter(children__overlap=list(children), until__isnull=True)
    told.members = _once_each(members.order_by("-is_lead", "kind", "name", "id"))
    visits = Visit.objects.filter(case_id__in=children, taken_back_on__isnull=True)
    for one in visits.order_by("-visited_on", "-recorded_at"):
        told.visits.setdefault(one.case_id, []).append(one)
    for plan in Plan.objects.filter(case_id__in=children).order_by("-began_on"):
        told.plans.setdefault(plan.case_id, []).append(plan)
    told.due = list(
        Duty.objects.filter(case_id__in=children, code__in=_NEXT, settled="", met_on__isnull=True)
        .annotate(state=duty_state(now))
        .exclude(state="")
        .order_by("due_on", "code")
        .values("id", "code", "title", "case_id", "due_on", "due_at", "act_by_on", "state", "weight")
    )
    for decision in Decision.objects.filter(case_id__in=children, withdrawn_at__isnull=True).order_by("decided_on"):
        told.decided[decision.case_id] = decision
    if conference is not None:
        talks = TalkAfterwards.objects.filter(conference=conference, taken_back_on__isnull=True)
        told.talks = list(talks.order_by("-talked_on"))
    told.scale = scale_of(children)
    return told


def lines_of(children: Sequence[UUID], plan: Plan | None = None) -> dict[UUID, list[Line]]:
    """The actions of the plans that stand, with what has been said of each; by child's case. Two queries."""
    found = PlanAction.objects.filter(case_id__in=children, removed_at__isnull=True).exclude(content__state="replaced")
    begun_in_vain = PlanContent.objects.filter(that_came_to_nothing(), case_id__in=children)
    found = found.exclude(content_id__in=begun_in_vain.values("pk"))
    if plan is not None:
        found = found.filter(content__plan=plan)
    actions = list(found.select_related("content__plan", "goal__statement").order_by("case_id", "order", "written_at"))
    latest = _latest(actions)
    told: dict[UUID, list[Line]] = {}
    for line in with_progress([one for one in actions if (one.case_id, one.content.kind, one.content_id) in latest]):
        told.setdefault(line.action.case_id, []).append(line)
    return told


def with_progress(actions: Sequence[PlanAction]) -> list[Line]:
    """Each of these actions with what has been said of it, the earliest first, also since a review began to carry it
    on, and without what a meeting that was taken back had said. One query."""
    keys = [one.pk for one in actions]
    copies = PlanAction.objects.filter(brought_from_id__in=keys)
    about = ActionProgress.objects.filter(Q(action_id__in=keys) | Q(action_id__in=copies.values("pk")))
    origin = PlanAction.objects.filter(pk=OuterRef("action_id")).values("brought_from_id")
    stands = about.exclude(core_group__taken_back_on__isnull=False).annotate(origin=Subquery(origin))
    said: dict[UUID, list[ActionProgress]] = {key: [] for key in keys}
    for one in stands.order_by("noted_on", "noted_at"):
        said[one.action_id if one.action_id in said else one.origin].append(one)
    return [Line(one, tuple(said[one.pk])) for one in actions]


def _latest(actions: Sequence[PlanAction]) -> set[tuple[Any, ...]]:
    """Of each child's plans of a kind the words written last: a plan that goes on is written anew at each review."""
    last: dict[tuple[Any, ...], tuple[Any, Any]] = {}
    for one in actions:
        ended = one.content.plan is not None and one.content.plan.ended_on is not None
        if ended:
            continue
        key = (one.case_id, one.content.kind)
        if key not in last or one.content.begun_at > last[key][0]:
            last[key] = (one.content.begun_at, one.content_id)
    return {(*key, content) for key, (_, content) in last.items()}


def scale_of(children: Sequence[UUID]) -> dict[UUID, list[tuple[date, list[int]]]]:
    """The numbers that were given for each child at each conference, the earliest first: how it moves."""
    told: dict[UUID, dict[date, list[int]]] = {}
    rows = ScaleNumber.objects.filter(child_case_id__in=children, shown=True, conference__held_on__isnull=False)
    for case, day, number in rows.values_list("child_case_id", "conference__held_on", "number").order_by(
        "conference__held_on", "number"
    ):
        if day is not None:
            told.setdefault(case, {}).setdefault(day, []).append(number)
    return {case: sorted(days.items()) for case, days in told.items()}


def months_open(plan: Plan, today: date) -> int:
    """How many whole months a plan has been open, or was."""
    end = plan.ended_on or today
    return (end.year - plan.began_on.year) * 12 + end.month - plan.began_on.month - (end.day < plan.began_on.day)
