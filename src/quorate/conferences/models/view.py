"""The round: what each person thinks for each child, and whether the views are open yet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models.conference import Conference

PLAN_VIEWS = ("yes", "no", "unsure")


class View(MeantFor):
    """One person's view for one child: a plan or not, which harm worries them, and a line of reason.

    `plan` is yes, no or unsure. Of somebody absent `written` is true: it is the recommendation that came in writing.
    A parent's and a child's view is heard in full and not counted. `case` is the conference's.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="views")
    child_case_id = models.UUIDField()
    invitee_id = models.UUIDField()
    plan = models.CharField(max_length=6)
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField()
    written = models.BooleanField(default=False)
    recorded_by = models.UUIDField()
    event_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_view"
        constraints = (
            models.UniqueConstraint(fields=("conference", "child_case_id", "invitee_id"), name="conferences_view_once"),
            models.CheckConstraint(condition=Q(plan__in=PLAN_VIEWS), name="conferences_view_plan_known"),
        )

    def __str__(self) -> str:
        return f"view {self.id}"


class Round(AboutCase):
    """How the views for one child are shown: hidden until all are in, where the chair wishes it, until opened.

    Without a row they are open. `opened_reason` is why the chair opened them before all were in.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="rounds")
    child_case_id = models.UUIDField()
    hidden_at = models.DateTimeField()
    hidden_by = models.UUIDField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.UUIDField(null=True, blank=True)
    opened_reason = models.TextField(blank=True)

    class Meta:
        db_table = "conferences_round"
        constraints = (
            models.UniqueConstraint(fields=("conference", "child_case_id"), name="conferences_round_once"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("hidden_at")), name="conferences_round_order"
            ),
        )

    def __str__(self) -> str:
        return f"round {self.id}"
