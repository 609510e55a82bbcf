"""What recording one event costs: the same few statements however long the family's story is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.cases.services.recording import NewEvent, append_events, record_event
from tests.cases.families import Family
from tests.database import Urls


@pytest.fixture
def family(own_database: Urls) -> Iterator[Family]:
    family = Family()
    family.child("c1")
    family.child("c2")
    family.parent("p1", ["c1", "c2"])
    family.record("strategy-discussion-held", "2025-01-06")
    held = "2025-01-20"
    family.record("conference-held", held, reference="A", kind="initial", outcomes="plan-made")
    yield family


def statements_of_a_visit(family: Family, day: str) -> list[str]:
    with acting_as(family.worker) as by, CaptureQueriesContext(connection) as asked:
        record_event(
            code="child-visited", cases=[family.cases["c1"]], day=date.fromisoformat(day), facts={"seen": True}, by=by
        )
    said = [query["sql"].strip().split("(")[0].split("%")[0].strip() for query in asked]
    return [sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_an_event_costs_the_same_statements_after_ten_times_as_many(family: Family) -> None:
    few = statements_of_a_visit(family, "2025-02-03")
    with acting_as(family.worker) as by:
        visits = [
            NewEvent("child-visited", [case], day=date(2025, 2, 3) + timedelta(days=7 * week), facts={"seen": True})
            for week in range(20)
            for case in family.cases.values()
        ]
        append_events(events=visits, by=by)
    many = statements_of_a_visit(family, "2025-09-01")
    assert many == few
    assert few == [
        "SELECT c::text, c = ANY",
        'INSERT INTO "cases_event"',
        "SELECT count",  # the trail
        "SELECT cases_join_streams",
        "SELECT stream_id::text, authority_id::text, pack, told FROM cases_read_streams",
        "SELECT cases_put_duties",
    ]
