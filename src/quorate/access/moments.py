"""Which day it is for grants, memberships and reviews."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The local date of London; in a made-up world, the day that it was built for."""
    pretended: date | None = getattr(settings, "QUORATE_TODAY", None)
    return pretended or timezone.localdate(timezone=ZoneInfo("Europe/London"))
