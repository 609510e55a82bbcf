"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans: tables are named `plans_…`."""

    name = "quorate.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
