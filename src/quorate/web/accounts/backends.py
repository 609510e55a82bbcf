"""Turns the user id in a session into a user. It signs nobody in: there is no password to check."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from quorate.people.models import User


class KnownUser(BaseBackend):
    """The one backend of production. `authenticate` always refuses; an inactive user is nobody."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Nobody: people are signed in by their provider or by code, never by something posted here."""
        return None

    def get_user(self, user_id: Any) -> User | None:
        """The active user with this id, or None."""
        return User.objects.filter(pk=user_id, is_active=True).first()
