"""Nobody changes what happened or what is due, and a hidden brother's story is told to the rules alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from quorate.access.checks import check_the_wall
from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord
from quorate.access.services import restrict
from quorate.cases import case_position
from quorate.cases.models import CaseEvent, CaseStream, Duty
from quorate.conferences.models import ConferenceChild
from tests.access.council import Council, give
from tests.cases.families import Family
from tests.database import Urls

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def family(own_database: Urls) -> Iterator[Family]:
    yield Family()


def test_every_table_passes_the_checks_of_the_wall(rolled_back: Urls) -> None:
    assert check_the_wall(databases=["default"]) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_event SET day = day - 1",
        "DELETE FROM cases_event",
        "TRUNCATE cases_event",
        "INSERT INTO cases_duty SELECT * FROM cases_duty",
        "UPDATE cases_duty SET settled = 'met'",
        "DELETE FROM cases_duty",
        "UPDATE cases_stream SET stream_id = case_id",
        "INSERT INTO cases_stream SELECT * FROM cases_stream",
        "DELETE FROM cases_stream",
        "SELECT cases_reached('write')",
        "SELECT cases_streams_reached(ARRAY[]::uuid[], 'write')",
        "SELECT cases_write_duties(ARRAY[]::uuid[], '[]')",
        "SELECT cases_lock(ARRAY[]::uuid[])",
        "SELECT cases_conferences_of(ARRAY[]::uuid[])",
    ],
)
def test_the_pages_can_neither_change_events_nor_write_duties(family: Family, sql: str) -> None:
    family.child("c1")
    family.record("strategy-discussion-held", "2026-11-02")
    with (
        acting_as(family.worker),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_not_even_the_owner_of_the_tables_changes_an_event(family: Family, own_database: Urls) -> None:
    import psycopg

    family.child("c1")
    family.record("strategy-discussion-held", "2026-11-02")
    for sql in ("UPDATE cases_event SET day = day - 1", "DELETE FROM cases_event", "TRUNCATE cases_event"):
        with psycopg.connect(own_database.owner) as owner, pytest.raises(psycopg.Error, match="append-only"):
            owner.execute(sql)


def test_events_are_recorded_as_oneself_now_and_where_one_writes(family: Family) -> None:
    case = family.child("c1")
    others = Family(council=family.council)
    hidden = others.child("c1")

    def row(**said: object) -> CaseEvent:
        return CaseEvent(
            **{
                "case": case, "authority_id": case.authority_id, "code": "child-died", "day": date(2026, 11, 2),
                "recorded_by": family.worker.user_id,
            }
            | said
        )  # fmt: skip

    wrong = (
        {"recorded_by": uuid.uuid4()},
        {"recorded_at": "2020-01-01T00:00:00Z"},
        {"case": hidden},
        {"authority_id": uuid.uuid4()},
    )
    for said in wrong:
        with acting_as(family.worker), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row(**said).save(force_insert=True)
    with acting_as(family.worker):
        row().save(force_insert=True)
        assert CaseEvent.objects.count() == 1


def test_duties_are_put_only_into_streams_that_one_writes_to(family: Family) -> None:
    family.child("c1")
    family.record("strategy-discussion-held", "2026-11-02")
    with acting_as(family.worker):
        stream = CaseStream.objects.get().stream_id
    others = Family(council=family.council)
    reader = family.council.person("quality_assurance")
    give(family.cases["c1"], family.manager, reader)
    for somebody in (others.worker, reader, Family(council=Council("Another Council")).worker):
        with (
            acting_as(somebody),
            pytest.raises(DatabaseError, match="duties are kept by those who write"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT cases_put_duties(%s::uuid[], '[]')", [[str(stream)]])
    with acting_as(others.worker):
        assert case_position.read_streams([stream]) == []
    with acting_as(reader):
        assert len(case_position.read_streams([stream])) == 1
    assert len(family.duties()) > 0


@pytest.fixture
def hidden(family: Family) -> Family:
    """A family whose second child's case is restricted; the worker is not on its list, the manager is."""
    for child in ("c1", "c2"):
        family.child(child)
    family.parent("p1", ["c1", "c2"])
    family.parent("p2", ["c2"])
    family.record("strategy-discussion-held", "2026-11-02")
    conference = family.conference("A", "initial")
    family.record("conference-requested", "2026-11-03", conference=conference)
    with acting_as(family.manager) as by:
        restrict(case=family.cases["c2"], listed=[family.manager.user_id], by=by)
    return family


def test_a_hidden_childs_story_does_not_show(hidden: Family) -> None:
    case = hidden.cases["c2"]
    with acting_as(hidden.worker):
        assert not ProtectedCase.objects.filter(pk=case.pk).exists()
        assert {event.case_id for event in CaseEvent.objects.all()} == {hidden.cases["c1"].id}
        assert case.id not in {row.case_id for row in CaseStream.objects.all()}
        assert list(ConferenceChild.objects.all()) == []  # shut whole: its rows are of both children
        file = case_position.case_file(hidden.cases["c1"])
    shown = {str(duty.about_id) for duty in hidden.duties()}
    assert case.id not in {duty.case_id for duty in hidden.duties()}
    assert hidden.people["c2"] not in shown
    assert hidden.people["p2"] not in shown
    assert file is not None
    assert [child["id"] for child in file["conference"]["children"]] == ["c1"]
    assert [parent["id"] for parent in file["conference"]["parents"]] == ["p1"]
    assert all("children" not in event and "child" not in event for event in file["events"])


def test_what_a_writer_records_leaves_the_hidden_childs_dates_right_too(hidden: Family) -> None:
    before = {duty.id: duty.due_on for duty in hidden.duties(hidden.manager) if duty.case_id == hidden.cases["c2"].id}
    assert {duty.due_on for duty in hidden.duties(hidden.manager) if duty.code == "hold-initial-conference"} == {
        date(2026, 11, 23)
    }
    hidden.record("conference-booked", "2026-11-04", "c1", conference=hidden.conferences["A"],
                  starts_at="2026-11-20T10:00")  # fmt: skip
    after = {duty.id: duty.due_on for duty in hidden.duties(hidden.manager) if duty.case_id == hidden.cases["c2"].id}
    assert before.keys() <= after.keys()
    assert {duty.about_id for duty in hidden.duties(hidden.manager)} >= {uuid.UUID(hidden.people["c2"])}
    with pytest.raises(NoSuchRecord):
        hidden.record("child-visited", "2026-11-05", "c2")
    with pytest.raises(NoSuchRecord):
        hidden.record("conference-moved", "2026-11-05", "c1", "c2", conference=hidden.conferences["A"],
                      starts_at="2026-11-21T10:00")  # fmt: skip


def test_another_authority_and_a_stranger_see_nothing(hidden: Family) -> None:
    elsewhere = Family(council=Council("Another Council"))
    stranger = hidden.council.person("social_worker")
    for somebody in (elsewhere.worker, stranger, hidden.council.person("system_administrator")):
        with acting_as(somebody):
            for model in (CaseEvent, CaseStream, Duty, ConferenceChild):
                assert not model.objects.exists()  # type: ignore[attr-defined]
            assert case_position.case_file(hidden.cases["c1"]) is None
            assert case_position.position_of(hidden.cases["c1"], NOON) is None


def test_parents_and_children_do_not_read_what_is_due_of_staff(family: Family) -> None:
    family.child("c1")
    family.record("strategy-discussion-held", "2026-11-02")
    for role in ("parent", "child", "supporter"):
        somebody = family.council.person(role)
        give(family.cases["c1"], family.manager, somebody)
        assert family.duties(somebody) == []
