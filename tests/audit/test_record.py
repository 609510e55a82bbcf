"""What gets into the trail, and what does not."""

from __future__ import annotations

import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from quorate.audit.entries import ENTRIES, READS
from quorate.audit.services import NotInTransaction, record
from tests.audit.trail import faults, write
from tests.database import Urls

AUTHORITY = uuid.uuid4()


def test_an_entry_outside_a_transaction_is_refused(own_database: Urls) -> None:
    with pytest.raises(NotInTransaction):
        record(action="sign-out.done", subject_kind="user")


def test_what_is_undone_leaves_no_entry_and_what_is_done_leaves_one(own_database: Urls) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(action="sign-out.done", subject_kind="user", authority_id=AUTHORITY)
        raise ZeroDivisionError
    write(AUTHORITY, 2)
    with psycopg.connect(own_database.owner) as owner:
        found = owner.execute("SELECT e.action, l.seq FROM audit_entry e JOIN audit_link l ON l.entry_id = e.id")
        assert found.fetchall() == [("case.read", 1), ("case.read", 2)]


@pytest.mark.parametrize(
    ("action", "facts", "reason"),
    [
        ("case.opened-quietly", {}, ""),
        ("case.read", {}, ""),
        ("case.read", {"part": "overview", "child": "x"}, ""),
        ("case.read", {"part": "lives at 1 Elm Street"}, ""),
        ("case.read", {"part": ["a", "list"]}, ""),
        ("case.read", {"part": "overview"}, "because I wanted to"),
        ("case.read", {"part": "x" * 121}, ""),
    ],
    ids=["unknown type", "fact missing", "fact too many", "an address", "a list", "a reason in words", "too long"],
)
def test_an_entry_that_is_not_on_the_list_or_could_hold_content_is_refused(
    own_database: Urls, action: str, facts: dict[str, str], reason: str
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        record(action=action, subject_kind="case", authority_id=AUTHORITY, facts=facts, reason=reason)


def test_each_authority_has_its_own_chain_in_the_order_of_commits(own_database: Urls) -> None:
    other = uuid.uuid4()
    write(AUTHORITY, 2)
    write(other, 1)
    write(AUTHORITY, 1)
    with psycopg.connect(own_database.owner) as owner:
        rows = owner.execute("SELECT authority_id, seq FROM audit_link ORDER BY entry_id").fetchall()
    assert rows == [(AUTHORITY, 1), (AUTHORITY, 2), (other, 1), (AUTHORITY, 3)]
    assert faults(own_database, AUTHORITY) == faults(own_database, other) == []


def test_writers_at_the_same_time_keep_the_chain_whole(own_database: Urls) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def many(_: int) -> None:
        with psycopg.connect(own_database.app, autocommit=True) as app:
            for _ in range(25):
                app.execute(
                    "SELECT audit_append('sign-out.done', 'user', NULL, NULL, 'done', '', %s, NULL, '', '{}')",
                    [AUTHORITY],
                )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(many, range(4)))
    assert faults(own_database, AUTHORITY) == []
    with psycopg.connect(own_database.owner) as owner:
        assert owner.execute("SELECT seq FROM audit_head").fetchall() == [(100,)]


STATEMENTS = (
    "UPDATE audit_entry SET reason = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "UPDATE audit_link SET seq = 7",
    "DELETE FROM audit_link",
    "TRUNCATE audit_link",
    "DELETE FROM audit_head",
    "TRUNCATE audit_head",
    "UPDATE audit_head SET seq = 7",
)


@pytest.mark.parametrize("role", ["app", "job", "owner"])
def test_nobody_changes_deletes_or_empties_the_trail(own_database: Urls, role: str) -> None:
    write(AUTHORITY, 2)
    with psycopg.connect(getattr(own_database, role), autocommit=True) as someone:
        for statement in STATEMENTS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                someone.execute(statement)
    assert faults(own_database, AUTHORITY) == []


@pytest.mark.parametrize("role", ["app", "job"])
def test_nobody_writes_but_through_the_one_function(own_database: Urls, role: str) -> None:
    with psycopg.connect(getattr(own_database, role), autocommit=True) as someone:
        for table in ("audit_entry", "audit_link", "audit_head", "audit_kind"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                someone.execute(f"INSERT INTO {table} DEFAULT VALUES")


def test_without_its_entry_nothing_happens(own_database: Urls) -> None:
    """No audit row, no page: a service whose entry is refused changes nothing."""
    from quorate.access.standing import OPERATOR
    from quorate.people import services
    from quorate.people.models import Authority

    with psycopg.connect(own_database.superuser, autocommit=True) as superuser:
        superuser.execute("REVOKE INSERT ON audit_entry FROM quorate_audit_writer")
    with pytest.raises(DatabaseError):
        services.add_authority(name="Made-up Council", pack="bolton", by=OPERATOR)
    assert Authority.objects.count() == 0
    assert connection.in_atomic_block is False


def test_reads_are_entries_that_exist() -> None:
    assert [action for action in READS if action not in ENTRIES] == []
