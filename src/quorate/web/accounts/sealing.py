"""Secrets of authenticator apps, encrypted and authenticated with a key derived from the secret of the settings."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Broken(Exception):
    """A sealed secret that does not open: it was changed, or sealed under another key."""


def sealed(text: str) -> str:
    """`text` so that only holders of the settings' secret can read it, and nobody can change it unnoticed."""
    return _box().encrypt(text.encode()).decode("ascii")


def opened(text: str) -> str:
    """The text that was sealed; raises `Broken`."""
    try:
        return _box().decrypt(text.encode("ascii")).decode()
    except (InvalidToken, UnicodeEncodeError) as fault:
        raise Broken("a stored secret does not open; was QUORATE_SECRET_KEY changed?") from fault


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"quorate second factor 1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
