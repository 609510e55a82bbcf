"""The calendar against two libraries that know nothing of each other, and against a loop anyone can check."""

from datetime import date, timedelta

import holidays
import pytest
from workalendar.europe import UnitedKingdom

from quorate.procedure.calendar import Calendar

ENGLAND = Calendar()
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
DAYS = [date.fromordinal(day) for day in range(FIRST.toordinal(), LAST.toordinal() + 1)]
BY_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2019, 2037))

# Every day on which `workalendar` and we differ: (its answer, ours, who is right and why).
# workalendar has no class for England; its UnitedKingdom is England's list.
DISAGREEMENTS = {
    "2023-05-08": (
        "working",
        "Coronation",
        "We are right: a bank holiday proclaimed in 2022 for the coronation; workalendar 17 lacks it",
    ),
}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in BY_HOLIDAYS


def test_every_day_agrees_with_holidays_asked_directly() -> None:
    assert [ENGLAND.is_working_day(day.toordinal()) for day in DAYS] == [works(day) for day in DAYS]


def test_every_day_agrees_with_workalendar_but_for_the_disagreements_listed() -> None:
    other = UnitedKingdom()
    found = {}
    for day in DAYS:
        theirs, ours = other.is_working_day(day), ENGLAND.why_not_working(day.toordinal())
        if theirs != (ours is None):
            found[day.isoformat()] = ("working" if theirs else "not working", ours or "working")
    assert found == {day: (theirs, ours) for day, (theirs, ours, _) in DISAGREEMENTS.items()}


def naive(day: date, n: int) -> date:
    """Walk one day at a time and count."""
    way = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += way
        left -= works(day)
    return day


@pytest.mark.parametrize("n", [1, -1, 2, -2, 5, -5, 10, -10, 15, -15, 20, -20])
def test_the_nth_working_day_of_every_day_agrees_with_a_loop(n: int) -> None:
    assert [date.fromordinal(ENGLAND.working_days_after(day.toordinal(), n)) for day in DAYS] == [
        naive(day, n) for day in DAYS
    ]
