"""The closed list of entry types, as the database knows it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditKind(models.Model):
    """One type of entry and exactly the keys its facts have. Filled from `audit.entries` after migrating."""

    action = models.CharField(max_length=60, primary_key=True)
    keys = ArrayField(models.CharField(max_length=40))

    class Meta:
        db_table = "audit_kind"

    def __str__(self) -> str:
        return self.action
