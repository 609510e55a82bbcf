"""The place of an entry in its authority's chain."""

from __future__ import annotations

from django.db import models

from quorate.audit.models.entry import AuditEntry


class AuditLink(models.Model):
    """Number `seq` of an authority's chain: which entry it is and the chain's hash up to and including it.

    Written when the transaction commits, so that a page that works on after its entry holds no lock.
    """

    entry = models.OneToOneField(
        AuditEntry, primary_key=True, on_delete=models.PROTECT, related_name="link", db_constraint=False
    )
    authority_id = models.UUIDField()
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_link"
        constraints = (models.UniqueConstraint(fields=("authority_id", "seq"), name="audit_link_number_once"),)

    def __str__(self) -> str:
        return f"{self.authority_id} {self.seq}"
