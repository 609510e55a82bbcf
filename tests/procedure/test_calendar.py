"""Working days and months: the worked examples W1 to W16, the edges, and the sentences that explain them."""

import pickle
from collections.abc import Callable
from datetime import date

import pytest

from quorate.procedure import calendar
from quorate.procedure.calendar import (
    FIRST_DAY,
    LAST_DAY,
    Calendar,
    OutsideKnownYears,
    add_days,
    add_months,
    day_in_words,
)
from quorate.procedure.holidays_table import BANK_HOLIDAYS

ENGLAND = Calendar()


def d(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def after(iso: str, n: int, among: Calendar = ENGLAND) -> str:
    return day_in_words(among.working_day_after(d(iso), n))


def before(iso: str, n: int) -> str:
    return day_in_words(ENGLAND.working_day_before(d(iso), n))


# Working days


@pytest.mark.parametrize(
    ("example", "event", "n", "due"),
    [
        ("W1 an ordinary month", "2025-03-03", 15, "Mon 24 Mar 2025"),
        ("W2 Easter", "2025-04-07", 15, "Wed 30 Apr 2025"),
        ("W3 Christmas", "2025-12-15", 15, "Thu 8 Jan 2026"),
        ("W5 Christmas and New Year at a weekend", "2027-12-17", 15, "Wed 12 Jan 2028"),
        ("W6 Boxing Day on a Saturday", "2026-12-14", 15, "Thu 7 Jan 2027"),
        ("W7 the event on a Saturday", "2025-03-01", 15, "Fri 21 Mar 2025"),
        ("W9 the August holiday", "2025-08-11", 15, "Tue 2 Sep 2025"),
        ("W10 with the funeral", "2022-09-01", 15, "Fri 23 Sep 2022"),
        ("W11 core group after Maundy Thursday", "2025-04-17", 10, "Tue 6 May 2025"),
    ],
)
def test_worked_example_counts_working_days_from_day_0(example: str, event: str, n: int, due: str) -> None:
    assert after(event, n) == due


def test_w1b_counting_the_event_as_day_1_would_be_one_working_day_earlier() -> None:
    assert after("2025-03-03", 15 - 1) == "Fri 21 Mar 2025"


def test_w4_days_an_office_closes_move_its_own_date_and_its_lateness_is_counted_nationally() -> None:
    closed = dict.fromkeys((d("2025-12-29"), d("2025-12-30"), d("2025-12-31")), "Offices closed")
    office = Calendar(closures=closed)
    assert after("2025-12-15", 15, office) == "Tue 13 Jan 2026"
    assert office.why_not_working(d("2025-12-30")) == "Offices closed"
    assert ENGLAND.is_working_day(d("2025-12-30")) is True
    national = ENGLAND.working_day_after(d("2025-12-15"), 15)
    assert ENGLAND.working_days_between(national, d("2026-01-13")) == 3


def test_w7_rolling_to_monday_first_would_give_one_more_day() -> None:
    monday = ENGLAND.first_working_day_on_or_after(d("2025-03-01"))
    assert day_in_words(monday) == "Mon 3 Mar 2025"
    assert day_in_words(ENGLAND.working_day_after(monday, 15)) == "Mon 24 Mar 2025"


def test_w8_counting_stays_with_the_first_strategy_discussion() -> None:
    assert after("2025-03-03", 15) == "Mon 24 Mar 2025"
    assert after("2025-03-10", 15) == "Mon 31 Mar 2025"


def test_w10_a_holiday_declared_after_the_table_was_made_moves_the_due_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = tuple(row for row in BANK_HOLIDAYS if row[0] != "2022-09-19")
    monkeypatch.setattr(calendar, "BANK_HOLIDAYS", table)
    funeral = {d("2022-09-19"): "State funeral"}
    assert after("2022-09-01", 15, Calendar()) == "Thu 22 Sep 2022"
    assert after("2022-09-01", 15, Calendar(late_holidays=funeral)) == "Fri 23 Sep 2022"


def test_w16_lateness_is_counted_in_working_days_and_in_days() -> None:
    due, held = d("2025-04-10"), d("2025-04-24")
    assert ENGLAND.working_days_between(due, held) == 8
    assert held - due == 14


def test_counting_back_takes_the_conference_as_day_0() -> None:
    assert before("2025-03-24", 15) == "Mon 3 Mar 2025"
    assert before("2025-04-23", 2) == "Thu 17 Apr 2025"
    assert before("2027-12-29", 1) == "Fri 24 Dec 2027"
    assert before("2025-03-02", 1) == "Fri 28 Feb 2025"


def test_working_days_of_either_sign() -> None:
    assert ENGLAND.working_days_after(d("2025-03-03"), 15) == d("2025-03-24")
    assert ENGLAND.working_days_after(d("2025-03-24"), -15) == d("2025-03-03")
    assert ENGLAND.working_days_after(d("2025-03-02"), 0) == d("2025-03-02")


@pytest.mark.parametrize(
    ("day", "last_before", "first_from", "next_after"),
    [
        ("2025-04-17", "Thu 17 Apr 2025", "Thu 17 Apr 2025", "Tue 22 Apr 2025"),
        ("2025-04-18", "Thu 17 Apr 2025", "Tue 22 Apr 2025", "Tue 22 Apr 2025"),
        ("2025-04-20", "Thu 17 Apr 2025", "Tue 22 Apr 2025", "Tue 22 Apr 2025"),
        ("2025-04-22", "Tue 22 Apr 2025", "Tue 22 Apr 2025", "Wed 23 Apr 2025"),
    ],
)
def test_neighbouring_working_days_over_easter(day: str, last_before: str, first_from: str, next_after: str) -> None:
    assert day_in_words(ENGLAND.last_working_day_on_or_before(d(day))) == last_before
    assert day_in_words(ENGLAND.first_working_day_on_or_after(d(day))) == first_from
    assert day_in_words(ENGLAND.next_working_day_after(d(day))) == next_after


def test_working_days_between_leaves_out_the_first_day_and_takes_in_the_last() -> None:
    assert ENGLAND.working_days_between(d("2025-03-03"), d("2025-03-24")) == 15
    assert ENGLAND.working_days_between(d("2025-03-24"), d("2025-03-03")) == -15
    assert ENGLAND.working_days_between(d("2025-03-03"), d("2025-03-03")) == 0
    assert ENGLAND.working_days_between(d("2025-03-01"), d("2025-03-02")) == 0


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-03-03", None),
        ("2025-03-01", "Saturday"),
        ("2025-03-02", "Sunday"),
        ("2025-04-18", "Good Friday"),
        ("2025-04-21", "Easter Monday"),
        ("2025-08-25", "Summer bank holiday"),
        ("2026-12-26", "Saturday"),
        ("2026-12-28", "Boxing Day (moved)"),
        ("2027-12-27", "Christmas Day (moved)"),
        ("2028-01-03", "New Year's Day (moved)"),
        ("2020-05-08", "Early May bank holiday (moved)"),
        ("2023-05-08", "Coronation"),
    ],
)
def test_why_a_day_is_not_working(day: str, why: str | None) -> None:
    assert ENGLAND.why_not_working(d(day)) == why
    assert ENGLAND.is_working_day(d(day)) is (why is None)


