"""The scale: what number everybody gives for a child, and why."""

from __future__ import annotations

from django.db import models

from quorate.access.models import MeantFor
from quorate.conferences.models.conference import Conference


class ScaleNumber(MeantFor):
    """One person's number for one child; the pack says from where to where, and what the ends mean.

    `who` is child, family or professional; `invitee_id` the invitee, none for a child who was not invited. The number
    of a child, or of somebody afraid, is shown only by their own choice (`shown`); until then it is for chair and
    minute-taker, by its label.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="scale_numbers")
    child_case_id = models.UUIDField()
    who = models.CharField(max_length=12)
    invitee_id = models.UUIDField(null=True, blank=True)
    in_writing = models.BooleanField(default=False)
    number = models.SmallIntegerField()
    reason = models.CharField(max_length=600, blank=True)
    shown = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        db_table = "conferences_scale_number"
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "child_case_id", "invitee_id"),
                name="conferences_scale_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(who__in=("child", "family", "professional")), name="conferences_scale_who_known"
            ),
        )

    def __str__(self) -> str:
        return f"number {self.id}"
