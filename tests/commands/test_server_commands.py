"""The commands of the running system: they load no server until they need one, and refuse in one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path


def _quorate(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUORATE_", "DATABASE_"))}
    command = [sys.executable, "-m", "quorate.cli", *arguments]
    return subprocess.run(command, env=kept | variables, capture_output=True, text=True, check=False, timeout=120)


def test_the_settings_are_listed_with_what_default_and_example() -> None:
    lines = _quorate("run", "--settings").stdout.splitlines()
    at = lines.index("QUORATE_PORT")
    assert lines[at : at + 3] == [
        "QUORATE_PORT",
        "    the port the pages listen on",
        "    default: 8000; for example: 8080",
    ]


def test_a_mistake_in_a_setting_is_told_before_anything_starts(tmp_path: Path) -> None:
    ended = _quorate("run", QUORATE_VAR=str(tmp_path), QUORATE_PROT="1")
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "QUORATE_PROT is not a setting; did you mean QUORATE_PORT?\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = _quorate("run", "--port", str(port), QUORATE_VAR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (
        2,
        f"port {port} of 127.0.0.1 cannot be had (Address already in use); "
        f"choose another with QUORATE_PORT={port + 80}\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_production_names_everything_that_is_missing(tmp_path: Path) -> None:
    ended = _quorate("migrate", QUORATE_VAR=str(tmp_path), QUORATE_MODE="production")
    assert ended.returncode == 2
    assert [line.partition(" ")[0] for line in ended.stderr.splitlines()] == [
        "QUORATE_SECRET_KEY",
        "QUORATE_CONTEXT_SECRET",
        "QUORATE_FIELD_KEYS",
        "DATABASE_URL",
        "DATABASE_JOB_URL",
        "OIDC_ISSUER",
        "SMTP_HOST",
        "QUORATE_ALLOWED_HOSTS",
    ]
