"""A line on the screen for every step, with the seconds it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Steps:
    """Says what is being done while it is being done."""

    def __init__(self, screen: TextIO | None = None) -> None:
        self._screen = screen or sys.stdout
        self._begun = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator[Step]:
        """Say `what`, run the block, then say how it went and how long it took."""
        began = time.monotonic()
        this = Step()
        self._write(f"-- {what:<28}")
        try:
            yield this
        except BaseException:
            self._write("failed\n")
            raise
        self._write(f"{time.monotonic() - began:5.1f} s  {this.outcome}".rstrip() + "\n")

    def say(self, line: str = "") -> None:
        """One line as it is."""
        self._write(f"{line}\n")

    def seconds(self) -> float:
        """Seconds since the first step."""
        return time.monotonic() - self._begun

    def _write(self, text: str) -> None:
        self._screen.write(text)
        self._screen.flush()


class Step:
    """What a step found out, in a few words."""

    outcome = ""
