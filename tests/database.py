"""The database of the tests: one embedded server for the session, a template that the owner migrated, a clone a worker.

Tests connect as the unprivileged role, so that row-level security binds them as it binds the pages. A test says what
it needs by a fixture:

- `rolled_back`: one transaction around the test, undone at its end. Fast; nothing is ever committed.
- `own_database`: a fresh clone for this test (about 30 ms), with real transactions and commits.
- `module_database`: the same, once for all tests of a module.

Classes of `django.test.TestCase` work as always. A test that names none of them and reaches for the database fails.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import clock

TOP = Path(__file__).resolve().parent.parent
VAR = TOP / ".cache" / "tests"
# Folders of tests that do without Django; in all others Django is ready before a test module is read.
WITHOUT_DJANGO = {"procedure", "commands", "clauses", "repository", "hosting", "faults"}
# What the migrated template depends on.
SHAPE = (
    "**/migrations/**/*.py", "**/*.sql", "**/sql/*.py", "**/sql.py", "access/**/*.py", "access/**/*.csv",
    "audit/**/*.py", "hosting/roles.py",
)  # fmt: skip

SECRETS = {
    "QUORATE_SECRET_KEY": "the secret key of the tests, long enough to pass",
    "QUORATE_CONTEXT_SECRET": "the context secret of the tests, long enough",
    "QUORATE_FIELD_KEYS": "the-newer-field-key-of-the-tests-long-enough,the-older-field-key-of-the-tests-long-enough",
}


@dataclass(frozen=True)
class Urls:
    """One database, as each role sees it."""

    app: str
    owner: str
    job: str
    backup: str
    superuser: str
    name: str


def server() -> Any:
    """The embedded server of the tests; not started."""
    from quorate.hosting.account import database_account
    from quorate.hosting.places import database_folder
    from quorate.hosting.postgres import EmbeddedPostgres

    return EmbeddedPostgres(database_folder(VAR, database_account()), safe=False)


def urls_of(name: str) -> Urls:
    """The addresses of a database by its name."""
    running = server()
    roles = ("quorate_app", "quorate_owner", "quorate_job", "quorate_backup", "postgres")
    return Urls(*(running.url(role, name) for role in roles), name=name)


def database_urls() -> Urls:
    """The addresses of this worker's database, which exists from here on; starts the server where it does not run."""
    name = _worker_database()
    with _lock("start"):
        running = server()
        if not running.is_running():
            running.start()
            for left in running.databases():
                if left.startswith("test_"):
                    running.drop(left)
        if name not in running.databases():
            running.clone(_template(running), name)
            tell_day(running, name, clock.run_day())
    return urls_of(name)


def _worker_database() -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return f"test_{run[:8]}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


def _template(running: Any) -> str:
    """The migrated database that is cloned; made anew when a migration or a policy has changed."""
    shape = hashlib.sha256(repr(SECRETS).encode())
    source = TOP / "src" / "quorate"
    for path in sorted({path for pattern in SHAPE for path in source.glob(pattern)} | {TOP / "requirements/dev.lock"}):
        shape.update(str(path.relative_to(TOP)).encode() + path.read_bytes())
    name = f"shape_{shape.hexdigest()[:12]}"
    if name in running.databases():
        return name
    for old in running.databases():
        if old.startswith("shape_"):
            running.drop(old)
    running.drop("unfinished")
    from quorate.hosting.roles import create_roles

    create_roles(running.url("postgres", "postgres"), running._passwords(), "unfinished")
    _migrate(urls_of("unfinished"))
    _rename(running, "unfinished", name)
    return name


