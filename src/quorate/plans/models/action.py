"""One thing that somebody does under a plan."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.plans.models.content import OfPlan, SafetyGoal


class Owner(models.TextChoices):
    """Who has the line: somebody of the family or a professional."""

    FAMILY = "family", "Family"
    PROFESSIONAL = "professional", "Professional"


class ActionState(models.TextChoices):
    """How it stands."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    STOPPED = "stopped", "No longer needed"


class PlanAction(OfPlan):
    """Who does what, why and by when; how one will know, and what happens if it is not done.

    Who: the invitee, the person of the family (`person_id`), or words for somebody who was not invited; `who` holds
    the name or part as it is to be read. `worries` are the cards that the action answers. `is_service` marks help
    that a service gives.
    """

    goal = models.ForeignKey(SafetyGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    what = models.TextField()
    why = models.TextField(blank=True)
    who = models.CharField(max_length=200)
    invitee_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    owner_kind = models.CharField(max_length=12, choices=Owner.choices)
    by_when = models.DateField(null=True, blank=True)
    by_when_words = models.CharField(max_length=200, blank=True)
    how_known = models.TextField(blank=True)
    if_not = models.TextField(blank=True)
    is_service = models.BooleanField(default=False)
    worries = ArrayField(models.UUIDField(), default=list, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    brought_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "plans_action"
        ordering = ("order", "written_at")
        constraints = (
            models.CheckConstraint(condition=Q(owner_kind__in=Owner.values), name="plans_action_owner_known"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="plans_action_state_known"),
        )

    def __str__(self) -> str:
        return f"action {self.id}"
