"""Whether somebody may be signed in at all, and as what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from quorate.access.moments import today
from quorate.people.models import Membership, User
from quorate.people.queries import memberships_of
from quorate.web.accounts.configuration import DORMANT_DAYS

Refusal = Literal["unknown", "inactive", "no-membership", "dormant"]


def refusal_of(user: User | None, *, at: datetime) -> Refusal | None:
    """Why this user is not let in at `at`, for the audit trail only; None if they may come in.

    Whoever is refused is never told which of these it was.
    """
    if user is None:
        return "unknown"
    if not user.is_active:
        return "inactive"
    if not current_memberships(user):
        return "no-membership"
    return "dormant" if is_dormant(user, at=at) else None


def is_dormant(user: User, *, at: datetime) -> bool:
    """Whether nobody has used this account for more than 45 days (one never used does not count as dormant here)."""
    return user.last_used_at is not None and at - user.last_used_at > timedelta(days=DORMANT_DAYS)


def current_memberships(user: User) -> list[Membership]:
    """What this user may act as today, longest held first."""
    return list(memberships_of(user, today()))


def membership_of(user: User, membership_id: str | None) -> Membership | None:
    """The membership a session acts under, if it is still in force."""
    return next((held for held in current_memberships(user) if str(held.id) == membership_id), None)
