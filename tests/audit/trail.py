"""Writing a trail and looking at it as its owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.db import connection, transaction

from quorate.audit.services import record
from tests.database import Urls


def write(authority_id: UUID, count: int = 1, case_id: UUID | None = None) -> list[int]:
    """So many entries, each in a transaction of its own; gives their numbers."""
    numbers = []
    for _ in range(count):
        with transaction.atomic():
            numbers.append(
                record(
                    action="case.read", subject_kind="case", subject_id=case_id, case_id=case_id,
                    authority_id=authority_id, facts={"part": "overview"},
                )
            )  # fmt: skip
    return numbers


@contextmanager
def as_role(url: str) -> Iterator[None]:
    """Django's connection as another database role, inside the block."""
    parts = urlsplit(url)
    before = connection.settings_dict
    connection.close()
    # For this thread alone, and not from the pool: a page server keeps its role, and the pool lends connections of it.
    connection.settings_dict = before | {
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": {name: said for name, said in before["OPTIONS"].items() if name != "pool"},
    }  # fmt: skip
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def faults(urls: Urls, authority_id: UUID, *heads: object) -> list[str]:
    """What verifying finds, as the owner: the place and what is wrong."""
    from quorate.audit.verifying import verify

    with as_role(urls.owner):
        return [f"{fault.place}: {fault.what}" for fault in verify(authority_id, heads)]  # type: ignore[arg-type]
