"""Somebody who knows the family, kept out of the case."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from quorate.access.models.about_case import AboutCase


class ConflictKind(models.TextChoices):
    """How somebody is near to the family."""

    FAMILY = "family", "Family member"
    FRIEND = "friend", "Friend"
    NEIGHBOUR = "neighbour", "Neighbour"
    FORMER_PARTNER = "former_partner", "Former partner"
    COLLEAGUE = "colleague", "Colleague or close contact of one"
    OTHER = "other", "Another reason"


class Conflict(AboutCase):
    """A conflict of interest, declared by the user concerned or on the case. Denies, whatever was granted.

    A user sees the conflicts that they declared themselves, never one that a case holds against them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=ConflictKind.choices)
    declared_by = models.UUIDField()
    declared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "access_conflict"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "case"), condition=models.Q(withdrawn_at__isnull=True), name="access_conflict_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
