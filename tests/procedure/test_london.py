"""London time by the table: worked examples W17 and W18, both clock changes, and zoneinfo as the judge."""

import pickle
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quorate.procedure.calendar import FIRST_DAY, LAST_DAY, OutsideKnownYears
from quorate.procedure.holidays_table import CLOCK_CHANGES
from quorate.procedure.london import (
    HOUR,
    MINUTE,
    SECOND,
    NoSuchTime,
    TimeHappensTwice,
    day_of,
    end_of_day,
    instant_in_words,
    instant_of,
    iso,
    local_of,
    start_of_day,
)

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def d(on: str) -> int:
    return date.fromisoformat(on).toordinal()


def at(on: str, hours: int, minutes: int = 0, seconds: int = 0, micros: int = 0) -> int:
    return instant_of(d(on), hours * HOUR + minutes * MINUTE + seconds * SECOND + micros)


def by_zoneinfo(day: int, micros_of_day: int) -> list[int]:
    """Every instant that London's clocks show this wall time at: none, one or two."""
    wall = datetime.combine(date.fromordinal(day), datetime.min.time()) + micros_of_day * MICROSECOND
    found = set()
    for fold in (0, 1):
        moment = wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
        if moment.astimezone(LONDON).replace(tzinfo=None) == wall:
            found.add((moment - EPOCH) // MICROSECOND)
    return sorted(found)


def by_table(day: int, micros_of_day: int) -> list[int]:
    try:
        return [instant_of(day, micros_of_day)]
    except NoSuchTime:
        return []
    except TimeHappensTwice as twice:
        return [twice.earlier, twice.later]


def local_by_zoneinfo(instant: int) -> tuple[int, int, int]:
    moment = (EPOCH + instant * MICROSECOND).astimezone(LONDON)
    offset = moment.utcoffset()
    assert offset is not None
    midnight = moment.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    micros_of_day = (moment.replace(tzinfo=None) - midnight) // MICROSECOND
    return moment.toordinal(), micros_of_day, offset // timedelta(minutes=1)


def test_w17_48_hours_before_a_conference_across_the_clocks_going_forward() -> None:
    assert iso(at("2025-03-31", 9, 30) - 48 * HOUR) == "2025-03-29T08:30:00+00:00"
    assert at("2025-03-31", 9, 30) - at("2025-03-29", 9, 30) == 47 * HOUR


def test_w18_48_hours_before_a_conference_across_the_clocks_going_back() -> None:
    assert iso(at("2025-10-27", 9, 30) - 48 * HOUR) == "2025-10-25T10:30:00+01:00"
    assert at("2025-10-27", 9, 30) - at("2025-10-25", 9, 30) == 49 * HOUR


def test_the_missing_hour_is_refused_with_the_mend() -> None:
    with pytest.raises(NoSuchTime) as refused:
        at("2025-03-30", 1, 30)
    assert str(refused.value) == (
        "2025-03-30T01:30 does not exist in London: the clocks go forward from 01:00 to 02:00 that night. "
        "Give a time before 01:00, or from 02:00."
    )
    assert isinstance(refused.value, ValueError)


def test_the_edges_of_the_missing_hour() -> None:
    assert iso(at("2025-03-30", 0, 59, 59)) == "2025-03-30T00:59:59+00:00"
    assert by_table(d("2025-03-30"), HOUR) == []
    assert by_table(d("2025-03-30"), 2 * HOUR - 1) == []
    assert iso(at("2025-03-30", 2)) == "2025-03-30T02:00:00+01:00"
    assert at("2025-03-30", 2) - at("2025-03-30", 0, 59, 59, 999_999) == 1


def test_the_doubled_hour_is_refused_with_both_readings() -> None:
    with pytest.raises(TimeHappensTwice) as refused:
        at("2025-10-26", 1, 30)
    assert str(refused.value) == (
        "2025-10-26T01:30 happens twice in London, where the clocks go back: "
        "say 2025-10-26T01:30+01:00 or 2025-10-26T01:30+00:00."
    )
    assert isinstance(refused.value, ValueError)
    assert iso(refused.value.earlier) == "2025-10-26T01:30:00+01:00"
    assert iso(refused.value.later) == "2025-10-26T01:30:00+00:00"
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.earlier) == (str(refused.value), refused.value.earlier)


def test_the_edges_of_the_doubled_hour() -> None:
    assert iso(at("2025-10-26", 0, 59, 59)) == "2025-10-26T00:59:59+01:00"
    assert len(by_table(d("2025-10-26"), HOUR)) == 2
    assert len(by_table(d("2025-10-26"), 2 * HOUR - 1)) == 2
    assert iso(at("2025-10-26", 2)) == "2025-10-26T02:00:00+00:00"


def test_seconds_are_named_when_there_are_any() -> None:
    with pytest.raises(TimeHappensTwice) as refused:
        at("2025-10-26", 1, 30, 5, 20)
    assert str(refused.value) == (
        "2025-10-26T01:30:05.000020 happens twice in London, where the clocks go back: "
        "say 2025-10-26T01:30:05.000020+01:00 or 2025-10-26T01:30:05.000020+00:00."
    )


def test_iso_shows_microseconds_only_when_there_are_any() -> None:
    assert iso(0 + at("2025-07-01", 9, 5, 7, 42)) == "2025-07-01T09:05:07.000042+01:00"
    assert iso(at("2025-01-01", 0)) == "2025-01-01T00:00:00+00:00"


def test_half_past_midnight_in_summer_is_already_the_next_day() -> None:
    instant = (datetime(2025, 6, 30, 23, 30, tzinfo=UTC) - EPOCH) // MICROSECOND
    assert day_of(instant) == d("2025-07-01")
    assert local_of(instant) == (d("2025-07-01"), 30 * MINUTE, 60)


