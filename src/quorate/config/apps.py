"""Registers the start-up checks."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room that puts the parts together; it has no tables."""

    name = "quorate.config"
    label = "config"

    def ready(self) -> None:
        from quorate.config import checks  # noqa: F401  (importing registers them)
