"""Who disagrees with a decision, and what a parent or child says of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import MeantFor
from quorate.conferences.models.conference import Conference

DISSENT_KINDS = ("dissent", "on-decision", "on-plan")


class Dissent(MeantFor):
    """Words of one person about a decision or a plan, always with their author.

    `kind` is `dissent` (disagrees, in the record and for the rules), `on-decision` or `on-plan` (a comment).
    `child_case_id` is None where it is about every child. `said_by` is the author's name and part as recorded then.
    `grounds` are codes of the pack. `case` is the conference's.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="dissents")
    kind = models.CharField(max_length=12)
    child_case_id = models.UUIDField(null=True, blank=True)
    invitee_id = models.UUIDField()
    person_id = models.UUIDField(null=True, blank=True)
    said_by = models.CharField(max_length=200)
    role = models.CharField(max_length=60, blank=True)
    grounds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "conferences_dissent"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DISSENT_KINDS), name="conferences_dissent_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
