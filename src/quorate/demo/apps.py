"""The Django application of demonstrations. It is not installed in production, and refuses to start there."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class DemoConfig(AppConfig):
    """Sign-in by role and the made-up world. It has no tables of its own."""

    name = "quorate.demo"
    label = "demo"

    def ready(self) -> None:
        """Register the check that refuses production."""
        from quorate.demo.checks import check_not_in_production

        register(check_not_in_production, Tags.security)
