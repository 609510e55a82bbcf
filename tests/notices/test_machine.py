"""A short run of anything in any order; `benchmarks/outbox_bench.py` makes ten thousand steps."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.database import Urls
from tests.notices.machine import counted_runs
from tests.notices.making import Asked

SHORT = settings(
    max_examples=7, stateful_step_count=50, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), report_multiple_bugs=False, phases=settings().phases[:3],
)  # fmt: skip


def test_nothing_goes_to_the_wrong_person_whatever_happens_when(module_database: Urls) -> None:
    from django.db import connection

    told: Counter[str] = Counter()
    stage = Asked()
    connection.close()
    run_state_machine_as_test(counted_runs(stage, module_database.name, told), settings=SHORT)
    assert told["steps"] >= 300
    assert told["lost"] == told["twice unflagged"] == 0
    assert told["run dry"] == told["booked"]
    # The run has met what it is for.
    asked = (
        "let out", "handed to the mail server", "withheld", "moved", "kept out of whole", "let back in", "lapsed",
        "other addresses", "protected", "names", "ticked again", "told that it is off", "sending: dies after",
        "sending: decided, stopped", "sending: moved, stopped", "sending: broken", "sending: refused", "held",
        "held, kept out of part", "held, kept out of whole", "letter has come", "own papers, refused",
        "died: keep out", "died: move",
        "decisions have come, kept out of whole", "decisions have come, kept out of part",
    )  # fmt: skip
    assert [what for what in asked if not told[what]] == []
