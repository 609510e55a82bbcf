"""The address of a database in the words of Django's setting DATABASES."""

from __future__ import annotations

import select
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import _queries

# Milliseconds. A page that waits longer has failed for the person in front of it; a job may take its time.
PAGE_TIMEOUT, JOB_TIMEOUT = 5_000, 30_000

# Psycopg takes a statement of more than 4,096 bytes or 50 values apart anew each time it is sent, because such ones
# seldom come again. Ours are a page's readings, put into words once: some 10,000 bytes, the same for everybody.
_queries.MAX_CACHED_STATEMENT_LENGTH, _queries.MAX_CACHED_STATEMENT_PARAMS = 32_768, 200


def django_database(url: str, *, pool: int, timeout: int | None, prepared: bool = False) -> dict[str, Any]:
    """One entry of DATABASES. `pool` is the most connections kept open, 0 for none; `timeout` in milliseconds for
    one statement, None for no limit; `prepared`: statements that come again are planned once a connection. Options
    of the address (`?sslmode=…`) are passed on."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if timeout is not None:
        options["options"] = f"-c statement_timeout={timeout}"
    if prepared:
        # The same few statements come again and again, and planning one under row-level security costs more than
        # running it. What was searched for travels beside them and stays out of the server's list of statements.
        options |= {"server_side_binding": True, "prepare_threshold": 3}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5, "connection_class": LentConnection}
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


class LentConnection(psycopg.Connection[Any]):
    """A connection of the pool, which asks it an empty statement whenever it lends it.

    A server that ends closes its side, which can be seen without asking it anything. So that statement is sent only
    where there is something to be read: a farewell, or a mere notice.
    """

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Runs a statement. Raises `OperationalError` where the server has gone."""
        return self.cursor() if query == "" and self._is_quiet() else super().execute(query, *args, **kwargs)

    def _is_quiet(self) -> bool:
        line = select.poll()
        line.register(self.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not line.poll(0)
