"""Those whom the procedure suggests are suggested only where a child is of the age that it names."""

from __future__ import annotations

from tests.clauses.asking import CHILD, UNBORN, ask, booked

BOOKED = [booked("2026-11-20T10:00")]
BABY = {"id": "c1", "born": "2025-06-01"}


def test_nobody_asks_an_unborn_child_its_advocate_or_its_nursery():
    answer = ask("bolton", "2026-11-12", BOOKED, kind="pre_birth", children=(UNBORN,))
    assert answer.considered() & {"child", "advocate", "nursery-rep", "youth-justice-worker"} == set()
    assert "gp" in answer.considered(), "who depends on no age stays"


def test_a_teacher_perhaps_comes_for_a_child_at_school_and_a_nursery_for_a_younger_one():
    school = ask("barnet", "2026-11-12", BOOKED, children=(CHILD,)).considered()
    younger = ask("barnet", "2026-11-12", BOOKED, children=(BABY,)).considered()
    assert school & {"teacher", "nursery-rep"} == {"teacher"}
    assert younger & {"teacher", "nursery-rep"} == {"nursery-rep"}