def test_a_day_off_for_two_reasons_gives_the_wider_one() -> None:
    days = [d("2025-12-27"), d("2025-12-26"), d("2025-12-29"), d("2025-12-30")]
    both = Calendar(
        closures=dict.fromkeys(days, "Offices closed"),
        late_holidays=dict.fromkeys(days[:3], "Day of mourning"),
    )
    assert [both.why_not_working(day) for day in days] == [
        "Saturday",
        "Boxing Day",
        "Day of mourning",
        "Offices closed",
    ]


def test_years_not_yet_announced_are_only_expected() -> None:
    assert ENGLAND.is_expected(d("2028-12-31")) is False
    assert ENGLAND.is_expected(d("2029-01-01")) is True


# Months


@pytest.mark.parametrize(
    ("example", "held", "months", "due", "hold_by"),
    [
        ("W12 clamped", "2024-11-29", 3, "Fri 28 Feb 2025", "Fri 28 Feb 2025"),
        ("W12 clamped in a leap year", "2023-11-30", 3, "Thu 29 Feb 2024", "Thu 29 Feb 2024"),
        ("W12 clamped by two days", "2022-11-30", 3, "Tue 28 Feb 2023", "Tue 28 Feb 2023"),
        ("W12 from a month's end, not to one", "2025-02-28", 3, "Wed 28 May 2025", "Wed 28 May 2025"),
        ("W12 on a Saturday", "2025-11-28", 3, "Sat 28 Feb 2026", "Fri 27 Feb 2026"),
        ("W12 on a Saturday in August", "2025-05-30", 3, "Sat 30 Aug 2025", "Fri 29 Aug 2025"),
        ("W13 clamped to 30 September", "2025-03-31", 6, "Tue 30 Sep 2025", "Tue 30 Sep 2025"),
        ("W13 clamped to a Saturday", "2025-08-29", 6, "Sat 28 Feb 2026", "Fri 27 Feb 2026"),
        ("W13 clamped", "2024-08-30", 6, "Fri 28 Feb 2025", "Fri 28 Feb 2025"),
        ("W14 on a Sunday", "2025-12-01", 3, "Sun 1 Mar 2026", "Fri 27 Feb 2026"),
        ("W15 first review", "2025-01-10", 3, "Thu 10 Apr 2025", "Thu 10 Apr 2025"),
        ("W15 from the date held, early", "2025-03-20", 6, "Sat 20 Sep 2025", "Fri 19 Sep 2025"),
        ("W15 not from the date due", "2025-04-10", 6, "Fri 10 Oct 2025", "Fri 10 Oct 2025"),
        ("W16 from the date held, late", "2025-04-24", 6, "Fri 24 Oct 2025", "Fri 24 Oct 2025"),
    ],
)
def test_worked_example_counts_months_from_the_event(
    example: str, held: str, months: int, due: str, hold_by: str
) -> None:
    day = add_months(d(held), months)
    assert day_in_words(day) == due
    assert day_in_words(ENGLAND.last_working_day_on_or_before(day)) == hold_by


