"""The database of a big world, kept between runs, and the pages over it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.generate import TODAY
from quorate.config.processes import THREADS
from quorate.hosting.account import database_account
from quorate.hosting.places import database_folder
from quorate.hosting.ports import answers, free_ports
from quorate.hosting.postgres import EmbeddedPostgres
from quorate.hosting.roles import APP, JOB, OWNER

TOP = Path(__file__).resolve().parent.parent.parent
SECRETS = {
    "QUORATE_SECRET_KEY": "the secret key of the benchmarks, long enough",
    "QUORATE_CONTEXT_SECRET": "the context secret of the benchmarks, long enough",
}


class BigServer:
    """PostgreSQL in `.cache/big-YEARS`, durable as in real life."""

    def __init__(self, years: int) -> None:
        self.years = years
        self.folder = TOP / ".cache" / f"big-{years}"
        self.database = EmbeddedPostgres(database_folder(self.folder, database_account()))

    def environment(self) -> dict[str, str]:
        """The settings of a process over this database, as the pages see it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUORATE_", "DATABASE_"))}
        return kept | SECRETS | {
            "DJANGO_SETTINGS_MODULE": "quorate.config.settings",
            "DATABASE_URL": self.database.url(APP),
            "DATABASE_OWNER_URL": self.database.url(OWNER),
            "DATABASE_JOB_URL": self.database.url(JOB),
            "QUORATE_VAR": str(self.folder),
            "QUORATE_MODE": "demo",
            "QUORATE_TODAY": TODAY.isoformat(),
        }  # fmt: skip

    def run(self, *command: str) -> None:
        """Run a Python command in this environment. Raises AssertionError with what it said when it fails."""
        said = subprocess.run(
            [sys.executable, *command], env=self.environment(), cwd=TOP, capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stdout + said.stderr

    @contextmanager
    def pages(self) -> Iterator[tuple[int, psutil.Process]]:
        """The page server on a free port, and its process."""
        program = "import django; django.setup(); from django.core.management import call_command as c; "
        self.run("-c", program + "c('collectstatic', interactive=False, verbosity=0)")
        port = free_ports(1)[0]
        command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}"]
        command += ["--workers=1", f"--blocking-threads={THREADS}", "--no-ws", "--log-level=error"]
        with subprocess.Popen([*command, "quorate.config.wsgi:application"], env=self.environment(), cwd=TOP) as server:
            deadline = time.monotonic() + 60
            while not answers("127.0.0.1", port):
                assert server.poll() is None and time.monotonic() < deadline, "the pages did not start"
                time.sleep(0.1)
            try:
                yield port, psutil.Process(server.pid)
            finally:
                server.terminate()
