"""Guessing is slowed, nobody is locked out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quorate.web.accounts import slow_down
from quorate.web.accounts.models import FailedAttempts

pytestmark = pytest.mark.usefixtures("rolled_back")

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ADA, HERE, THERE = "ada@school.example", "192.0.2.7", "198.51.100.9"


def fail(times: int, *, who: str = ADA, address: str = HERE, at: datetime = AT) -> None:
    for _ in range(times):
        slow_down.count_failure(who=who, address=address, at=at)


def wait(*, who: str = ADA, address: str = HERE, after: float = 0) -> int:
    return slow_down.seconds_to_wait(who=who, address=address, at=AT + timedelta(seconds=after))


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 8), (6, 16), (7, 32), (8, 60), (500, 60)]
)
def test_the_wait_grows_and_has_an_end(failures: int, seconds: int) -> None:
    fail(failures)
    assert wait() == seconds


def test_the_wait_passes() -> None:
    fail(8)
    assert [wait(after=passed) for passed in (0, 30, 59.5, 60, 61)] == [60, 30, 1, 0, 0]


def test_an_attacker_elsewhere_cannot_keep_the_owner_out() -> None:
    fail(10_000 // 100, address=THERE)
    assert wait(address=THERE) == 60
    assert wait(address=HERE) == 10
    assert wait(address=HERE, after=10) == 0


def test_one_address_trying_many_people_is_slowed_too() -> None:
    for number in range(40):
        fail(1, who=f"person{number}@school.example")
    assert wait(who="nobody-yet@school.example") == 30
    assert wait(who="nobody-yet@school.example", address=THERE) == 0


def test_a_success_forgives_the_person_but_not_the_address() -> None:
    fail(40)
    slow_down.forget_failures(who=ADA, address=HERE)
    assert wait(address=THERE) == 0
    assert wait() == 30


def test_an_hour_forgets() -> None:
    fail(20)
    assert wait(after=3601) == 0
    fail(1, at=AT + timedelta(seconds=3601))
    assert [row.failures for row in FailedAttempts.objects.all()] == [1, 1, 1]


def test_capitals_and_spaces_are_the_same_person() -> None:
    fail(3, who=" ADA@School.Example ")
    assert wait() == 2


def test_the_table_names_nobody() -> None:
    fail(1)
    kept = " ".join(row.key for row in FailedAttempts.objects.all())
    assert (ADA in kept, HERE in kept, len(kept)) == (False, False, 3 * 64 + 2)


def test_what_is_forgotten_is_swept_away() -> None:
    fail(1)
    fail(1, who="later@school.example", address=THERE, at=AT + timedelta(minutes=50))
    assert slow_down.sweep(at=AT + timedelta(minutes=61)) == 3
    assert FailedAttempts.objects.count() == 3
