"""Reading the trail. Row-level security decides which entries there are for whoever asks."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from quorate.audit.entries import READS
from quorate.audit.models import AuditEntry


def looks_at(case_id: UUID, *, last: int = 50) -> list[AuditEntry]:
    """Who has looked at a case, the latest first: at most `last` entries."""
    return list(AuditEntry.objects.filter(case_id=case_id, action_id__in=READS).order_by("-id")[:last])


def entries_of(authority_id: UUID) -> QuerySet[AuditEntry]:
    """An authority's trail, the latest first."""
    return AuditEntry.objects.filter(authority_id=authority_id).order_by("-id")
