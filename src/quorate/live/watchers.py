"""Who may watch what: the same session and the same row-level security as the pages."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection as django_connection
from django.db import transaction
from django.utils import timezone


def connection() -> dict[str, Any]:
    """How to reach the database for listening: the pages' own role, outside their pool."""
    said = settings.DATABASES["default"]
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {ours: said[theirs] for theirs, ours in names.items() if said[theirs]}


def may_watch(cookies: str, refs: frozenset[str]) -> bool:
    """Is this a living session, and may it see every one of these now? Writes nothing, discloses nothing."""
    key = _session_key(cookies)
    if key is None:
        return False
    try:
        with transaction.atomic():
            return _session_lives(key) and _all_visible(key, refs)
    finally:
        django_connection.close()


def _session_key(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found else None


def _session_lives(key: str) -> bool:
    model = SessionStore.get_model_class()
    return bool(model.objects.filter(session_key=key, expire_date__gt=timezone.now()).exists())


def _all_visible(key: str, refs: frozenset[str]) -> bool:
    """Row-level security answers: under the session's context, does the protected case exist for it?"""
    from quorate.access.context import handle_of
    from quorate.access.models import ProtectedCase

    with django_connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.ctx', %s, true)", [handle_of(key)])
    return ProtectedCase.objects.filter(ref__in=refs).count() == len(refs)
