"""The mutation score: what counts as killed, what is left out, and a module that does not exist."""

import pytest

from tools import mutants, outbox_mutants

RESULTS = """
    quorate.procedure.offsets.x_parse__mutmut_1: killed
    quorate.procedure.offsets.x_parse__mutmut_2: survived
    quorate.procedure.offsets.x_parse__mutmut_3: timeout
    quorate.procedure.calendar.x_add__mutmut_1: no tests
    quorate.procedure.calendar.x_add__mutmut_2: not checked
"""


def test_a_mutant_no_test_reaches_counts_as_alive_and_an_unchecked_one_not_at_all():
    states = mutants.states_in(RESULTS)
    assert mutants.score(states) == "2 of 4 mutants killed (50.0 %)"
    assert mutants.by_module(states) == [
        "  calendar: 0 of 1 mutants killed (0.0 %)",
        "  offsets: 2 of 3 mutants killed (66.7 %)",
    ]


def test_a_module_that_does_not_exist_is_refused():
    with pytest.raises(SystemExit, match=r"ONLY=ofsets: no such module .* offsets"):
        mutants.patterns_for(["ofsets"])


def test_modules_are_named_as_one_says_them():
    assert mutants.patterns_for(["offsets"]) == ["quorate.procedure.offsets.*"]


def test_every_protection_of_the_outbox_stands_where_its_mutant_takes_it_out():
    assert {name: outbox_mutants.missing(edits) for name, edits in outbox_mutants.PROTECTIONS.items()} == {
        name: [] for name in outbox_mutants.PROTECTIONS
    }
    machine = (outbox_mutants.ROOT / outbox_mutants.MACHINE).read_text("utf-8")
    assert [machine.count(one) for one in outbox_mutants.MET] == [1, 1]
    assert outbox_mutants.missing((outbox_mutants.Edit("notices/outbox.py", "no such words", ""),)) == ["no such words"]


@pytest.mark.parametrize(
    ("failed_at", "ends", "noticed"),
    [
        ("assert scope not in kept_out", "1 failed in 9.1s", True),
        (outbox_mutants.MET[0], "1 failed in 9.1s", False),
        (outbox_mutants.MET[1], "1 failed in 9.1s", False),
        ("stage = Asked()", "1 error in 9.1s", False),
    ],
)
def test_a_run_that_met_too_little_has_noticed_nothing(failed_at: str, ends: str, noticed: bool):
    printed = f"    told = Counter()\n>       {failed_at}\nE       AssertionError\n{ends}\n"
    assert outbox_mutants.is_a_promise(printed) is noticed
