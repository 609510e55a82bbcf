"""Guessing is slowed, nobody is locked out: whoever fails again and again waits longer, and never for ever.

The wait grows with failures and is forgotten after a quiet hour. It is at most a minute for one visitor, and at most
ten seconds for an account as a whole, so that an attacker elsewhere cannot keep its owner out.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from quorate.web.accounts.models import FailedAttempts

FORGOTTEN_AFTER = timedelta(hours=1)

# (failures that cost nothing, the longest wait) for who and address together, for the address, for the account.
# A council may sit behind one network address, so that one has to be generous.
LIMITS = (
    (3, timedelta(seconds=60)),
    (30, timedelta(seconds=30)),
    (10, timedelta(seconds=10)),
)

_COUNT = """
INSERT INTO accounts_failed_attempts AS f (key, failures, last_failed_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN f.last_failed_at < %s THEN 1 ELSE f.failures + 1 END,
    last_failed_at = excluded.last_failed_at
"""


def seconds_to_wait(*, who: str, address: str, at: datetime | None = None) -> int:
    """How many seconds `who` (an e-mail address or a user's id) has to wait at this network address; 0 for none.

    The answer is worked out in the same way whether or not such a user exists.
    """
    at = at or timezone.now()
    keys = _keys(who, address)
    found = {row.key: row for row in FailedAttempts.objects.filter(key__in=keys)}
    waits = [_wait(found.get(key), *limit, at) for key, limit in zip(keys, LIMITS, strict=True)]
    longest = max(waits)
    return max(0, -int(-longest.total_seconds() // 1))


def count_failure(*, who: str, address: str, at: datetime | None = None) -> None:
    """Remember one failed attempt. Two at the same moment count as two."""
    at = at or timezone.now()
    with connection.cursor() as cursor:
        # In one fixed order, so that two failures at once cannot wait for each other.
        for key in sorted(_keys(who, address)):
            cursor.execute(_COUNT, [key, at, at - FORGOTTEN_AFTER])


def forget_failures(*, who: str, address: str) -> None:
    """After a success the account and this visitor start afresh; the network address keeps its count."""
    visitor, _, account = _keys(who, address)
    FailedAttempts.objects.filter(key__in=[visitor, account]).delete()


def sweep(*, at: datetime) -> int:
    """Delete what has been forgotten anyway; returns how many rows went."""
    return FailedAttempts.objects.filter(last_failed_at__lt=at - FORGOTTEN_AFTER).delete()[0]


def _wait(row: FailedAttempts | None, free: int, longest: timedelta, at: datetime) -> timedelta:
    if row is None or row.failures < free or row.last_failed_at < at - FORGOTTEN_AFTER:
        return timedelta(0)
    # The exponent is bounded so that a million failures do not make a number with a million digits.
    wait = min(timedelta(seconds=2 ** min(row.failures - free + 1, 10)), longest)
    return max(timedelta(0), row.last_failed_at + wait - at)


def _keys(who: str, address: str) -> list[str]:
    who = who.strip().lower()
    return [_hidden(f"visitor|{who}|{address}"), _hidden(f"address|{address}"), _hidden(f"account|{who}")]


def _hidden(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
