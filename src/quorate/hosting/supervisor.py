"""Keeps the processes and the database alive until asked to stop, then stops all of them, the database last."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from quorate.hosting import HostingError
from quorate.hosting.child import STOPPED_WITHIN, Child
from quorate.hosting.postgres import EmbeddedPostgres

LOOKS_EVERY = 0.1  # seconds
STOPS_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """The processes in the order they start. `say` is told, in one line, what happens to them."""

    def __init__(
        self, children: Sequence[Child], database: EmbeddedPostgres | None, say: Callable[[str], None]
    ) -> None:
        self.children = children
        self._database = database
        self._say = say
        self._asked_to_stop = False

    def start(self) -> None:
        """Start every process."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Until asked to stop: start again whatever dies."""
        while not self._asked_to_stop:
            self._tend_database()
            for child in self.children:
                self._tell(child.tend())
            time.sleep(LOOKS_EVERY)

    def wait_until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait for `ready`. Raises HostingError if a process ends first or it takes longer."""
        deadline = time.monotonic() + seconds
        while not ready() and not self._asked_to_stop:
            ended = [child.name for child in self.children if child.pid is None]
            if ended:
                raise HostingError(f"{ended[0]} ended while it was starting; what it said stands above")
            if time.monotonic() > deadline:
                raise HostingError(f"{what} did not answer within {seconds:.0f} seconds")
            time.sleep(LOOKS_EVERY)

    def stop(self) -> None:
        """Stop the processes, all at once; those that do not end in time are ended."""
        deadline = time.monotonic() + STOPPED_WITHIN
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_until_stopped(deadline)

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """Inside the block, Ctrl-C and its like ask to stop instead of interrupting."""
        before = {number: signal.signal(number, self._on_signal) for number in STOPS_ON}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _tend_database(self) -> None:
        if self._database is None or self._database.pid() is not None:
            return
        self._say("the database ended; starting it again")
        try:
            self._database.start()
        except HostingError as error:
            self._say(str(error))
            time.sleep(1)
            return
        for child in self.children:
            if child.falls_with_database:
                child.end()

    def _tell(self, happened: str | None) -> None:
        if happened:
            self._say(happened)
