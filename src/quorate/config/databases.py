"""The address of a database in the words of Django's setting DATABASES."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Milliseconds. A page that waits longer has failed for the person in front of it; a job may take its time.
PAGE_TIMEOUT, JOB_TIMEOUT = 5_000, 30_000


def django_database(url: str, *, pool: int, timeout: int | None) -> dict[str, Any]:
    """One entry of DATABASES. `pool` is the most connections kept open, 0 for none; `timeout` in milliseconds for
    one statement, None for no limit. Options of the address (`?sslmode=…`) are passed on."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if timeout is not None:
        options["options"] = f"-c statement_timeout={timeout}"
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0,  # with a pool of its own, as Django asks for
        # A connection that died with the server is noticed before a page uses it.
        "CONN_HEALTH_CHECKS": True,
        # Cursors on the server outlive a transaction, and with it the context that row-level security asks for.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }
