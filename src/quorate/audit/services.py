"""Writing to the trail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

type_of_fact = str | int | bool | UUID | date | datetime | None

request_id: Final[ContextVar[str]] = ContextVar("quorate_audit_request_id", default="")
"""The id of the request being answered, put into every entry that it writes."""


class NotInTransaction(RuntimeError):
    """An entry was to be written outside a transaction: it could stand although the deed did not, or be lost."""


def record(
    *,
    action: str,
    subject_kind: str,
    subject_id: UUID | None = None,
    outcome: str = "done",
    reason: str = "",
    case_id: UUID | None = None,
    authority_id: UUID | None = None,
    actor_id: UUID | None = None,
    facts: Mapping[str, type_of_fact] | None = None,
) -> int:
    """Writes one entry in the running transaction and gives its number.

    `action` is one of `audit.entries.ENTRIES`; `facts` must have exactly its keys. `reason` is a code, never a
    text. Actor and authority are taken from the open context; give them only where there is none (signing in,
    jobs, the command line). Nothing is linked before the transaction commits. Raises `NotInTransaction`, and
    Django's `DatabaseError` when the database refuses: let both through, so that nothing is shown or done
    without its entry.
    """
    given: list[Any] = [action, subject_kind, subject_id, case_id, outcome, reason, authority_id, actor_id]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {APPEND}", _values(given, facts))
        (number,) = cursor.fetchone()
    return int(number)


APPEND: Final = "audit_append(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
"""Writes the one entry of `entry_values`, as the last column of a statement that reads something else besides."""


def entry_values(entry: Entry) -> list[Any]:
    """The values of `APPEND` for an entry of whoever is acting. Raises `NotInTransaction`."""
    given = [entry.action, entry.subject_kind, entry.subject_id, entry.case_id, "done", "", None, None]
    return _values(given, entry.facts)


def _values(given: list[Any], facts: Mapping[str, type_of_fact] | None) -> list[Any]:
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{given[0]} must be recorded in the transaction of what it records.")
    told = {key: _plain(value) for key, value in (facts or {}).items()}
    return [*given, request_id.get(), json.dumps(told)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry for `record_many`, `entry_values` and `entries_told`: the same words as `record` takes."""

    action: str
    subject_kind: str
    subject_id: UUID | None = None
    case_id: UUID | None = None
    facts: Mapping[str, type_of_fact] | None = None


def record_many(entries: Sequence[Entry]) -> None:
    """Writes many entries of whoever is acting, in the order given, in one statement: for imports.

    Raises what `record` raises.
    """
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute(APPEND_TOLD, entries_told(entries))


def entries_told(entries: Sequence[Entry]) -> dict[str, str]:
    """The values of `APPEND_TOLD` for these entries. Raises `NotInTransaction`."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{entries[0].action} must be recorded in the transaction of what it records.")
    rows = [
        {
            "action": entry.action,
            "kind": entry.subject_kind,
            "subject": _plain(entry.subject_id),
            "of_case": _plain(entry.case_id),
            "facts": {key: _plain(value) for key, value in (entry.facts or {}).items()},
        }
        for entry in entries
    ]
    return {"request_id": request_id.get(), "entries": json.dumps(rows)}


APPEND_TOLD: Final = """
SELECT count(audit_append(e.action, e.kind, e.subject, e.of_case, 'done', '', NULL, NULL,
    %(request_id)s, e.facts)) FROM (
    SELECT r.* FROM ROWS FROM (jsonb_to_recordset(%(entries)s::jsonb)
        AS (action text, kind text, subject uuid, of_case uuid, facts jsonb)) WITH ORDINALITY
        AS r(action, kind, subject, of_case, facts, place) ORDER BY place) AS e
"""
"""Writes the entries of `entries_told` and says how many. Also as the end of a statement that does in its WITH what
they tell of: where that may come to nothing, with a WHERE after it."""


def _plain(value: type_of_fact) -> str | int | bool | None:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
