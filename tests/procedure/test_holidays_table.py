"""The generated table against its tool, its source and the list of bank holidays in the reference."""

from collections import Counter
from datetime import date

import holidays
import pytest

from quorate.procedure.calendar import day_in_words
from quorate.procedure.holidays_table import (
    BANK_HOLIDAYS,
    DECLARED,
    EXPECTED,
    FIRST_YEAR,
    LAST_DECLARED_YEAR,
    LAST_YEAR,
)
from tools import make_holidays_table


def day_and_month(day: str) -> str:
    return " ".join(day_in_words(date.fromisoformat(day).toordinal()).split()[1:3])


def names_in(year: int) -> dict[str, str]:
    return {day: name for day, name, _ in BANK_HOLIDAYS if day.startswith(str(year))}


def test_the_table_is_what_the_tool_makes_today() -> None:
    assert make_holidays_table.TABLE.read_text(encoding="utf-8") == make_holidays_table.table()


def test_the_table_has_every_weekday_holiday_of_england_and_no_other() -> None:
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2050))
    assert [day for day, _, _ in BANK_HOLIDAYS] == [day.isoformat() for day in sorted(england) if day.weekday() < 5]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec"),
        (2026, "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec (moved)"),
        (2027, "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec (moved), 28 Dec (moved)"),
        (2028, "3 Jan (moved), 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec"),
    ],
)
def test_the_reference_list_of_each_year(year: int, days: str) -> None:
    assert (
        ", ".join(
            f"{day_and_month(day)}{' (moved)' * name.endswith(' (moved)')}" for day, name in names_in(year).items()
        )
        == days
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2002-06-03", "Golden Jubilee"),
        ("2002-06-04", "Spring bank holiday (moved)"),
        ("2011-04-29", "Royal wedding"),
        ("2012-06-04", "Spring bank holiday (moved)"),
        ("2012-06-05", "Diamond Jubilee"),
        ("2020-05-08", "Early May bank holiday (moved)"),
        ("2022-06-02", "Spring bank holiday (moved)"),
        ("2022-06-03", "Platinum Jubilee"),
        ("2022-09-19", "State funeral"),
        ("2023-05-08", "Coronation"),
    ],
)
def test_one_off_and_moved_days(day: str, name: str) -> None:
    assert names_in(int(day[:4])).get(day) == name


@pytest.mark.parametrize("day", ["2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"])
def test_the_days_that_were_moved_from_are_ordinary(day: str) -> None:
    assert names_in(int(day[:4])).get(day) is None


def test_a_year_has_eight_holidays_but_for_the_one_off_days() -> None:
    years = Counter(int(day[:4]) for day, _, _ in BANK_HOLIDAYS)
    assert {year: count for year, count in years.items() if count != 8} == {
        2002: 9, 2011: 9, 2012: 9, 2022: 10, 2023: 9,
    }  # fmt: skip
    assert sorted(years) == list(range(FIRST_YEAR, LAST_YEAR + 1))


def test_years_after_the_last_declared_one_are_only_expected() -> None:
    assert LAST_DECLARED_YEAR == 2028
    assert {(int(day[:4]), status) for day, _, status in BANK_HOLIDAYS} == {
        (year, DECLARED if year <= 2028 else EXPECTED) for year in range(2000, 2050)
    }


def test_the_tool_refuses_a_holiday_it_has_no_plain_words_for() -> None:
    with pytest.raises(SystemExit) as refused:
        make_holidays_table.plain_name(date(2030, 7, 1), "Feast of Fools")
    assert str(refused.value) == ("2030-07-01: no plain words for 'Feast of Fools': add them to PLAIN_NAMES.")
