"""A person whom the chair keeps out of a conference."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from quorate.access.models.about_case import AboutCase


class Exclusion(AboutCase):
    """A dated decision to keep one user out of one case; it stays on until it is lifted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions")
    decided_by = models.UUIDField()
    decided_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "access_exclusion"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "case"), condition=models.Q(lifted_on__isnull=True), name="access_exclusion_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
