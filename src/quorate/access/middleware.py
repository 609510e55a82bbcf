"""Gives each request its standing, and each of its transactions the context."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from quorate.access.context import standing_of_session, using
from quorate.access.standing import Standing
from quorate.audit.services import request_id


class ContextMiddleware:
    """After the session middleware: sets `request.standing` (None: nobody is signed in) and `request.request_id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers with the session's standing in force."""
        session = request.session
        key = session.session_key if session.session_key and session.get(SESSION_KEY) else None
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.standing = _standing(session, key) if key else None  # type: ignore[attr-defined]
        token = request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            with using(key):
                return self.get_response(request)
        finally:
            request_id.reset(token)


def _standing(session: Any, key: str) -> Standing | None:
    """The standing that the session's own statement has seen; asked for where the session keeps no such thing."""
    look = getattr(session, "look", None)
    if look is not None and look.key == key:
        seen: Standing | None = look.standing
        return seen
    return standing_of_session(key)
