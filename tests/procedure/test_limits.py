"""How limits are answered: dates and instants, the day to act by, and every state by name."""

import pytest

from tests.procedure.asking import Answer, Data, ask, booked, child, decided, discussed, fact, family, held, moved, put

# --- Dates and instants ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held_at", "state"),
    [
        ("2025-03-23", "met"),
        ("2025-03-24", "met"),
        ("2025-03-24T23:59:59", "met"),
        ("2025-03-25T00:00", "met-late"),
        ("2025-03-25", "met-late"),
    ],
)
def test_a_limit_in_days_is_a_date_and_met_to_the_last_second_of_it(held_at: str, state: str) -> None:
    answer = ask(discussed("2025-03-03T09:00"), held(held_at, "no-plan"), at="2025-03-26")
    duty = answer.duty("hold-initial-conference")
    assert (duty["due"], duty["state"]) == ("2025-03-24", state)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2025-03-24", "open"),
        ("2025-03-24T23:59:59", "open"),
        ("2025-03-25T00:00", "overdue"),
        ("2025-03-25", "overdue"),
    ],
)
def test_a_date_limit_is_overdue_when_its_day_is_over(at: str, state: str) -> None:
    assert ask(discussed("2025-03-03"), at=at).state("hold-initial-conference") == state


def test_the_end_of_the_day_is_londons_also_in_summer() -> None:
    events = [discussed("2025-06-02")]
    assert ask(*events, at="2025-06-23T22:59:59+00:00").state("hold-initial-conference") == "open"
    assert ask(*events, at="2025-06-23T23:00:00+00:00").state("hold-initial-conference") == "overdue"


def agreed(at: str, *events: Data, now: str) -> Answer:
    """An authority that books within 24 hours of agreeing to the request."""
    return ask(fact("request-agreed", at), *events, pack="leicester", at=now)


@pytest.mark.parametrize(
    ("booked_at", "state"),
    [
        ("2026-11-11T13:59:59", "met"),
        ("2026-11-11T14:00", "met"),
        ("2026-11-11T14:00:01", "met-late"),
        ("2026-11-10", "met"),
        ("2026-11-11", "met-late"),
    ],
)
def test_a_limit_in_hours_is_an_instant_and_a_date_only_event_counts_to_the_end_of_its_day(
    booked_at: str, state: str
) -> None:
    answer = agreed("2026-11-10T14:00", booked(booked_at, "2026-11-23T10:00"), now="2026-11-12")
    duty = answer.duty("book-conference")
    assert (duty["due"], duty["state"]) == ("2026-11-11T14:00:00+00:00", state)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-11-11", "open"),
        ("2026-11-11T14:00", "open"),
        ("2026-11-11T14:00:01", "overdue"),
        ("2026-11-12", "overdue"),
    ],
)
def test_an_instant_is_overdue_after_it_and_not_at_it(at: str, state: str) -> None:
    assert agreed("2026-11-10T14:00", now=at).state("book-conference") == state


def test_a_date_only_event_starts_a_clock_at_the_end_of_its_day() -> None:
    assert agreed("2026-11-10", now="2026-11-10T12:00").due("book-conference") == "2026-11-11T23:59:59+00:00"


@pytest.mark.parametrize(
    ("agreed_at", "due"),
    [
        ("2026-03-28T15:00", "2026-03-29T16:00:00+01:00"),
        ("2026-10-24T15:00", "2026-10-25T14:00:00+00:00"),
        ("2026-06-10T15:00", "2026-06-11T15:00:00+01:00"),
    ],
)
def test_an_instant_carries_londons_offset_and_is_counted_in_absolute_time(agreed_at: str, due: str) -> None:
    assert agreed(agreed_at, now="2026-12-31").due("book-conference") == due


def test_a_date_only_event_on_the_day_of_at_has_happened_and_a_later_time_has_not() -> None:
    assert ask(discussed("2026-11-16"), at="2026-11-16").data["later_events"] == 0
    assert ask(discussed("2026-11-16T00:00"), at="2026-11-16").data["later_events"] == 0
    assert ask(discussed("2026-11-16T00:01"), at="2026-11-16").data["later_events"] == 1
    assert ask(discussed("2026-11-16T09:00"), at="2026-11-16T08:59:59").data["later_events"] == 1
    assert ask(discussed("2026-11-16T09:00"), at="2026-11-16T09:00").data["later_events"] == 0
    assert ask(discussed("2026-11-17"), at="2026-11-16T23:59:59").data["later_events"] == 1


