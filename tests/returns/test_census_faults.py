"""Every fault is named at its line, with its census rule, and every good record comes in."""

from __future__ import annotations

import io
import random

import pytest

from quorate.returns.census import KINDS, CensusReader, ReadChild
from tests.returns.making import Node, child, children, file_of
from tests.returns.spoiling import LEFT_OUT, WAYS


def read(data: bytes) -> tuple[list[ReadChild], CensusReader]:
    reader = CensusReader(io.BytesIO(data))
    return list(reader), reader


def spoilt(way: str, number: int = 1, seed: int = 7) -> tuple[Node, str, Node]:
    history, spoil = WAYS[way]
    made = child(number, random.Random(seed), history)
    element, node = spoil(made)
    return made, element, node


# What one slip brings with it: a plan whose conference's date is another cannot but miss its conference.
ALSO = {}


def test_there_are_sixty_ways_and_more_and_each_has_its_kind() -> None:
    assert len(WAYS) >= 60
    assert {way.partition(":")[0] for way in WAYS} <= KINDS.keys()


@pytest.mark.parametrize("way", WAYS)
def test_a_spoilt_child_is_named_at_its_line_and_the_others_come_in(way: str) -> None:
    made, element, node = spoilt(way)
    others = list(children(4, seed=3, first=10))
    found, reader = read(file_of([*others[:2], made, *others[2:]]))
    kind = way.partition(":")[0]
    faults = [fault for one in found for fault in one.faults] + reader.faults
    named = [fault for fault in faults if fault.kind == kind]
    assert [(fault.element, fault.line, fault.child) for fault in named] == [(element, node.line, 3)]
    assert {fault.kind for fault in faults} - {kind} <= ALSO.get(way, set())
    came_in = [one.local_id for one in found if one.record is not None]
    expected = ["100010", "100011", *(["100001"] if way not in LEFT_OUT else []), "100012", "100013"]
    assert came_in == expected
    assert reader.children == 5


def test_a_file_of_a_thousand_with_every_way_in_it() -> None:
    rng = random.Random(11)
    made = list(children(1_000, seed=11))
    places = rng.sample(range(1_000), len(WAYS))
    expected = set()
    for way, place in zip(WAYS, places, strict=True):
        made[place], element, node = spoilt(way, number=place + 1, seed=place)
        expected.add((way.partition(":")[0], place + 1, element, node))
    found, reader = read(file_of(made))
    faults = {(f.kind, f.child, f.element, f.line) for one in found for f in one.faults}
    faults |= {(f.kind, f.child, f.element, f.line) for f in reader.faults}
    assert {(kind, number, element, node.line) for kind, number, element, node in expected} - faults == set()
    good = {one.number for one in found if one.record is not None}
    out = {place + 1 for way, place in zip(WAYS, places, strict=True) if way in LEFT_OUT}
    assert good == set(range(1, 1_001)) - out


def test_one_number_twice_lets_the_first_in_and_names_the_second() -> None:
    made = list(children(3))
    made[2].get("ChildIdentifiers/LAchildID").text = made[0].get("ChildIdentifiers/LAchildID").text
    found, _ = read(file_of(made))
    assert [one.record is not None for one in found] == [True, True, False]
    (fault,) = found[2].faults
    assert (fault.kind, fault.rule, fault.weight) == ("child-id-repeated", "8510", "left-out")
    assert fault.line == made[2].get("ChildIdentifiers/LAchildID").line


def test_a_fault_reads_as_one_sentence_with_place_and_mend() -> None:
    made, _, node = spoilt("conference-at-weekend")
    (one,), _ = read(file_of([made]))
    day = node.text
    assert str(one.faults[0]) == (
        f"line {node.line}: child 100001, DateOfInitialCPC: {day} is a Saturday; look at the date again; conferences "
        "are held on working days (census rule 8875)"
    )
