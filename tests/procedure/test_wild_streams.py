"""Streams that no family would live: whatever the events, an answer or a refusal, and what must hold of answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError
from quorate.procedure.position import position
from tests.procedure.asking import Data, library
from tests.procedure.families import PACKS
from tests.procedure.wild import moments, wild_cases

packs = st.sampled_from(PACKS)
BOTH = {
    "conference": {"kind": "initial", "children": [{"id": "c1", "born": "2019-02-03"}], "reference": "B"},
    "events": [{"event": "conference-requested", "at": "2026-09-14", "of": "B", "reference": "A"}],
}
"""Asked for under two references at once."""
BEFORE = {
    "conference": {"kind": "initial", "children": [{"id": "c1", "born": "2019-02-03"}], "reference": "A"},
    "events": [
        {"event": "conference-requested", "at": "2026-09-15", "of": "B"},
        {"event": "child-visited", "at": "2026-09-14", "alone": False, "bedroom": False, "of": "B"},
    ],
}
"""Something of a conference that is asked for the day after."""
calm = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def answer(pack: str, case: Data, at: str) -> Data | None:
    """The answer, or None where the case file is refused."""
    try:
        return position(library().pack(pack, date(2026, 11, 20)), case, at).as_data()
    except (CaseError, OutsideKnownYears):
        return None


@calm
@given(wild_cases(), moments(), packs)
def test_any_stream_is_answered_or_refused(case: Data, at: str, pack: str) -> None:
    told = answer(pack, case, at)
    assert told is None or told["pack"].partition("/")[0] == pack


@calm
@given(wild_cases(), moments(), packs, st.randoms(use_true_random=False))
def test_the_order_in_the_file_changes_nothing(case: Data, at: str, pack: str, dice: Any) -> None:
    events = list(case["events"])
    dice.shuffle(events)
    assert answer(pack, {**case, "events": events}, at) == answer(pack, case, at)


@calm
@example(BOTH, "2026-09-14", "england")
@given(wild_cases(), moments(), packs)
def test_no_duty_is_told_twice_and_each_has_one_state_that_fits_it(case: Data, at: str, pack: str) -> None:
    told = answer(pack, case, at)
    duties = [] if told is None else told["duties"]
    keys = [(duty["code"], duty["about"], duty["for"], duty["due"], duty["met_at"], duty["state"]) for duty in duties]
    settled = [key for key in keys if key[2] is not None]
    assert len(set(settled)) == len(settled)
    for duty in duties:
        assert duty["state"] not in (("met", "met-late", "overdue", "missed") if duty["window"] else ("used", "closed"))
        assert duty["state"] != "overdue" or duty["due"] is not None
        assert (duty["state"], duty["weight"]) != ("excused", "national")
        assert duty["because"][0].startswith(f"{duty['title']}: ")


@calm
@given(wild_cases(), moments(), packs)
def test_what_may_be_decided_is_held_back_by_a_gate_or_allowed(case: Data, at: str, pack: str) -> None:
    told = answer(pack, case, at)
    for decision in [] if told is None else told["decisions"]:
        assert decision["allowed"] is (decision["held_by"] == [])
        assert all(gate["source"] and gate["says"] for gate in decision["held_by"])


@calm
@example(BEFORE, "2026-09-14")
@given(wild_cases(), moments())
def test_a_stream_that_is_taken_whole_is_taken_at_every_moment(case: Data, at: str) -> None:
    if answer("england", case, "2030-01-01") is not None:
        assert answer("england", case, at) is not None


def test_what_asks_for_a_conference_under_two_references_is_refused() -> None:
    with pytest.raises(CaseError) as refused:
        position(library().pack("england", date(2026, 11, 20)), BOTH, "2026-09-14")
    assert str(refused.value) == (
        "events[0] (conference-requested): is of 'B' and has the reference 'A'; leave one of them out"
    )
