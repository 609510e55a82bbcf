"""Secrets of authenticator apps, sealed with a key derived from the secret of the settings."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from quorate.cases.sealing import Broken, Sealer

__all__ = ["Broken", "opened", "sealed"]

_SEALER: Final = Sealer("quorate second factor 1", "QUORATE_SECRET_KEY", lambda: [settings.SECRET_KEY])


def sealed(text: str) -> str:
    """`text` so that only holders of the settings' secret can read it, and nobody can change it unnoticed."""
    return _SEALER.sealed(text)


def opened(text: str) -> str:
    """The text that was sealed; raises `Broken`."""
    return _SEALER.opened(text)
