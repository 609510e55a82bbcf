"""What must hold of every count, whatever the day, the number and the days off."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from quorate.procedure.calendar import Calendar, add_months

ENGLAND = Calendar()
SOONEST, LATEST = date(2001, 1, 1).toordinal(), date(2048, 12, 31).toordinal()

days = st.integers(SOONEST, LATEST)
counts = st.integers(1, 60)
signed = st.integers(-60, 60)
near = st.integers(-40, 40)


@given(days, counts)
def test_forward_then_back_returns_to_a_working_day(day: int, n: int) -> None:
    start = ENGLAND.first_working_day_on_or_after(day)
    assert ENGLAND.working_day_before(ENGLAND.working_day_after(start, n), n) == start
    assert ENGLAND.working_day_after(ENGLAND.working_day_before(start, n), n) == start


@given(days, counts)
def test_forward_then_back_from_a_day_off_returns_to_the_working_day_before_it(day: int, n: int) -> None:
    back = ENGLAND.working_day_before(ENGLAND.working_day_after(day, n), n)
    assert back == ENGLAND.last_working_day_on_or_before(day)


@settings(max_examples=60, deadline=None)
@given(days, st.integers(1, 30), st.sets(near, max_size=8), st.booleans())
def test_another_day_off_never_brings_a_due_date_nearer(day: int, n: int, off: set[int], late: bool) -> None:
    closed = {day + at: "Closed" for at in off}
    fewer = Calendar(late_holidays=closed) if late else Calendar(closures=closed)
    assert fewer.working_day_after(day, n) >= ENGLAND.working_day_after(day, n)
    assert fewer.working_day_before(day, n) <= ENGLAND.working_day_before(day, n)
    assert fewer.last_working_day_on_or_before(day) <= ENGLAND.last_working_day_on_or_before(day)


@given(days, st.integers(0, 30), signed)
def test_a_later_event_never_has_an_earlier_due_date(day: int, later: int, n: int) -> None:
    assert ENGLAND.working_days_after(day, n) <= ENGLAND.working_days_after(day + later, n)


@given(days, counts)
def test_a_longer_limit_ends_later(day: int, n: int) -> None:
    assert ENGLAND.working_day_after(day, n) < ENGLAND.working_day_after(day, n + 1)
    assert ENGLAND.working_day_before(day, n) > ENGLAND.working_day_before(day, n + 1)


@given(days, signed)
def test_the_steps_agree_with_the_sum(day: int, n: int) -> None:
    steps = ENGLAND.steps_of_working_days(day, n)
    way = 1 if n > 0 else -1
    assert steps[0].day == day
    assert steps[-1].day == ENGLAND.working_days_after(day, n)
    assert [step.day for step in steps] == [day + way * at for at in range(len(steps))]
    assert [step.number for step in steps if step.number is not None] == list(range(abs(n) + 1))
    assert [step.reason for step in steps[1:]] == [ENGLAND.why_not_working(step.day) for step in steps[1:]]
    assert all((step.number is None) != (step.reason is None) for step in steps[1:])


@given(days, counts)
def test_the_nth_working_day_is_n_working_days_away(day: int, n: int) -> None:
    assert ENGLAND.working_days_between(day, ENGLAND.working_day_after(day, n)) == n


@given(days, signed, signed)
def test_working_days_between_are_counted_day_by_day_and_add_up(day: int, one: int, two: int) -> None:
    there, on = day + one, day + two
    low, high = min(day, there), max(day, there)
    counted = sum(ENGLAND.is_working_day(passed) for passed in range(low + 1, high + 1))
    assert ENGLAND.working_days_between(low, high) == counted
    assert ENGLAND.working_days_between(high, low) == -counted
    assert ENGLAND.working_days_between(day, on) == (
        ENGLAND.working_days_between(day, there) + ENGLAND.working_days_between(there, on)
    )


@given(days)
def test_the_neighbouring_working_days_are_working_and_have_none_between(day: int) -> None:
    last = ENGLAND.last_working_day_on_or_before(day)
    first = ENGLAND.first_working_day_on_or_after(day)
    assert ENGLAND.is_working_day(last) and ENGLAND.is_working_day(first)
    assert last <= day <= first
    assert not any(ENGLAND.is_working_day(passed) for passed in range(last + 1, first))
    assert (last == day) == (first == day) == ENGLAND.is_working_day(day)


@given(st.integers(date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()), st.integers(0, 500))
def test_months_land_in_the_month_counted_to_on_the_same_day_or_its_last(day: int, n: int) -> None:
    start, end = date.fromordinal(day), date.fromordinal(add_months(day, n))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    last_of_month = date.fromordinal(end.toordinal() + 1).day == 1
    assert end.day == start.day or (end.day < start.day and last_of_month)


@given(days, st.integers(-24, 24), st.integers(0, 40))
def test_months_keep_the_order_of_days(day: int, n: int, later: int) -> None:
    assert add_months(day, n) <= add_months(day + later, n)
