"""What is looked at before anything is served; a finding keeps the system from starting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

DEMO_PARTS = ("quorate.demo",)


@register(Tags.security)
def no_demo_in_production(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Signing in by choosing a role exists in the made-up world only."""
    if settings.QUORATE_MODE != "production":
        return []
    found = [
        name for name in (*settings.INSTALLED_APPS, *settings.AUTHENTICATION_BACKENDS) if name.startswith(DEMO_PARTS)
    ]
    return [
        Error(
            f"{name} is switched on in production; it lets anybody sign in as anybody.",
            hint="Remove it from the settings, or set QUORATE_MODE=demo for a made-up world.",
            id="quorate.config.E001",
        )
        for name in found
    ]


@register(Tags.security)
def no_debugging_pages(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Django's debugging pages print what is in memory, names and addresses included."""
    if not settings.DEBUG:
        return []
    return [Error("DEBUG is on; its error pages show what is in memory.", hint="Set it off.", id="quorate.config.E002")]
