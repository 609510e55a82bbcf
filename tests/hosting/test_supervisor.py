"""The supervisor, with processes as short as possible."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from quorate.hosting import HostingError
from quorate.hosting.child import Child
from quorate.hosting.supervisor import Supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
IGNORES = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)",
]


def _wait(condition: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_dies_is_started_again() -> None:
    said: list[str] = []
    child = Child("sleeper", SLEEPS)
    supervisor = Supervisor([child], None, said.append)
    supervisor.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _wait(lambda: not _lives(first) or child.pid is None)
    said.append(child.tend() or "")
    _wait(lambda: child.tend() is None and child.pid is not None)
    second = child.pid
    supervisor.stop()
    assert said == ["sleeper ended (signal SIGKILL); starting it again in 0.2 s"]
    assert second is not None and second != first and not _lives(second)


def test_each_death_in_a_row_waits_longer() -> None:
    child = Child("brief", [sys.executable, "-c", "raise SystemExit(3)"])
    waits = []
    for _ in range(3):
        child.start()
        _wait(lambda: child.pid is None)
        waits.append((child.tend() or "").rpartition(" in ")[2])
    assert waits == ["0.2 s", "0.4 s", "0.8 s"]


def test_a_process_that_does_not_listen_is_ended() -> None:
    child = Child("deaf", IGNORES)
    child.start()
    pid = child.pid
    assert pid is not None
    time.sleep(0.5)
    child.ask_to_stop()
    child.wait_until_stopped(time.monotonic() + 0.3)
    assert not _lives(pid)


def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    script = f"""
        import pathlib, subprocess, sys, time
        made = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        pathlib.Path({str(note)!r}).write_text(str(made.pid))
        time.sleep(60)
    """
    child = Child("parent", [sys.executable, "-c", textwrap.dedent(script)])
    child.start()
    _wait(lambda: note.exists() and note.read_text() != "")
    child.ask_to_stop()
    child.wait_until_stopped(time.monotonic() + 5)
    _wait(lambda: not _lives(int(note.read_text())))


def test_a_process_that_ends_while_starting_is_named() -> None:
    supervisor = Supervisor([Child("brief", [sys.executable, "-c", ""])], None, lambda line: None)
    supervisor.start()
    with pytest.raises(HostingError) as caught:
        supervisor.wait_until(lambda: False, 10, "nothing")
    assert str(caught.value) == "brief ended while it was starting; what it said stands above"


def test_a_signal_ends_the_watch() -> None:
    supervisor = Supervisor([Child("sleeper", SLEEPS)], None, lambda line: None)
    with supervisor.stopped_by_signals():
        supervisor.start()
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        supervisor.watch()
    supervisor.stop()
    assert [child.pid for child in supervisor.children] == [None]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_processes_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    script = """
        import sys, time
        from quorate.hosting.child import Child
        child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
        child.start()
        print(child.pid, flush=True)
        time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True) as above:
        assert above.stdout is not None
        pid = int(above.stdout.readline())
        above.kill()
    _wait(lambda: not _lives(pid))