def test_what_comes_later_is_left_out_of_the_answer() -> None:
    events = [discussed("2026-11-16"), held("2026-12-03", "plan-made")]
    assert ask(*events, at="2026-12-02").state("hold-initial-conference") == "open"
    assert ask(*events, at="2026-12-02").all("hold-first-review") == []


# --- Act by ---------------------------------------------------------------------------------------------


def test_a_date_limit_on_a_working_day_is_its_own_day_to_act() -> None:
    assert ask(discussed("2025-03-03"), at="2025-03-04").act_by("hold-initial-conference") == ("2025-03-24", None)


@pytest.mark.parametrize(
    ("held_on", "due", "act_by", "why"),
    [
        ("2025-05-30", "2025-08-30", "2025-08-29", "Saturday"),
        ("2025-12-01", "2026-03-01", "2026-02-27", "Sunday"),
        ("2025-05-25", "2025-08-25", "2025-08-22", "August bank holiday"),
        ("2026-09-25", "2026-12-25", "2026-12-24", "Christmas Day"),
        ("2026-09-28", "2026-12-28", "2026-12-24", "Boxing Day moved, after a weekend"),
        ("2025-01-20", "2025-04-20", "2025-04-17", "Easter Sunday"),
    ],
)
def test_a_date_limit_on_a_day_off_is_acted_on_the_working_day_before(
    held_on: str, due: str, act_by: str, why: str
) -> None:
    answer = ask(held(held_on, "plan-made"), at=held_on)
    assert (answer.due("hold-first-review"), *answer.act_by("hold-first-review")) == (due, act_by, None), why


@pytest.mark.parametrize(
    ("agreed_at", "due", "act_by", "next_working"),
    [
        ("2026-11-19T15:00", "2026-11-20T15:00:00+00:00", "2026-11-20T15:00:00+00:00", None),
        ("2026-11-20T15:00", "2026-11-21T15:00:00+00:00", "2026-11-20", None),
        ("2026-11-21T15:00", "2026-11-22T15:00:00+00:00", "2026-11-22T15:00:00+00:00", "2026-11-23"),
        ("2026-11-22T15:00", "2026-11-23T15:00:00+00:00", "2026-11-23T15:00:00+00:00", None),
        ("2026-12-24T15:00", "2026-12-25T15:00:00+00:00", "2026-12-24", None),
        ("2026-12-25T15:00", "2026-12-26T15:00:00+00:00", "2026-12-26T15:00:00+00:00", "2026-12-29"),
    ],
)
def test_24_hours_after_agreeing_before_and_at_a_weekend(
    agreed_at: str, due: str, act_by: str, next_working: str | None
) -> None:
    answer = agreed(agreed_at, now=agreed_at)
    assert (answer.due("book-conference"), *answer.act_by("book-conference")) == (due, act_by, next_working)


@pytest.mark.parametrize(
    ("starts", "due", "act_by"),
    [
        ("2026-12-07T10:00", "2026-12-05T10:00:00+00:00", "2026-12-04"),
        ("2026-12-08T10:00", "2026-12-06T10:00:00+00:00", "2026-12-04"),
        ("2026-12-09T10:00", "2026-12-07T10:00:00+00:00", "2026-12-07T10:00:00+00:00"),
        ("2026-12-29T10:00", "2026-12-27T10:00:00+00:00", "2026-12-24"),
        ("2026-12-30T10:00", "2026-12-28T10:00:00+00:00", "2026-12-24"),
    ],
)
def test_48_hours_before_a_conference_that_follows_a_weekend(starts: str, due: str, act_by: str) -> None:
    answer = ask(booked("2026-11-16", starts), pack="leicester", at="2026-11-17")
    assert (answer.due("authorise-report"), *answer.act_by("authorise-report")) == (due, act_by, None)


