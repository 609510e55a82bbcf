"""Faults: kill -9 of page server, workers, stream, front or database, fifty times; nothing acknowledged may be lost."""

from __future__ import annotations

import os

from tests.faults.harness import run as run_rounds
from tests.faults.harness import told

ROUNDS = int(os.environ.get("BENCH_FAULTS", "50"))


def run() -> dict[str, float]:
    """Measures and prints. Raises AssertionError where something was lost."""
    report = run_rounds(ROUNDS, seed=0)
    print(told(report))
    lost = len(report.missing) + len(report.twice) + len(report.by_half) + len(report.jobs_lost)
    assert lost == 0, "something acknowledged was lost"
    numbers: dict[str, float] = {"rounds": report.rounds, "saved": report.saved, "jobs": report.jobs, "lost": lost}
    numbers |= {"moves": report.moved, "decisions": report.decided, "e-mails": report.mails}
    return numbers | {f"{victim} back after (s)": round(max(t), 2) for victim, t in sorted(report.back_after.items())}
