"""The made-up families are as old as they are said to be."""

from __future__ import annotations

from datetime import date

import pytest

from quorate.cases.models import Child
from tests.cases.making import years_ago


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2028, 2, 29), date(2028, 3, 1)])
def test_ages_are_counted_in_calendar_years(on: date) -> None:
    ages = [0, 1, 5, 13, 17, 18]
    assert [Child(born_on=years_ago(on, age)).age_on(on) for age in ages] == ages