def test_the_day_before_a_monday_is_acted_on_the_friday() -> None:
    answer = ask(booked("2026-11-16", "2026-12-07T10:00"), pack="barnet", parents=["p1"], at="2026-11-17")
    assert answer.due("share-report-with-parents") == "2026-12-06"
    assert answer.act_by("share-report-with-parents") == ("2026-12-04", None)


def test_the_earliest_of_two_limits_that_looks_back_is_acted_on_before_a_day_off() -> None:
    # Two weeks before Fri 8 Jan 2027 is Christmas Day. The booking came later, but the limit is not counted from it.
    answer = ask(
        booked("2027-01-04T09:00", "2027-01-08T10:00"),
        kind="pre_birth",
        children=[child("c1", None, expected="2027-06-01")],
        pack="leicester",
        at="2027-01-04T10:00",
    )
    assert answer.due("supply-invite-list") == "2026-12-25"
    assert answer.act_by("supply-invite-list") == ("2026-12-24", None)


def test_a_date_limit_with_no_working_day_since_its_anchor_stands_with_the_next_working_day() -> None:
    answer = ask(
        held("2026-12-01", "plan-made"),
        fact("plan-set", "2026-12-02", visit_every="1 day"),
        fact("child-visited", "2026-12-26", seen=True),
        at="2026-12-26",
    )
    assert answer.due("visit-child") == "2026-12-27"
    assert answer.act_by("visit-child") == ("2026-12-27", "2026-12-29")


def test_without_a_limit_there_is_no_day_to_act_by() -> None:
    answer = ask(held("2026-12-03", "plan-made"), pack="bradford", parents=["p1"], at="2026-12-04")
    duty = answer.duty("explain-plan-to-parents")
    assert (duty["due"], duty["act_by"], duty["next_working"]) == (None, None, None)


# --- States ---------------------------------------------------------------------------------------------


def test_waiting_until_the_cause_is_there() -> None:
    answer = ask(discussed("2026-11-16"), at="2026-11-17")
    for code in ("send-invitations", "supply-invite-list", "give-parents-leaflet"):
        duty = answer.duty(code)
        assert (duty["state"], duty["due"], duty["act_by"]) == ("waiting", None, None), code


def test_open_from_the_cause() -> None:
    answer = ask(booked("2026-11-18", "2026-12-03T10:00"), at="2026-11-18")
    assert answer.state("send-invitations") == "open"
    assert answer.due("send-invitations") == "2026-12-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("at", "state"), [("2026-11-22T23:59:59", "waiting"), ("2026-11-23", "open"), ("2026-12-03T10:00:01", "overdue")]
)
def test_a_duty_with_an_opening_day_waits_until_it(at: str, state: str) -> None:
    answer = ask(booked("2026-11-10", "2026-12-03T10:00"), pack="leicester", at=at)
    duty = answer.duty("hold-pre-conference-discussion")
    assert (duty["opens"], duty["state"]) == ("2026-11-23", state)


def test_met_and_met_late() -> None:
    events = [booked("2026-11-10", "2026-12-03T10:00")]
    for sent, state in (("2026-12-03T10:00", "met"), ("2026-12-03T10:01", "met-late"), ("2026-12-02", "met")):
        answer = ask(*events, fact("invitations-sent", sent), at="2026-12-04")
        assert answer.state("send-invitations") == state
        assert answer.duty("send-invitations")["met_at"][:10] == sent[:10]


def test_met_by_the_first_time_it_was_done() -> None:
    answer = ask(
        booked("2026-11-10", "2026-12-03T10:00"),
        fact("invitations-sent", "2026-12-04"),
        fact("invitations-sent", "2026-11-20"),
        at="2026-12-05",
    )
    duty = answer.duty("send-invitations")
    assert (duty["met_at"], duty["state"]) == ("2026-11-20", "met")


def test_a_duty_without_a_number_is_open_from_its_cause_and_never_overdue() -> None:
    for at in ("2026-12-03", "2030-12-03"):
        answer = ask(held("2026-12-03", "plan-made"), pack="bradford", parents=["p1"], at=at)
        duty = answer.duty("explain-plan-to-parents")
        assert (duty["due"], duty["state"]) == (None, "open")


