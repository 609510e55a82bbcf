"""The stream of changes: tells an open page that something it shows has changed, and nothing more.

A message is a reference and a version. What changed, the browser asks for by an ordinary request, which is checked
and written to the audit trail like any other."""

from __future__ import annotations

# A change says so in its own transaction: SELECT pg_notify('quorate_changes', '<ref> <version>')
CHANNEL = "quorate_changes"
