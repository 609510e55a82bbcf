"""kill -9 of any part at any moment loses nothing that was acknowledged. `make bench` does the same fifty times."""

from __future__ import annotations

from tests.faults.harness import run, told

ROUNDS = 3


def test_nothing_acknowledged_is_lost() -> None:
    report = run(ROUNDS)
    print(told(report))
    assert report.rounds == ROUNDS
    assert report.saved > 0
    assert report.jobs > 0
    assert min(report.moved, report.decided, report.mails) > 0
    assert (report.missing, report.twice, report.by_half, report.jobs_lost) == ([], [], [], [])

    assert (report.exit_code, report.left_running) == (0, [])
