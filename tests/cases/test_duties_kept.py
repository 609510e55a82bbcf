"""Kept duties and the engine say the same at every moment: before, on and after every limit, with no event between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quorate.cases.deriving import Kept, kept_duties, state_at, stream_of
from quorate.procedure import london
from quorate.procedure.calendar import OutsideKnownYears
from quorate.procedure.case import CaseError, read_case
from quorate.procedure.limits import act_by
from quorate.procedure.moments import moment_as_text
from quorate.procedure.position import Position, Stream
from tests.procedure.asking import Data, library
from tests.procedure.families import PACKS, families
from tests.procedure.wild import wild_cases

packs = st.sampled_from(PACKS)
calm = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Line = tuple[str, str | None, str, str | None, str | None, str | None, str | None, str | None, str]


def line_of(kept: Kept, state: str) -> Line:
    duty = kept.duty
    limit = (moment_as_text(duty.opens), moment_as_text(duty.due), moment_as_text(act_by(duty)[0]))
    return (duty.rule.code, duty.about, kept.who, duty.conference.reference, *limit, moment_as_text(duty.met), state)


def by_the_engine(pack: Any, case: Any, micros: int) -> list[Line]:
    position = Position(pack, Stream(case, (london.day_of(micros), micros)))
    return sorted(
        (line_of(Kept(duty, duty.who, ""), duty.state) for duty in position.duties),
        key=repr,
    )


def moments_around(kept: list[Kept], last: int) -> list[int]:
    """Every instant on which a state hangs, the one before and the one after; days of half a year and of years."""
    hangs = {m for one in kept for m in (one.open_from, one.late_from, one.asked_from, one.asked_until) if m}
    far = {last + days * london.DAY for days in (1, 3, 8, 30, 200, 900, 2500)}
    around = {m + step for m in hangs for step in (-1, 0, 1)} | far | {last}
    return sorted(m for m in around if last <= m < london.start_of_day(date(2049, 1, 1).toordinal()))


def differences(case: Data, name: str) -> list[str]:
    """Where the two answers differ, in words; nothing when they are the same at every moment."""
    pack = library().pack(name, date(2026, 11, 20))
    try:
        read = read_case(case)
        stream = stream_of(read)
        if stream is None:
            return []
        kept = kept_duties(Position(pack, stream))
    except (CaseError, OutsideKnownYears):
        return []
    found = []
    for micros in moments_around(kept, stream.at[1] or 0):
        asked = sorted(
            (line_of(one, state) for one in kept if (state := state_at(one, micros))),
            key=repr,
        )
        told = by_the_engine(pack, read_case(case), micros)
        if asked != told:
            when = EPOCH + timedelta(microseconds=micros)
            found += [f"{when}: only kept {one}" for one in asked if one not in told]
            found += [f"{when}: only the engine {one}" for one in told if one not in asked]
            found += [] if found else [f"{when}: doubled"]
    return found


@calm
@given(wild_cases(), packs)
def test_a_wild_stream_stands_at_every_moment_as_the_engine_says(case: Data, pack: str) -> None:
    assert differences(case, pack) == []


@calm
@given(families(), packs)
def test_a_family_stands_at_every_moment_as_the_engine_says(case: Data, pack: str) -> None:
    assert differences(case, pack) == []


BORN = "2015-01-15"  # two years at school, twelve years old in January 2027


@pytest.mark.parametrize("pack", PACKS)
def test_a_child_who_grows_while_nothing_is_booked(pack: str) -> None:
    children = [{"id": "c1", "born": BORN}, {"id": "c2", "born": "2022-02-28"}, {"id": "c3", "born": "2024-02-29"}]
    events = [
        {"event": "strategy-discussion-held", "at": "2026-11-02"},
        {"event": "conference-requested", "at": "2026-11-04", "reference": "A", "kind": "initial"},
    ]
    case = {"conference": {"kind": "initial", "reference": "A", "children": children}, "events": events}
    assert differences(case, pack) == []


def test_age_and_a_late_list_do_change_what_is_kept() -> None:
    """So that the comparisons above are about something: some duties are asked only from, or until, an instant."""
    pack = library().pack("leicester", date(2026, 11, 20))
    events: list[Data] = [
        {"event": "decided", "at": "2026-09-04", "outcome": "plan-made", "by": "chair"},
        {"event": "conference-held", "at": "2026-09-04", "reference": "B", "kind": "initial"},
        {"event": "conference-requested", "at": "2026-10-04", "reference": "A", "kind": "review"},
    ]
    booked: Data = {"event": "conference-booked", "at": "2026-10-05", "starts_at": "2026-12-01T10:00", "reference": "A"}
    case = {"conference": {"kind": "review", "reference": "A", "children": [{"id": "c1", "born": BORN}]}}
    unbooked = kept_duties(Position(pack, stream_of({**case, "events": events})))  # type: ignore[arg-type]
    waiting = kept_duties(Position(pack, stream_of({**case, "events": [*events, booked]})))  # type: ignore[arg-type]

    assert {one.duty.rule.code for one in unbooked if one.asked_from} == {"explain-category-to-young-person"}
    assert differences({**case, "events": events}, "leicester") == []
    assert [(one.duty.rule.code, one.who) for one in waiting if one.asked_from or one.asked_until] == [
        ("send-invitations", "safeguarding_unit"),
        ("send-invitations", "social_work_team"),
    ]
    assert differences({**case, "events": [*events, booked]}, "leicester") == []
