"""The pages as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class WebConfig(AppConfig):
    """Registers the checks of the pages when Django starts."""

    name = "quorate.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Packs and colours are looked at before the first page is served."""
        from quorate.web.checks import check_packs, check_routes
        from quorate.web.plain_words import use_plain_words

        use_plain_words()
        register(check_packs)
        register(check_routes)
