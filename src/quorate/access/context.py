"""The standing in which the database knows us: opened at sign-in, put first into every transaction.

The handle is HMAC(secret, session key): nothing that is stored anywhere gives it away, and whoever could run SQL of
their own as the pages' role still could not act as somebody else. A context is opened only with a proof that needs
the secret, which the database keeps where the pages cannot read it.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

from quorate.access.roles import Strength
from quorate.access.standing import Standing

LONGEST: Final = timedelta(hours=12)
"""How long a context lasts at most: a working day; then one signs in again."""

_handle: ContextVar[str | None] = ContextVar("quorate_access_handle", default=None)


class NoContext(RuntimeError):
    """A table of case records was touched where nobody is acting: outside a request's transaction, or in a job."""


def _derived(purpose: bytes) -> bytes:
    return hmac.digest(settings.QUORATE_CONTEXT_SECRET.encode(), purpose, "sha256")


def handle_of(session_key: str) -> str:
    """The handle of a session: unguessable, and not to be had from anything that the database holds."""
    return hmac.new(settings.QUORATE_CONTEXT_SECRET.encode(), b"handle " + session_key.encode(), sha256).hexdigest()


def opening_pads() -> tuple[bytes, bytes]:
    """The two HMAC pads of the key that proves an opened context; kept in the database by its owner."""
    key = _derived(b"open").ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def open_context(
    *,
    session_key: str,
    user_id: UUID,
    membership_id: UUID | None,
    authority_id: UUID,
    role: str,
    team_id: UUID | None = None,
    agency_id: UUID | None = None,
    strength: Strength = "strong",
    valid_until: datetime | None = None,
) -> None:
    """Lets a session act in this standing from now to `valid_until` (at most, and by default, twelve hours).

    Opening again changes the standing ("acting as") or, with strength "fresh", steps up for five minutes.
    """
    latest = timezone.now() + LONGEST
    ends = int(min(valid_until or latest, latest).timestamp())
    values: list[Any] = [
        sha256(handle_of(session_key).encode()).digest(), user_id, membership_id, authority_id, role, team_id,
        agency_id, strength, ends, int(time.time()),
    ]  # fmt: skip
    said = "\x1f".join(
        value.hex() if isinstance(value, bytes) else "" if value is None else str(value) for value in values
    )
    proof = hmac.digest(_derived(b"open"), said.encode(), "sha256")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT access_open_context({', '.join(['%s'] * 11)})", [*values, proof])


def close_contexts(
    *, user_id: UUID | None = None, membership_id: UUID | None = None, session_key: str | None = None
) -> int:
    """Ends the contexts of a user, of a membership or of one session, at once; gives how many there were."""
    digest = sha256(handle_of(session_key).encode()).digest() if session_key else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_close_contexts(%s, %s, %s)", [user_id, membership_id, digest])
        return int(cursor.fetchone()[0])


def standing_of_session(session_key: str) -> Standing | None:
    """The standing in which a session acts, or None when it has none (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_standing_of(%s)", [handle_of(session_key)])
        return _standing(cursor.fetchone())


def current_standing() -> Standing | None:
    """The standing that the running transaction acts in, as the database knows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_me()")
        return _standing(cursor.fetchone())


def _standing(row: tuple[Any, ...] | None) -> Standing | None:
    if row is None:
        return None
    user_id, membership_id, authority_id, role, team_id, agency_id, strength = row
    return Standing(user_id, authority_id, role, membership_id, team_id, agency_id, strength)


def step_up(*, session_key: str) -> None:
    """Makes the session fresh for five minutes; call it after a second factor was shown again.

    Raises `NoContext` when the session acts for nobody.
    """
    standing = standing_of_session(session_key)
    if standing is None:
        raise NoContext("This session acts for nobody: let the person sign in again.")
    open_context(
        session_key=session_key, user_id=standing.user_id, membership_id=standing.membership_id,
        authority_id=standing.authority_id, role=standing.role, team_id=standing.team_id,
        agency_id=standing.agency_id, strength="fresh",
    )  # fmt: skip


