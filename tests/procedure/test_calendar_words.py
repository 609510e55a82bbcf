"""The sentences a sum explains itself with."""

from datetime import date

import pytest

from quorate.procedure.calendar import (
    Calendar,
    Step,
    day_in_words,
    words_for_months,
    words_for_steps,
)

ENGLAND = Calendar()


def d(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def test_days_in_words() -> None:
    assert [day_in_words(d(f"2026-{month:02}-14")) for month in range(1, 13)] == [
        "Wed 14 Jan 2026", "Sat 14 Feb 2026", "Sat 14 Mar 2026", "Tue 14 Apr 2026",
        "Thu 14 May 2026", "Sun 14 Jun 2026", "Tue 14 Jul 2026", "Fri 14 Aug 2026",
        "Mon 14 Sep 2026", "Wed 14 Oct 2026", "Sat 14 Nov 2026", "Mon 14 Dec 2026",
    ]  # fmt: skip


def test_steps_strike_out_each_day_with_its_reason() -> None:
    assert ENGLAND.steps_of_working_days(d("2025-04-17"), 2) == [
        Step(d("2025-04-17"), 0, None),
        Step(d("2025-04-18"), None, "Good Friday"),
        Step(d("2025-04-19"), None, "Saturday"),
        Step(d("2025-04-20"), None, "Sunday"),
        Step(d("2025-04-21"), None, "Easter Monday"),
        Step(d("2025-04-22"), 1, None),
        Step(d("2025-04-23"), 2, None),
    ]


def test_steps_back_are_numbered_from_the_conference() -> None:
    assert ENGLAND.steps_of_working_days(d("2025-03-04"), -2) == [
        Step(d("2025-03-04"), 0, None),
        Step(d("2025-03-03"), 1, None),
        Step(d("2025-03-02"), None, "Sunday"),
        Step(d("2025-03-01"), None, "Saturday"),
        Step(d("2025-02-28"), 2, None),
    ]


@pytest.mark.parametrize(
    ("event", "n", "sentences"),
    [
        ("2026-12-14", 15, [  # W6
            "Mon 14 Dec 2026 is day 0 and is not counted",
            "Tue 15 to Fri 18 Dec 2026 are days 1 to 4",
            "Sat 19 and Sun 20 Dec 2026 are not counted: weekend",
            "Mon 21 to Thu 24 Dec 2026 are days 5 to 8",
            "Fri 25 Dec 2026 is not counted: Christmas Day",
            "Sat 26 and Sun 27 Dec 2026 are not counted: weekend",
            "Mon 28 Dec 2026 is not counted: Boxing Day (moved)",
            "Tue 29 to Thu 31 Dec 2026 are days 9 to 11",
            "Fri 1 Jan 2027 is not counted: New Year's Day",
            "Sat 2 and Sun 3 Jan 2027 are not counted: weekend",
            "Mon 4 to Wed 6 Jan 2027 are days 12 to 14",
            "Thu 7 Jan 2027 is day 15",
        ]),
        ("2025-04-17", 10, [  # W11
            "Thu 17 Apr 2025 is day 0 and is not counted",
            "Fri 18 Apr 2025 is not counted: Good Friday",
            "Sat 19 and Sun 20 Apr 2025 are not counted: weekend",
            "Mon 21 Apr 2025 is not counted: Easter Monday",
            "Tue 22 to Fri 25 Apr 2025 are days 1 to 4",
            "Sat 26 and Sun 27 Apr 2025 are not counted: weekend",
            "Mon 28 Apr to Fri 2 May 2025 are days 5 to 9",
            "Sat 3 and Sun 4 May 2025 are not counted: weekend",
            "Mon 5 May 2025 is not counted: Early May bank holiday",
            "Tue 6 May 2025 is day 10",
        ]),
        ("2025-03-01", 3, [  # W7, an event on a Saturday
            "Sat 1 Mar 2025 is day 0 and is not counted",
            "Sun 2 Mar 2025 is not counted: weekend",
            "Mon 3 and Tue 4 Mar 2025 are days 1 and 2",
            "Wed 5 Mar 2025 is day 3",
        ]),
        ("2025-04-23", -5, [
            "Wed 23 Apr 2025 is day 0 and is not counted",
            "Tue 22 Apr 2025 is day 1",
            "Mon 21 Apr 2025 is not counted: Easter Monday",
            "Sun 20 and Sat 19 Apr 2025 are not counted: weekend",
            "Fri 18 Apr 2025 is not counted: Good Friday",
            "Thu 17 back to Tue 15 Apr 2025 are days 2 to 4",
            "Mon 14 Apr 2025 is day 5",
        ]),
        ("2025-03-03", 1, ["Mon 3 Mar 2025 is day 0 and is not counted", "Tue 4 Mar 2025 is day 1"]),
        ("2025-03-03", 0, ["Mon 3 Mar 2025 is day 0 and is not counted"]),
    ],
)  # fmt: skip
def test_sentences_for_a_count_of_working_days(event: str, n: int, sentences: list[str]) -> None:
    assert words_for_steps(ENGLAND.steps_of_working_days(d(event), n)) == sentences


def test_sentences_name_a_closure_once_for_all_its_days_and_cross_the_year() -> None:
    closed = dict.fromkeys(map(d, ("2025-12-29", "2025-12-30", "2025-12-31")), "Offices closed")
    office = Calendar(closures=closed, late_holidays={d("2026-01-02"): "Day of mourning"})
    assert words_for_steps(office.steps_of_working_days(d("2025-12-24"), 1)) == [
        "Wed 24 Dec 2025 is day 0 and is not counted",
        "Thu 25 Dec 2025 is not counted: Christmas Day",
        "Fri 26 Dec 2025 is not counted: Boxing Day",
        "Sat 27 and Sun 28 Dec 2025 are not counted: weekend",
        "Mon 29 to Wed 31 Dec 2025 are not counted: Offices closed",
        "Thu 1 Jan 2026 is not counted: New Year's Day",
        "Fri 2 Jan 2026 is not counted: Day of mourning",
        "Sat 3 and Sun 4 Jan 2026 are not counted: weekend",
        "Mon 5 Jan 2026 is day 1",
    ]
    shut = Calendar({d("2025-12-31"): "Shut", d("2026-01-02"): "Shut"}, {d("2026-01-01"): "Shut"})
    assert words_for_steps(shut.steps_of_working_days(d("2025-12-30"), 2))[1] == (
        "Wed 31 Dec 2025 is not counted: Shut"
    )


def test_a_run_across_new_year_names_both_years() -> None:
    assert words_for_steps([Step(d("2025-12-28") + at, at, None) for at in range(9)]) == [
        "Sun 28 Dec 2025 is day 0 and is not counted",
        "Mon 29 Dec 2025 to Sun 4 Jan 2026 are days 1 to 7",
        "Mon 5 Jan 2026 is day 8",
    ]


def test_no_steps_need_no_words() -> None:
    assert words_for_steps([]) == []


@pytest.mark.parametrize(
    ("held", "n", "sentences"),
    [
        ("2025-02-28", 3, ["3 months after Fri 28 Feb 2025 is Wed 28 May 2025"]),
        ("2025-02-28", 0, ["0 months after Fri 28 Feb 2025 is Fri 28 Feb 2025"]),
        ("2025-02-28", -1, ["1 month before Fri 28 Feb 2025 is Tue 28 Jan 2025"]),
        ("2022-11-30", 3, [
            "3 months after Wed 30 Nov 2022 is Tue 28 Feb 2023",
            "there is no 30 February in 2023: the last day of the month stands",
        ]),
        ("2025-03-31", 6, [
            "6 months after Mon 31 Mar 2025 is Tue 30 Sep 2025",
            "there is no 31 September in 2025: the last day of the month stands",
        ]),
        ("2025-05-31", -3, [
            "3 months before Sat 31 May 2025 is Fri 28 Feb 2025",
            "there is no 31 February in 2025: the last day of the month stands",
        ]),
    ],
)  # fmt: skip
def test_sentences_for_months_say_when_the_last_day_stands(held: str, n: int, sentences: list[str]) -> None:
    assert words_for_months(d(held), n) == sentences
