"""What the house does once a day: accounts nobody uses, emergency access nobody judged, what has run out.

The clock asks every ten minutes whether the day's work is done, so a worker that was down at midnight does it when it
is up again. Each job is one transaction with the note that it is done: it is done once a day however many workers ask,
and one that fails is tried again ten minutes later and keeps none of the others waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from quorate.audit.services import record

logger = logging.getLogger(__name__)

_CLAIM: Final = """
INSERT INTO accounts_daily_run AS r (job, done_on) VALUES (%s, %s)
ON CONFLICT (job) DO UPDATE SET done_on = excluded.done_on WHERE r.done_on < excluded.done_on RETURNING job
"""


def shut_dormant_accounts(at: datetime, on: date) -> int:
    """Accounts unused for 45 days are shut; an administrator opens them again."""
    from quorate.people.members import shut_dormant
    from quorate.web.accounts.configuration import DORMANT_DAYS

    # Most people of a made-up world wait for their first visitor, however long ago it was built.
    is_real = settings.QUORATE_MODE != "demo"
    return len(shut_dormant(unused_since=at - timedelta(days=DORMANT_DAYS), also_never_used=is_real))


def suspend_unreviewed(at: datetime, on: date) -> int:
    """Whoever opened a case in an emergency that nobody has judged by its day is shut out."""
    from quorate.people.members import suspend_unreviewed_break_glass

    return len(suspend_unreviewed_break_glass(on=on))


def forget_failures(at: datetime, on: date) -> int:
    """Failed attempts that count no more."""
    from quorate.web.accounts import slow_down

    return slow_down.sweep(at=at)


def forget_used_codes(at: datetime, on: date) -> int:
    """Codes that nobody could use any more in any case."""
    from quorate.web.accounts import used_codes

    return used_codes.sweep(at=at)


def forget_kept_forms(at: datetime, on: date) -> int:
    """Forms that came after their sender was signed out and that nobody sent again within twelve hours."""
    from quorate.web.accounts import kept

    return kept.sweep(at=at)


def forget_sent_forms(at: datetime, on: date) -> int:
    """Marks of forms that were sent more than a day ago: nobody sends those again."""
    from quorate.web import once

    return once.sweep(at=at)


def end_expired_sessions(at: datetime, on: date) -> int:
    """Sessions that have run out, the list of who is signed in where, and their contexts."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    gone: int = Session.objects.filter(expire_date__lt=at).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_sweep_contexts()")
        return gone + int(cursor.fetchone()[0])


def empty_files_left_behind(at: datetime, on: date) -> int:
    """Files of people, places and children that were shown in a dry run and never brought in."""
    from quorate.people.models import ListImport
    from quorate.returns.importing.uploads import forget_uploads

    gone = ListImport.objects.filter(done_at__isnull=True, brought_at__lt=at - timedelta(days=1)).delete()[0]
    return gone + forget_uploads(at=at)


DAILY: Final[Mapping[str, Callable[[datetime, date], int]]] = MappingProxyType(
    {
        "dormant-accounts": shut_dormant_accounts,
        "unreviewed-break-glass": suspend_unreviewed,
        "failed-attempts": forget_failures,
        "used-codes": forget_used_codes,
        "kept-forms": forget_kept_forms,
        "sent-forms": forget_sent_forms,
        "expired-sessions": end_expired_sessions,
        "files-left-behind": empty_files_left_behind,
    }
)
"""The jobs by the name under which the trail knows them; each gives how many rows it dealt with."""


def run_what_is_due(*, at: datetime, on: date) -> list[str]:
    """Do what has not been done for the day `on`; `at` is the instant by which things have run out.

    Gives the names of the jobs done. Runs as the worker's role.
    """
    return [job for job in DAILY if _run(job, at=at, on=on)]


def _run(job: str, *, at: datetime, on: date) -> bool:
    try:
        with transaction.atomic():
            if not _claimed(job, on):
                return False
            dealt_with = DAILY[job](at, on)
            record(action="system.job-run", subject_kind="job", facts={"job": job, "outcome": dealt_with})
            return True
    except Exception:
        logger.exception("the daily job %s failed and is tried again in ten minutes", job)
    with transaction.atomic():
        record(action="system.job-run", subject_kind="job", outcome="failed", facts={"job": job, "outcome": "failed"})
    return False


def _claimed(job: str, on: date) -> bool:
    """Whether this transaction is the one that does the job for the day; a second waits here and is told no."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [job, on])
        return cursor.fetchone() is not None
