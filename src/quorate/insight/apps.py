"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Insight: tables are named `insight_…`."""

    name = "quorate.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
