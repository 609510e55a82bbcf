"""The instant, for the pages of sign-in. Sessions count in real time, also in a demonstration."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC."""
    return timezone.now()
