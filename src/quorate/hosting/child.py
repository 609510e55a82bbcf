"""One process under the supervisor."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STOPPED_WITHIN = 10.0  # seconds between asking politely and not asking
FIRST_WAIT, LONGEST_WAIT = 0.2, 20.0  # seconds before a process that died is started again
SETTLED_AFTER = 30.0  # seconds after which a death counts as the first again

_PARENT_DIED = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """A process to keep alive: its name, its command, and what its environment has beside ours."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    falls_with_database: bool = False
    """Started again whenever the database has been: what it was doing there may have been cut in half."""
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _next: float = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id, which is also that of its group; None while it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self._process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        self._started = time.monotonic()

    def tend(self) -> str | None:
        """Start it again if it has died and its time has come; returns what happened, in words, or None."""
        now = time.monotonic()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return None
            return self._mourn(code, now)
        if now >= self._next:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """End it and whatever it started at once, without asking; `tend` starts it again."""
        self._end_group()

    def wait_until_stopped(self, deadline: float) -> None:
        """Wait for its end until `deadline` (of time.monotonic), then end it; whatever it started ends with it."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._end_group()
        self._process.wait()

    def _mourn(self, code: int, now: float) -> str:
        self._end_group()
        self.deaths = 1 if now - self._started > SETTLED_AFTER else self.deaths + 1
        wait = min(FIRST_WAIT * 2 ** (self.deaths - 1), LONGEST_WAIT)
        self._process, self._next = None, now + wait
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return f"{self.name} ended ({how}); starting it again in {wait:.1f} s"

    def _end_group(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """Run in the new process: end it when the supervisor dies without a word."""
    ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGTERM)