def test_missed_when_the_conference_was_held_without_it() -> None:
    events = [booked("2026-11-18", "2026-12-03T10:00"), held("2026-12-03T12:00", "no-plan")]
    for at in ("2026-12-03T12:00", "2027-12-03"):
        assert ask(*events, at=at).state("send-invitations") == "missed"


def test_follow_up_is_overdue_and_never_missed() -> None:
    answer = ask(held("2026-12-03", "no-plan"), at="2027-12-03")
    assert (answer.due("send-minutes"), answer.state("send-minutes")) == ("2027-01-05", "overdue")


def test_not_needed_when_the_enquiry_needs_no_conference() -> None:
    answer = ask(
        discussed("2026-11-16"),
        fact("enquiry-concluded", "2026-11-25", outcome="not-required", reason="risk not confirmed"),
        at="2027-06-01",
    )
    assert answer.state("hold-initial-conference") == "not-needed"


EXCUSED = {"by": "team manager", "reason": "the parent asked for none"}


def test_excused_with_reason_and_by_whom() -> None:
    answer = ask(
        booked("2026-11-18", "2026-12-03T10:00"),
        fact("duty-excused", "2026-11-20", duty="give-parents-leaflet", about="p1", **EXCUSED),
        parents=["p1", "p2"],
        at="2026-11-21",
    )
    assert answer.states("give-parents-leaflet") == {"p1": "excused", "p2": "open"}
    assert answer.duty("give-parents-leaflet", "p1")["excused"] == EXCUSED
    assert "excused" not in answer.duty("give-parents-leaflet", "p2")
    assert answer.duty("give-parents-leaflet", "p1")["because"][-1] == (
        "Excused by team manager: the parent asked for none."
    )


def test_excused_for_one_parent_by_the_key_that_every_event_has() -> None:
    answer = ask(
        booked("2026-11-18", "2026-12-03T10:00"),
        fact("duty-excused", "2026-11-20", duty="give-parents-leaflet", parent="p1", **EXCUSED),
        parents=["p1", "p2"],
        at="2026-11-21",
    )
    assert answer.states("give-parents-leaflet") == {"p1": "excused", "p2": "open"}


def test_excused_for_all_where_nobody_is_named() -> None:
    answer = ask(
        booked("2026-11-18", "2026-12-03T10:00"),
        fact("duty-excused", "2026-11-20", duty="give-parents-leaflet", **EXCUSED),
        parents=["p1", "p2"],
        at="2026-11-21",
    )
    assert answer.states("give-parents-leaflet") == {"p1": "excused", "p2": "excused"}


def test_done_after_all_wins_over_excused() -> None:
    answer = ask(
        booked("2026-11-18", "2026-12-03T10:00"),
        fact("duty-excused", "2026-11-20", duty="send-invitations", **EXCUSED),
        fact("invitations-sent", "2026-11-23"),
        at="2026-11-24",
    )
    assert answer.state("send-invitations") == "met"


@pytest.mark.parametrize(
    ("duty", "events", "at"),
    [
        ("hold-initial-conference", [discussed("2026-11-02")], "2026-12-01"),
        ("hold-first-review", [held("2026-03-02", "plan-made")], "2026-12-01"),
        ("hold-first-core-group", [held("2026-03-02", "plan-made")], "2026-12-01"),
    ],
)
def test_a_national_limit_is_never_excused(duty: str, events: list[Data], at: str) -> None:
    answer = ask(*events, fact("duty-excused", "2026-11-20", duty=duty, **EXCUSED), at=at)
    assert (answer.state(duty), answer.duty(duty)["weight"]) == ("overdue", "national")
    assert "excused" not in answer.duty(duty)
    assert len(answer.data["notes"]) == 1


def test_an_agreed_delay_does_not_move_the_limit() -> None:
    answer = ask(
        discussed("2026-11-02"), fact("delay-agreed", "2026-11-20", by="service manager", interim_plan="daily visits"),
        at="2026-11-24",
    )  # fmt: skip
    duty = answer.duty("hold-initial-conference")
    assert (duty["due"], duty["state"]) == ("2026-11-23", "overdue")


# --- Windows --------------------------------------------------------------------------------------------


