"""What must never be true in production. Django runs these before it serves a single page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from quorate.web.accounts.configuration import AUTHENTICATION_BACKENDS

ROLE_SIGN_IN = "quorate.accounts.E001"
BACKENDS = "quorate.accounts.E002"
COOKIE = "quorate.accounts.E003"
MODE = "quorate.accounts.E004"


def check_sign_in(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """All faults of the sign-in settings, each with its mend."""
    mode = getattr(settings, "QUORATE_MODE", None)
    if mode == "demo":
        return []
    if mode != "production":
        return [Error(f"QUORATE_MODE is {mode!r}.", hint="Say QUORATE_MODE=production or QUORATE_MODE=demo.", id=MODE)]
    return [*_demonstration(), *_cookies()]


def _demonstration() -> Iterator[CheckMessage]:
    if any(app.startswith("quorate.demo") for app in settings.INSTALLED_APPS) or _route_exists("demo_sign_in"):
        yield Error(
            "Sign-in by role is switched on in production: anybody could be anybody.",
            hint="Take quorate.demo out of INSTALLED_APPS and its routes out of ROOT_URLCONF.",
            id=ROLE_SIGN_IN,
        )
    if list(settings.AUTHENTICATION_BACKENDS) != AUTHENTICATION_BACKENDS:
        yield Error(
            f"AUTHENTICATION_BACKENDS is {list(settings.AUTHENTICATION_BACKENDS)}.",
            hint=f"In production it is {AUTHENTICATION_BACKENDS} and nothing else: there are no passwords here.",
            id=BACKENDS,
        )


def _cookies() -> Iterator[CheckMessage]:
    name, secure = settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE
    right = name.startswith("__Host-") and secure and settings.SESSION_COOKIE_DOMAIN is None
    if not (right and settings.SESSION_COOKIE_PATH == "/" and settings.CSRF_COOKIE_SECURE):
        yield Error(
            "The session cookie is not bound to this host and to HTTPS.",
            hint='Set SESSION_COOKIE_NAME="__Host-quorate", SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True, '
            'SESSION_COOKIE_PATH="/" and no SESSION_COOKIE_DOMAIN.',
            id=COOKIE,
        )


def _route_exists(name: str) -> bool:
    from django.urls import NoReverseMatch, reverse

    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
