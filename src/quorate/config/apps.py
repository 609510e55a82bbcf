"""Registers the start-up checks and the late savepoints, and what follows from which event."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room that puts the parts together; it has no tables."""

    name = "quorate.config"
    label = "config"

    def ready(self) -> None:
        from quorate import reactions
        from quorate.config import checks, savepoints  # noqa: F401  (importing registers them)

        savepoints.register()
        reactions.load()
