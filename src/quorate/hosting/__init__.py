"""The running system: the embedded database, its roles, and the supervisor that starts and stops everything.

Knows processes and PostgreSQL only: no Django, and no other room."""

from __future__ import annotations


class HostingError(Exception):
    """Something on this machine stands in the way; the message is one sentence that says how to mend it."""
