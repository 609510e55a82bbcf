"""The end of each authority's chain."""

from __future__ import annotations

from django.db import models


class AuditHead(models.Model):
    """How many entries an authority's chain has and the hash of the last one."""

    authority_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.authority_id} {self.seq}"