def test_w14_weeks_and_days_are_not_months() -> None:
    assert day_in_words(add_days(d("2025-12-01"), 13 * 7)) == "Mon 2 Mar 2026"
    assert day_in_words(add_days(d("2025-12-01"), 90)) == "Sun 1 Mar 2026"
    assert day_in_words(add_days(d("2025-12-01"), -1)) == "Sun 30 Nov 2025"


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        ("2025-05-31", -3, "2025-02-28"),
        ("2024-05-31", -3, "2024-02-29"),
        ("2025-01-31", -1, "2024-12-31"),
        ("2025-01-31", 0, "2025-01-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-10-31", 14, "2026-12-31"),
        ("1985-07-31", 216, "2003-07-31"),
        ("2040-02-29", 216, "2058-02-28"),
        ("1900-02-28", -1, "1900-01-28"),
        ("1900-01-01", 0, "1900-01-01"),
        ("2149-11-30", 1, "2149-12-30"),
        ("2149-12-31", 0, "2149-12-31"),
    ],
)
def test_months_of_either_sign_are_clamped_and_reach_past_the_known_holidays(day: str, n: int, then: str) -> None:
    assert date.fromordinal(add_months(d(day), n)).isoformat() == then


# What it refuses

KNOWN = (
    "is outside the years whose bank holidays are known (2000 to 2049): "
    "check the date for a typing mistake, or add years with tools/make_holidays_table.py."
)


@pytest.mark.parametrize(
    "sum_of",
    [
        ENGLAND.is_working_day,
        ENGLAND.why_not_working,
        ENGLAND.is_expected,
        ENGLAND.next_working_day_after,
        ENGLAND.first_working_day_on_or_after,
        ENGLAND.last_working_day_on_or_before,
        lambda day: ENGLAND.working_day_after(day, 1),
        lambda day: ENGLAND.working_day_before(day, 1),
        lambda day: ENGLAND.working_days_after(day, 0),
        lambda day: ENGLAND.working_days_between(day, d("2025-01-01")),
        lambda day: ENGLAND.working_days_between(d("2025-01-01"), day),
        lambda day: ENGLAND.steps_of_working_days(day, 2),
    ],
)
def test_every_sum_refuses_a_day_outside_the_known_years(sum_of: Callable[[int], object]) -> None:
    for day, name in [(FIRST_DAY - 1, "Fri 31 Dec 1999"), (LAST_DAY + 1, "Sat 1 Jan 2050")]:
        with pytest.raises(OutsideKnownYears) as refused:
            sum_of(day)
        assert str(refused.value) == f"{name} {KNOWN}"


@pytest.mark.parametrize(
    ("sum_of", "what"),
    [
        (lambda: ENGLAND.working_day_after(LAST_DAY, 15), "15 working days after Fri 31 Dec 2049"),
        (lambda: ENGLAND.working_day_after(LAST_DAY - 1, 2), "2 working days after Thu 30 Dec 2049"),
        (lambda: ENGLAND.working_day_before(d("2000-01-04"), 1), "1 working day before Tue 4 Jan 2000"),
        (lambda: ENGLAND.working_days_after(d("2000-01-06"), -3), "3 working days before Thu 6 Jan 2000"),
        (lambda: ENGLAND.working_day_before(FIRST_DAY, 1), "1 working day before Sat 1 Jan 2000"),
        (lambda: ENGLAND.last_working_day_on_or_before(FIRST_DAY),
         "The last working day on or before Sat 1 Jan 2000"),
        (lambda: ENGLAND.last_working_day_on_or_before(FIRST_DAY + 2),
         "The last working day on or before Mon 3 Jan 2000"),
        (lambda: Calendar(closures={LAST_DAY: "Closed"}).first_working_day_on_or_after(LAST_DAY),
         "The first working day on or after Fri 31 Dec 2049"),
        (lambda: Calendar(closures={d("2050-01-03"): "Closed"}), "Closed (Mon 3 Jan 2050)"),
        (lambda: ENGLAND.is_working_day(0), "Day number 0"),
        (lambda: ENGLAND.is_working_day(10**30), f"Day number {10**30}"),
    ],
)  # fmt: skip
def test_a_sum_that_ends_outside_the_known_years_is_refused_by_name(sum_of: Callable[[], object], what: str) -> None:
    with pytest.raises(OutsideKnownYears) as refused:
        sum_of()
    assert str(refused.value) == f"{what} {KNOWN}"


