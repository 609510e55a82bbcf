"""The clock of the tests: a run has one day, and begins at eight in the morning of it.

So nothing hangs on the hour at which a run is begun, nor on midnight passing while it goes on: a constant of a module
that was read before midnight is as true as a row that is written after it. The day is the last one whose eight o'clock
has passed, so that this clock is never ahead of the real one; at night it is the day before, and whoever mixes the two
clocks learns of it there.
"""

from __future__ import annotations

import os
import time as seconds
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_BEGAN = seconds.monotonic()
_MORNING = time(8)
_TOLD = "TESTS_RUN_DAY"


def run_day() -> date:
    """The day of this run, London's: the same in every process that the run has started."""
    began = datetime.now(LONDON) - timedelta(hours=_MORNING.hour)
    return date.fromisoformat(os.environ.setdefault(_TOLD, began.date().isoformat()))


def now() -> datetime:
    """This instant of the tests: eight in the morning, London time, and as long after it as the run has taken."""
    return datetime.combine(run_day(), _MORNING, LONDON) + timedelta(seconds=seconds.monotonic() - _BEGAN)


@contextmanager
def begun_again() -> Iterator[None]:
    """Half past eight inside the block, for what is done again and again: whatever is given a time of the day stays
    ahead of it. Rows that were there before are of the half hour before."""
    global _BEGAN
    before, _BEGAN = _BEGAN, seconds.monotonic() - timedelta(minutes=30).total_seconds()
    try:
        yield
    finally:
        _BEGAN = before


def set_for_pages() -> None:
    """From now on the pages look at this clock. Called once Django is ready."""
    from quorate.web.work import moments

    moments.timezone = SimpleNamespace(now=now)  # type: ignore[assignment]
