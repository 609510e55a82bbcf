"""Verifying finds whatever a superuser of the database did to the trail."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from quorate.audit import heads as exported
from quorate.audit.canonical import canonical_sql
from quorate.audit.verifying import command_heads, command_verify, export_heads
from tests.audit.trail import as_role, faults, write
from tests.database import Urls

AUTHORITY = uuid.uuid4()
DROP = "DELETE FROM audit_link WHERE entry_id = %(id)s; DELETE FROM audit_entry WHERE id = %(id)s"
ADD = """INSERT INTO audit_entry
        (at, authority_id, role, vouched, action, subject_kind, outcome, reason, request_id, facts)
    SELECT at, authority_id, role, vouched, action, subject_kind, outcome, reason, request_id, facts
    FROM audit_entry WHERE id = %(id)s"""
SWAP = """UPDATE audit_link SET seq = -1 WHERE entry_id = %(id)s;
    UPDATE audit_link SET seq = seq - 1 WHERE entry_id = %(id)s + 1;
    UPDATE audit_link SET seq = 4 WHERE entry_id = %(id)s"""
# All of the chain hashed anew after an entry was changed: whole in itself.
REHASH = f"""UPDATE audit_entry SET outcome = 'refused' WHERE id = %(id)s;
DO $$ DECLARE r record; running bytea; BEGIN
    FOR r IN SELECT e.id, e.authority_id, {canonical_sql("e")} AS words FROM audit_entry e ORDER BY e.id LOOP
        running := sha256(coalesce(running, sha256(convert_to('quorate audit chain ' || r.authority_id, 'UTF8')))
            || convert_to(r.words, 'UTF8'));
        UPDATE audit_link SET hash = running WHERE entry_id = r.id;
    END LOOP;
    UPDATE audit_head SET hash = running;
