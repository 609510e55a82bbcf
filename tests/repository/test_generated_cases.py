"""The benchmark's made-up families are case files the engine takes, of the size that was promised."""

from benchmarks.generate import FEWEST, MOST, case_of
from quorate.procedure.case import read_case

CASES = [case_of(family) for family in range(300)]


def test_every_case_is_accepted_and_has_15_to_40_events():
    for case in CASES:
        read_case(case)
        assert FEWEST <= len(case["events"]) <= MOST


def test_the_same_seed_tells_the_same_family_and_another_seed_another():
    assert case_of(7) == case_of(7)
    assert case_of(7) != case_of(7, seed=2)


def test_the_families_differ_in_what_makes_the_engine_work():
    kinds = {case["conference"]["kind"] for case in CASES}
    names = {event["event"] for case in CASES for event in case["events"]}
    assert kinds == {"initial", "review", "pre_birth"}
    assert {"enquiry-concluded", "core-group-held", "child-visited", "minutes-sent", "child-born"} <= names
    assert {len(case["conference"]["children"]) for case in CASES} == {1, 2, 3}
    assert {len(case["conference"]["parents"]) for case in CASES} == {1, 2}
