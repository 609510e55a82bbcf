"""What a case file may not say about time, cause and conference: every refusal, with its whole sentence."""

from typing import Any

import pytest

from quorate.procedure.case import CaseError, read_case
from tests.procedure.asking import Data, ask, booked, child, discussed, fact, family, held, moved


def refusal(*events: Data, at: str = "2026-12-31", **described: Any) -> str:
    """The sentence with which the engine refuses the stream."""
    with pytest.raises(CaseError) as refused:
        ask(*events, at=at, **described)
    return str(refused.value)


DISCUSSION = "events[0] (strategy-discussion-held): "


# --- Dates and times ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "20/11/2026",
        "20 Nov 2026",
        "2026-11",
        "2026-1-20",
        "20261120",
        "2026-W47-5",
        "2026-11-20 09:00",
        "2026-11-20T9:00",
        "2026-11-20T09",
        "2026-11-20T0900",
        "2026-11-20T09:00 BST",
        "tomorrow",
        "",
    ],
)
def test_a_date_or_time_that_is_not_iso(said: str) -> None:
    assert refusal(discussed(said)) == (
        f"{DISCUSSION}{said!r} is not a date or time that exists; write '2026-11-20' or '2026-11-20T09:00'"
    )


@pytest.mark.parametrize("said", [20261120, 1.5, None, True, ["2026-11-20"], {}])
def test_a_date_that_is_no_text(said: Any) -> None:
    assert refusal(discussed(said)) == (
        f"{DISCUSSION}{said!r} is not a date or time that exists; write '2026-11-20' or '2026-11-20T09:00'"
    )


@pytest.mark.parametrize(
    "said", ["2026-02-30", "2026-02-29", "2026-13-01", "2026-11-31", "2026-11-20T25:00", "2026-11-20T09:60"]
)
def test_a_date_or_time_that_does_not_exist(said: str) -> None:
    assert refusal(discussed(said)) == (
        f"{DISCUSSION}{said!r} is not a date or time that exists; write '2026-11-20' or '2026-11-20T09:00'"
    )


def test_a_time_that_the_clocks_skip() -> None:
    assert refusal(discussed("2026-03-29T01:30")) == (
        f"{DISCUSSION}'2026-03-29T01:30' does not exist in London: the clocks went forward over it; "
        "write the time as it was shown"
    )


def test_a_time_that_happened_twice_names_both_readings() -> None:
    assert refusal(discussed("2026-10-25T01:30")) == (
        f"{DISCUSSION}'2026-10-25T01:30' happened twice in London that night; "
        "write '2026-10-25T01:30:00+01:00' or '2026-10-25T01:30:00+00:00'"
    )


def test_each_reading_of_a_time_that_happened_twice_is_taken() -> None:
    for offset in ("+01:00", "+00:00"):
        answer = ask(fact("request-agreed", f"2026-10-25T01:30{offset}"), pack="leicester", at="2026-10-25")
        assert answer.data["later_events"] == 1
    earlier = ask(fact("request-agreed", "2026-10-25T01:30+01:00"), pack="leicester", at="2026-10-26")
    later = ask(fact("request-agreed", "2026-10-25T01:30+00:00"), pack="leicester", at="2026-10-26")
    assert earlier.due("book-conference") == "2026-10-26T00:30:00+00:00"
    assert later.due("book-conference") == "2026-10-26T01:30:00+00:00"


def test_a_start_that_exists_twice_names_the_place_and_both_readings() -> None:
    assert refusal(booked("2026-10-01", "2026-10-25T01:30")) == (
        "events[0] (conference-booked): '2026-10-25T01:30' happened twice in London that night; "
        "write '2026-10-25T01:30:00+01:00' or '2026-10-25T01:30:00+00:00'"
    )


@pytest.mark.parametrize("said", ["1999-12-31", "2050-01-01", "1899-01-01T09:00", "2050-01-01T00:00"])
def test_a_date_outside_the_years_whose_holidays_are_known(said: str) -> None:
    assert refusal(discussed(said)) == (
        f"{DISCUSSION}{said!r} is outside the years 2000 to 2049 whose bank holidays are known; correct the year"
    )


def test_an_instant_whose_day_in_london_is_outside_the_known_years() -> None:
    assert refusal(discussed("2000-01-01T00:30+05:00")).startswith(DISCUSSION)
    assert refusal(discussed("2049-12-31T23:30-05:00")).startswith(DISCUSSION)


