"""The records of this room, one a file."""

from quorate.audit.models.entry import AuditEntry
from quorate.audit.models.head import AuditHead
from quorate.audit.models.kind import AuditKind
from quorate.audit.models.link import AuditLink

__all__ = ["AuditEntry", "AuditHead", "AuditKind", "AuditLink"]
