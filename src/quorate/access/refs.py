"""Public references: what stands in an address bar instead of a key or a name."""

from __future__ import annotations

import base64
import re
import secrets

_SHAPE = re.compile(r"[a-z2-7]{26}")


def new_ref() -> str:
    """A fresh reference: 128 random bits as 26 lower-case letters and digits (base32)."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def looks_like_ref(text: str) -> bool:
    """Whether the text has the shape of a reference; says nothing about whether anything has it."""
    return _SHAPE.fullmatch(text) is not None
