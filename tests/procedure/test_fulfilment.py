"""Which events meet a duty: who got the report, to whom a paper went, and when the last agency report was shared."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from quorate.procedure.fulfilment import _goes_to, _is_shared
from tests.procedure.asking import Answer, Data, ask, booked, fact

START = "2026-12-03T10:00"
BOOKED = booked("2026-11-18", START)


def shared(on: str, report: str | None, **said: Any) -> Data:
    return fact("report-shared", on, **({} if report is None else {"report": report}), **said)


def redbridge(*events: Data, parents: tuple[str, ...] = ("p1",)) -> Answer:
    return ask(BOOKED, *events, pack="redbridge", parents=parents, at="2026-12-02")


def agencies(*events: Data) -> tuple[str, str | None]:
    duty = redbridge(*events).duty("share-agency-reports-with-parents", "p1")
    return duty["state"], duty["met_at"]


HEALTH = fact("agency-information-received", "2026-11-20", agency="health")
POLICE = fact("report-authorised", "2026-11-21", report="police")
OVERDUE = ("overdue", None)


def test_every_known_agency_report_has_to_reach_the_parent_and_the_last_one_counts() -> None:
    first, last = shared("2026-11-24", "health", with_=["p1"]), shared("2026-11-26", "police", with_=["p1"])
    assert agencies(HEALTH, POLICE) == OVERDUE
    assert agencies(HEALTH, POLICE, first) == OVERDUE
    assert agencies(HEALTH, POLICE, first, last) == ("met", "2026-11-26")
    assert agencies(HEALTH, POLICE, last, first) == ("met", "2026-11-26")
    assert agencies(HEALTH, first) == ("met", "2026-11-24")


def test_a_report_that_was_shared_with_somebody_else_is_known_and_not_yet_with_the_parent() -> None:
    with_chair = shared("2026-11-23", "school", with_=["chair"])
    assert agencies(with_chair) == OVERDUE
    assert agencies(with_chair, shared("2026-11-25", "school", with_=["p1"])) == ("met", "2026-11-25")


def test_the_first_time_that_a_report_reached_the_parent_counts() -> None:
    again = [shared("2026-11-24", "health", with_=["p1"]), shared("2026-11-30", "health", with_=["p1"])]
    assert agencies(HEALTH, *again) == ("met", "2026-11-24")


def test_instants_of_one_day_are_compared_by_the_clock() -> None:
    morning = shared("2026-11-24T09:00", "health", with_=["p1"])
    evening = shared("2026-11-24T17:00", "police", with_=["p1"])
    for events in ((morning, evening), (evening, morning)):
        assert agencies(HEALTH, POLICE, *events) == ("met", "2026-11-24T17:00:00+00:00")


def test_the_social_workers_own_report_is_no_agencys() -> None:
    own = [fact("report-authorised", "2026-11-20", report="social-work"), shared("2026-11-21", None, with_=["p1"])]
    assert agencies(*own) == OVERDUE
    assert agencies(*own, HEALTH, shared("2026-11-24", "health", with_=["p1"])) == ("met", "2026-11-24")


def test_another_parents_copy_does_not_count() -> None:
    only_one = shared("2026-11-24", "health", with_=["p2"])
    answer = redbridge(HEALTH, only_one, parents=("p1", "p2"))
    assert answer.states("share-agency-reports-with-parents") == {"p1": "overdue", "p2": "met"}
    about_one = shared("2026-11-24", "health", parent="p2")
    answer = redbridge(HEALTH, about_one, parents=("p1", "p2"))
    assert answer.states("share-agency-reports-with-parents") == {"p1": "overdue", "p2": "met"}


SCOPE: Any = SimpleNamespace(parent="p1", child="c1")


@pytest.mark.parametrize(
    ("recipient", "said", "is_shared"),
    [
        ("parent", None, True),  # shared with nobody named: with the family
        ("child", None, True),
        ("chair", None, False),
        ("professionals", None, False),
        ("parent", "p1", True),
        ("parent", ["p2", "p1"], True),
        ("parent", ["p2"], False),
        ("parent", "parents", True),
        ("parent", ["chair", "parent"], True),
        ("parent", "c1", False),
        ("parent", "children", False),
        ("child", "c1", True),
        ("child", ["c2"], False),
        ("child", "children", True),
        ("child", "child", True),
        ("child", ["p1", "parents"], False),
        ("chair", "chair", True),
        ("chair", ["professionals", "chair"], True),
        ("chair", "professionals", False),
    ],
)
def test_with_whom_a_report_was_shared(recipient: str, said: Any, is_shared: bool) -> None:
    event: Any = SimpleNamespace(data={} if said is None else {"with": said})
    assert _is_shared(recipient, SCOPE, event) is is_shared


@pytest.mark.parametrize(
    ("role", "parent", "said", "went"),
    [
        ("parent", "p1", None, True),  # sent to nobody named: to all
        ("social_worker", None, None, True),
        ("social_worker", None, "social-worker", True),
        ("social_worker", None, "social_workers", True),
        ("social_worker", None, ["chair"], False),
        ("professionals", None, "professional", True),
        ("professional", None, ["professionals"], True),
        ("parent", "p1", ["parents"], True),
        ("parent", "p1", ["p1"], True),
        ("parent", "p1", "p1", True),
        ("parent", "p1", ["p2"], False),
        ("parent", None, ["p1"], False),
        ("social_worker", "p1", ["p1"], False),  # the parent's own name is nobody else's
    ],
)
def test_to_whom_a_paper_went(role: str, parent: str | None, said: Any, went: bool) -> None:
    assert _goes_to(role, parent, said) is went
