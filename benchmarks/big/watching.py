"""What one page asks of the database: how many statements, and how many rows of tables they read."""

from __future__ import annotations

import json
import subprocess
import sys

import psycopg

from benchmarks.big.server import TOP, BigServer
from tools.visitor import Visitor

_PROGRAM = """
import json, sys, django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(HTTP_HOST="127.0.0.1", HTTP_COOKIE=sys.argv[2])
client.get(sys.argv[1])
connection.close()
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
with CaptureQueriesContext(connection) as seen:
    answer = client.get(sys.argv[1])
assert answer.status_code == 200, answer.status_code
connection.close()
print(json.dumps([one["sql"] for one in seen.captured_queries]))
"""
_READ = "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables"


def statements(server: BigServer, visitor: Visitor, path: str) -> tuple[int, int]:
    """How many statements one such page sends (set-up of the transaction aside), and how many rows they read."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    command = [sys.executable, "-c", _PROGRAM, path, cookies]
    environment = server.environment() | {"QUORATE_DATABASE_POOL": "0"}
    with subprocess.Popen(
        command, env=environment, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as page:
        assert page.stdin is not None and page.stdout is not None
        assert page.stdout.readline() == "ready\n"
        before = _rows_read(server)
        page.stdin.write("\n")
        page.stdin.flush()
        sent = json.loads(page.stdout.readline())
        page.wait(30)
    return len(sent), _rows_read(server) - before


def _rows_read(server: BigServer) -> int:
    with psycopg.connect(server.database.url("postgres")) as connection:
        connection.execute("SELECT pg_sleep(0.3)")  # ended sessions have handed their figures over by then
        return int(connection.execute(_READ).fetchone()[0])  # type: ignore[index]
