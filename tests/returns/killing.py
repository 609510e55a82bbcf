"""An import in a process of its own, killed at a moment, begun again, until it is through."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import database
from tests.database import Urls


def started(urls: Urls, file: Path, pack: str, email: str, *more: str, go: bool = True) -> subprocess.Popen[bytes]:
    """The command, in its own group of processes."""
    command = [
        sys.executable, "-m", "quorate.cli", "import-census", str(file), "--authority", pack, "--by", email,
        "--team", "North", "--unit", "Safeguarding unit", *(["--go"] if go else []), *more,
    ]  # fmt: skip
    environment = {**os.environ, **database.environment(urls), "QUORATE_TODAY": "2026-11-20"}
    return subprocess.Popen(
        command,
        env=environment,
        cwd=database.TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def through_kills(
    urls: Urls, file: Path, pack: str, email: str, *, kills: int, rng: random.Random, longest: float
) -> tuple[int, str]:
    """Runs the import, killing it (-9) so many times at random moments within `longest` seconds; then lets it end.

    Gives how many kills met it at work, and what the last run said.
    """
    met = 0
    for _ in range(kills):
        process = started(urls, file, pack, email)
        time.sleep(rng.uniform(0.2 * longest, longest))
        if process.poll() is None:
            met += 1
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        # The database ends what the dead connections had begun.
        time.sleep(0.2)
    last = started(urls, file, pack, email)
    said, _ = last.communicate(timeout=600)
    if last.returncode == 2:
        raise AssertionError(said.decode())
    return met, said.decode()