@pytest.mark.parametrize("key", ["next_review_on", "until"])
def test_dates_that_a_decision_carries_are_checked_too(key: str) -> None:
    assert refusal(fact("decided", "2026-12-03", outcome="plan-made", **{key: "soon"})) == (
        "events[0] (decided): 'soon' is not a date or time that exists; write '2026-11-20' or '2026-11-20T09:00'"
    )


@pytest.mark.parametrize("key", ["born", "expected"])
def test_the_birth_of_a_child_is_a_date_that_exists(key: str) -> None:
    assert refusal(children=[{"id": "c1", key: "2026-02-30"}]) == (
        f"conference.children[0].{key}: '2026-02-30' is not a date or time that exists; "
        "write '2026-11-20' or '2026-11-20T09:00'"
    )


def test_a_birth_before_the_known_holidays_is_taken() -> None:
    answer = ask(discussed("2016-03-01"), children=[child("c1", "1999-05-01")], pack="england/2018", at="2016-03-02")
    assert answer.due("hold-initial-conference") == "2016-03-22"


@pytest.mark.parametrize("said", ["0001-01-01", "1990-03-03", "2050-03-03", "9999-12-31"])
def test_an_expected_birth_outside_the_known_years_is_refused(said: str) -> None:
    assert refusal(kind="pre_birth", children=[child("c1", None, expected=said)]) == (
        f"conference.children[0].expected: {said!r} is outside the years 2000 to 2049 whose bank holidays are known; "
        "correct the year"
    )


def test_a_changed_expected_date_outside_the_known_years_is_refused() -> None:
    assert refusal(fact("expected-date-changed", "2026-11-16", expected="2062-03-03")) == (
        "events[0] (expected-date-changed): '2062-03-03' is outside the years 2000 to 2049 whose bank holidays are "
        "known; correct the year"
    )


# --- Causes ---------------------------------------------------------------------------------------------

FIRST = "which must come first; correct one of the two dates"


@pytest.mark.parametrize(
    ("effect", "cause"),
    [
        ("enquiry-concluded", "strategy-discussion-held"),
        ("request-agreed", "conference-requested"),
        ("request-declined", "conference-requested"),
        ("booklet-returned", "booklet-given"),
        ("report-read", "report-shared"),
        ("report-commented", "report-shared"),
        ("exclusion-explained", "exclusion-decided"),
        ("minutes-challenged", "minutes-sent"),
        ("complaint-answered", "complaint-received"),
    ],
)
def test_an_event_dated_before_a_cause_that_is_dated_later(effect: str, cause: str) -> None:
    assert refusal(fact(cause, "2026-11-17"), fact(effect, "2026-11-16")) == (
        f"events[1] ({effect}): is dated 2026-11-16, before events[0] ({cause}) of 2026-11-17, {FIRST}"
    )


@pytest.mark.parametrize("effect", ["conference-moved", "conference-cancelled"])
def test_a_move_or_cancelling_before_the_booking(effect: str) -> None:
    starts = {"starts_at": "2026-12-04T10:00"} if effect == "conference-moved" else {}
    assert refusal(booked("2026-11-17", "2026-12-03T10:00"), fact(effect, "2026-11-16", **starts)) == (
        f"events[1] ({effect}): is dated 2026-11-16, before events[0] (conference-booked) of 2026-11-17, {FIRST}"
    )


@pytest.mark.parametrize(
    "effect",
    [
        "decisions-sent",
        "plan-explained",
        "category-explained",
        "plan-distributed",
        "minutes-sent",
        "core-group-held",
        "dissent-recorded",
        "complaint-received",
        "plan-set",
    ],
)
def test_what_follows_a_first_conference_dated_before_it(effect: str) -> None:
    assert refusal(discussed("2026-11-02"), fact(effect, "2026-11-16"), held("2026-11-17", "plan-made")) == (
        f"events[1] ({effect}): is dated 2026-11-16, before events[2] (conference-held) of 2026-11-17, {FIRST}"
    )


def test_an_initial_conference_dated_before_its_strategy_discussion() -> None:
    assert refusal(held("2026-11-16"), discussed("2026-11-17")) == (
        "events[0] (conference-held): is dated 2026-11-16, before events[1] (strategy-discussion-held) of 2026-11-17, "
        f"{FIRST}"
    )


