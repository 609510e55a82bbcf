"""Rights that hold against whoever types otherwise, and facts that belong to nothing in the file."""

from __future__ import annotations

import pytest

from tests.procedure.asking import ask, booked, discussed, fact, held


def excluded_then(*later: dict[str, object], at: str = "2027-02-01") -> object:
    return ask(
        fact("exclusion-decided", "2026-09-01", parent="p1", scope="whole", by="chair", reason="violence"),
        held("2026-09-10", "plan-made", reference="A"),
        booked("2027-01-10", "2027-02-22T10:00", reference="B"),
        *later,
        kind="review",
        reference="B",
        parents=["p1"],
        at=at,
    )


def test_only_the_chair_lifts_an_exclusion() -> None:
    lifted = fact("exclusion-decided", "2027-01-20", parent="p1", outcome="lifted", by="social_worker")
    answer = excluded_then(lifted)
    assert answer.state("review-exclusion", "p1") == "open"
    assert [duty["state"] for duty in answer.all("explain-exclusion", of="B")] == ["open"]
    start = next(one for one in answer.data["decisions"] if one["action"] == "start")
    assert [gate["gate"] for gate in start["held_by"]] == ["start-needs-fresh-exclusion-decision"]
    assert answer.data["notes"] == [
        "exclusion-decided of 2027-01-20 by 'social_worker' lifts nothing: it is for chair to decide."
    ]


def test_the_chair_lifts_an_exclusion() -> None:
    answer = excluded_then(fact("exclusion-decided", "2027-01-20", parent="p1", outcome="lifted", by="chair"))
    assert (answer.state("review-exclusion", "p1"), answer.all("explain-exclusion", of="B")) == ("met", [])


def test_a_child_left_undecided_has_one_first_conference_to_come_and_not_two() -> None:
    answer = ask(
        discussed("2026-11-02"),
        held("2026-11-16", {"c1": "plan-made"}, reference="A"),
        children=["c1", "c2"],
        reference="A",
        at="2026-11-17",
    )
    assert [(one["about"], one["due"], one["state"]) for one in answer.all("hold-initial-conference")] == [
        ("c1", "2026-11-23", "met"),
        ("c2", "2026-11-23", "open"),
    ]


def test_an_enquiry_that_ended_months_before_the_next_discussion_had_one_of_its_own() -> None:
    ended = fact("enquiry-concluded", "2026-03-02", outcome="not-required", reason="risk not confirmed")
    assert ask(ended, discussed("2026-11-16"), at="2026-11-17").due("hold-initial-conference") == "2026-12-07"


def test_minutes_of_a_conference_that_the_file_does_not_tell_are_left_out_and_named() -> None:
    answer = ask(fact("minutes-sent", "2026-03-02"), discussed("2026-11-16"), kind="review", at="2026-11-17")
    assert answer.data["notes"] == [
        "minutes-sent of 2026-03-02 follows a conference that the file does not tell: left out."
    ]


def test_an_excuse_without_who_and_why_excuses_nothing() -> None:
    excused = fact("duty-excused", "2026-11-20", duty="give-parents-leaflet")
    answer = ask(booked("2026-11-18", "2026-12-03T10:00"), excused, parents=["p1"], at="2026-11-21")
    assert answer.state("give-parents-leaflet") == "open"
    assert answer.data["notes"] == [
        "Give the parents the leaflet: an excuse says by whom and why; this record does not, so it excuses nothing."
    ]


@pytest.mark.parametrize("beside", [False, True], ids=["one after the other", "side by side"])
@pytest.mark.parametrize("end", ["conference-cancelled", "request-declined"])
def test_an_exclusion_outlives_the_conference_for_which_it_was_decided(end: str, beside: bool) -> None:
    begun = [
        discussed("2026-01-20"),
        fact("conference-requested", "2026-01-21", reference="A", kind="initial"),
        *([booked("2026-01-22", "2026-02-10T10:00", reference="A")] if end == "conference-cancelled" else []),
        fact("exclusion-decided", "2026-02-01", parent="p1", scope="whole", by="chair", reason="violence", of="A"),
        fact(end, "2026-02-05", reference="A"),
    ]
    again = fact("conference-requested", "2026-02-03" if beside else "2026-02-06", reference="B", kind="initial")
    parents = ["p1", "p2"]
    # Given up, and nobody has asked for another: there is nobody who could decide.
    assert ask(*begun, reference="A", parents=parents, at="2026-02-06").all("review-exclusion") == []
    answer = ask(*begun, again, reference="B", parents=parents, at="2026-02-08")
    assert answer.states("review-exclusion") == {"p1": "open"}
    assert [gate["gate"] for gate in answer.action("start")["held_by"]] == ["start-needs-fresh-exclusion-decision"]
    lifted = fact("exclusion-decided", "2026-02-07", parent="p1", outcome="lifted", by="chair", of="B")
    answer = ask(*begun, again, lifted, reference="B", parents=parents, at="2026-02-08")
    assert (answer.states("review-exclusion"), answer.all("explain-exclusion")) == ({"p1": "met"}, [])
