"""Sealing words so that only holders of a key can read them, and nobody can change or exchange them unnoticed.

Fernet (AES-128-CBC with HMAC-SHA256) of the `cryptography` library, under keys derived by HKDF from the secrets of
the settings. What a value is sealed for (its purpose and the row it belongs to) goes into the derived key: a value
copied to another row does not open. The first secret seals, all open; `resealed` moves a value to the first.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Broken(Exception):
    """A sealed value that does not open: it was changed, moved, or sealed under a key that is not there any more."""


@dataclass(frozen=True)
class Sealer:
    """Seals for one purpose. `secrets` are asked for each time; `setting` is named when a value does not open."""

    purpose: str
    setting: str
    secrets: Callable[[], Sequence[str]]

    def sealed(self, text: str, about: object = "") -> str:
        """`text`, sealed for this purpose and for what it is about (the id of its row)."""
        return self._boxes(about).encrypt(text.encode()).decode("ascii")

    def opened(self, sealed: str, about: object = "") -> str:
        """The text that was sealed. Raises `Broken`, never gives an empty text instead."""
        try:
            return self._boxes(about).decrypt(sealed.encode("ascii")).decode()
        except (InvalidToken, UnicodeEncodeError):
            raise self._broken() from None

    def resealed(self, sealed: str, about: object = "") -> str:
        """The same text under the first secret, with a fresh seal. Raises `Broken`."""
        return self.sealed(self.opened(sealed, about), about)

    def is_current(self, sealed: str, about: object = "") -> bool:
        """Whether the first secret alone opens it."""
        try:
            _box(self.secrets()[0], self._info(about)).decrypt(sealed.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError):
            return False
        return True

    def _info(self, about: object) -> bytes:
        return f"{self.purpose} {about}".strip().encode()

    def _boxes(self, about: object) -> MultiFernet:
        return MultiFernet([_box(secret, self._info(about)) for secret in self.secrets()])

    def _broken(self) -> Broken:
        return Broken(
            f"a sealed value ({self.purpose}) does not open: it was changed, moved to another row, or its key was "
            f"taken out of {self.setting}; put that key back at the end of {self.setting}, or restore the row"
        )


def _box(secret: str, info: bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _field_keys() -> Sequence[str]:
    keys: Sequence[str] = settings.QUORATE_FIELD_KEYS
    return keys


ADDRESS: Final = Sealer("quorate address 1", "QUORATE_FIELD_KEYS", _field_keys)
CONTACT_WAY: Final = Sealer("quorate contact way 1", "QUORATE_FIELD_KEYS", _field_keys)
