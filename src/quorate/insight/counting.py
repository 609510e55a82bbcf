"""Bringing the figures up to date: the families in which something was recorded since they were counted."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connection, transaction

from quorate.cases.casefile import CaseFile, case_file_of
from quorate.cases.deriving import stream_of
from quorate.cases.packs import pack_on
from quorate.insight.history import kept_dates
from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError
from quorate.procedure.reading import PackError

AT_ONCE = 400
"""Families counted while somebody waits for the page; about a second."""


@transaction.atomic
def count_anew(at_most: int = AT_ONCE) -> bool:
    """Counts what changed, at most so many families; whether more are left for the next look.

    Two statements where nothing changed. A family that the rules refuse counts with no date.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT insight_stale(%s)::text", [at_most])
        streams = [stream for (stream,) in cursor.fetchall()]
        if not streams:
            return False
        cursor.execute("SELECT pack, told FROM insight_read_streams(%s::uuid[])", [streams])
        rows: list[dict[str, Any]] = []
        for pack, told in cursor.fetchall():
            rows += _dates(pack, case_file_of(orjson.loads(told)))
        cursor.execute("SELECT insight_put(%s::uuid[], %s::jsonb)", [streams, orjson.dumps(rows).decode()])
    return len(streams) == at_most


def _dates(pack: str, file: CaseFile) -> list[dict[str, Any]]:
    try:
        stream = stream_of(file.data)
        found = [] if stream is None else kept_dates(pack_on(pack, stream.edition_day), file.data)
    except (CaseError, PackError, OutsideKnownYears):
        return []
    return [
        {"case_id": file.cases[one.child], "measure": one.measure, "due_on": one.due_on, "met_on": one.met_on}
        for one in found
        if one.child in file.cases
    ]
