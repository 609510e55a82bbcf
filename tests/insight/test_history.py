"""Every date of a family, from the first event on, by the engine's own arithmetic."""

from __future__ import annotations

from datetime import date

from quorate.insight.history import Kept, kept_dates
from tests.clauses.representing import library

PACK = library().pack("bolton", date(2026, 1, 1))
CHILDREN = [{"id": "c1", "born": "2016-05-01"}]


def _dates(*events: dict[str, object], children: list[dict[str, str]] = CHILDREN) -> list[Kept]:
    return kept_dates(PACK, {"conference": {"kind": "initial", "children": children}, "events": list(events)})


def _held(at: str, outcome: str, reference: str, kind: str = "review") -> dict[str, object]:
    return {"event": "conference-held", "at": at, "reference": reference, "kind": kind, "quorate": True,
            "outcomes": {"c1": outcome}, "categories": {"c1": ["neglect"]}}  # fmt: skip


DISCUSSED = {"event": "strategy-discussion-held", "at": "2025-03-03"}
MADE = _held("2025-03-21", "plan-made", "A-1", "initial")


def test_an_initial_conference_is_due_fifteen_working_days_after_the_discussion() -> None:
    found = [one for one in _dates(DISCUSSED, MADE) if one.measure == "initial"]
    assert found == [Kept("c1", "initial", date(2025, 3, 24), date(2025, 3, 21))]


def test_a_conference_that_was_not_held_is_a_date_without_a_day() -> None:
    asked = {"event": "conference-requested", "at": "2025-03-05", "kind": "initial"}
    assert _dates(DISCUSSED, asked) == [Kept("c1", "initial", date(2025, 3, 24), None)]


def test_an_enquiry_that_needs_no_conference_leaves_no_date() -> None:
    ended = {"event": "enquiry-concluded", "at": "2025-03-14", "outcome": "not-required"}
    assert _dates(DISCUSSED, ended) == []


def test_each_review_and_core_group_is_counted_from_the_one_before() -> None:
    groups = [{"event": "core-group-held", "at": day} for day in ("2025-04-04", "2025-05-23")]
    found = _dates(DISCUSSED, MADE, *groups, _held("2025-06-19", "plan-continues", "A-2"))
    assert [one for one in found if one.measure == "review"] == [
        Kept("c1", "review", date(2025, 6, 21), date(2025, 6, 19)),
        Kept("c1", "review", date(2025, 12, 19), None),
    ]
    assert [one for one in found if one.measure == "core-group"] == [
        Kept("c1", "core-group", date(2025, 4, 4), date(2025, 4, 4)),
        Kept("c1", "core-group", date(2025, 5, 16), date(2025, 5, 23)),
        Kept("c1", "core-group", date(2025, 7, 4), None),
    ]


def test_a_plan_that_ended_leaves_no_open_date_and_an_earlier_plan_is_not_forgotten() -> None:
    ended = _held("2025-06-19", "plan-ended", "A-2")
    again = {"event": "strategy-discussion-held", "at": "2025-09-01"}
    found = _dates(DISCUSSED, MADE, ended, again, _held("2025-09-19", "plan-made", "A-3", "initial"))
    assert [one for one in found if one.measure != "core-group"] == [
        Kept("c1", "initial", date(2025, 3, 24), date(2025, 3, 21)),
        Kept("c1", "review", date(2025, 6, 21), date(2025, 6, 19)),
        Kept("c1", "initial", date(2025, 9, 22), date(2025, 9, 19)),
        Kept("c1", "review", date(2025, 12, 19), None),
    ]


def test_nothing_is_asked_after_a_death() -> None:
    died = {"event": "child-died", "at": "2025-03-28", "child": "c1"}
    assert {one.measure for one in _dates(DISCUSSED, MADE, died)} == {"initial"}
