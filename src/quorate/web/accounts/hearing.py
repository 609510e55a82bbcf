"""What django-allauth tells us about second factors and codes, and what we write down and slow down because of it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import login_code_rejected
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from quorate.audit.services import record
from quorate.people.models import User
from quorate.web.accounts import slow_down, trail


def connect() -> None:
    """Connect every hearer once."""
    signals.authenticator_removed.connect(_removed, dispatch_uid="quorate.removed")
    signals.authenticator_used.connect(_used, dispatch_uid="quorate.used")
    signals.authentication_failed.connect(_failed, dispatch_uid="quorate.failed")
    login_code_rejected.connect(_code_rejected, dispatch_uid="quorate.code-rejected")


def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        facts = {"method": "totp"}
        record(action="second-factor.removed", subject_kind="user", subject_id=user.pk, facts=facts)


def _used(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        known = request.user.is_authenticated
        record(
            action="recovery-code.used",
            subject_kind="user",
            subject_id=user.pk,
            actor_id=None if known else user.pk,
            authority_id=None if known else user.authority_id,
        )
    slow_down.forget_failures(who=str(user.pk), address=get_adapter().get_client_ip(request))


def _failed(request: HttpRequest, user: User, reauthentication: bool = False, **_: Any) -> None:
    slow_down.count_failure(who=str(user.pk), address=get_adapter().get_client_ip(request))
    if reauthentication:
        record(
            action="step-up.failed",
            subject_kind="user",
            subject_id=user.pk,
            outcome="refused",
            facts={"method": "code"},
        )
    else:
        trail.failed(method="mfa", reason="wrong-code", user=user)


def _code_rejected(request: HttpRequest, user: User, **_: Any) -> None:
    slow_down.count_failure(who=user.email, address=get_adapter().get_client_ip(request))
    trail.failed(method="code", reason="wrong-code", user=user)
