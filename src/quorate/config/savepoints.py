"""Savepoints that are made when there is something to come back to.

A service that calls a service is a transaction in a transaction, and Django makes a savepoint for each, though nothing
is done between one and the next. Here a savepoint waits for the first statement after it; those that waited together
are one place in the transaction, so one savepoint stands for all of them. A savepoint that is let go waits in the same
way: for the next statement, or for the end of the transaction, which lets go of it anyway. What is undone, and to
where, stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus

_KEPT: Final = "_quorate_savepoints"
_SAVEPOINT: Final = re.compile(r'(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) ("[^"]+")')


class _Savepoints:
    """Of one connection: which wait to be made, and which other one stands in the database for one that did.

    `let_go` is the outermost of those that are over and of which the database has not been told.
    """

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.stands_for: dict[str, str] = {}
        self.let_go = ""

    def forget(self, open_: set[str]) -> None:
        """Leave out those of transactions that are over."""
        self.waiting = [name for name in self.waiting if name in open_]
        self.stands_for = {name: one for name, one in self.stands_for.items() if name in open_}

    def asked(self, what: str, name: str, *, is_lost: bool) -> str | None:
        """What has to be sent for a statement about a savepoint; None for nothing. `is_lost`: an error stands."""
        if what == "SAVEPOINT":
            self.waiting.append(name)
            return None
        if name in self.waiting:  # nothing was sent since
            del self.waiting[self.waiting.index(name) + (what != "RELEASE SAVEPOINT") :]
            return None
        self.waiting.clear()
        if what == "RELEASE SAVEPOINT":
            if self.stands_for.pop(name, None):
                return None
            if is_lost:
                return f"{what} {name}"  # the database refuses: nothing that failed is kept
            self.let_go = name  # those inside it go with it
            return None
        self.let_go = ""
        return f"{what} {self.stands_for.get(name, name)}"

    def due(self) -> list[str]:
        """What has to be sent before the next statement."""
        said = []
        if self.let_go:
            said.append(f"RELEASE SAVEPOINT {self.let_go}")
            self.let_go = ""
        if self.waiting:
            first, *others = self.waiting
            self.stands_for |= dict.fromkeys(others, first)
            self.waiting.clear()
            said.append(f"SAVEPOINT {first}")
        return said


def make_savepoints_late(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An execute wrapper, the outermost one: holds savepoints back until a statement follows."""
    wrapped = context["connection"]
    kept: _Savepoints | None = wrapped.__dict__.get(_KEPT)
    status = wrapped.connection.info.transaction_status if wrapped.connection is not None else TransactionStatus.IDLE
    if kept is not None and status == TransactionStatus.IDLE:
        kept.let_go = ""  # the transaction in which it was made is over
    said = _SAVEPOINT.fullmatch(sql) if isinstance(sql, str) and "SAVEPOINT" in sql[:22] else None
    if said is None:
        for one in kept.due() if kept is not None else ():
            execute(one, None, False, context)
        return execute(sql, params, many, context)
    if kept is None:
        kept = wrapped.__dict__[_KEPT] = _Savepoints()
    if said[1] == "SAVEPOINT":
        kept.forget({f'"{name}"' for name in wrapped.savepoint_ids if name})
    sent = kept.asked(said[1], said[2], is_lost=status == TransactionStatus.INERROR)
    return execute(sent, None, False, context) if sent else None


def register() -> None:
    """Every connection that Django opens from here on makes its savepoints late."""
    connection_created.connect(_wrap, dispatch_uid="quorate.config.savepoints")


def _wrap(connection: Any, **_: Any) -> None:
    connection.__dict__.pop(_KEPT, None)  # a new connection has none
    if make_savepoints_late not in connection.execute_wrappers:
        # Before all others: it sees whether a transaction has begun while nothing has been sent in it.
        connection.execute_wrappers.insert(0, make_savepoints_late)
