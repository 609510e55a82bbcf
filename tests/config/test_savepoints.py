"""Savepoints made late undo what those made at once undo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from quorate.config.savepoints import make_savepoints_late
from tests.database import Urls


class _Undone(Exception):
    pass


@contextmanager
def _at_once() -> Iterator[None]:
    connection.execute_wrappers.remove(make_savepoints_late)
    try:
        yield
    finally:
        connection.execute_wrappers.insert(0, make_savepoints_late)


def _run(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def _add(key: str) -> None:
    _run(f"INSERT INTO django_session VALUES ('{key}', '', now())")


def _deed(dice: random.Random, depth: int = 0) -> list[Any]:
    """What is done in a transaction: rows, transactions in it, and an end that undoes it or not."""
    done: list[Any] = []
    for _ in range(dice.randint(0, 3)):
        if depth < 4 and dice.random() < 0.6:
            done.append(_deed(dice, depth + 1))
        else:
            done.append(dice.choice(("row", "row", "twice")))
    return [*done, dice.random() < 0.35]


def _carry_out(deed: list[Any], numbers: Iterator[int]) -> None:
    *parts, is_undone = deed
    for part in parts:
        if isinstance(part, list):
            try:
                with transaction.atomic():
                    _carry_out(part, numbers)
            except (_Undone, IntegrityError):
                pass
        else:
            number = next(numbers)
            _add(str(number) if part == "row" else "twice")
    if is_undone:
        raise _Undone


def _left(deed: list[Any]) -> list[Any]:
    try:
        with transaction.atomic():
            _add("twice")
            try:
                with transaction.atomic():
                    _carry_out(deed, iter(range(1000)))
            except (_Undone, IntegrityError):
                pass
            left = _run("SELECT session_key FROM django_session ORDER BY 1")
            raise _Undone
    except _Undone:
        return left


def test_whatever_is_undone_the_same_rows_are_left(module_database: Urls) -> None:
    deeds = [_deed(random.Random(f"late/{number}")) for number in range(150)]
    late = [_left(deed) for deed in deeds]
    with _at_once():
        assert late == [_left(deed) for deed in deeds]
    assert len({str(one) for one in late}) > 10


def test_transactions_in_one_another_make_one_savepoint(module_database: Urls) -> None:
    said = []

    def heard(execute: Any, sql: str, *more: Any) -> Any:
        said.append(sql.partition(' "')[0])
        return execute(sql, *more)

    with connection.execute_wrapper(heard):
        with transaction.atomic():
            with transaction.atomic(), transaction.atomic():
                with transaction.atomic():
                    _run("SELECT 1")
                _run("SELECT 2")
            with transaction.atomic():
                pass
            _run("SELECT 3")
            with transaction.atomic():
                _run("SELECT 4")
        with transaction.atomic():
            _run("SELECT 5")
    first = ["SAVEPOINT", "SELECT 1", "SELECT 2", "RELEASE SAVEPOINT", "SELECT 3"]
    # The end of the transaction lets go of the last one; the next transaction knows nothing of it.
    assert said == [*first, "SAVEPOINT", "SELECT 4", "SELECT 5"]


def test_nothing_that_failed_is_kept_when_its_error_was_hidden(module_database: Urls) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        _add("before")
        with transaction.atomic():
            _add("after")
            with suppress(Exception):
                connection.connection.execute("SELECT 1/0")
    assert _run("SELECT count(*) FROM django_session WHERE session_key IN ('before', 'after')") == [(0,)]
