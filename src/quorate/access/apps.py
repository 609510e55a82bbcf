"""The Django application of this room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Tables are named `access_…`. Every connection of the pages and the worker is wrapped."""

    name = "quorate.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks, the wrapper of connections and what follows a migration."""
        from quorate.access import checks, lookups  # noqa: F401  (registers itself)
        from quorate.access.filling import fill_after_migrating

        connection_created.connect(_wrap, dispatch_uid="quorate.access.wrap")
        post_migrate.connect(fill_after_migrating, sender=self, dispatch_uid="quorate.access.fill")


def _wrap(connection: Any, **_: Any) -> None:
    """Binds the roles that row-level security binds; the owner migrates, and has no context to put first."""
    from quorate.access.context import put_context_first
    from quorate.access.policies import PAGES

    is_wrapped = put_context_first in connection.execute_wrappers
    if connection.settings_dict.get("USER") in PAGES.split(", "):
        if not is_wrapped:
            connection.execute_wrappers.append(put_context_first)
    elif is_wrapped:
        connection.execute_wrappers.remove(put_context_first)
