"""That one decision answers everybody who asked to keep the same person out."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

ASKED_BY_SEVERAL: Final = f"GRANT UPDATE (answered_with) ON conferences_exclusion TO {PAGES};"
"""Whoever decides says of the other requests with which one they were answered; the policies of the table hold."""
