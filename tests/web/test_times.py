"""The hour that the clocks leave out in March, and the one that they show twice in October: forms ask about both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest

from quorate.cases.refusals import Refused
from quorate.web.conferences.booking_forms import BookingForm
from quorate.web.conferences.register_forms import StayForm
from quorate.web.conferences.report_forms import MomentForm
from quorate.web.times import ClockField, instant_of
from quorate.web.work.doing import DoneForm
from quorate.web.work.moments import LONDON

SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)
NONE = (
    "There is no 01:30 that night: the clocks go forward from 01:00 to 02:00. Enter a time before 01:00, or from 02:00"
)
TWICE = (
    "The clocks go back that night, and 01:30 is there twice. Write 01:30 BST for the first time, or 01:30 GMT for the "
    "second"
)


def parts(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def of_moment(on: date, when: str) -> Any:
    form = MomentForm({"time": when, **parts("on", on)}, now=datetime(2026, 11, 1, tzinfo=UTC))
    return form.cleaned_data["at"] if form.is_valid() else form.errors["time"]


def of_duty(on: date, when: str) -> Any:
    doing: Any = SimpleNamespace(events=("core-group-held",))
    form = DoneForm({"done_at": when, **parts("done_on", on)}, doing=doing, children=[], timed=True)
    return form.at if form.is_valid() else form.errors["done_at"]


def of_booking(on: date, when: str) -> Any:
    said = {"begins": when, "ends": "06:00", "mode": "mixed", "place_words": "1", "chair_id": str(ID), "unusual": "on"}
    form = BookingForm(said, rooms=[], chairs=[(str(ID), "A chair")], writers=[], is_beyond=False)
    assert form.is_valid()
    return _refused(lambda: form.said(on)["starts_at"], "starts_at")


def of_register(on: date, when: str) -> Any:
    sat: Any = SimpleNamespace(started_at=datetime.combine(on, time(0, 5), LONDON), ended_at=None)
    said = {"there": "yes", "came": when, "mode": "in_person", "why": "It was noted wrongly."}
    form = StayForm(said, found=None, sittings=[sat])  # type: ignore[arg-type]  # asks nothing of the conference
    assert form.is_valid()

    def came() -> Any:
        stay = form.stay_said()
        return stay and stay.from_at

    return _refused(came, "came")


def _refused(read: Callable[[], Any], field: str) -> Any:
    try:
        return read()
    except Refused as refused:
        return refused.messages if set(refused.sentences) == {field} else refused.sentences


ID = "0192d7a0-0000-7000-8000-000000000001"
FORMS = pytest.mark.parametrize("read", [of_moment, of_duty, of_booking, of_register])


@FORMS
def test_an_hour_that_is_not_there_or_is_there_twice_is_asked_about(read: Callable[[date, str], Any]) -> None:
    assert read(SPRING, "01:30") == [NONE]
    assert read(AUTUMN, "01:30") == [TWICE]
    assert read(AUTUMN, "01:30 bst") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read(AUTUMN, "01:30 GMT") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read(SPRING, "02:00") == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert read(PLAIN, "01:30 GMT") == ["The clocks show BST at that time, not GMT: leave it out"]


def test_a_year_that_no_calendar_has_is_refused() -> None:
    with pytest.raises(Refused, match="The rules do not know that year"):
        instant_of(date(2090, 1, 1), ClockField().clean("2 pm"), field="begins")
