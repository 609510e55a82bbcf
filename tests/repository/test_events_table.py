"""docs/events-and-duties.md says what the code says: its made tables, and the keys of the answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from quorate.procedure.vocabulary import State
from tests.clauses.asking import ask, booked, event, held, quorate, there
from tools import events_table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / events_table.PAGE).read_text(encoding="utf-8")


def test_the_made_tables_are_as_the_code_makes_them_now() -> None:
    assert events_table.made_anew(PAGE) == PAGE, "run python -m tools.events_table"


def test_every_table_that_can_be_made_stands_in_the_page() -> None:
    assert re.findall(r"<!-- made: ([a-z]+) -->", PAGE) == [
        "common",
        "events",
        "limits",
        "anchors",
        "gates",
        "duties",
    ]
    assert sorted(events_table.MADE) == ["anchors", "common", "duties", "events", "gates", "limits"]


@pytest.mark.parametrize("stale", ["`strategy-discussion-held`", "15 working days after strategy-discussion-held"])
def test_a_stale_table_is_noticed(stale: str) -> None:
    changed = PAGE.replace(stale, "something else")
    assert changed != PAGE
    assert events_table.made_anew(changed).count(stale) >= 1


def first_cells(head: str) -> set[str]:
    """The codes in the first column of the table with this heading."""
    table = PAGE.split(f"| {head} |")[1].split("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {code for cell in cells for code in re.findall(r"`([a-z_-]+)`", cell)}


def answers() -> list[dict[str, Any]]:
    """Cases that between them bring every optional key into the answer."""
    start = "2026-11-20T10:00"
    kept_out = event("exclusion-decided", "2026-11-10", parent="p1", outcome="excluded", by="social_worker")
    excused = event("duty-excused", "2026-11-11", duty="give-parents-leaflet", by="chair", reason="they have it")
    excluded = ask("leicester", "2026-11-12", [booked(start), kept_out, excused])
    decided = event(
        "decided",
        "2026-11-20T11:30",
        child="c1",
        by="professionals",
        outcome="plan-ended",
        reason="no longer at risk",
        overrides=["decision-needs-quorum", "ending-needs-agency-information"],
    )
    before = held("2026-08-21T12:00", "plan-made", kind="initial")
    review = [before, booked(start), *there(start, "social_worker"), decided]
    ended = ask("leicester", "2026-11-20T12:00", review, kind="review")
    made = ask("bolton", "2026-11-21", [booked(start), *quorate(start), held("2026-11-20T12:00", "plan-made")])
    return [excluded.data, ended.data, made.data]


def keys_of(rows: list[dict[str, Any]]) -> set[str]:
    return set().union(*(row.keys() for row in rows))


def test_the_keys_of_the_answer_are_those_in_the_page() -> None:
    found = answers()
    decisions = [decision for answer in found for decision in answer["decisions"]]
    gates = [gate for one in decisions for kind in ("held_by", "needs", "warnings") for gate in one[kind]]
    duties = [duty for answer in found for duty in answer["duties"]]
    assert keys_of(found) == first_cells("key of the answer")
    assert keys_of(duties) == first_cells("key of a duty")
    assert keys_of([one for answer in found for one in answer["invitees"]]) == first_cells("key of an invitee")
    assert keys_of([one for answer in found for one in answer["children"]]) == first_cells("key of a child")
    assert keys_of([answer["quorum"] for answer in found]) == first_cells("key of the quorum")
    assert keys_of(decisions) == first_cells("key of a decision")
    assert keys_of(gates) == first_cells("key of a gate")


def test_the_states_are_those_of_the_engine() -> None:
    assert first_cells("state") == set(State.__args__)


def test_the_example_of_the_page_is_answered() -> None:
    import orjson

    from quorate.procedure.position import position
    from tests.clauses.asking import pack

    case = orjson.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    answer = position(pack("bolton"), case, "2026-11-21").as_data()
    assert answer["conference"]["held_at"] == "2026-11-20T12:00:00+00:00"
    assert answer["conference"]["reference"] == "N-0143"
