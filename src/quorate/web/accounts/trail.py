"""Refusals: one row in the audit trail with the true reason, one page that says the same to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from quorate.audit.services import record
from quorate.people.models import User
from quorate.web.pages import page


def refused(request: HttpRequest, *, method: str, reason: str, user: User | None) -> HttpResponse:
    """Record a refused sign-in and answer with the page that tells nobody why."""
    failed(method=method, reason=reason, user=user)
    return page(request, "account/refused.html", title="You cannot sign in", status=403)


def failed(*, method: str, reason: str, user: User | None) -> None:
    """Record a failed sign-in. What was typed is never recorded, only whom it was about if we know them."""
    record(
        action="sign-in.failed",
        subject_kind="user",
        subject_id=user.pk if user else None,
        outcome="refused",
        reason=reason,
        facts={"method": method},
        authority_id=user.authority_id if user else None,
        actor_id=user.pk if user else None,
    )
