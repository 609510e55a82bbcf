"""To whom a conference is shut, of those whom its papers would name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, QuerySet, UUIDField, Value

from quorate.people.models import User


def shut_to(conference_id: UUID, users: Iterable[UUID | None]) -> set[UUID]:
    """Those of these users to whom the conference or one of its children is shut: a conflict of interest, an
    exclusion, a restricted case on whose list they do not stand; never which. All of them for whoever does not read the
    conference."""
    asked = sorted({str(one) for one in users if one is not None})
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM conferences_shut_to(%s, %s::uuid[])", [conference_id, asked])
        return {row[0] for row in cursor.fetchall()}


def shut_among(conference_id: UUID, users: QuerySet[User, User]) -> QuerySet[User, Any]:
    """The same of these users, (key,) by row, for a page that reads all its rows at once."""
    each = Func(F("pk"), template="ARRAY[%(expressions)s]")
    asked = Func(
        Value(conference_id, output_field=UUIDField()), each, function="conferences_shut_to", output_field=UUIDField()
    )
    return users.values_list(asked)
