"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Disagreement: tables are named `challenges_…`."""

    name = "quorate.challenges"
    label = "challenges"
    default_auto_field = "django.db.models.BigAutoField"
