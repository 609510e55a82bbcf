"""How long a sign-in is believed. Pure: the moment and what the session says come in, the answer goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from quorate.web.accounts.configuration import ABSOLUTE_HOURS, IDLE_MINUTES, STEP_UP_MINUTES

STARTED, SEEN, STEPPED_UP, SECOND_FACTOR = "started_at", "seen_at", "stepped_up_at", "second_factor"

Ending = Literal["idle", "too-long", "unknown-start"]

# The session row is written at most this often for being seen; 30 minutes are counted exactly enough.
SEEN_EVERY_SECONDS = 60


def ending(session: Mapping[str, Any], *, now: float) -> Ending | None:
    """Why this session has to end now (`now` in seconds since 1970), or None if it may go on.

    A session that does not say when it began is not believed.
    """
    started, seen = session.get(STARTED), session.get(SEEN)
    if not isinstance(started, int | float) or not isinstance(seen, int | float):
        return "unknown-start"
    if now - started >= ABSOLUTE_HOURS * 3600:
        return "too-long"
    if now - seen >= IDLE_MINUTES * 60:
        return "idle"
    return None


def seen_again(session: Mapping[str, Any], *, now: float) -> bool:
    """Whether being seen is worth writing down now."""
    return now - float(session.get(SEEN, 0)) >= SEEN_EVERY_SECONDS


def stepped_up(session: Mapping[str, Any], *, now: float) -> bool:
    """Whether who sits there has proved who they are within the last five minutes.

    A time in the future (a provider whose clock is wrong) counts for nothing beyond one minute.
    """
    at = session.get(STEPPED_UP)
    if not isinstance(at, int | float):
        return False
    return -60 <= now - at < STEP_UP_MINUTES * 60


def has_second_factor(session: Mapping[str, Any]) -> bool:
    """Whether this sign-in was by two factors (said by the provider, or proved with an authenticator app)."""
    return session.get(SECOND_FACTOR) is True
