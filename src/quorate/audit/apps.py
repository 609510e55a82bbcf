"""The Django application of this room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Tables are named `audit_…`."""

    name = "quorate.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After a migration the database learns the closed list of entry types."""
        post_migrate.connect(_fill, sender=self, dispatch_uid="quorate.audit.fill")


def _fill(using: str = "default", **_: Any) -> None:
    from quorate.audit.entries import ENTRIES
    from quorate.audit.models import AuditKind

    if "audit_kind" not in connections[using].introspection.table_names():
        return
    AuditKind.objects.using(using).bulk_create(
        [AuditKind(action=action, keys=list(keys)) for action, keys in ENTRIES.items()],
        update_conflicts=True, unique_fields=["action"], update_fields=["keys"],
    )  # fmt: skip
