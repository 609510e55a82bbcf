"""What saving costs: one event the same few statements however long the family's story is, a note one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.access.services import text_to_write
from quorate.access.standing import Standing
from quorate.audit.services import Entry
from quorate.cases.bulk import insert_together
from quorate.cases.models import ChronologyEntry
from quorate.cases.services.chronology import add_chronology_entry
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
    return [sql.split("(")[0].split("%")[0].strip() for sql in sent(asked)]


def sent(asked: CaptureQueriesContext) -> list[str]:
    said = [query["sql"].strip() for query in asked]
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


DAY = date(2025, 2, 3)


def stands(family: Family, urls: Urls) -> tuple[int, list[tuple[str, str, bool]]]:
    """How many entries the chronology has, and what the trail of the case says of them, each linked or not."""
    with psycopg.connect(urls.superuser) as superuser:
        trail = superuser.execute(
            "SELECT e.action, e.subject_kind, l.entry_id IS NOT NULL FROM audit_entry e "
            "LEFT JOIN audit_link l ON l.entry_id = e.id WHERE e.case_id = %s "
            "AND e.action IN ('access.text-labelled', 'chronology.added') ORDER BY e.id",
            [family.cases["c1"].id],
        ).fetchall()
        (count,) = superuser.execute("SELECT count(*) FROM cases_chronology_entry").fetchone() or (0,)
    return count, trail


def test_a_note_and_its_entries_in_the_trail_are_one_statement(family: Family, own_database: Urls) -> None:
    with acting_as(family.worker) as by, CaptureQueriesContext(connection) as asked:
        entry = add_chronology_entry(case=family.cases["c1"], happened_on=DAY, words="Seen.", on=DAY, by=by)
    asks, writes = sent(asked)
    tables = [one.split('"')[0] for one in writes.split('INSERT INTO "')[1:]]
    assert (asks.split("(")[0], tables, writes.count("audit_append(")) == (
        "SELECT * FROM access_facts", ["access_text", "cases_chronology_entry"], 1,
    )  # fmt: skip
    assert stands(family, own_database) == (
        1, [("access.text-labelled", "text", True), ("chronology.added", "chronologyentry", True)],
    )  # fmt: skip
    with acting_as(family.worker):
        entry.words = "Seen at school."
        entry.full_clean()  # nothing takes it for one that is still to be written


def written_by(who: Standing, by: Standing, family: Family, **facts: int) -> None:
    case = family.cases["c1"]
    with acting_as(by):
        text, labelled = text_to_write(case=case, by=by)
    row = ChronologyEntry(case=case, authority_id=case.authority_id, text=text, happened_on=DAY, words="Seen.",
                          written_by=by.user_id)  # fmt: skip
    with acting_as(who):
        insert_together([text, row], [labelled, Entry("chronology.added", "chronologyentry", row.pk, case.id, facts)])


def test_without_its_entries_in_the_trail_nothing_is_written_and_without_it_no_entries(
    family: Family, own_database: Urls
) -> None:
    """What the trail refuses is not done, and what a policy refuses is not told of."""
    stranger = family.council.person("social_worker")
    for who, facts in ((family.worker, {"unknown": 1}), (stranger, {})):
        with pytest.raises(DatabaseError):
            written_by(who, family.worker, family, **facts)
    assert stands(family, own_database) == (0, [])
