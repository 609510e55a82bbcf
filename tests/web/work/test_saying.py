"""Dates in words: what is late, what is today, what is left; a short week before it bites."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from quorate.procedure.calendar import Calendar
from quorate.web.wording import unbroken
from quorate.web.work.moments import LONDON, clock_at
from quorate.web.work.saying import Limit, age, when
from quorate.web.work.short_week import short_week

CALENDAR = Calendar()
# Tuesday 29 December 2026, 08:50: Fri 25, Mon 28 December and Fri 1 January are bank holidays.
CLOCK = clock_at(datetime(2026, 12, 29, 8, 50, tzinfo=LONDON))


def at(day: int, hour: int = 10, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit(date(2026, 12, 23)), ("overdue", "Was due Wed 23 Dec", "2 working days late", "late")),
        (Limit(date(2026, 12, 24)), ("overdue", "Was due Thu 24 Dec", "1 working day late", "late")),
        (Limit(date(2026, 12, 28)), ("overdue", "Was due Mon 28 Dec", "1 working day late", "late")),
        (Limit(date(2026, 12, 29), at(29, 8)), ("overdue", "Was due Tue 29 Dec, 08:00", "50 minutes late", "late")),
        (Limit(date(2026, 12, 29), at(29)), ("today", "By 10:00 today", "1 hour 10 minutes left", "due")),
        (Limit(date(2026, 12, 29)), ("today", "By the end of today", "Due today", "due")),
        (Limit(date(2026, 12, 30), at(30)), ("week", "By Wed 30 Dec, 10:00", "Tomorrow", "plain")),
        (Limit(date(2026, 12, 31)), ("week", "By Thu 31 Dec", "2 working days left", "plain")),
        (Limit(date(2027, 1, 4)), ("later", "By Mon 4 Jan", "3 working days left", "plain")),
        (Limit(date(2027, 12, 24)), ("later", "By Fri 24 Dec 2027", "252 working days left", "plain")),
        (Limit(date(2023, 1, 3)), ("overdue", "Was due Tue 3 Jan 2023", "1008 working days late", "late")),
        (Limit(None), ("undated", "No date yet", "", "plain")),
    ],
)
def test_a_limit_is_said_with_its_weekday_and_what_is_left(limit: Limit, said: tuple[str, ...]) -> None:
    found = when(limit, CLOCK, CALENDAR)
    assert (found.part, found.says, found.tag, found.look) == said


def test_a_limit_on_a_day_off_stands_where_one_has_to_act() -> None:
    new_years_day = Limit(date(2027, 1, 1), None, date(2026, 12, 31))
    found = when(new_years_day, CLOCK, CALENDAR)
    assert (found.part, found.says, found.beside) == (
        "week", "By Fri 1 Jan", "Act by Thu 31 Dec, the last working day before it",
    )  # fmt: skip
    on_the_last_day = when(new_years_day, clock_at(datetime(2026, 12, 31, 9, tzinfo=LONDON)), CALENDAR)
    assert (on_the_last_day.part, on_the_last_day.tag, on_the_last_day.beside) == (
        "today", "Act today", "No working day is left after today",
    )  # fmt: skip
    too_late = when(new_years_day, clock_at(datetime(2027, 1, 1, 9, tzinfo=LONDON)), CALENDAR)
    assert (too_late.part, too_late.says) == ("today", "By the end of today")


def test_a_date_counts_to_its_end_in_london_also_in_summer_time() -> None:
    limit = Limit(date(2026, 7, 1))
    assert not limit.is_past(clock_at(datetime.fromisoformat("2026-07-01T22:59:59+00:00")))
    assert limit.is_past(clock_at(datetime.fromisoformat("2026-07-01T23:00:00+00:00")))


@pytest.mark.parametrize(
    ("today", "ends", "looks_ahead"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), False),
        (date(2026, 11, 26), date(2026, 11, 29), False),
        (date(2026, 11, 27), date(2026, 12, 6), True),
        (date(2026, 11, 29), date(2026, 12, 6), True),
    ],
)
def test_from_friday_on_the_near_days_reach_into_next_week(today: date, ends: date, looks_ahead: bool) -> None:
    clock = clock_at(datetime(today.year, today.month, today.day, 9, tzinfo=LONDON))
    assert (clock.near_ends_on, clock.looks_into_next_week) == (ends, looks_ahead)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (
            date(2026, 12, 29),
            ("A short week.", "Monday 28 December is Boxing Day (moved) and Friday 1 January is New Year's Day."
             " The last working day this week is Thursday 31 December."),
        ),
        (date(2026, 11, 24), None),
        (
            date(2026, 12, 17),
            ("Next week is short.", "Friday 25 December is Christmas Day."
             " The last working day next week is Thursday 24 December."),
        ),
        (date(2026, 12, 16), None),
        (date(2090, 1, 1), None),
    ],
)  # fmt: skip
def test_a_short_week_is_said_in_words(today: date, said: tuple[str, str] | None) -> None:
    assert short_week(today, CALENDAR) == said


def test_ages_are_said_as_people_say_them() -> None:
    on = date(2026, 11, 24)
    born = [date(2019, 2, 3), date(2024, 11, 25), date(2026, 6, 24), date(2026, 11, 16), date(2026, 11, 25), None]
    assert [age(one, on) for one in born] == ["7", "23 months", "5 months", "8 days", "", ""]
    assert age(date(2019, 2, 3), on, died_on=date(2022, 2, 2)) == "2"


def test_a_reference_stays_in_one_line_and_words_stay_words() -> None:
    assert unbroken("<b> BOL-C0001, LEI-104; Anne-Marie") == (
        '&lt;b&gt; <span class="q-nowrap">BOL-C0001</span>, <span class="q-nowrap">LEI-104</span>; Anne-Marie'
    )
