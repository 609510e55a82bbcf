"""The yardstick as a running server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from quorate.config.processes import THREADS
from quorate.hosting.ports import answers, free_ports

TOP = Path(__file__).resolve().parent.parent.parent


def make_table(connection: psycopg.Connection) -> None:
    """The one table of the yardstick."""
    connection.execute("DROP TABLE IF EXISTS bench_bare")
    connection.execute("CREATE TABLE bench_bare (id serial PRIMARY KEY, name text NOT NULL, began_on date NOT NULL)")
    connection.execute(
        "INSERT INTO bench_bare (name, began_on)"
        " SELECT 'Team ' || n, date '2026-01-01' + n FROM generate_series(1, 20) n"
    )


@contextmanager
def bare_server(url: str) -> Iterator[tuple[psutil.Process, int]]:
    """The yardstick over a database, and its port."""
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}"]
    command += ["--workers=1", f"--blocking-threads={THREADS}", "--no-ws", "--log-level=error"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings", "DATABASE_URL": url}
    with subprocess.Popen([*command, "benchmarks.bare.wsgi:application"], env=environment, cwd=TOP) as process:
        deadline = time.monotonic() + 30
        while not answers("127.0.0.1", port):
            assert process.poll() is None and time.monotonic() < deadline, "the bare server did not start"
            time.sleep(0.1)
        try:
            yield psutil.Process(process.pid), port
        finally:
            process.terminate()
