"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Returns: tables are named `returns_…`."""

    name = "quorate.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"
