"""Leicester's clauses about booking and inviting, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import CHILD, TWO_PARENTS, UNBORN, ask, booked, event, held, states

LEICESTER = "leicester"
START = "2026-11-20T10:00"
MADE = held("2026-08-21T12:00", "plan-made", kind="initial")
LIST = event("invite-list-supplied", "2026-11-02T08:30")


# --- Two tracks, booking, the invite list ---------------------------------------------------------------


@pytest.mark.clause("LEI-01")
def test_initial_and_pre_birth_conferences_run_on_one_track_and_reviews_on_another():
    agreed = [event("request-agreed", "2026-11-02T09:00")]
    initial = ask(LEICESTER, "2026-11-02T10:00", agreed)
    pre_birth = ask(LEICESTER, "2026-11-02T10:00", agreed, kind="pre_birth", children=(UNBORN,))
    review = ask(LEICESTER, "2026-11-02T10:00", [MADE, *agreed, booked(START)], kind="review")
    assert [one.state("book-conference") for one in (initial, pre_birth)] == ["open", "open"]
    assert review.own("book-conference") == []
    assert [one.action("book")["allowed"] for one in (initial, pre_birth, review)] == [False, False, True]
    assert review.due("supply-invite-list") == "2026-10-30"


@pytest.mark.clause("LEI-02")
@pytest.mark.parametrize("kind", ["initial", "pre_birth"])
def test_the_date_is_booked_within_twenty_four_hours_of_the_request_s_being_agreed(kind):
    case = {"kind": kind, "children": (UNBORN if kind == "pre_birth" else CHILD,)}
    agreed = [event("request-agreed", "2026-11-03T14:30"), LIST]
    duty = ask(LEICESTER, "2026-11-03T15:00", agreed, **case).duty("book-conference")
    assert (duty["who"], duty["due"]) == ("social_worker", "2026-11-04T14:30:00+00:00")
    moments = ["2026-11-04T14:29", "2026-11-04T14:30", "2026-11-04T14:31"]
    assert states(LEICESTER, "book-conference", moments, agreed, **case) == ["open", "open", "overdue"]
    in_time, late = (booked(START, at) for at in ("2026-11-04T14:30", "2026-11-04T14:31"))
    assert states(LEICESTER, "book-conference", [START], [*agreed, in_time], **case) == ["met"]
    assert states(LEICESTER, "book-conference", [START], [*agreed, late], **case) == ["met-late"]


@pytest.mark.clause("LEI-02")
def test_twenty_four_hours_are_hours_of_the_clock_over_a_weekend_and_a_clock_change():
    friday = ask(LEICESTER, "2026-11-06T17:00", [event("request-agreed", "2026-11-06T16:00")]).duty("book-conference")
    assert (friday["due"], friday["act_by"]) == ("2026-11-07T16:00:00+00:00", "2026-11-06")
    holiday = ask(LEICESTER, "2026-12-25T17:00", [event("request-agreed", "2026-12-25T16:00")]).duty("book-conference")
    assert (holiday["due"], holiday["act_by"], holiday["next_working"]) == (
        "2026-12-26T16:00:00+00:00",
        "2026-12-26T16:00:00+00:00",
        "2026-12-29",
    )
    clocks_forward = ask(LEICESTER, "2027-03-27T11:00", [event("request-agreed", "2027-03-27T10:00")])
    assert clocks_forward.due("book-conference") == "2027-03-28T11:00:00+01:00"


@pytest.mark.clause("LEI-03", "LEI-07", "LEI-11")
@pytest.mark.parametrize("kind", ["initial", "pre_birth"])
def test_no_booking_without_the_invite_list(kind):
    case = {"kind": kind, "children": (UNBORN if kind == "pre_birth" else CHILD,)}
    without = ask(LEICESTER, "2026-11-03", [event("request-agreed", "2026-11-02")], **case)
    assert without.action_held_by("book") == {"booking-needs-invite-list": ["LEI-03", "LEI-07", "LEI-11"]}
    assert ask(LEICESTER, "2026-11-03", [LIST], **case).action("book")["allowed"] is True
    too_late = [booked(START), event("invite-list-supplied", "2026-11-02T09:01")]
    assert ask(LEICESTER, "2026-11-03", too_late, **case).action("book")["allowed"] is False
    assert states(LEICESTER, "supply-invite-list", ["2026-11-03"], too_late, **case) == ["met-late"]
    assert states(LEICESTER, "supply-invite-list", ["2026-11-03"], [LIST, booked(START)], **case) == ["met"]
    due = ask(LEICESTER, "2026-11-03", [LIST, booked(START)], **case).due("supply-invite-list")
    assert due == "2026-11-02T09:00:00+00:00", "at the booking"


@pytest.mark.clause("LEI-09")
@pytest.mark.parametrize("kind", ["initial", "pre_birth"])
def test_whether_an_interpreter_is_needed_is_established_at_the_booking(kind):
    case = {"kind": kind, "children": (UNBORN if kind == "pre_birth" else CHILD,), "parents": TWO_PARENTS}
    asked = event("needs-asked", "2026-11-02T08:45", parent="p1", need="interpreter")
    only_travel = event("needs-asked", "2026-11-02T08:45", parent="p2", need="travel")
    answer = ask(LEICESTER, "2026-11-02T09:01", [LIST, booked(START), asked, only_travel], **case)
    assert (answer.who("ask-about-interpreter", "p1"), answer.state("ask-about-interpreter", "p1")) == (
        "social_worker",
        "met",
    )
    assert (answer.due("ask-about-interpreter", "p2"), answer.state("ask-about-interpreter", "p2")) == (
        "2026-11-02T09:00:00+00:00",
        "overdue",
    )


@pytest.mark.clause("LEI-12")
@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-11-20T10:00", "2026-10-30"), ("2027-01-15T10:00", "2026-12-22"), ("2027-04-08T10:00", "2027-03-16")],
    ids=["no holiday", "over Christmas", "over Easter"],
)
def test_the_list_for_a_review_is_there_fifteen_working_days_before(start, due):
    stream = [MADE, booked(start, "2026-08-24")]
    assert ask(LEICESTER, "2026-10-01", stream, kind="review").due("supply-invite-list") == due
    assert states(LEICESTER, "supply-invite-list", [f"{due}T23:59:59", start], stream, kind="review") == [
        "open",
        "overdue",
    ]
    on_the_day = [*stream, event("invite-list-supplied", due)]
    assert states(LEICESTER, "supply-invite-list", [start], on_the_day, kind="review") == ["met"]


@pytest.mark.clause("LEI-13", "LEI-14")
def test_the_unit_sends_the_invitations_unless_the_list_for_a_review_came_late():
    review = [MADE, booked(START, "2026-08-24")]
    on_time, late = (event("invite-list-supplied", at) for at in ("2026-10-30", "2026-10-31"))

    def who(at, *more):
        return ask(LEICESTER, at, [*review, *more], kind="review").who("send-invitations")

    assert who("2026-10-30") == "safeguarding_unit"
    assert who("2026-11-01", on_time) == "safeguarding_unit"
    assert who("2026-10-31") == "social_work_team", "still missing after its day"
    assert who("2026-11-01", late) == "social_work_team", "it came a day late"
    initial = [booked(START), event("invite-list-supplied", "2026-11-09")]
    assert ask(LEICESTER, "2026-11-10", initial).who("send-invitations") == "safeguarding_unit", "reviews only"
    sent = event("invitations-sent", "2026-11-04")
    assert states(LEICESTER, "send-invitations", ["2026-11-05"], [*review, late, sent], kind="review") == ["met"]


@pytest.mark.clause("LEI-16")
def test_the_list_is_gone_through_afresh_for_every_review():
    first = [LIST | {"at": "2026-08-01"}, booked("2026-08-21T10:00", "2026-08-03"), MADE, booked(START, "2026-08-24")]
    assert states(LEICESTER, "supply-invite-list", ["2026-10-01"], first, kind="review") == ["open"]
    confirmed = [*first, event("invite-list-supplied", "2026-10-02")]
    assert states(LEICESTER, "supply-invite-list", ["2026-10-03"], confirmed, kind="review") == ["met"]
    second = [*confirmed, held("2026-11-20T12:00", "plan-continues"), booked("2027-05-14T10:00", "2026-11-23")]
    assert states(LEICESTER, "supply-invite-list", ["2027-01-04"], second, kind="review") == ["open"]


@pytest.mark.clause("LEI-110")
@pytest.mark.parametrize(
    ("kind", "at", "due"),
    [
        ("pre_birth", "2026-11-02T09:00", "2026-11-02T09:00:00+00:00"),
        ("pre_birth", "2026-11-10T09:00", "2026-11-06"),
        ("review", "2026-08-24T09:00", "2026-10-30"),
    ],
    ids=["booked early: at the booking", "booked late: two weeks before", "review: three weeks before"],
)
def test_the_form_is_back_two_weeks_before_a_pre_birth_conference_and_three_before_a_review(kind, at, due):
    child = UNBORN if kind == "pre_birth" else CHILD
    stream = [*([MADE] if kind == "review" else []), booked(START, at)]
    assert ask(LEICESTER, "2026-11-12", stream, kind=kind, children=(child,)).due("supply-invite-list") == due


# --- Who is invited -------------------------------------------------------------------------------------

EVERY_MEETING = {"parent", "social-worker", "police-rep", "gp", "probation-officer"}


@pytest.mark.clause("LEI-15")
@pytest.mark.parametrize(
    ("kind", "child"),
    [("initial", CHILD), ("review", CHILD), ("transfer_in", CHILD), ("pre_birth", UNBORN)],
)
def test_police_and_gp_are_invited_to_every_meeting(kind, child):
    answer = ask(LEICESTER, "2026-11-03", [booked(START)], kind=kind, children=(child,))
    assert answer.invited() & {"police-rep", "gp"} == {"police-rep", "gp"}
    assert {answer.invitee(one)["source"][0] for one in ("police-rep", "gp")} == {"LEI-15"}


@pytest.mark.clause("LEI-108")
@pytest.mark.parametrize(
    ("kind", "child", "others"),
    [
        (
            "pre_birth",
            UNBORN,
            {
                "midwife",
                "senior-midwife",
                "named-nurse",
                "safeguarding-named-nurse",
                "health-visitor",
                "community-midwife",
            },
        ),
        ("initial", {"id": "c1", "born": "2025-01-01"}, {"health-visitor"}),
        ("initial", CHILD, {"school-nurse", "school-rep"}),
    ],
    ids=["pre-birth form", "conference form, under school age", "conference form, at school"],
)
def test_the_core_lists_of_both_forms(kind, child, others):
    answer = ask(LEICESTER, "2026-11-03", [booked(START)], kind=kind, children=(child,))
    assert answer.invited() == EVERY_MEETING | others
    assert [one for one in sorted(EVERY_MEETING | others) if "LEI-108" not in answer.invitee(one)["source"]] == [
        "parent"
    ]


@pytest.mark.clause("LEI-50", "LEI-65")
def test_parents_and_those_who_know_a_school_child_are_invited_the_child_and_a_manager_perhaps():
    answer = ask(LEICESTER, "2026-11-03", [booked(START)])
    for_the_family = {"parent", "school-rep", "school-nurse", "gp", "social-worker", "police-rep"}
    assert answer.invited() & for_the_family == for_the_family
    assert answer.considered() & {"team-manager", "child"} == {"team-manager", "child"}
    assert "LEI-50" in answer.invitee("team-manager")["source"]
    assert {"LEI-65"} <= set(answer.invitee("child")["source"]) & set(answer.invitee("parent")["source"])
