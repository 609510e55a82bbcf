"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Conferences: tables are named `conferences_…`."""

    name = "quorate.conferences"
    label = "conferences"
    default_auto_field = "django.db.models.BigAutoField"
