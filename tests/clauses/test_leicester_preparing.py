"""Leicester's clauses about preparing parents, children and the report, proved by asking the running engine."""

from __future__ import annotations

import pytest

from tests.clauses.asking import CHILD, TWO_PARENTS, UNBORN, ask, booked, event, held, states, there

LEICESTER = "leicester"
START = "2026-11-20T10:00"
START_AS_LIMIT = "2026-11-20T10:00:00+00:00"
MADE = held("2026-08-21T12:00", "plan-made", kind="initial")
TEENAGER = {"id": "c2", "born": "2014-11-20"}


@pytest.mark.clause("LEI-25", "LEI-27")
@pytest.mark.parametrize(
    ("code", "met_by", "source"),
    [("give-parents-leaflet", "leaflet-given", "LEI-25"), ("ask-parents-about-needs", "needs-asked", "LEI-27")],
    ids=["the leaflet", "childcare, travel and the like"],
)
def test_the_social_worker_prepares_each_parent(code, met_by, source):
    done = event(met_by, "2026-11-18", parent="p1")
    answer = ask(LEICESTER, START, [booked(START), done], parents=TWO_PARENTS)
    assert (answer.who(code, "p1"), answer.state(code, "p1")) == ("social_worker", "met")
    assert (answer.due(code, "p2"), answer.state(code, "p2")) == (START_AS_LIMIT, "open")
    assert answer.duty(code, "p2")["source"][0] == source
    held_without = [booked(START), done, held("2026-11-20T12:00")]
    assert states(LEICESTER, code, ["2026-11-21"], held_without, parents=TWO_PARENTS, about="p2") == ["missed"]


def shared(at, with_, parts, report="social-work"):
    return event("report-shared", at, report=report, with_=with_, parts=parts)


@pytest.mark.clause("LEI-28", "LEI-30")
def test_each_parent_has_the_report_and_the_chronology_forty_eight_hours_before():
    def state(at, parent, *events):
        return ask(LEICESTER, at, [booked(START), *events], parents=TWO_PARENTS).state(
            "share-report-with-parents", parent
        )

    both = ["report", "chronology"]
    assert [
        state("2026-11-18T10:00", "p1", shared(at, "p1", both)) for at in ("2026-11-18T09:59", "2026-11-18T10:00")
    ] == [
        "met",
        "met",
    ]
    assert state(START, "p1", shared("2026-11-18T10:01", "p1", both)) == "met-late"
    assert state(START, "p1", shared("2026-11-20T09:45", "p1", both)) == "met-late", "15 minutes before is too late"
    assert state(START, "p2", shared("2026-11-18T09:59", "p1", both)) == "overdue", "each parent has a copy"
    assert state(START, "p1", shared("2026-11-18T09:59", "p1", ["report"])) == "overdue", "the chronology is missing"
    in_two_steps = [shared("2026-11-17", "p1", ["report"]), shared("2026-11-18T09:00", "p1", ["chronology"])]
    assert state(START, "p1", *in_two_steps) == "met"


@pytest.mark.clause("LEI-28", "LEI-41")
def test_at_a_review_the_updated_plan_goes_with_them():
    def state(parts):
        stream = [MADE, booked(START, "2026-08-24"), shared("2026-11-17", "p1", parts)]
        return ask(LEICESTER, START, stream, kind="review").state("share-report-with-parents")

    assert state(["report", "chronology"]) == "overdue"
    assert state(["report", "chronology", "plan"]) == "met"


@pytest.mark.clause("LEI-29")
def test_parents_come_fifteen_minutes_early_to_meet_the_chair_which_is_no_time_to_share_the_report():
    on_the_day = [
        booked(START),
        event("chair-met-parent", "2026-11-20T09:45", parent="p1"),
        shared("2026-11-20T09:45", "p1", ["report", "chronology"]),
    ]
    answer = ask(LEICESTER, START, on_the_day)
    meeting = answer.duty("meet-parents")
    assert (meeting["who"], meeting["usual_at"], meeting["state"]) == ("chair", "2026-11-20T09:45:00+00:00", "met")
    assert answer.state("share-report-with-parents") == "met-late"