def naming(*events: Data, at: str) -> Data:
    """The parent's right to name a supporter until two days before (Redbridge)."""
    booking = booked("2026-11-18", "2026-12-03T10:00")
    return ask(booking, *events, pack="redbridge", parents=["p1"], at=at).duty("name-supporter")


def test_a_window_is_open_until_its_day_is_over_and_then_closed_and_never_overdue() -> None:
    assert naming(at="2026-12-01T23:59:59")["due"] == "2026-12-01"
    assert naming(at="2026-12-01T23:59:59")["state"] == "open"
    assert naming(at="2026-12-02")["state"] == "closed"
    assert naming(held("2026-12-03T12:00", "no-plan"), at="2027-01-01")["state"] == "closed"


@pytest.mark.parametrize("named", ["2026-11-20", "2026-12-01T23:59", "2026-12-02", "2026-12-03T09:55"])
def test_a_window_that_was_used_is_used_also_when_late(named: str) -> None:
    duty = naming(fact("supporter-named", named, parent="p1", reason="asked on the day"), at="2026-12-03T09:56")
    assert (duty["state"], duty["met_at"][:10]) == ("used", named[:10])


def test_a_window_waits_until_what_it_counts_from_is_known() -> None:
    answer = ask(discussed("2026-11-16"), parents=["p1"], at="2026-11-17")
    assert (answer.state("name-supporter"), answer.state("correct-minutes")) == ("waiting", "waiting")


def test_a_window_without_an_end_stays_open_for_good() -> None:
    answer = ask(held("2018-12-03", "no-plan"), pack="barnet", at="2040-01-01")
    duty = answer.duty("complain")
    assert (duty["due"], duty["state"]) == (None, "open")


def test_ten_working_days_to_complain_and_a_later_letter_is_still_taken() -> None:
    events = [held("2026-12-03", "no-plan")]
    assert ask(*events, pack="bradford", at="2026-12-17").state("complain") == "open"
    assert ask(*events, pack="bradford", at="2026-12-18").state("complain") == "closed"
    late = fact("complaint-received", "2027-01-11", from_="a parent", reason="the decision came late")
    answer = ask(*events, late, pack="bradford", at="2027-01-12")
    assert (answer.duty("complain")["due"], answer.state("complain")) == ("2026-12-17", "used")


def test_ten_working_days_to_correct_the_minutes_count_from_the_day_they_were_sent() -> None:
    events = [held("2026-12-03", "no-plan"), fact("minutes-sent", "2026-12-21")]
    answer = ask(*events, at="2026-12-22")
    assert (answer.due("correct-minutes"), answer.state("correct-minutes")) == ("2027-01-07", "open")
    assert ask(*events, at="2027-01-08").state("correct-minutes") == "closed"


def test_every_window_says_that_it_is_one_and_no_duty_does() -> None:
    answer = ask(booked("2026-11-18", "2026-12-03T10:00"), parents=["p1"], at="2026-11-19")
    windows = {duty["code"] for duty in answer.data["duties"] if duty["window"]}
    assert windows == {"name-supporter", "request-exclusion", "correct-minutes"}


# --- What comes next ------------------------------------------------------------------------------------


def test_next_is_the_earliest_limit_that_is_open_or_overdue_and_never_a_window() -> None:
    case = family(discussed("2026-11-16"), booked("2026-11-18", "2026-12-10T10:00"), parents=["p1"])
    assert put(case, "2026-11-19").data["next"]["code"] == "hold-initial-conference"
    moved_case = family(
        discussed("2026-11-16"), booked("2026-11-18", "2026-12-10T10:00"), moved("2026-11-18", "2026-12-02T10:00"),
        parents=["p1"],
    )  # fmt: skip
    following = put(moved_case, "2026-11-19").data["next"]
    assert (following["code"], following["due"]) == ("share-report-with-parents", "2026-11-30")
    assert put(family(), "2026-11-19").data["next"] is None


def test_weights_are_the_packs() -> None:
    answer = ask(decided("2026-12-03", "c1", "plan-made"), held("2026-12-03"), pack="bolton", at="2026-12-04")
    weights = {code: answer.duty(code)["weight"] for code in ("hold-first-review", "send-minutes", "visit-child")}
    assert weights == {"hold-first-review": "national", "send-minutes": "local", "visit-child": "practice"}
