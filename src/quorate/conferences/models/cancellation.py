"""That a conference was cancelled, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class Cancellation(AboutCase):
    """Why a conference was cancelled, and who allowed it (words): for those who work on it, for nobody else.

    It stands apart from the conference, which also those read who are only asked to come, and from its bookings: one
    that was agreed has none.
    """

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=500)
    authorised_by = models.CharField(max_length=150)
    cancelled_by = models.UUIDField()
    cancelled_at = models.DateTimeField()

    class Meta:
        db_table = "conferences_cancellation"
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="conferences_cancellation_says_why"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"cancelled {self.conference_id}"