def test_the_first_and_last_known_days_still_answer() -> None:
    ends = (FIRST_DAY, LAST_DAY)
    assert [ENGLAND.why_not_working(day) for day in ends] == ["Saturday", None]
    assert [ENGLAND.is_working_day(day) for day in ends] == [False, True]
    assert [ENGLAND.is_expected(day) for day in ends] == [False, True]
    assert [ENGLAND.working_days_after(day, 0) for day in ends] == [FIRST_DAY, LAST_DAY]
    assert [ENGLAND.working_days_between(day, day) for day in ends] == [0, 0]


def test_a_closure_may_be_on_the_first_or_last_known_day() -> None:
    office = Calendar({FIRST_DAY: "Shut", LAST_DAY: "Shut"})
    assert [office.why_not_working(day) for day in (FIRST_DAY, LAST_DAY)] == ["Saturday", "Shut"]


def test_sums_that_end_on_the_edges_of_the_known_years_still_answer() -> None:
    assert day_in_words(ENGLAND.first_working_day_on_or_after(FIRST_DAY)) == "Tue 4 Jan 2000"
    assert ENGLAND.last_working_day_on_or_before(LAST_DAY) == LAST_DAY
    assert ENGLAND.working_day_before(d("2000-01-05"), 1) == d("2000-01-04")
    assert ENGLAND.working_day_after(LAST_DAY - 1, 1) == LAST_DAY
    whole = ENGLAND.working_days_between(FIRST_DAY, LAST_DAY)
    assert ENGLAND.working_day_after(FIRST_DAY, whole) == LAST_DAY


@pytest.mark.parametrize("n", [0, -1])
def test_a_count_below_1_is_refused_where_the_direction_is_in_the_name(n: int) -> None:
    with pytest.raises(ValueError) as refused:
        ENGLAND.working_day_after(d("2025-03-03"), n)
    assert str(refused.value) == (f"Working days after a day are counted from 1, not {n}: day 0 is the day itself.")
    with pytest.raises(ValueError) as refused:
        ENGLAND.working_day_before(d("2025-03-03"), n)
    assert str(refused.value) == (f"Working days before a day are counted from 1, not {n}: day 0 is the day itself.")


@pytest.mark.parametrize(
    ("day", "n", "what"),
    [
        ("2149-12-31", 1, "1 month after Wed 31 Dec 2149"),
        ("2025-01-31", 1500, "1500 months after Fri 31 Jan 2025"),
        ("1900-01-31", -1, "1 month before Wed 31 Jan 1900"),
        ("1899-12-31", 1, "1 month after Sun 31 Dec 1899"),
        ("2150-01-01", -1, "1 month before Thu 1 Jan 2150"),
    ],
)
def test_months_outside_their_years_are_refused(day: str, n: int, what: str) -> None:
    with pytest.raises(OutsideKnownYears) as refused:
        add_months(d(day), n)
    assert str(refused.value) == (
        f"{what} is outside the years in which months are counted (1900 to 2149): check the date for a typing mistake."
    )


# A calendar is a value


def test_a_calendar_cannot_be_changed_and_does_not_follow_the_mapping_it_was_given() -> None:
    given = {d("2025-12-29"): "Offices closed"}
    office = Calendar(given)
    given[d("2025-12-30")] = "Offices closed"
    assert office.is_working_day(d("2025-12-30")) is True
    with pytest.raises(AttributeError):
        office.closures = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        office.closures[1] = "x"  # type: ignore[index]


def test_calendars_with_the_same_days_off_are_equal_and_survive_pickling() -> None:
    office = Calendar({d("2025-12-29"): "Offices closed"})
    assert office == Calendar({d("2025-12-29"): "Offices closed"})
    assert hash(office) == hash(Calendar({d("2025-12-29"): "Offices closed"}))
    assert office != ENGLAND
    again = pickle.loads(pickle.dumps(office))
    assert again == office
    assert again.why_not_working(d("2025-12-29")) == "Offices closed"
