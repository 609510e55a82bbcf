"""The whole system as one starts it by hand, in a folder of its own, with its processes within reach."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from quorate.hosting.account import database_account
from quorate.hosting.places import database_folder, fingerprint
from quorate.hosting.ports import answers, free_ports
from quorate.hosting.postgres import EmbeddedPostgres

TOP = Path(__file__).resolve().parent.parent.parent
STARTED_WITHIN = 240.0  # seconds; the first time everything is made anew
_OURS = ("QUORATE_", "DATABASE_", "SMTP_")
VICTIMS = ("database", "page worker", "job worker", "page server", "stream", "front")

_SIGNS = {
    "page server": ("granian wsgi", False),
    "page worker": ("granian wsgi", True),
    "stream": ("granian asgi", False),
    "job worker": ("quorate.config.worker", False),
    "front": ("quorate.hosting.front", False),
}


class System:
    """`quorate run` in `folder`; what an earlier version of the code left there is thrown away. Its e-mails go to the
    mail server on `mail_port` of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mail_port = free_ports(1)[0]
        self.host, self.port = "127.0.0.1", free_ports(1)[0]
        self.database = EmbeddedPostgres(database_folder(folder, database_account()))
        self.log = folder / "run.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait for the first answer. Raises AssertionError with what it said when it does not come."""
        self._forget_other_versions()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        ours = {"QUORATE_VAR": str(self.folder), "QUORATE_PORT": str(self.port)}
        ours |= {"SMTP_HOST": self.host, "SMTP_PORT": str(self.mail_port)}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "quorate.cli", "run"],
                env={**kept, **ours},
                cwd=TOP,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + STARTED_WITHIN
        while "ready after" not in self.said() and self._process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        if "ready after" not in self.said() or not answers(self.host, self.port):
            self.stop()
            raise AssertionError(self.said())

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def kill(self, victim: str) -> None:
        """kill -9 one of VICTIMS, if it lives at this moment."""
        if victim == "database":
            self.database.kill()
            return
        for process in self.processes():
            if self._is(process, victim):
                process.kill()
                return

    def processes(self) -> list[psutil.Process]:
        """Everything the supervisor has started, the database aside."""
        assert self._process is not None
        try:
            return psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def said(self) -> str:
        """What it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def _is(self, process: psutil.Process, victim: str) -> bool:
        sign, is_worker = _SIGNS[victim]
        try:
            command = " ".join(process.cmdline())
        except psutil.Error:
            return False
        return sign in command and (("worker-" in command) is is_worker)

    def _forget_other_versions(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        state = fingerprint([TOP / "src" / "quorate"])
        stamp = self.folder / "made-by"
        if not stamp.exists() or stamp.read_text(encoding="ascii") != state:
            self.database.stop()
            for path in (self.database.folder, self.folder):
                shutil.rmtree(path, ignore_errors=True)
            self.folder.mkdir(parents=True)
            stamp.write_text(state, encoding="ascii")
