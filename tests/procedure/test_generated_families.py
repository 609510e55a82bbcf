"""The families that the benchmarks make up, asked of every pack: what must hold of every answer holds of them."""

from datetime import date
from random import Random

import pytest

from benchmarks.generate import case_of
from quorate.procedure.calendar import Calendar
from quorate.procedure.position import position
from tests.procedure.asking import library
from tests.procedure.families import PACKS

ENGLAND = Calendar()
CASES = [case_of(number, seed=7) for number in range(60)]
AT = "2026-11-20T09:00"


@pytest.mark.parametrize("pack", PACKS)
def test_each_family_is_answered_with_reasons_states_and_working_days(pack: str) -> None:
    rules = library().pack(pack, date(2026, 11, 20))
    for case in CASES:
        for duty in position(rules, case, AT).as_data()["duties"]:
            assert duty["because"][0].startswith(f"{duty['title']}: ")
            if duty["act_by"] is not None and duty["next_working"] is None:
                day = date.fromisoformat(duty["act_by"][:10]).toordinal()
                assert duty["act_by"][:10] <= duty["due"][:10]
                assert ENGLAND.is_working_day(day), duty["code"]


@pytest.mark.parametrize("pack", PACKS)
def test_the_order_in_the_file_changes_nothing(pack: str) -> None:
    rules = library().pack(pack, date(2026, 11, 20))
    for number, case in enumerate(CASES):
        events = list(case["events"])
        Random(number).shuffle(events)
        shuffled = position(rules, {**case, "events": events}, AT).as_data()
        assert shuffled == position(rules, case, AT).as_data(), number


@pytest.mark.parametrize("pack", PACKS)
def test_brief_and_whole_answers_agree(pack: str) -> None:
    rules = library().pack(pack, date(2026, 11, 20))
    for case in CASES:
        whole = position(rules, case, AT).as_data()
        for duty in whole["duties"]:
            del duty["because"]
        assert position(rules, case, AT).as_data(brief=True) == whole
