"""Whether what stands in a big world is what the system itself would have stored: a sample, worked out anew.

`python -m benchmarks.big.checking [YEARS]`.
"""

from __future__ import annotations

import os
import random
import sys
from typing import Any

import psycopg

from benchmarks.big.server import BigServer

SAMPLE = 200  # children


def differences(server: BigServer) -> list[str]:
    """The streams of the sample whose stored duties are not those that the rules give for their stored events."""
    os.environ.update(server.environment() | {"QUORATE_ROLE": "owner"})
    import django

    django.setup()
    from quorate.cases.case_position import answer, read_streams
    from quorate.cases.sql.duties import COLUMNS

    with psycopg.connect(server.database.url("postgres")) as connection:
        rows = connection.execute(
            "SELECT DISTINCT s.stream_id FROM cases_stream s JOIN cases_child c USING (case_id) ORDER BY 1"
        )
        streams = random.Random("sample").sample([str(stream) for (stream,) in rows], SAMPLE)
        names = ", ".join(f'r."{name}"' for name in COLUMNS)
        typed = ", ".join(f'"{name}" {type_}' for name, type_ in COLUMNS.items())
        stored = ", ".join(f'd."{name}"' for name in COLUMNS)
        compare = (
            f"WITH said AS (SELECT {names} FROM jsonb_to_recordset(%s) AS r({typed})),"
            f" kept AS (SELECT {stored} FROM cases_duty d WHERE d.stream_id = %s)"
            " SELECT (SELECT count(*) FROM (TABLE said EXCEPT TABLE kept) a)"
            " + (SELECT count(*) FROM (TABLE kept EXCEPT TABLE said) b)"
        )
        return [
            family.stream_id
            for family in read_streams(streams)
            if _differ(connection, compare, family.stream_id, answer(family))
        ]


def _differ(connection: psycopg.Connection[Any], compare: str, stream: str, answered: Any) -> bool:
    from psycopg.types.json import Jsonb

    rows = [] if answered is None else answered.rows
    found = connection.execute(compare, [Jsonb(rows), stream]).fetchone()  # type: ignore[arg-type]
    return found is None or found[0] != 0


def main(arguments: list[str]) -> int:
    server = BigServer(int(arguments[0]) if arguments else 5)
    server.database.start()
    try:
        found = differences(server)
    finally:
        server.database.stop()
    print(f"{SAMPLE} families worked out anew: {len(found)} differ" + "".join(f"\n  {one}" for one in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