def _migrate(urls: Urls) -> None:
    command = [sys.executable, "-m", "quorate.config.migrating"]
    said = subprocess.run(
        command, env=os.environ | environment(urls), cwd=TOP, capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise RuntimeError(f"the migrations failed:\n{said.stdout}{said.stderr}")


def _rename(running: Any, old: str, new: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(running.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def environment(urls: Urls) -> dict[str, str]:
    """The settings of a process that works on this database."""
    return SECRETS | {
        "DJANGO_SETTINGS_MODULE": "quorate.config.settings",
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_JOB_URL": urls.job,
        "QUORATE_DATABASE_POOL": "0",
        "QUORATE_VAR": str(VAR / "var"),
        "QUORATE_MODE": "demo",
        "QUORATE_ROLE": "app",
        "QUORATE_TODAY": clock.run_day().isoformat(),
    }


def tell_day(running: Any, name: str, day: date) -> None:
    """The policies of this database take `day` for today, as the process that works on it does."""
    import psycopg

    with psycopg.connect(running.url("postgres", name), autocommit=True) as connection:
        connection.execute("UPDATE access_secret SET today = %s", [day])


@contextmanager
def _lock(name: str) -> Iterator[None]:
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


# --- what pytest calls


def pytest_configure(config: pytest.Config) -> None:
    """The session counts itself among the users of the server, so that the last one out stops it; its day is fixed."""
    clock.run_day()
    if not hasattr(config, "workerinput"):
        VAR.mkdir(parents=True, exist_ok=True)
        config.stash[_USING] = held = (VAR / "users.lock").open("w")
        fcntl.flock(held, fcntl.LOCK_SH)


def pytest_unconfigure(config: pytest.Config) -> None:
    held = config.stash.get(_USING, None)
    if held is None:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if (VAR / "start.lock").exists():
            server().stop()
    except BlockingIOError:
        pass  # somebody else's tests still run
    finally:
        held.close()


_USING = pytest.StashKey[Any]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> None:
    """Before the first test module that needs it, make Django ready."""
    if file_path.suffix != ".py" or not file_path.is_relative_to(TOP / "tests"):
        return
    room = file_path.relative_to(TOP / "tests").parts[0]
    if room not in WITHOUT_DJANGO and not room.endswith(".py"):
        _make_django_ready()


def _make_django_ready() -> None:
    from django.apps import apps

    if apps.ready:
        return
    for name in [name for name in os.environ if name.startswith(("QUORATE_", "OIDC_", "DATABASE_"))]:
        del os.environ[name]
    os.environ |= environment(urls_of(_worker_database()))
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    clock.set_for_pages()
    _gather_static_files()


def _gather_static_files() -> None:
    """Pages name their styles by fingerprint, so the files have to be there; gathered again when one has changed."""
    from django.conf import settings
    from django.core.management import call_command

    built = TOP / "src/quorate/web/static/quorate"
    if not built.is_dir():
        raise pytest.UsageError("the front end is not built; run: make front")
    state = hashlib.sha256()
    for path in sorted(built.rglob("*")):
        said = path.stat()
        state.update(f"{path.name} {said.st_size} {said.st_mtime_ns}".encode())
    with _lock("static"):
        stamp = Path(settings.STATIC_ROOT) / "gathered-from"
        if not stamp.exists() or stamp.read_text() != state.hexdigest():
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(state.hexdigest())


# --- fixtures


@pytest.fixture(scope="session")
def database() -> Iterator[Urls]:
    """This worker's own clone."""
    urls = database_urls()
    yield urls
    from django.db import connection

    connection.close()
    server().drop(urls.name)


@pytest.fixture(autouse=True)
def _only_with_a_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "django" not in sys.modules or not Path(request.path).is_relative_to(TOP / "tests"):
        return
    if Path(request.path).relative_to(TOP / "tests").parts[0] in WITHOUT_DJANGO:
        return
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.test import TransactionTestCase

    if request.cls is not None and issubclass(request.cls, TransactionTestCase):
        request.getfixturevalue("database")
    elif "database" not in request.fixturenames:

        def refuse(*_: object) -> None:
            pytest.fail("this test reached for the database; let it ask for rolled_back or own_database")

        monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)


@pytest.fixture
def rolled_back(database: Urls) -> Iterator[Urls]:
    """One transaction around the test, undone at its end."""
    from django.db import transaction

    with transaction.atomic():
        yield database
        transaction.set_rollback(True)


@pytest.fixture
def own_database(database: Urls, request: pytest.FixtureRequest) -> Iterator[Urls]:
    """A fresh clone for this test alone, with real transactions."""
    with fresh_clone() as urls:
        yield urls


@pytest.fixture(scope="module")
def module_database(database: Urls) -> Iterator[Urls]:
    """A fresh clone for all tests of one module, with real transactions."""
    with fresh_clone() as urls:
        yield urls


@contextmanager
def fresh_clone(template: str | None = None) -> Iterator[Urls]:
    """A clone that Django's connection uses inside the block; afterwards it is dropped."""
    from django.db import connection

    running = server()
    before = connection.settings_dict["NAME"]
    name = f"{_worker_database()}_{next(_numbers)}"
    connection.close()
    connection.close_pool()  # a page server's connections are to the database before
    with _lock("start"):
        running.clone(template or _template(running), name)
    if template is None:
        tell_day(running, name, clock.run_day())
    connection.settings_dict["NAME"] = name
    try:
        yield urls_of(name)
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = before
        running.drop(name)


_numbers = iter(range(1, 1_000_000))
