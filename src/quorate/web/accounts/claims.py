"""What a provider said about who signed in: read once, kept for the length of the request, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

# RFC 8176; a provider that says one of these has seen more than a password.
TWO_FACTORS = frozenset({"mfa", "otp", "hwk", "fpt", "face", "sc", "swk", "fido", "ngcmfa", "rsa"})


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Issuer and subject, the vouched-for address, when and by how many factors the provider saw this person."""

    issuer: str = ""
    subject: str = ""
    email: str = ""
    email_verified: bool = False
    authenticated_at: float | None = None
    two_factors: bool = False


def read(answer: Mapping[str, Any]) -> Claims:
    """The claims of an answer as django-allauth hands it over: `id_token` first, it is signed; then `userinfo`.

    Issuer, subject, the moment and the methods are only ever taken from the signed part.
    """
    signed: Mapping[str, Any] = answer.get("id_token") or {}
    told: Mapping[str, Any] = {**(answer.get("userinfo") or {}), **signed}
    moment, methods = signed.get("auth_time"), signed.get("amr")
    return Claims(
        issuer=str(signed.get("iss", "")),
        subject=str(signed.get("sub", "")),
        email=str(told.get("email") or "").strip().lower(),
        email_verified=told.get("email_verified") is True,
        authenticated_at=float(moment) if isinstance(moment, int | float) and not isinstance(moment, bool) else None,
        two_factors=isinstance(methods, list) and not TWO_FACTORS.isdisjoint(map(str, methods)),
    )


def of(request: HttpRequest) -> Claims:
    """The claims that came with this request; empty ones if it is no answer of a provider."""
    found = getattr(request, "provider_claims", None)
    return found if isinstance(found, Claims) else Claims()