@contextmanager
def using(session_key: str | None) -> Iterator[None]:
    """Inside the block every transaction acts in the session's standing; None: for nobody."""
    token = _handle.set(None if session_key is None else handle_of(session_key))
    try:
        yield
    finally:
        _handle.reset(token)


@contextmanager
def acting_as(standing: Standing) -> Iterator[Standing]:
    """One transaction in this standing: for jobs, made-up worlds and tests. The operator acts without a context."""
    if standing.is_operator:
        with transaction.atomic():
            yield standing
        return
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        open_context(
            session_key=key, user_id=standing.user_id, membership_id=standing.membership_id,
            authority_id=standing.authority_id, role=standing.role, team_id=standing.team_id,
            agency_id=standing.agency_id, strength=standing.strength,
        )  # fmt: skip
        with using(key):
            yield standing
        close_contexts(session_key=key)


# --- the first statement of every transaction


@cache
def _protected() -> re.Pattern[str]:
    from quorate.access.checks import protected_tables

    return re.compile(r"\b(" + "|".join(sorted(protected_tables())) + r")\b")


@lru_cache(maxsize=256)
def _touched(sql: str) -> str:
    """The first table of case records that a statement names, or nothing. The session's own comes with every page."""
    found = _protected().search(sql)
    return found[0] if found else ""


# After one of these a case's facts are what they were before it; after any other statement they are asked for again.
# The readings of the ORM and of `gathering` begin with a column; one that waits for another's lock is none of them.
_CHANGES_NO_FACTS: Final = (
    "SELECT * FROM access_facts(", "SELECT audit_append(", "SAVEPOINT ", "RELEASE ",
    'SELECT "', "SELECT (SELECT json_agg(",
)  # fmt: skip
_LOCKS: Final = re.compile(r"\bFOR (UPDATE|NO KEY UPDATE|SHARE|KEY SHARE)\b")
_FACTS: Final = "_quorate_facts"
_UNKNOWN: Final = "unknown: no handle is ever this"


def told_just_now(key: UUID, ask: Callable[[], Any]) -> Any:
    """What `ask` gives for a case, asked once while nothing is done that could change it.

    Kept for whoever is acting, in the running transaction, up to its next statement that is more than a reading of
    rows or an entry in the trail.
    """
    wrapped = connections[DEFAULT_DB_ALIAS]  # the connection of this thread; `connection` stands for all of them
    asked, raw = (_handle.get(), key), wrapped.connection
    kept = wrapped.__dict__.get(_FACTS, {})
    if asked in kept and raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
        return kept[asked]
    found = ask()
    if wrapped.in_atomic_block:
        wrapped.__dict__.setdefault(_FACTS, {})[asked] = found
    return found


def put_context_first(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper: begins every transaction with the context, and lets nothing touch case records without."""
    wrapped = context["connection"]
    handle = _handle.get()
    raw = wrapped.connection
    idle = raw is None or raw.info.transaction_status == TransactionStatus.IDLE
    if idle or not (isinstance(sql, str) and sql.startswith(_CHANGES_NO_FACTS) and not _LOCKS.search(sql)):
        wrapped.__dict__.pop(_FACTS, None)
    if isinstance(sql, str) and sql.startswith("ROLLBACK TO"):
        # What the database takes back may be what it was told of who acts: the next statement tells it again.
        wrapped.__dict__["_quorate_handle"] = _UNKNOWN
        return execute(sql, params, many, context)
    known = None if idle else wrapped.__dict__.get("_quorate_handle")
    if wrapped.in_atomic_block and (handle is not None or known is not None):
        if known != handle:
            with raw.cursor() as cursor:
                cursor.execute("SELECT set_config('app.ctx', %s, true)", [handle or ""])
            wrapped.__dict__["_quorate_handle"] = handle
        if handle is not None:
            return execute(sql, params, many, context)
    elif idle:
        wrapped.__dict__["_quorate_handle"] = None
    touched = _touched(sql if isinstance(sql, str) else str(sql))
    if touched:
        raise NoContext(
            f"{touched} was touched where nobody is acting. Pages: read inside the view, not in the template or "
            "after the answer. Jobs: work inside `with acting_as(standing):`."
        )
    return execute(sql, params, many, context)
