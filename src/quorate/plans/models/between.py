"""What happens between conferences besides meetings: visits, how actions get on, talks afterwards."""

from __future__ import annotations

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.cases.models import PutRight
from quorate.conferences.models import Conference
from quorate.plans.models.core_group import CoreGroup


class Direction(models.TextChoices):
    """How an action gets on, seen from the child."""

    BETTER = "better", "Better"
    SAME = "same", "The same"
    WORSE = "worse", "Worse"
    DONE = "done", "Done"


class TalkKind(models.TextChoices):
    """What somebody of the family talked about after a conference; the first two are events of the rules."""

    PLAN = "plan-explained", "What the plan asks of them, and what has to change"
    CATEGORY = "category-explained", "What the category means"
    TALK = "talk", "Something else about the conference"


class Visit(PutRight, AboutCase):
    """A visit to a child with a plan: whether the child was seen, alone, and where the child sleeps. `words`: staff."""

    visited_on = models.DateField()
    seen = models.BooleanField()
    alone = models.BooleanField(default=False)
    bedroom = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    visited_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "plans_visit"
        ordering = ("visited_on", "recorded_at")
        constraints = (
            models.CheckConstraint(condition=Q(seen=True) | Q(alone=False), name="plans_visit_alone_means_seen"),
        )

    def __str__(self) -> str:
        return f"{self.visited_on}"


class ActionProgress(AboutCase):
    """How one action of a child's plan gets on, as a meeting saw it or as somebody noted in between."""

    action_id = models.UUIDField(db_index=True)
    core_group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="progress")
    noted_on = models.DateField()
    direction = models.CharField(max_length=8, choices=Direction.choices)
    words = models.CharField(max_length=500, blank=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "plans_action_progress"
        ordering = ("noted_on", "noted_at")
        constraints = (
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="plans_progress_direction_known"),
        )

    def __str__(self) -> str:
        return f"{self.direction} {self.noted_on}"


class TalkAfterwards(PutRight, AboutCase):
    """That somebody of the family talked with the chair or the social worker after a conference, and about what.

    `with_role` is a role of the pack. `person_id` is the parent or child. `words` are for staff.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=TalkKind.choices)
    with_role = models.CharField(max_length=60)
    talked_on = models.DateField()
    words = models.TextField(blank=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "plans_talk_afterwards"
        ordering = ("talked_on", "noted_at")
        constraints = (models.CheckConstraint(condition=Q(kind__in=TalkKind.values), name="plans_talk_kind_known"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.talked_on}"
