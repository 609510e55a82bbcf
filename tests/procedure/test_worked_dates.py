"""Every worked example of the reference on dates (W1 to W18), asked through the front door."""

from dataclasses import replace
from datetime import date

import pytest

from quorate.procedure.position import position
from tests.procedure.asking import Answer, ask, booked, discussed, family, held, pack_of


@pytest.mark.parametrize(
    ("discussed_on", "due", "why"),
    [
        ("2025-03-03", "2025-03-24", "W1: day 0 is the day of the discussion"),
        ("2025-04-07", "2025-04-30", "W2: Good Friday and Easter Monday are not counted"),
        ("2025-12-15", "2026-01-08", "W3: three bank holidays at Christmas"),
        ("2027-12-17", "2028-01-12", "W5: substitute days for a Christmas at the weekend"),
        ("2026-12-14", "2027-01-07", "W6: Boxing Day on a Saturday"),
        ("2025-03-01", "2025-03-21", "W7: from a Saturday, day 1 is the Monday"),
        ("2025-08-11", "2025-09-02", "W9: the August bank holiday"),
        ("2022-09-01", "2022-09-23", "W10: the state funeral, declared during the count"),
    ],
)
def test_an_initial_conference_is_held_within_15_working_days(discussed_on: str, due: str, why: str) -> None:
    assert ask(discussed(discussed_on), at=discussed_on).due("hold-initial-conference") == due, why


def test_w1b_counting_the_day_of_the_discussion_as_day_1_is_not_done() -> None:
    assert ask(discussed("2025-03-03"), at="2025-03-04").due("hold-initial-conference") != "2025-03-21"


def test_w4_a_councils_closed_days_do_not_move_the_national_limit() -> None:
    case = family(discussed("2025-12-15"))
    pack = pack_of("england", case, "2025-12-16")
    closed = {
        "days": [{"first": "2025-12-29", "last": "2025-12-31", "name": "Council closed"}],
        "applies_to": ["hold-initial-conference"],
    }
    answer = Answer(position(replace(pack, data={**pack.data, "closures": closed}), case, "2025-12-16").as_data())
    assert answer.due("hold-initial-conference") == "2026-01-08"


def test_w4_held_three_working_days_after_the_national_limit_is_late() -> None:
    answer = ask(discussed("2025-12-15"), held("2026-01-13", "no-plan"), at="2026-01-13")
    assert answer.state("hold-initial-conference") == "met-late"


def test_w8_a_second_discussion_does_not_restart_the_count() -> None:
    answer = ask(discussed("2025-03-03"), discussed("2025-03-10"), at="2025-03-11")
    assert answer.due("hold-initial-conference") == "2025-03-24"


def test_w10_a_holiday_declared_late_moves_a_limit_that_was_already_running() -> None:
    case = family(discussed("2026-11-16"))
    pack = pack_of("england", case, "2026-11-17")
    day = date(2026, 11, 25).toordinal()
    assert Answer(position(pack, case, "2026-11-17").as_data()).due("hold-initial-conference") == "2026-12-07"
    later = replace(pack, late_holidays={day: "A day declared late"})
    assert Answer(position(later, case, "2026-11-17").as_data()).due("hold-initial-conference") == "2026-12-08"


def test_w11_the_first_core_group_after_maundy_thursday() -> None:
    answer = ask(discussed("2025-04-01"), held("2025-04-17", "plan-made"), at="2025-04-18")
    assert answer.due("hold-first-core-group") == "2025-05-06"


@pytest.mark.parametrize(
    ("held_on", "due", "act_by"),
    [
        ("2024-11-29", "2025-02-28", "2025-02-28"),
        ("2023-11-30", "2024-02-29", "2024-02-29"),
        ("2022-11-30", "2023-02-28", "2023-02-28"),
        ("2025-02-28", "2025-05-28", "2025-05-28"),
        ("2025-11-28", "2026-02-28", "2026-02-27"),
        ("2025-05-30", "2025-08-30", "2025-08-29"),
        ("2025-12-01", "2026-03-01", "2026-02-27"),
    ],
)
def test_w12_and_w14_a_first_review_is_held_within_3_months(held_on: str, due: str, act_by: str) -> None:
    answer = ask(held(held_on, "plan-made"), at=held_on)
    assert answer.due("hold-first-review") == due
    assert answer.act_by("hold-first-review") == (act_by, None)


@pytest.mark.parametrize(
    ("held_on", "due", "act_by"),
    [
        ("2025-03-31", "2025-09-30", "2025-09-30"),
        ("2025-08-29", "2026-02-28", "2026-02-27"),
        ("2024-08-30", "2025-02-28", "2025-02-28"),
    ],
)
def test_w13_a_later_review_is_held_within_6_months(held_on: str, due: str, act_by: str) -> None:
    answer = ask(held(held_on, "plan-continues"), kind="review", at=held_on)
    assert answer.due("hold-next-review") == due
    assert answer.act_by("hold-next-review") == (act_by, None)


def test_w15_an_early_review_shortens_the_chain() -> None:
    answer = ask(
        held("2025-01-10", "plan-made", reference="A"),
        held("2025-03-20", "plan-continues", reference="B"),
        kind="review",
        reference="B",
        at="2025-03-21",
    )
    first, following = answer.duty("hold-first-review"), answer.duty("hold-next-review")
    assert (first["due"], first["state"]) == ("2025-04-10", "met")
    assert (following["due"], following["act_by"]) == ("2025-09-20", "2025-09-19")


def test_w16_after_a_late_review_the_next_is_counted_from_the_day_it_was_held() -> None:
    answer = ask(
        held("2025-01-10", "plan-made", reference="A"),
        held("2025-04-24", "plan-continues", reference="B"),
        kind="review",
        reference="B",
        at="2025-04-25",
    )
    first, following = answer.duty("hold-first-review"), answer.duty("hold-next-review")
    assert (first["due"], first["met_at"], first["state"]) == ("2025-04-10", "2025-04-24", "met-late")
    assert (following["due"], following["state"]) == ("2025-10-24", "open")


@pytest.mark.parametrize(
    ("starts", "due", "why"),
    [
        ("2025-03-31T09:30", "2025-03-29T08:30:00+00:00", "W17: the clocks go forward in between"),
        ("2025-10-27T09:30", "2025-10-25T10:30:00+01:00", "W18: the clocks go back in between"),
    ],
)
def test_w17_and_w18_48_hours_before_are_48_hours_that_pass(starts: str, due: str, why: str) -> None:
    answer = ask(booked("2025-03-03", starts), pack="leicester", at="2025-03-04")
    assert answer.due("send-report-to-chair") == due, why
