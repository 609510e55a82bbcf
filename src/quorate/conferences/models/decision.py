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
    it. `reason` is what the chair wrote, for the professionals of the case.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    outcome = models.CharField(max_length=20)
    categories = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    by_role = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    import_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_decision"
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="conferences_decision_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_on}"
