"""The outbox: ten thousand steps of anything in any order; nothing is lost and nothing goes twice unflagged.

`BENCH_STEPS=500` takes fewer. The steps are those of `tests/notices/machine.py`; what must always hold is asked after
each of them.
"""

from __future__ import annotations

import os
from collections import Counter
from time import perf_counter, process_time

STEPS = int(os.environ.get("BENCH_STEPS", "10000"))
A_RUN = 50
"""Steps with one conference; then a fresh one."""


def run(steps: int = STEPS) -> dict[str, float]:
    """Takes the steps, prints, and returns the numbers. Raises AssertionError where a promise is broken."""
    from benchmarks.place import fresh_database

    told: Counter[str] = Counter({"lost": 0, "twice unflagged": 0})
    began, own = perf_counter(), process_time()
    with fresh_database() as built:
        _take(steps, built.name, told)
    told["seconds"], told["processor seconds"] = round(perf_counter() - began), round(process_time() - own)
    for what, number in told.items():
        print(f"{what:<40}{number:>10,}")
    return {what: float(number) for what, number in told.items()}


def _take(steps: int, template: str, told: Counter[str]) -> None:
    from django.db import connection
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.notices.machine import counted_runs
    from tests.notices.making import Asked

    machine = counted_runs(Asked(), template, told)
    connection.close()
    profile = settings(
        max_examples=10, stateful_step_count=A_RUN, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    while told["steps"] < steps:
        run_state_machine_as_test(machine, settings=profile)
        print(f"  {told['steps']:,} steps", flush=True)
