"""The two guards over what has landed find what they are for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.database import Urls
from tests.upgrade.definitions import definitions, differences
from tools import keep_version, kept
from tools.landed import Done, changed, statements

BODY = """-- why
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN -- it's; so
    RETURN a; END $$;
GRANT EXECUTE ON FUNCTION f(int) TO somebody;  -- last
INSERT INTO t VALUES ('a;b''c');
"""
OLD, OTHER, NEW = (Done(words, is_sql=True) for words in ("CREATE POLICY a", "UPDATE t SET a = 1", "CREATE POLICY b"))
FIELD, WIDER = (Done(words, is_sql=False) for words in ("AddField 20", "AddField 30"))
LANDED = {"room.0001": [OLD.digest, OTHER.digest], "room.0002": [FIELD.digest]}
TITLE = "room.0001 had landed and does something else now, which no newer migration does: CREATE POLICY b"


def test_a_text_falls_into_its_statements() -> None:
    assert [one.split("(")[0] for one in statements(BODY)] == [
        "CREATE FUNCTION f", "GRANT EXECUTE ON FUNCTION f", "INSERT INTO t VALUES ",
    ]  # fmt: skip
    made, replaced = Done("CREATE FUNCTION f", is_sql=True), Done("CREATE OR REPLACE FUNCTION f", is_sql=True)
    assert made.digest == replaced.digest


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({"room.0001": [OLD, OTHER], "room.0002": [FIELD], "room.0003": [NEW]}, []),
        ({"room.0001": [NEW, OTHER], "room.0002": [FIELD]}, [TITLE]),
        ({"room.0001": [NEW, OTHER], "room.0002": [FIELD], "room.0003": [NEW]}, []),
        ({"room.0001": [OLD], "room.0002": [FIELD]}, ["room.0001 had landed and does less now: 1 fell away"]),
        (
            {"room.0001": [NEW], "room.0002": [FIELD], "room.0003": [NEW]},
            ["room.0001 had landed and does less now: 1 fell away"],
        ),
        ({"room.0001": [OLD, OTHER]}, ["room.0002 had landed and is not there any more"]),
        (
            {"room.0001": [OLD, OTHER], "room.0002": [WIDER], "room.0003": [WIDER]},
            ["room.0002 had landed and does something else now, which no newer migration does: AddField 30"],
        ),
    ],
    ids=["as it was", "changed in place", "changed and run again", "less", "one again, one less", "gone", "a model"],
)
def test_what_landed_may_change_only_with_a_newer_migration(now: dict[str, list[Done]], found: list[str]) -> None:
    assert changed(LANDED, now) == found


def test_no_version_is_kept_while_anything_of_the_tree_is_in_no_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def made() -> str:
        raise AssertionError("it went on to make a database")

    monkeypatch.setattr(keep_version, "_database", made)
    monkeypatch.setattr(kept, "TOP", tmp_path)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "world.py").write_text("TODAY = None\n", encoding="utf-8")
    assert keep_version.main() == 1
    assert capsys.readouterr().out == (
        "What is kept has to be what landed: HEAD has to have, and this is not committed:\n?? tests/\n"
    )


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("SELECT 1", []),
        ("DROP POLICY tenant ON cases_child", ["policy cases_child.tenant"]),
        ("ALTER TABLE cases_child NO FORCE ROW LEVEL SECURITY", ["table cases_child"]),
        ("GRANT DELETE ON cases_child TO quorate_app", ["table cases_child"]),
        ("GRANT UPDATE (case_id) ON cases_child TO quorate_app", ["column cases_child.case_id"]),
        ("ALTER TABLE cases_child ALTER case_id DROP NOT NULL",
         ["column cases_child.case_id", "constraint cases_child.cases_child_case_id_not_null"]),
        ("GRANT EXECUTE ON FUNCTION access_proved(text, bytea) TO PUBLIC", ["function access_proved(text,bytea)"]),
        ("ALTER FUNCTION access_denied() SECURITY INVOKER", ["function access_denied()"]),
        ("ALTER TABLE audit_entry DISABLE TRIGGER USER", ["trigger audit_entry"]),
        ("ALTER SEQUENCE access_rule_id_seq MAXVALUE 99999", ["sequence access_rule_id_seq"]),
        ("DELETE FROM access_rule WHERE action = 'read'", ["rule"]),
    ],
)  # fmt: skip
def test_a_difference_between_two_databases_is_found(own_database: Urls, statement: str, found: list[str]) -> None:
    new = definitions(own_database.superuser)
    with psycopg.connect(own_database.superuser, autocommit=True) as superuser:
        superuser.execute(statement)
    names = {
        one.split(" differs")[0].split(" is missing")[0]
        for one in differences(definitions(own_database.superuser), new)
    }
    if found in (["rule"], ["trigger audit_entry"]):  # several of them
        names = {found[0] for one in names if one.startswith(found[0])}
    assert sorted(names) == found
