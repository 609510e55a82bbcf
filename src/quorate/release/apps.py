"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Release: tables are named `release_…`."""

    name = "quorate.release"
    label = "release"
    default_auto_field = "django.db.models.BigAutoField"
