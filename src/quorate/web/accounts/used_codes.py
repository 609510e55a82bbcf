"""What counts once counts once: in one process or in ten.

django-allauth asks Django's cache whether a code of an authenticator app (or the number of a provider's answer) was
used before, and by default every process has a cache of its own. Ours is a table: each use is a row with a unique key,
written in the transaction of the sign-in. Of two that bring the same code at once the second waits for the first, and
is refused; where the first is undone, the code is unused again.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from quorate.web.accounts.models import UsedCode

AT_LEAST: Final = timedelta(minutes=10)
"""Longer than any step of any app is taken, whatever django-allauth asks for (a period, of which it takes three)."""

_USE: Final = """
INSERT INTO accounts_used_code AS u (key, forget_at) VALUES (%s, %s)
ON CONFLICT (key) DO UPDATE SET forget_at = excluded.forget_at WHERE u.forget_at < %s RETURNING key
"""


def use(what: str, *, for_long: timedelta = AT_LEAST, at: datetime | None = None) -> bool:
    """Take something out of use for at least ten minutes; False when it was used before."""
    at = at or timezone.now()
    key = hmac.new(settings.SECRET_KEY.encode(), f"used|{what}".encode(), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_USE, [key, at + max(for_long, AT_LEAST), at])
        return cursor.fetchone() is not None


def sweep(*, at: datetime) -> int:
    """Delete what may be forgotten; returns how many rows went."""
    return UsedCode.objects.filter(forget_at__lt=at).delete()[0]


class UsedOnce(BaseCache):
    """Django's cache for us: it can be told that something is used, and keeps nothing else for anybody.

    Whoever wants to keep a value here is told so at once, instead of finding another process without it.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether this is the first use of `key`; `timeout` in seconds, ten minutes at least."""
        seconds = timeout if isinstance(timeout, int | float) else 0
        return use(self.make_key(key, version=version), for_long=timedelta(seconds=seconds))

    def get(self, *args: Any, **named: Any) -> Any:
        """Nothing is kept here. Raises NotImplementedError."""
        raise NotImplementedError("This cache only knows what was used; keep values in a table.")

    set = touch = delete = clear = get
