"""What every record about a case has, so that row-level security can stand on it."""

from __future__ import annotations

import uuid

from django.db import models

from quorate.access.models.case import ProtectedCase


class AboutCase(models.Model):
    """A record that belongs to one case of one authority. Its table must have the policies of `access.policies`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(ProtectedCase, on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()

    class Meta:
        abstract = True