def test_times_on_one_day_are_compared_too() -> None:
    assert refusal(fact("report-read", "2026-11-16T09:00"), fact("report-shared", "2026-11-16T09:01")) == (
        "events[0] (report-read): is dated 2026-11-16T09:00:00+00:00, before events[1] (report-shared) of "
        f"2026-11-16T09:01:00+00:00, {FIRST}"
    )


def test_a_booking_dated_after_the_start_that_it_gives() -> None:
    assert refusal(booked("2026-12-04", "2026-12-03T10:00")) == (
        "events[0] (conference-booked): is dated 2026-12-04, after the start that it gives "
        "(2026-12-03T10:00:00+00:00); correct one of the two"
    )
    assert refusal(booked("2026-11-16", "2026-12-03T10:00"), moved("2026-12-04", "2026-12-02T10:00")) == (
        "events[1] (conference-moved): is dated 2026-12-04, after the start that it gives "
        "(2026-12-02T10:00:00+00:00); correct one of the two"
    )


def test_a_cause_dated_after_the_moment_asked_about_is_refused_all_the_same() -> None:
    assert refusal(fact("report-shared", "2026-11-20"), fact("report-read", "2026-11-16"), at="2026-11-17") == (
        f"events[1] (report-read): is dated 2026-11-16, before events[0] (report-shared) of 2026-11-20, {FIRST}"
    )


@pytest.mark.parametrize(
    "effect",
    [
        fact("request-agreed", "2026-11-16"),
        fact("booklet-returned", "2026-11-16", child="c1"),
        fact("report-read", "2026-11-16"),
        fact("exclusion-explained", "2026-11-16"),
        moved("2026-11-16", "2026-12-03T10:00"),
        fact("conference-cancelled", "2026-11-16"),
        fact("enquiry-concluded", "2026-11-16", outcome="conference"),
        held("2026-11-16", "plan-made"),
        fact("minutes-challenged", "2026-11-16"),
        fact("complaint-answered", "2026-11-16"),
        fact("core-group-held", "2026-11-16"),
        fact("child-visited", "2026-11-16", child="c1"),
        fact("child-born", "2026-11-16", child="c1"),
    ],
)
def test_an_absent_cause_is_no_error(effect: Data) -> None:
    assert ask(effect, at="2026-11-17").data["later_events"] == 0


def test_a_later_second_cause_is_no_error_when_the_first_came_in_time() -> None:
    shared, read = fact("report-shared", "2026-11-16"), fact("report-read", "2026-11-17")
    assert ask(shared, read, fact("report-shared", "2026-11-18"), at="2026-11-19").data["later_events"] == 0


def test_what_was_agreed_and_never_booked_is_cancelled_before_another_is_booked() -> None:
    begun = (discussed("2026-11-02"), fact("conference-requested", "2026-11-03"), fact("request-agreed", "2026-11-04"))
    again = (fact("conference-requested", "2026-11-10"), booked("2026-11-12", "2026-11-20T10:00"))
    assert ask(*begun, fact("conference-cancelled", "2026-11-06"), *again, at="2026-11-13") is not None


def test_another_childs_later_cause_is_no_error() -> None:
    given = fact("booklet-given", "2026-11-18", child="c2")
    returned = fact("booklet-returned", "2026-11-16", child="c1")
    assert ask(given, returned, children=["c1", "c2"], at="2026-11-19").data["later_events"] == 0


def test_a_discussion_after_the_conference_that_made_the_plan_is_no_error() -> None:
    answer = ask(held("2026-11-02", "plan-made"), discussed("2026-11-16"), at="2026-11-17")
    assert answer.state("consider-early-review") == "open"


# --- Which conference -----------------------------------------------------------------------------------

TWO_HELD = (
    discussed("2026-01-05"),
    held("2026-01-20", "plan-made", reference="A"),
    held("2026-04-14", "plan-continues", reference="B"),
)
NEEDS_OF = ["complaint-received", "complaint-answered", "dissent-recorded", "minutes-sent", "minutes-challenged"]


