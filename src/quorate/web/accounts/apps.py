"""The Django application of sign-in: its checks and what it hears from django-allauth."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    """Sign-in. Its one table is named `accounts_failed_attempts`."""

    name = "quorate.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks and listen for second factors coming, going, used and failing."""
        from quorate.web.accounts import hearing
        from quorate.web.accounts.checks import check_sign_in

        register(check_sign_in, Tags.security)
        hearing.connect()
