"""How fast a working-day sum is: the calendar, numpy's business days, and a loop over `holidays`, in one run.

All answer the same question (n working days after a day, over the same days of England), and every answer is
compared before anything is timed. Run `PYTHONPATH=src python benchmarks/calendar_bench.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter_ns
from typing import Any

import holidays
import numpy as np

from quorate.procedure.calendar import Calendar, add_months
from quorate.procedure.holidays_table import BANK_HOLIDAYS
from quorate.procedure.london import HOUR, MINUTE, day_of, instant_of

LIMIT = 15  # working days from the strategy discussion to the initial conference
EPOCH = date(1970, 1, 1).toordinal()
REPEATS = 5


def some_days(count: int) -> list[int]:
    """Days of 2010 to 2040, the same in every run."""
    dice = random.Random(15)
    first, last = date(2010, 1, 1).toordinal(), date(2040, 12, 31).toordinal()
    return [dice.randint(first, last) for _ in range(count)]


def ns_each(work: Callable[[], object], sums: int) -> float:
    """Nanoseconds a sum, the best of several runs."""
    taken = []
    for _ in range(REPEATS):
        start = perf_counter_ns()
        work()
        taken.append(perf_counter_ns() - start)
    return min(taken) / sums


def naive(day: date, n: int, off: holidays.HolidayBase) -> date:
    """One day at a time, as one would write it without a table."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5 and day not in off
    return day


def working_day_contenders(days: list[int]) -> dict[str, tuple[Callable[[], object], int]]:
    """Of each way to count: the work, giving ordinals, and how many sums it does."""
    england = Calendar()
    business = np.busdaycalendar(holidays=[date.fromisoformat(row[0]) for row in BANK_HOLIDAYS])
    off = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2050))
    fewer = days[: max(1, len(days) // 20)]
    dates = [date.fromordinal(day) for day in fewer]
    stamps = np.array([day - EPOCH for day in days], dtype="datetime64[D]")

    def ours() -> list[int]:
        after = england.working_day_after
        return [after(day, LIMIT) for day in days]

    def scalar() -> list[Any]:
        return [np.busday_offset(stamp, LIMIT, roll="backward", busdaycal=business) for stamp in stamps[: len(fewer)]]

    def vectorised() -> Any:
        return np.busday_offset(stamps, LIMIT, roll="backward", busdaycal=business)

    def loop() -> list[date]:
        return [naive(day, LIMIT, off) for day in dates]

    answers = ours()
    few = answers[: len(fewer)]
    assert [day.toordinal() for day in loop()] == few
    assert [int(stamp.astype(int)) + EPOCH for stamp in scalar()] == few
    assert (vectorised().astype(int) + EPOCH).tolist() == answers
    return {
        "quorate": (ours, len(days)),
        "numpy, one at a time": (scalar, len(fewer)),
        "numpy, all at once": (vectorised, len(days)),
        "loop over holidays": (loop, len(fewer)),
    }


def other_sums(days: list[int]) -> dict[str, Callable[[], object]]:
    """The calendar's other sums, each over all the days."""
    england = Calendar()
    half_past_nine = 9 * HOUR + 30 * MINUTE
    instants = [instant_of(day, half_past_nine) for day in days]
    return {
        "working_day_before": lambda: [england.working_day_before(day, LIMIT) for day in days],
        "is_working_day": lambda: [england.is_working_day(day) for day in days],
        "last_working_day_on_or_before": lambda: list(map(england.last_working_day_on_or_before, days)),
        "working_days_between": lambda: [england.working_days_between(day, day + 40) for day in days],
        "add_months": lambda: [add_months(day, 3) for day in days],
        "london.instant_of": lambda: [instant_of(day, half_past_nine) for day in days],
        "london.day_of": lambda: list(map(day_of, instants)),
    }


def run(count: int = 100_000) -> dict[str, float]:
    """Nanoseconds a sum by each way, and how many times as long as ours the others take ("… / quorate")."""
    days = some_days(count)
    found = {name: ns_each(work, sums) for name, (work, sums) in working_day_contenders(days).items()}
    ours = found["quorate"]
    found |= {f"{name} / quorate": ns / ours for name, ns in list(found.items()) if name != "quorate"}
    found |= {name: ns_each(work, count) for name, work in other_sums(days).items()}
    found["making a Calendar"] = ns_each(Calendar, 1)
    for name, value in found.items():
        print(f"{name:<38}{value:>14,.1f} {'times' if ' / ' in name else 'ns'}")
    return found


if __name__ == "__main__":
    run()
