"""What became of a message, step by step."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase
from quorate.notices.models.message import Message


class Delivery(AboutCase):
    """One step of one message: never changed, never deleted. `why` is a code, `by` the user (nobody: the job)."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=8)
    why = models.CharField(max_length=40, blank=True)
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "notices_delivery"
        verbose_name_plural = "deliveries"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