@pytest.mark.parametrize("name", NEEDS_OF)
def test_of_is_needed_once_two_conferences_have_been_held(name: str) -> None:
    assert refusal(*TWO_HELD, fact(name, "2026-04-20"), kind="review", reference="B") == (
        f'events[3] ({name}): 2 conferences had been held by then; say which one it is about with "of": "<reference>"'
    )


@pytest.mark.parametrize("name", NEEDS_OF)
def test_of_is_not_needed_while_only_one_has_been_held(name: str) -> None:
    answer = ask(*TWO_HELD, fact(name, "2026-02-02"), kind="review", reference="B", at="2026-05-01")
    assert answer.data["later_events"] == 0


@pytest.mark.parametrize("name", NEEDS_OF)
@pytest.mark.parametrize("of", ["A", "B"])
def test_of_names_either_conference(name: str, of: str) -> None:
    answer = ask(*TWO_HELD, fact(name, "2026-04-20", of=of), kind="review", reference="B", at="2026-05-01")
    assert answer.data["later_events"] == 0


def test_of_that_no_conference_carries() -> None:
    assert refusal(*TWO_HELD, fact("minutes-sent", "2026-04-20", of="C"), kind="review", reference="B") == (
        "events[3] (minutes-sent): 'of' names 'C', a reference that no conference in the file carries; "
        "the references are 'A', 'B'"
    )


def test_of_in_a_file_without_any_reference() -> None:
    assert refusal(fact("leaflet-given", "2026-04-20", of="C")) == (
        "events[0] (leaflet-given): 'of' names 'C', a reference that no conference in the file carries; "
        "the references are not given"
    )


def test_of_may_name_a_conference_whose_reference_only_a_later_event_carries() -> None:
    events = (
        fact("report-shared", "2026-11-02", of="R-2"),
        fact("conference-requested", "2026-11-05", reference="R-2"),
    )
    assert ask(*events, at="2026-11-06").data["later_events"] == 0
    assert ask(*events, at="2026-11-03").data["later_events"] == 1


# --- Nothing that a file can say crashes -----------------------------------------------------------------

ODD = [[[]], [{}], {"a": []}, [None], 7, True, None]
FREE = {
    "attended": ["who", "agency", "as", "from", "to", "mode"],
    "invitation-answered": ["who", "answer", "agency", "to"],
    "agency-information-received": ["agency", "recommendation"],
    "report-shared": ["report", "recommendation", "how"],
    "decided": ["reason", "by", "grounds", "overrides", "threshold", "lead_practitioner", "core_group", "step_down"],
    "exclusion-decided": ["by", "reason"],
    "duty-excused": ["duty", "about", "by", "reason"],
    "plan-ended": ["reason"],
    "decisions-sent": ["to"],
    "needs-asked": ["need"],
}


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, keys in FREE.items() for key in keys])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("pack", ["leicester", "redbridge"])
def test_free_text_of_another_type_is_refused_or_taken_but_never_crashes(
    name: str, key: str, odd: Any, pack: str
) -> None:
    event = fact(name, "2026-11-20T10:00", **{"outcome": "plan-ended"} if name == "decided" else {}) | {key: odd}
    case = family(held("2026-06-01", "plan-made"), event, kind="review", parents=["p1"])
    try:
        read_case(case)
    except CaseError:
        return
    ask(*case["events"], kind="review", parents=["p1"], pack=pack, at="2026-11-21")


@pytest.mark.parametrize("said", ["99:99", "24:00", "12:60", "²²:³³", "ab:cd", "1130", "", "2026-11-20T11:99"])
@pytest.mark.parametrize("key", ["from", "to"])
def test_a_time_of_coming_or_leaving_that_does_not_exist_never_crashes(key: str, said: str) -> None:
    event = fact("attended", "2026-11-20T10:00", who="school", **{key: said})
    case = family(event, fact("conference-held", "2026-11-20T12:00"))
    try:
        read_case(case)
    except CaseError:
        return
    ask(*case["events"], at="2026-11-20T12:30")


@pytest.mark.parametrize("key", ["from", "to"])
def test_a_time_of_leaving_that_happened_twice_never_crashes(key: str) -> None:
    event = fact("attended", "2026-10-25T00:30", who="school", **{key: "01:30"})
    try:
        ask(event, fact("conference-held", "2026-10-25T03:00"), at="2026-10-25T04:00")
    except CaseError as refused:
        assert str(refused).startswith("events[0] (attended): ")
