"""Whether somebody may be signed in at all, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings

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
    """Whether nobody has used this account for more than 45 days, or ever, in the 45 days since it was added.

    In a made-up world an account that was never used waits for its first visitor.
    """
    if user.last_used_at is None and settings.QUORATE_MODE == "demo":
        return False
    return at - (user.last_used_at or user.added_at) > timedelta(days=DORMANT_DAYS)


def current_memberships(user: User) -> list[Membership]:
    """What this user may act as today, longest held first."""
    return list(memberships_of(user, today()))


def membership_of(user: User, membership_id: str | None) -> Membership | None:
    """The membership a session acts under, if it is still in force."""
    return next((held for held in current_memberships(user) if str(held.id) == membership_id), None)


def vouches_for(service: Mapping[str, Any], user: User) -> bool:
    """Whether a sign-in service may say who this is: it is bound to one authority's staff or one agency's people.

    `service` has the names `authority` or `agency`; a service with neither may vouch for anybody. An agency that
    several authorities work with is one by its name.
    """
    if authority := service.get("authority"):
        return user.authority is not None and user.authority.name == authority
    if agency := service.get("agency"):
        acts_for = {held.agency.name for held in current_memberships(user) if held.agency is not None}
        return user.authority_id is None and agency in acts_for
    return True
