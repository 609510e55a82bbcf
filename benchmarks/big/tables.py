"""Rows on their way into tables: what a row does not say has the model's default; then COPY."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import psycopg
from django.db.models import JSONField, Model
from django.db.models.fields import NOT_PROVIDED
from psycopg.types.json import Jsonb

Rows = dict[str, list[dict[str, Any]]]
"""Rows by the table's name."""

# Said once for all rows: the moment at which the made-up history was written down.
WRITTEN_AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


@cache
def _columns(table: str) -> tuple[tuple[str, Any, bool], ...]:
    """Column, default and whether it is JSON, in the order of the model."""
    from django.apps import apps

    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    return tuple(_column(model, field) for field in model._meta.concrete_fields if not field.generated)


def _column(model: type[Model], field: Any) -> tuple[str, Any, bool]:
    default: Any = None
    if getattr(field, "auto_now_add", False) or field.db_default is not NOT_PROVIDED:
        default = WRITTEN_AT
    elif field.has_default():
        default = field.get_default
    elif not field.null and field.get_internal_type() in ("CharField", "TextField"):
        default = ""
    return field.column, default, isinstance(field, JSONField)


def copy(connection: psycopg.Connection[Any], rows: Rows) -> None:
    """All rows into their tables."""
    for table, said in rows.items():
        copy_into(connection, table, said)


def copy_into(connection: psycopg.Connection[Any], table: str, said: Iterable[dict[str, Any]]) -> None:
    """Rows into one table."""
    columns = _columns(table)
    names = ", ".join(f'"{name}"' for name, _, _ in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as into:
        for row in said:
            into.write_row([_value(row, *column) for column in columns])


def _value(row: dict[str, Any], name: str, default: Any, is_json: bool) -> Any:
    if name not in row:
        return default() if callable(default) else default
    value = row[name]
    return Jsonb(value) if is_json else value
