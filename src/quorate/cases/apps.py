"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: tables are named `cases_…`."""

    name = "quorate.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
