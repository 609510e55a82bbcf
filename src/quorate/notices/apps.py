"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices: tables are named `notices_…`."""

    name = "quorate.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
