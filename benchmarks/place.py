"""A database of the tests' server for a benchmark, which leaves it as tests do: the last one out stops it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def fresh_database() -> Iterator[Any]:
    """The addresses of a migrated database that Django uses inside the block; afterwards it is dropped."""
    from tests import database

    database._make_django_ready()
    database.VAR.mkdir(parents=True, exist_ok=True)
    with (database.VAR / "users.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        urls = database.database_urls()
        try:
            with database.fresh_clone() as clone:
                yield clone
        finally:
            from django.db import connection

            connection.close()
            database.server().drop(urls.name)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                database.server().stop()
            except BlockingIOError:
                pass  # somebody's tests still run
