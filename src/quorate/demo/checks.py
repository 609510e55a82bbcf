"""The second lock on sign-in by role; the first is in `quorate.web.accounts.checks`, which is always installed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

IN_PRODUCTION = "quorate.demo.E001"


def check_not_in_production(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """An error if the demonstration is installed anywhere but in a demonstration."""
    if getattr(settings, "QUORATE_MODE", None) == "demo":
        return []
    return [
        Error(
            "quorate.demo is installed outside a demonstration; with it anybody could sign in as anybody.",
            hint="Take quorate.demo out of INSTALLED_APPS, or set QUORATE_MODE=demo on a machine without real data.",
            id=IN_PRODUCTION,
        )
    ]