END $$"""
CUT = """DELETE FROM audit_link WHERE entry_id > %(id)s; DELETE FROM audit_entry WHERE id > %(id)s;
UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1)"""


def tamper(urls: Urls, statements: str, entry: int) -> None:
    """As a superuser with every trigger switched off."""
    with psycopg.connect(urls.superuser) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for statement in [statements] if "DO $$" not in statements else statements.split(";\n", 1):
            for part in [statement] if "$$" in statement else statement.split(";"):
                superuser.execute(part, {"id": entry} if "%(id)s" in part else None)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        *[
            (f"UPDATE audit_entry SET {change} WHERE id = %(id)s", ["number 3: entry {id} was changed, added or moved"])
            for change in (
                "actor_id = gen_random_uuid()", "at = at + interval '1 microsecond'", "outcome = 'refused'",
                "reason = 'x'", "role = 'chair'", "vouched = true", "request_id = 'x'", "case_id = gen_random_uuid()",
                "agency_id = gen_random_uuid()", "subject_id = gen_random_uuid()", "subject_kind = 'x'",
                """facts = '{"part": "other"}'""", "action = 'sign-out.done'",
            )
        ],
        ("DELETE FROM audit_entry WHERE id = %(id)s", ["number 3: entry {id} was dropped"]),
        (DROP, ["number 3: dropped: the next link is number 4", "number 4: entry {next} was changed, added or moved"]),
        (ADD, ["entry {new}: added past the chain"]),
        (SWAP, ["number 3: entry {next} was changed, added or moved",
                "number 4: entry {id} was changed, added or moved",
                "number 5: entry {after} was changed, added or moved"]),
        ("UPDATE audit_link SET hash = sha256(hash) WHERE entry_id = %(id)s",
         ["number 3: entry {id} was changed, added or moved", "number 4: entry {next} was changed, added or moved"]),
        ("UPDATE audit_head SET seq = seq + 1", ["number 6: the chain does not end where its head says"]),
        ("DELETE FROM audit_head", ["number 6: the chain does not end where its head says"]),
    ],
)  # fmt: skip
def test_a_row_changed_dropped_added_or_moved_is_found_at_its_place(
    own_database: Urls, statements: str, found: list[str]
) -> None:
    numbers = write(AUTHORITY, 6)
    assert faults(own_database, AUTHORITY) == []
    tamper(own_database, statements, numbers[2])
    names = {"id": numbers[2], "next": numbers[3], "after": numbers[4], "new": numbers[5] + 1}
    assert faults(own_database, AUTHORITY) == [fault.format(**names) for fault in found]


def test_moving_an_entry_to_another_authority_is_found_in_both(own_database: Urls) -> None:
    numbers, other = write(AUTHORITY, 3), uuid.uuid4()
    tamper(own_database, f"UPDATE audit_entry SET authority_id = '{other}' WHERE id = %(id)s", numbers[1])
    assert faults(own_database, AUTHORITY) == [f"number 2: entry {numbers[1]} was dropped"]
    assert faults(own_database, other) == [f"entry {numbers[1]}: added past the chain"]


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (CUT, ["number 6: an exported head had an entry here; the end was cut off"]),
        (REHASH, ["number 6: differs from the exported head: written anew"]),
    ],
    ids=["the end cut off", "all written anew"],
)
def test_what_a_chain_alone_does_not_show_is_found_through_the_exported_heads(
    own_database: Urls, tmp_path: Path, statements: str, found: list[str]
) -> None:
    numbers = write(AUTHORITY, 6)
    key = exported.signing_key(tmp_path)
    with as_role(own_database.owner):
        path = export_heads(tmp_path / "heads.jsonl")
    from quorate.audit.verifying import _folder

    heads = exported.read_heads(path, exported.signing_key(_folder()).public_key())
    assert [head.seq for head in heads] == [6]
    tamper(own_database, statements, numbers[2])
    assert faults(own_database, AUTHORITY) == []
    assert faults(own_database, AUTHORITY, *heads) == found
    assert key.public_key() != exported.signing_key(_folder()).public_key()


def test_heads_that_were_not_signed_here_are_refused(tmp_path: Path) -> None:
    key = exported.signing_key(tmp_path)
    head = exported.Head(AUTHORITY, 6, b"x" * 32, datetime(2026, 11, 20, tzinfo=UTC))
    exported.export([head], tmp_path / "heads.jsonl", key)
    assert exported.read_heads(tmp_path / "heads.jsonl", key.public_key()) == [head]
    forged = (tmp_path / "heads.jsonl").read_text().replace('"seq": 6', '"seq": 5')
    (tmp_path / "heads.jsonl").write_text(forged)
    with pytest.raises(exported.HeadsRefused, match="line 1"):
        exported.read_heads(tmp_path / "heads.jsonl", key.public_key())
    assert (tmp_path / "heads-key.pem").stat().st_mode & 0o777 == 0o600


def test_the_command_says_what_is_wrong_and_where(
    own_database: Urls, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quorate.audit.verifying.settings.QUORATE_VAR", tmp_path)
    numbers = write(AUTHORITY, 3)
    to = str(tmp_path / "heads.jsonl")
    with as_role(own_database.owner):
        assert (command_heads(to), command_verify(to)) == (0, 0)
    tamper(own_database, "UPDATE audit_entry SET reason = 'x' WHERE id = %(id)s", numbers[1])
    with as_role(own_database.owner):
        assert command_verify() == 1
    assert capsys.readouterr().out.splitlines() == [
        to,
        "1 chains verified, 0 faults.",
        f"chain {AUTHORITY}, number 2: entry {numbers[1]} was changed, added or moved",
        "1 chains verified, 1 faults (without exported heads).",
    ]


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (CUT, ["number 6: an exported head had an entry here; the end was cut off"]),
        ("DELETE FROM audit_link; DELETE FROM audit_entry; DELETE FROM audit_head",
         ["number 6: an exported head had an entry here; the end was cut off"]),
    ],
    ids=["the end cut off", "a whole chain gone"],
)  # fmt: skip
def test_without_being_told_the_command_compares_with_the_heads_kept_here(
    own_database: Urls,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    statements: str,
    found: list[str],
) -> None:
    monkeypatch.setattr("quorate.audit.verifying.settings.QUORATE_VAR", tmp_path)
    numbers = write(AUTHORITY, 6)
    with as_role(own_database.owner):
        kept = export_heads()
    tamper(own_database, statements, numbers[2])
    with as_role(own_database.owner):
        assert command_verify() == 1
    said = [*(f"chain {AUTHORITY}, {fault}" for fault in found), "1 chains verified, 1 faults."]
    assert (kept.parent, capsys.readouterr().out.splitlines()) == (tmp_path / "audit", said)
