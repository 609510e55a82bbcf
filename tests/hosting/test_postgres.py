"""The embedded database, really started."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from quorate.hosting import HostingError
from quorate.hosting.account import Account
from quorate.hosting.postgres import EmbeddedPostgres, _worst_line
from quorate.hosting.roles import APP, BACKUP, JOB, OWNER


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    # Not in tmp_path: pytest closes those folders to every other account.
    folder = Path(tempfile.mkdtemp(prefix="quorate-tests-"))
    folder.chmod(0o711)
    made = EmbeddedPostgres(folder / "postgres")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder)


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


@pytest.mark.parametrize("role", [APP, JOB, OWNER, BACKUP])
def test_each_role_signs_in_with_its_own_password(server: EmbeddedPostgres, role: str) -> None:
    assert _ask(server.url(role), "SELECT current_user::text") == role


def test_a_wrong_password_does_not_sign_in(server: EmbeddedPostgres) -> None:
    right = server.url(APP)
    password = right.split(":", 2)[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(right.replace(password, "wrong"))


def test_nothing_listens_on_the_network(server: EmbeddedPostgres) -> None:
    assert _ask(server.url(APP), "SHOW listen_addresses") == ""


@pytest.mark.parametrize("role", [APP, JOB])
@pytest.mark.parametrize("power", ["rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole", "rolreplication"])
def test_the_roles_of_pages_and_jobs_have_no_power(server: EmbeddedPostgres, role: str, power: str) -> None:
    assert _ask(server.url(OWNER), f"SELECT {power} FROM pg_roles WHERE rolname = '{role}'") is False


def test_the_pages_may_change_rows_but_neither_tables_nor_all_rows_at_once(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE ours (n int)")
    with psycopg.connect(server.url(APP), autocommit=True) as app:
        app.execute("INSERT INTO ours VALUES (1)")
        for forbidden in ("TRUNCATE ours", "DROP TABLE ours", "CREATE TABLE theirs (n int)", "CREATE SCHEMA theirs"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("DROP TABLE ours")


def test_nobody_signs_in_as_the_audit_writer(server: EmbeddedPostgres) -> None:
    found = _ask(server.url(OWNER), "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'quorate_audit_writer'")
    assert found is False


def test_it_comes_back_after_being_killed_with_what_was_committed(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    server.kill()
    deadline = time.monotonic() + 10
    while server.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
    server.start()
    assert _ask(server.url(OWNER), "SELECT n FROM kept") == 7


def test_starting_twice_is_starting_once(server: EmbeddedPostgres) -> None:
    before = server.pid()
    server.start()
    assert server.pid() == before


def test_a_clone_has_the_rows_and_the_rights_of_its_template(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE copied AS SELECT 5 AS n")
    server.clone("quorate", "the_clone")
    assert _ask(server.url(APP, "the_clone"), "SELECT n FROM copied") == 5
    server.drop("the_clone")
    assert server.databases() == ["quorate"]


def test_it_stops_and_starts_again(server: EmbeddedPostgres) -> None:
    server.stop()
    assert (server.pid(), server.is_running()) == (None, False)
    server.start()
    assert server.is_running()


def test_the_database_of_another_user_is_refused_in_a_sentence(server: EmbeddedPostgres) -> None:
    other = EmbeddedPostgres(server.folder, account=Account(54_321, 54_321, "other"))
    with pytest.raises(HostingError) as caught:
        other._check_owner()
    assert str(caught.value) == (
        f"the database in {server.data} belongs to another user; start Quorate as the user who made it, "
        "or name another folder with QUORATE_VAR"
    )


def test_passwords_are_kept_from_everybody_else(server: EmbeddedPostgres) -> None:
    said = (server.folder / "passwords.json").stat()
    assert (said.st_mode & 0o777, said.st_uid) == (0o600, os.geteuid())


def test_a_failure_names_the_error_and_not_the_tidying_up_after_it() -> None:
    said = "initdb: error: could not write file: No space left on device\ninitdb: removing contents of data directory\n"
    assert _worst_line(said) == "initdb: error: could not write file: No space left on device"
    assert (_worst_line("waiting\n\n"), _worst_line("")) == ("waiting", "it said nothing")


def test_a_folder_with_blanks_quotes_and_letters_of_other_languages_will_do() -> None:
    top = Path(tempfile.mkdtemp(prefix="quorate-tests-"))
    top.chmod(0o711)
    made = EmbeddedPostgres(top / "my clone's é" / "postgres", safe=False)
    try:
        made.start()
        assert (made.is_running(), _ask(made.url(OWNER), "SELECT 1")) == (True, 1)
    finally:
        made.stop()
        shutil.rmtree(top)
