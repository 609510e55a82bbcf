"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: tables are named `people_…`."""

    name = "quorate.people"
    label = "people"
    verbose_name = "People and places"
    default_auto_field = "django.db.models.BigAutoField"
