"""What a conference decided about one child."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference
from quorate.procedure.vocabulary import OUTCOMES


class Decision(AboutCase):
    """One decision about one child, in that child's case.

    `outcome` and `categories` are the engine's codes; `by_role` is the role that decided, "" where nobody recorded
    it. `reason` is what the chair wrote, in words that the family will read. `threshold` are the pack's questions
    with their answers. `reason_against_most` is why it went against most professionals. A decision taken back
    keeps its row.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    outcome = models.CharField(max_length=20)
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    by_role = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    import_id = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    event_id = models.UUIDField(null=True, blank=True)
    threshold = models.JSONField(default=list, blank=True)
    lead_practitioner = models.CharField(max_length=200, blank=True)
    lead_practitioner_id = models.UUIDField(null=True, blank=True)
    core_group_on = models.DateField(null=True, blank=True)
    quorate = models.BooleanField(null=True, blank=True)
    grounds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    overrides = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    overrides_reason = models.TextField(blank=True)
    reason_against_most = models.TextField(blank=True)
    change_seen = models.TextField(blank=True)
    risk_now = models.TextField(blank=True)
    step_down = models.CharField(max_length=40, blank=True)
    step_down_until = models.DateField(null=True, blank=True)
    services = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_decision"
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="conferences_decision_outcome_known"),
            models.UniqueConstraint(
                fields=("conference", "case"),
                name="conferences_decision_once_a_child",
                condition=Q(withdrawn_at__isnull=True, decided_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_on}"