@pytest.mark.clause("LEI-28")
def test_forty_eight_hours_before_a_monday_fall_on_the_weekend_and_are_done_on_the_friday():
    duty = ask(LEICESTER, "2026-11-09", [booked("2026-11-16T09:30")]).duty("share-report-with-parents")
    assert (duty["due"], duty["act_by"]) == ("2026-11-14T09:30:00+00:00", "2026-11-13")


@pytest.mark.clause("LEI-31")
def test_the_chair_talks_the_conference_over_within_the_ten_days_before():
    code = "hold-pre-conference-discussion"
    duty = ask(LEICESTER, "2026-11-03", [booked(START)]).duty(code)
    assert (duty["who"], duty["opens"], duty["due"]) == ("chair", "2026-11-10", START_AS_LIMIT)
    moments = ["2026-11-09T23:59:59", "2026-11-10", START, "2026-11-20T10:01"]
    assert states(LEICESTER, code, moments, [booked(START)]) == ["waiting", "open", "open", "overdue"]
    too_early, in_time = (event("pre-conference-discussion-held", at) for at in ("2026-11-09", "2026-11-10"))
    assert states(LEICESTER, code, ["2026-11-12"], [booked(START), too_early]) == ["open"]
    assert states(LEICESTER, code, ["2026-11-12"], [booked(START), in_time]) == ["met"]


@pytest.mark.clause("LEI-32")
def test_how_each_child_takes_part_is_settled_for_that_child():
    settled = event("child-attendance-decided", "2026-11-16", child="c1", wanted=True, chair_agreed=True, mode="part")
    children = (CHILD, TEENAGER, UNBORN | {"id": "c3"})
    answer = ask(LEICESTER, START, [booked(START), settled], children=children)
    found = {duty["about"]: (duty["who"], duty["state"]) for duty in answer.duties("settle-how-child-takes-part")}
    assert found == {"c1": ("social_worker", "met"), "c2": ("social_worker", "open")}
    late = ask(LEICESTER, "2026-11-20T10:01", [booked(START), settled], children=children)
    assert late.state("settle-how-child-takes-part", "c2") == "overdue"


@pytest.mark.clause("LEI-33")
def test_a_child_who_would_like_to_come_does_so_once_the_chair_has_agreed():
    def may(**said):
        settled = [event("child-attendance-decided", "2026-11-12", child="c2", **said)] if said else []
        return ask(LEICESTER, "2026-11-13", [booked(START), *settled], children=(CHILD, TEENAGER)).child("c2")

    assert (may()["may_attend"], may()["wants"]) == (None, ["whether the child wants to come", "the chair's agreement"])
    assert (may(wanted=True)["may_attend"], may(wanted=True)["wants"]) == (None, ["the chair's agreement"])
    assert may(wanted=True, chair_agreed=False)["may_attend"] is False
    assert "LEI-33" in may()["source"]
    assert may(wanted=True, chair_agreed=True)["may_attend"] is True
    assert may(wanted=False, chair_agreed=True)["may_attend"] is False, "nobody has to come"


@pytest.mark.clause("LEI-102")
@pytest.mark.parametrize(
    ("born", "booklets"),
    [
        ("2014-11-21", ["have-your-say-children"]),
        ("2014-11-20", ["have-your-say-children", "have-your-say-young-people"]),
        ("2013-11-21", ["have-your-say-children", "have-your-say-young-people"]),
        ("2013-11-20", ["have-your-say-young-people"]),
    ],
    ids=["eleven", "twelve on the day", "the last day of being twelve", "thirteen on the day"],
)
def test_at_twelve_both_booklets_fit_and_the_child_chooses(born, booklets):
    answer = ask(LEICESTER, "2026-11-12", [booked(START)], children=({"id": "c1", "born": born},))
    assert answer.child()["booklets"] == booklets
    assert "LEI-102" in answer.child()["booklet_source"]
    for booklet in booklets:
        given = event("booklet-given", "2026-11-13", child="c1", booklet=booklet)
        with_it = ask(LEICESTER, START, [booked(START), given], children=({"id": "c1", "born": born},))
        assert with_it.state("give-child-booklet") == "met", "either will do"


