"""The embedded database: PostgreSQL 18 from a Python wheel, in a folder of our own, behind a socket of our own.

Passwords are checked (scram) also on the socket, one generated for each role. Nothing listens on the network."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from quorate.hosting import HostingError, passwords
from quorate.hosting.account import Account, database_account
from quorate.hosting.places import make_folder, socket_folder
from quorate.hosting.programs import Programs
from quorate.hosting.roles import DATABASE, OWNER, SUPERUSER, WITH_LOGIN, create_roles, grant_in

STARTED_WITHIN = 60  # seconds; after a crash the server replays its log first
STOPPED_WITHIN = 30

_SETTINGS = """\
# Written by Quorate at every start; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = scram-sha-256
max_connections = 100
shared_buffers = 128MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
idle_in_transaction_session_timeout = '5min'
# What people wrote stays out of the log: neither statements nor their values.
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""


class EmbeddedPostgres:
    """One server in one folder: `data`, `socket`, `passwords.json`, `log`.

    `safe` false gives up surviving a crash for speed: for tests only."""

    def __init__(self, folder: Path, *, safe: bool = True, account: Account | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket = socket_folder(folder)
        self.log = folder / "log"
        self._safe = safe
        self._account = account

    def start(self) -> None:
        """Make what is missing, start the server and bring its roles up to date; nothing to do where it runs.

        Raises HostingError with the mend where the machine does not allow it."""
        secrets = self._passwords()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(secrets[SUPERUSER])
        self._check_owner()
        if not self.is_running():
            self._write_settings()
            self._launch()
        create_roles(self.url(SUPERUSER, "postgres"), secrets)

    def stop(self) -> None:
        """Stop the server, if it runs: sessions are cut, nothing that was acknowledged is lost."""
        if not self.is_running():
            return
        said = self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", str(STOPPED_WITHIN))
        if said.returncode:
            raise HostingError(f"the database did not stop within {STOPPED_WITHIN} seconds; its log is {self.log}")

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role: `postgresql://…`, with its password. Does not start anything."""
        word = self._passwords()[role]
        return f"postgresql://{role}:{quote(word)}@/{database}?host={quote(str(self.socket), safe='')}"

    def clone(self, template: str, name: str) -> None:
        """Make the database `name` as a copy of `template`, which nobody may be connected to. About 30 ms."""
        self.drop(name)
        copied = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY")
        parts = (sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER))
        self._as_superuser(copied.format(*parts))
        with psycopg.connect(self.url(SUPERUSER, name), autocommit=True) as connection:
            grant_in(connection, name)  # rights on a database as a whole are not copied

    def drop(self, name: str) -> None:
        """Remove a database, if it is there, with whoever is connected to it."""
        self._as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def databases(self) -> list[str]:
        """The names of all databases but PostgreSQL's own."""
        with psycopg.connect(self.url(SUPERUSER, "postgres")) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname")
            return [str(name) for (name,) in rows if name != "postgres"]

    def _as_superuser(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def pid(self) -> int | None:
        """The process id of the server; None while it does not run."""
        try:
            # Bytes: the file's second line is the folder, in whatever letters it has.
            found = int((self.data / "postmaster.pid").read_bytes().split(b"\n", 1)[0])
            os.kill(found, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        except PermissionError as error:
            raise self._of_another_user() from error
        return found

    def is_running(self) -> bool:
        """Does the server run and take connections?"""
        if self.pid() is None:
            return False
        return self._run("pg_ctl", "status", "-D", self.data).returncode == 0

    def kill(self) -> None:
        """End the server as a power cut would, for the tests of faults; its sessions die with it."""
        found = self.pid()
        if found is not None:
            os.kill(found, signal.SIGKILL)

    def _account_of_server(self) -> Account:
        if self._account is None:
            self._account = database_account()
        return self._account

    def _passwords(self) -> dict[str, str]:
        return passwords.kept(self.folder / "passwords.json", (SUPERUSER, *WITH_LOGIN))

    def _initialise(self, password: str) -> None:
        self._make_own_folder(self.data, 0o700)
        word_file = self.data.parent / "first-password"
        word_file.touch(0o600)
        word_file.write_text(password, encoding="utf-8")
        self._hand_over(word_file)
        try:
            said = self._run(
                *("initdb", "-D", self.data, "-U", SUPERUSER, "--pwfile", word_file, "--encoding=UTF8"),
                # The same order of letters on every machine, whatever its own languages are.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *("--auth=scram-sha-256", "--no-instructions", *(() if self._safe else ("--no-sync",))),
            )
        finally:
            word_file.unlink()
        if said.returncode:
            shutil.rmtree(self.data)
            raise HostingError(f"the database could not be made in {self.data}: {_worst_line(said.stderr)}")

    def _launch(self) -> None:
        self._make_own_folder(self.socket, 0o700)
        self.log.touch(0o600)
        self._hand_over(self.log)
        said = self._run(
            *("pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", str(STARTED_WITHIN)),
            # pg_ctl hands these to a shell: a blank in the path of the clone must not end the word.
            *("-s", "-o", "-c " + shlex.quote(f"config_file={self.data / 'postgresql.conf'}")),
        )
        if said.returncode:
            why = _worst_line(self.log.read_text(encoding="utf-8", errors="replace")) or _worst_line(said.stderr)
            raise HostingError(f"the database did not start: {why}; its log is {self.log}")

    def _write_settings(self) -> None:
        text = _SETTINGS.format(socket=str(self.socket).replace("'", "''"))
        if not self._safe:
            text += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
        settings = self.data / "postgresql.conf"
        settings.write_text(text, encoding="utf-8")

    def _check_owner(self) -> None:
        if self.data.stat().st_uid != self._account_of_server().uid:
            raise self._of_another_user()

    def _of_another_user(self) -> HostingError:
        return HostingError(
            f"the database in {self.data} belongs to another user; start Quorate as the user who made it, "
            "or name another folder with QUORATE_VAR"
        )

    def _make_own_folder(self, folder: Path, mode: int) -> None:
        make_folder(folder, mode)
        self._hand_over(folder)

    def _hand_over(self, path: Path) -> None:
        account = self._account_of_server()
        if not account.is_ours:
            os.chown(path, account.uid, account.gid)

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return Programs(self._account_of_server(), self.folder).run(program, *arguments)


def _worst_line(text: str) -> str:
    """The last line that names an error, else the last one: after an error PostgreSQL says what it tidies up."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if any(word in line for word in ("error:", "ERROR:", "FATAL:", "PANIC:"))]
    return (errors or lines or ["it said nothing"])[-1]
