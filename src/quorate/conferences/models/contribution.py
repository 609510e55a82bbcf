"""What each person brought to the meeting, part by part of the agenda."""

from __future__ import annotations

from django.db import models

from quorate.access.models import MeantFor
from quorate.conferences.models.conference import Conference


class ContributionKind(models.TextChoices):
    """What sort of contribution it is."""

    SAID = "said", "Said or asked"
    ANSWER = "answer", "Parents' answer"
    REPORT = "report", "Report outlined"
    VIEWS = "views", "Views reported for somebody who is not there"


class Contribution(MeantFor):
    """One contribution (RDB-06): whose, in which part, about which child or report, in which words.

    `invitee_id` is whose it is; `told_by` says who spoke for them. Words may be empty for "had nothing to add".
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=ContributionKind.choices)
    item = models.CharField(max_length=60)
    child_case_id = models.UUIDField(null=True, blank=True)
    report_id = models.UUIDField(null=True, blank=True)
    invitee_id = models.UUIDField(null=True, blank=True)
    told_by = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        db_table = "conferences_contribution"
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=ContributionKind.values), name="conferences_contribution_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
