"""The step of the machine in which the process dies in the midst of a change: all of it stands then, or nothing."""

from __future__ import annotations

from typing import Any

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.notices.sending import Sending

_WRITES = ("INSERT", "UPDATE")


class Stopping(Sending):
    """What was committed is looked at by the promises after the step; what was not has never been."""

    @precondition(lambda self: self.is_calm and self.did["died"] < 6)
    @rule(after=st.integers(1, 12), deed=st.sampled_from(("move", "keep out", "let back in", "prepare", "let out")))
    def it_stops_in_the_middle(self, after: int, deed: str) -> None:
        """The process dies before it writes for the `after`th time."""
        written = 0

        def dies(execute: Any, sql: str, *said: Any) -> Any:
            nonlocal written
            written += sql.lstrip().upper().startswith(_WRITES)
            if written == after:
                raise KeyboardInterrupt
            return execute(sql, *said)

        try:
            with connection.execute_wrapper(dies):
                self._begin(deed)
        except KeyboardInterrupt:
            connection.close()
            self.did["died"] += 1
            self.did[f"died: {deed}"] += 1
            self._again()

    def _begin(self, deed: str) -> None:
        if deed == "move" and self.moves < 12:
            self.move()
        elif deed == "keep out":
            self.keep_somebody_out(number=0, scope="whole")
        elif deed == "let back in" and self.out:
            self.let_somebody_back_in()
        elif deed == "prepare":
            self.prepare(code="invitation", at_once=False)
        elif deed == "let out":
            self.let_out(0)