def test_a_day_begins_and_ends_by_london_clocks() -> None:
    assert iso(start_of_day(d("2025-03-30"))) == "2025-03-30T00:00:00+00:00"
    assert iso(end_of_day(d("2025-03-30"))) == "2025-03-30T23:59:59+01:00"
    assert iso(end_of_day(d("2025-10-26"))) == "2025-10-26T23:59:59+00:00"
    hours = [(end_of_day(d(on)) + SECOND - start_of_day(d(on))) // HOUR
             for on in ("2025-03-30", "2025-10-26", "2025-06-01")]  # fmt: skip
    assert hours == [23, 25, 24]


def test_instants_in_words_say_which_hour_only_when_it_is_doubled() -> None:
    assert instant_in_words(at("2025-03-31", 9, 30)) == "Mon 31 Mar 2025 09:30"
    assert instant_in_words(at("2025-12-05", 14)) == "Fri 5 Dec 2025 14:00"
    assert instant_in_words(at("2025-10-26", 0, 59, 59)) == "Sun 26 Oct 2025 00:59"
    for time_of_day in ("01:00", "01:30", "01:59"):
        hours, minutes = map(int, time_of_day.split(":"))
        first, second = by_table(d("2025-10-26"), hours * HOUR + minutes * MINUTE)
        assert instant_in_words(first) == f"Sun 26 Oct 2025 {time_of_day} BST"
        assert instant_in_words(second) == f"Sun 26 Oct 2025 {time_of_day} GMT"
    assert instant_in_words(at("2025-10-26", 2)) == "Sun 26 Oct 2025 02:00"


CHANGEOVER_DAYS = [day_of(change) for year in CLOCK_CHANGES for change in year]


def test_the_clocks_change_twice_in_each_of_fifty_years() -> None:
    assert [date.fromordinal(day).year for day in CHANGEOVER_DAYS] == [
        year for year in range(2000, 2050) for _ in range(2)
    ]


def test_every_quarter_hour_of_every_changeover_day_and_its_neighbours_agrees_with_zoneinfo() -> None:
    times = [(day, quarter * 15 * MINUTE)
             for changeover in CHANGEOVER_DAYS
             for day in (changeover - 1, changeover, changeover + 1)
             for quarter in range(96)]  # fmt: skip
    assert [by_table(*time) for time in times] == [by_zoneinfo(*time) for time in times]


def test_instants_around_every_change_read_as_zoneinfo_reads_them() -> None:
    instants = [change + minutes * MINUTE + nudge
                for year in CLOCK_CHANGES for change in year
                for minutes in range(-1500, 1501, 15) for nudge in (-1, 0)]  # fmt: skip
    assert [local_of(instant) for instant in instants] == [local_by_zoneinfo(instant) for instant in instants]


def test_random_instants_agree_with_zoneinfo_both_ways() -> None:
    dice = random.Random(20250330)
    first, last = start_of_day(FIRST_DAY), end_of_day(LAST_DAY)
    for _ in range(20_000):
        instant = dice.randint(first, last)
        local = local_of(instant)
        assert local == local_by_zoneinfo(instant)
        assert day_of(instant) == local[0]
        assert instant in by_table(local[0], local[1])
        moment = (EPOCH + instant * MICROSECOND).astimezone(LONDON)
        assert iso(instant) == moment.isoformat()


def test_every_day_begins_and_ends_as_zoneinfo_says() -> None:
    days = range(FIRST_DAY, LAST_DAY + 1)
    assert [[start_of_day(day)] for day in days] == [by_zoneinfo(day, 0) for day in days]
    assert [[end_of_day(day)] for day in days] == [by_zoneinfo(day, 24 * HOUR - SECOND) for day in days]


KNOWN = (
    "is outside the years whose clock changes are known (2000 to 2049): "
    "check the date for a typing mistake, or add years with tools/make_holidays_table.py."
)


@pytest.mark.parametrize(("day", "name"), [(FIRST_DAY - 1, "Fri 31 Dec 1999"), (LAST_DAY + 1, "Sat 1 Jan 2050")])
def test_a_day_outside_the_known_years_is_refused(day: int, name: str) -> None:
    for sum_of in (start_of_day, end_of_day):
        with pytest.raises(OutsideKnownYears) as refused:
            sum_of(day)
        assert str(refused.value) == f"{name} {KNOWN}"


@pytest.mark.parametrize("instant", [start_of_day(FIRST_DAY) - 1, end_of_day(LAST_DAY) + SECOND])
def test_an_instant_outside_the_known_years_is_refused(instant: int) -> None:
    for sum_of in (local_of, day_of, iso, instant_in_words):
        with pytest.raises(OutsideKnownYears) as refused:
            sum_of(instant)
        assert str(refused.value) == f"The instant {instant} {KNOWN}"


def test_the_first_and_last_instants_still_answer() -> None:
    first, last = start_of_day(FIRST_DAY), end_of_day(LAST_DAY) + SECOND - 1
    assert [day_of(first), day_of(last)] == [FIRST_DAY, LAST_DAY]
    assert [local_of(first), local_of(last)] == [(FIRST_DAY, 0, 0), (LAST_DAY, 24 * HOUR - 1, 0)]


@pytest.mark.parametrize("micros_of_day", [-1, 24 * HOUR])
def test_a_time_of_day_outside_the_day_is_refused(micros_of_day: int) -> None:
    with pytest.raises(ValueError) as refused:
        instant_of(d("2025-03-03"), micros_of_day)
    assert str(refused.value) == (f"A time of day is 0 to 86399999999 microseconds from midnight, not {micros_of_day}.")
