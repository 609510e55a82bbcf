"""One thing done, or one thing read."""

from __future__ import annotations

from django.db import models

from quorate.audit.models.kind import AuditKind


class AuditEntry(models.Model):
    """Who did or read what, when, and how it ended. Ids and codes only: never content, never an address.

    Written by the database function `audit_append` alone; nobody may change or delete a row. `authority_id` is
    the authority in whose chain the entry stands; `vouched` says that the database itself knew the actor from
    the open context, rather than being told.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    authority_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    vouched = models.BooleanField()
    action = models.ForeignKey(
        AuditKind, on_delete=models.PROTECT, db_column="action", db_index=False, db_constraint=False
    )
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40)
    reason = models.CharField(max_length=60)
    request_id = models.CharField(max_length=40)
    facts = models.JSONField()

    class Meta:
        db_table = "audit_entry"
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=("case_id", "-id"), name="audit_entry_by_case", condition=models.Q(case_id__isnull=False)
            ),
            models.Index(fields=("authority_id", "-id"), name="audit_entry_by_authority"),
            models.Index(fields=("actor_id", "-id"), name="audit_entry_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action_id} {self.outcome}"
