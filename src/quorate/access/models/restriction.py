"""Who may see a restricted case."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from quorate.access.models.about_case import AboutCase


class Restriction(AboutCase):
    """One user on the list of a restricted case. Lets nobody in by itself: a grant is needed as well."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="restrictions")
    listed_by = models.UUIDField()
    listed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "access_restriction"
        constraints = (models.UniqueConstraint(fields=("user", "case"), name="access_restriction_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
