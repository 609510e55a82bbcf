"""How a sitting ended without being finished."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference

ADJOURNED_WHY = (
    "inquorate", "parent-unable", "papers-late", "interpreter-absent", "chair-ill", "behaviour", "other",
)  # fmt: skip


class Adjournment(AboutCase):
    """One adjournment: why, for which children nothing is decided yet, and what keeps them safe until it goes on.

    The same conference goes on later, under the limit that it had. `case` is the conference's.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="adjournments")
    at = models.DateTimeField()
    why = models.CharField(max_length=20)
    why_words = models.TextField(blank=True)
    undecided = ArrayField(models.UUIDField(), default=list)
    interim_plan = models.TextField(blank=True)
    recorded_by = models.UUIDField()

    class Meta:
        db_table = "conferences_adjournment"
        constraints = (
            models.CheckConstraint(condition=Q(why__in=ADJOURNED_WHY), name="conferences_adjournment_why_known"),
        )

    def __str__(self) -> str:
        return f"{self.why} {self.at}"
