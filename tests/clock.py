"""The clock of the tests: every run begins at eight in the morning of its day, so that nothing hangs on the hour."""

from __future__ import annotations

import time as seconds
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_BEGAN = seconds.monotonic()


def now() -> datetime:
    """This instant of the tests: eight in the morning, London time, and as long after it as the run has taken."""
    today = datetime.now(LONDON).date()
    return _morning(today) + timedelta(seconds=seconds.monotonic() - _BEGAN)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), LONDON)


def set_for_pages() -> None:
    """From now on the pages look at this clock. Called once Django is ready."""
    from quorate.web.work import moments

    moments.timezone = SimpleNamespace(now=now)  # type: ignore[assignment]
