"""How long a sign-in is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.web.accounts import session_rules as rules

NOW = 1_800_000_000.0
MINUTE, HOUR = 60, 3600


def session(*, started: float, seen: float, **more: object) -> dict[str, object]:
    return {rules.STARTED: NOW - started, rules.SEEN: NOW - seen, **more}


@pytest.mark.parametrize(
    ("started", "seen", "expected"),
    [
        (0, 0, None),
        (30 * MINUTE, 30 * MINUTE - 1, None),
        (30 * MINUTE, 30 * MINUTE, "idle"),
        (12 * HOUR - 1, 0, None),
        (12 * HOUR, 0, "too-long"),
        (13 * HOUR, 40 * MINUTE, "too-long"),
    ],
)
def test_a_session_ends_after_half_an_hour_of_nothing_or_twelve_hours_of_anything(
    started: float, seen: float, expected: str | None
) -> None:
    assert rules.ending(session(started=started, seen=seen), now=NOW) == expected


@pytest.mark.parametrize("broken", [{}, {rules.STARTED: NOW}, {rules.SEEN: NOW}, {rules.STARTED: "x", rules.SEEN: NOW}])
def test_a_session_that_does_not_say_when_it_began_is_not_believed(broken: dict[str, object]) -> None:
    assert rules.ending(broken, now=NOW) == "unknown-start"


@pytest.mark.parametrize(
    ("ago", "expected"), [(0, True), (299, True), (300, False), (-30, True), (-61, False), (None, False), ("0", False)]
)
def test_a_proof_counts_for_five_minutes(ago: object, expected: bool) -> None:
    at = NOW - ago if isinstance(ago, int) else ago
    assert rules.stepped_up({rules.STEPPED_UP: at}, now=NOW) is expected


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_no_session_outlives_its_limits(started: float, seen: float) -> None:
    lives = rules.ending(session(started=started, seen=seen), now=NOW) is None
    assert lives == (NOW - (NOW - started) < 12 * HOUR and NOW - (NOW - seen) < 30 * MINUTE)


@pytest.mark.parametrize("said", [None, "yes", 1, False])
def test_only_a_plain_yes_is_a_second_factor(said: object) -> None:
    assert rules.has_second_factor({rules.SECOND_FACTOR: said}) is False
    assert rules.has_second_factor({rules.SECOND_FACTOR: True}) is True


def test_being_seen_is_written_down_once_a_minute() -> None:
    assert rules.seen_again({rules.SEEN: NOW - 59}, now=NOW) is False
    assert rules.seen_again({rules.SEEN: NOW - 60}, now=NOW) is True