@pytest.mark.clause("LEI-96")
def test_an_advocate_is_offered_and_one_who_comes_for_the_young_person_is_no_agency():
    offered = event("advocacy-offered", "2026-11-12", child="c2", answer="yes", helper="advocate")
    answer = ask(LEICESTER, START, [booked(START), offered], children=(CHILD, TEENAGER))
    assert (answer.state("offer-advocate", "c2"), answer.state("offer-advocate", "c1")) == ("met", "open")
    assert answer.duty("offer-advocate", "c2")["source"][0] == "LEI-96"
    in_the_room = [*there(START, "social_worker", "school_rep"), *there(START, "advocate")]
    quorum = ask(LEICESTER, "2026-11-20T11:00", [booked(START), *in_the_room], children=(CHILD, TEENAGER)).data[
        "quorum"
    ]
    assert (quorum["quorate"], quorum["present"]) == (False, ["school_rep", "social-care"])


# --- The report -----------------------------------------------------------------------------------------

ALL_PARTS = ["report", "chronology", "genogram"]


@pytest.mark.clause("LEI-35")
def test_the_report_is_authorised_and_with_the_chair_and_the_parents_forty_eight_hours_before():
    def three(at):
        events = [
            booked(START),
            event("report-authorised", at, report="social-work", parts=ALL_PARTS),
            shared(at, "chair", ALL_PARTS),
            shared(at, "p1", ALL_PARTS),
        ]
        answer = ask(LEICESTER, START, events)
        codes = ("authorise-report", "send-report-to-chair", "share-report-with-parents")
        return [(answer.who(code), answer.due(code), answer.state(code)) for code in codes]

    due = "2026-11-18T10:00:00+00:00"
    assert three("2026-11-18T10:00") == [
        ("team_manager", due, "met"),
        ("social_worker", due, "met"),
        ("social_worker", due, "met"),
    ]
    assert [state for _, _, state in three("2026-11-18T10:01")] == ["met-late"] * 3


@pytest.mark.clause("LEI-39", "LEI-40")
@pytest.mark.parametrize("missing", ["chronology", "genogram"])
def test_a_report_without_its_chronology_or_its_separate_genogram_is_not_complete(missing):
    parts = [part for part in ALL_PARTS if part != missing]
    events = [
        booked(START),
        event("report-authorised", "2026-11-16", report="social-work", parts=parts),
        shared("2026-11-16", "chair", parts),
        shared("2026-11-16", "professionals", parts),
    ]
    codes = ("authorise-report", "send-report-to-chair", "hand-report-to-professionals")
    answer = ask(LEICESTER, "2026-11-20T09:46", events)
    assert [answer.state(code) for code in codes] == ["overdue", "overdue", "overdue"]
    events.append(event("report-authorised", "2026-11-17", report="social-work", parts=[missing]))
    assert ask(LEICESTER, "2026-11-20T09:46", events).state("authorise-report") == "met"


@pytest.mark.clause("LEI-41", "LEI-43")
@pytest.mark.parametrize(
    ("kind", "parts", "state"),
    [
        ("initial", ALL_PARTS, "met"),
        ("initial", ["report", "chronology"], "overdue"),
        ("review", ALL_PARTS, "overdue"),
        ("review", [*ALL_PARTS, "plan"], "met"),
    ],
)
def test_professionals_get_their_copies_fifteen_minutes_before_the_start(kind, parts, state):
    code = "hand-report-to-professionals"
    stream = [*([MADE] if kind == "review" else []), booked(START, "2026-10-24")]
    handed = shared("2026-11-20T09:45", "professionals", parts)
    answer = ask(LEICESTER, "2026-11-20T09:50", [*stream, handed], kind=kind)
    assert (answer.who(code), answer.due(code), answer.state(code)) == (
        "social_worker",
        "2026-11-20T09:45:00+00:00",
        state,
    )


@pytest.mark.clause("LEI-43")
def test_copies_handed_out_a_minute_later_are_late_and_copies_for_parents_are_not_theirs():
    late = shared("2026-11-20T09:46", "professionals", ALL_PARTS)
    to_parents = shared("2026-11-18", "parents", ALL_PARTS)
    code = "hand-report-to-professionals"
    assert states(LEICESTER, code, [START], [booked(START), late]) == ["met-late"]
    assert states(LEICESTER, code, ["2026-11-20T09:45", START], [booked(START), to_parents]) == ["open", "overdue"]
