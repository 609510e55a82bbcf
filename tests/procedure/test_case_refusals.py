"""What a case file may not say: every refusal, with its whole sentence."""

from typing import Any

import pytest

from quorate.procedure.case import CaseError, read_case
from quorate.procedure.events import EVENTS
from tests.procedure.asking import Data, ask, booked, child, discussed, fact, family, held


def refusal(case: Any, at: str = "2026-12-31") -> str:
    """The sentence with which the case is refused, when it is read or when it is asked about."""
    with pytest.raises(CaseError) as refused:
        read_case(case)
    return str(refused.value)


def refusal_when_asked(*events: Data, at: str = "2026-12-31", **described: Any) -> str:
    with pytest.raises(CaseError) as refused:
        ask(*events, at=at, **described)
    return str(refused.value)


# --- Shape ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [[], "text", 7, None, True])
def test_a_case_file_that_is_no_object(case: Any) -> None:
    assert refusal(case) == "the case file: must be a JSON object in curly brackets"


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ({"events": []}, 'the case file: "conference" is missing; add it'),
        ({"conference": {"kind": "initial", "children": [{"id": "c1"}]}}, 'the case file: "events" is missing; add it'),
        ({"conference": [], "events": []}, "conference: must be a JSON object in curly brackets"),
        ({"conference": {"children": []}, "events": []}, 'conference: "kind" is missing; add it'),
        ({"conference": {"kind": "initial"}, "events": []}, 'conference: "children" is missing; add it'),
        (
            {"conference": {"kind": "initial", "children": {}}, "events": []},
            "conference.children: must be a list in square brackets",
        ),
        (
            {"conference": {"kind": "initial", "children": []}, "events": []},
            "conference.children: is empty; a conference is about at least one child",
        ),
        (
            {"conference": {"kind": "initial", "children": ["c1"]}, "events": []},
            "conference.children[0]: must be a JSON object in curly brackets",
        ),
        (
            {"conference": {"kind": "initial", "children": [{"born": "2019-02-03"}]}, "events": []},
            'conference.children[0]: "id" is missing; add it',
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": 1}]}, "events": []},
            "conference.children[0].id: 1 is not text; give every child and parent a short id such as 'c1'",
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": "c1"}], "parents": {}}, "events": []},
            'conference.parents: must be a list; write "parents": [{"id": "p1"}]',
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": "c1"}], "parents": ["p1"]}, "events": []},
            "conference.parents[0]: must be a JSON object in curly brackets",
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": "c1"}], "reference": 143}, "events": []},
            "conference.reference: 143 is not text; write it in quotation marks",
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": "c1"}]}, "events": {}},
            'events: must be a list of events; write "events": [] when nothing has happened yet',
        ),
        (
            {"conference": {"kind": "initial", "children": [{"id": "c1"}]}, "events": ["held"]},
            'events[0]: must be an object with "event" and "at", not \'held\'',
        ),
    ],
)
def test_a_part_that_is_missing_or_of_the_wrong_shape(case: Data, sentence: str) -> None:
    assert refusal(case) == sentence


def test_an_event_without_a_name_or_a_date() -> None:
    assert refusal(family({"at": "2026-11-16"})) == (
        'events[0]: has no "event"; say what happened, for example "strategy-discussion-held"'
    )
    assert refusal(family({"event": "conference-held"})) == (
        'events[0] (conference-held): has no date; add "at": "2026-11-20" or "2026-11-20T09:00"'
    )


@pytest.mark.parametrize("name", ["conference-booked", "conference-moved"])
def test_a_booking_or_move_that_does_not_say_when_the_conference_starts(name: str) -> None:
    assert refusal(family(fact(name, "2026-11-16"))) == (
        f'events[0] ({name}): does not say when the conference starts; add "starts_at"'
    )


# --- Unknown words --------------------------------------------------------------------------------------


def with_key(level: str) -> Data:
    case = family(discussed("2026-11-16"), parents=["p1"])
    conference = case["conference"]
    where = {
        "case": case,
        "conference": conference,
        "child": conference["children"][0],
        "parent": conference["parents"][0],
        "event": case["events"][0],
    }
    where[level]["colour"] = "red"
    return case


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("case", "the case file: unknown key 'colour'; it may have 'conference', 'events'"),
        ("conference", "conference: unknown key 'colour'; it may have 'children', 'kind', 'parents', 'reference'"),
        ("child", "conference.children[0]: unknown key 'colour'; it may have 'born', 'expected', 'id', 'kind'"),
        ("parent", "conference.parents[0]: unknown key 'colour'; it may have 'id', 'of', 'responsibility'"),
        (
            "event",
            "events[0] (strategy-discussion-held): unknown key 'colour'; it may have 'at', 'by', 'child', 'children', "
            "'event', 'of', 'parent', 'parents', 'reason', 'starts_enquiry'",
        ),
    ],
)
def test_an_unknown_key_at_every_level(level: str, sentence: str) -> None:
    assert refusal(with_key(level)) == sentence


def test_an_unknown_key_that_is_nearly_a_known_one_says_which() -> None:
    case = family(fact("conference-booked", "2026-11-16", start_at="2026-12-03T10:00"))
    assert refusal(case) == "events[0] (conference-booked): unknown key 'start_at'; did you mean 'starts_at'?"


def test_every_event_refuses_a_key_that_it_does_not_carry() -> None:
    for name in EVENTS:
        sentence = refusal(family(fact(name, "2026-11-16", colour="red")))
        assert sentence.startswith(f"events[0] ({name}): unknown key 'colour'; it may have "), name


def test_an_unknown_event() -> None:
    assert refusal(family(discussed("2026-11-16"), fact("conference-hold", "2026-12-03"))) == (
        "events[1]: unknown event 'conference-hold'; did you mean 'conference-held'?"
    )
    assert refusal(family(fact("xyzzy", "2026-12-03"))) == (
        "events[0]: unknown event 'xyzzy'; the list of events is in docs/events-and-duties.md"
    )


KINDS = "the kinds are 'initial', 'review', 'pre_birth', 'transfer_in'"


def test_an_unknown_kind_of_conference_or_child() -> None:
    assert refusal(family(kind="first")) == f"conference.kind: unknown kind 'first'; {KINDS}"
    assert refusal(family(children=["c1", child("c2", kind="sibling")])) == (
        f"conference.children[1].kind: unknown kind 'sibling'; {KINDS}"
    )


@pytest.mark.parametrize("name", ["conference-requested", "conference-booked", "conference-held"])
def test_an_unknown_kind_on_an_event(name: str) -> None:
    starts = {"starts_at": "2026-12-03T10:00"} if name == "conference-booked" else {}
    assert refusal(family(fact(name, "2026-11-16", kind="first", **starts))) == (
        f"events[0] ({name}): unknown kind 'first'; it is one of 'initial', 'review', 'pre_birth', 'transfer_in'"
    )


CATEGORIES = "the categories are 'neglect', 'physical', 'sexual', 'emotional'"


@pytest.mark.parametrize("said", ["harm", ["harm"], ["neglect", "harm"]])
def test_an_unknown_category_of_a_decision(said: Any) -> None:
    case = family(fact("decided", "2026-12-03", outcome="plan-made", categories=said))
    assert refusal(case) == f"events[0] (decided): unknown category 'harm'; {CATEGORIES}"


def test_an_unknown_category_in_the_short_form_and_in_a_view() -> None:
    short = held("2026-12-03", "plan-made", categories={"c1": ["harm"]})
    assert refusal(family(short)) == f"events[0] (conference-held): unknown category 'harm'; {CATEGORIES}"
    view = fact("view-given", "2026-12-03", category="harm")
    assert refusal(family(view)) == f"events[0] (view-given): unknown category 'harm'; {CATEGORIES}"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (
            fact("decided", "2026-12-03", outcome="plan-stopped"),
            "events[0] (decided): unknown outcome 'plan-stopped'; it is one of 'plan-made', 'plan-continues', "
            "'plan-ended', 'no-plan'",
        ),
        (
            held("2026-12-03", {"c1": "plan-stopped"}),
            "events[0] (conference-held): unknown outcome 'plan-stopped' for child 'c1'; it is one of 'plan-made', "
            "'plan-continues', 'plan-ended', 'no-plan'",
        ),
        (
            fact("enquiry-concluded", "2026-12-03", outcome="closed"),
            "events[0] (enquiry-concluded): unknown outcome 'closed'; it is one of 'conference', 'not-required'",
        ),
        (
            booked("2026-11-16", "2026-12-03T10:00", mode="hybrid"),
            "events[0] (conference-booked): unknown mode 'hybrid'; it is one of 'in_person', 'virtual', 'phone', "
            "'mixed'",
        ),
        (
            fact("exclusion-decided", "2026-11-16", scope="half"),
            "events[0] (exclusion-decided): unknown scope 'half'; it is one of 'whole', 'part'",
        ),
        (
            fact("view-given", "2026-12-03", plan="perhaps"),
            "events[0] (view-given): unknown plan 'perhaps'; it is one of 'yes', 'no', 'unsure'",
        ),
        (
            fact("report-shared", "2026-12-01", parts=["annex"]),
            "events[0] (report-shared): unknown part 'annex'; the parts are 'report', 'chronology', 'genogram', 'plan'",
        ),
        (
            fact("child-visited", "2026-12-03", seen="yes"),
            "events[0] (child-visited): 'seen' is 'yes'; it is true or false",
        ),
        (
            fact("plan-set", "2026-12-03", visit_every="often"),
            "events[0] (plan-set): 'often' is not an interval; say for example '2 weeks' or '10 working days'",
        ),
        (
            fact("report-shared", "2026-12-01", with_="p9"),
            "events[0] (report-shared): 'with' names 'p9', who is not in the conference; it is a parent's or child's "
            "id, 'parents', 'children', 'chair' or 'professionals'",
        ),
    ],
)
def test_other_words_that_no_event_may_say(event: Data, sentence: str) -> None:
    assert refusal(family(event)) == sentence


# --- Ids ------------------------------------------------------------------------------------------------


def test_an_id_used_twice_among_children_parents_or_both() -> None:
    twice = "is used twice; give every child and parent an id of its own"
    assert refusal(family(children=["c1", "c1"])) == f"conference.children[1].id: 'c1' {twice}"
    assert refusal(family(parents=["p1", "p1"])) == f"conference.parents[1].id: 'p1' {twice}"
    assert refusal(family(parents=["c1"])) == f"conference.parents[0].id: 'c1' {twice}"


def test_two_conferences_held_under_one_reference() -> None:
    sentence = refusal_when_asked(
        held("2026-01-05", reference="A", outcome="plan-made"), held("2026-04-01", reference="A"), reference="A"
    )
    assert sentence == "conference 'A' is held twice; give each conference a reference of its own"


@pytest.mark.parametrize("key", ["child", "children"])
def test_a_child_that_is_not_in_the_conference(key: str) -> None:
    said = {key: "c9" if key == "child" else ["c1", "c9"]}
    assert refusal(family(discussed("2026-11-16", **said))) == (
        "events[0] (strategy-discussion-held): child 'c9' is not in the conference ('c1'); "
        "correct the id or add the child"
    )


@pytest.mark.parametrize("key", ["parent", "parents"])
def test_a_parent_that_is_not_in_the_conference(key: str) -> None:
    said = {key: "p9" if key == "parent" else ["p1", "p9"]}
    assert refusal(family(fact("leaflet-given", "2026-11-16", **said), parents=["p1", "p2"])) == (
        "events[0] (leaflet-given): parent 'p9' is not in the conference ('p1', 'p2'); correct the id or add the parent"
    )


def test_a_parent_named_where_the_file_lists_none() -> None:
    assert refusal(family(fact("leaflet-given", "2026-11-16", parent="p1"))) == (
        "events[0] (leaflet-given): parent 'p1' is not in the conference (none are listed there); "
        "correct the id or add the parent"
    )


def test_a_supporter_of_somebody_who_is_not_in_the_conference() -> None:
    assert refusal(family(fact("supporter-named", "2026-11-16", for_="p9"), parents=["p1"])) == (
        "events[0] (supporter-named): parent or child 'p9' is not in the conference ('c1', 'p1'); "
        "correct the id or add the parent or child"
    )


def test_outcomes_of_a_child_that_is_not_in_the_conference() -> None:
    assert refusal(family(held("2026-12-03", {"c9": "no-plan"}))) == (
        "events[0] (conference-held): child 'c9' is not in the conference ('c1'); correct the id or add the child"
    )


def test_a_parent_of_a_child_that_is_not_in_the_conference() -> None:
    assert refusal(family(children=["c1", "c2"], parents=[{"id": "p1", "of": ["c9"]}])) == (
        "conference.parents[0].of: child 'c9' is not in the conference; its children are 'c1', 'c2'"
    )


def test_a_pre_birth_conference_without_the_expected_date() -> None:
    mend = 'is expected; add "expected": "YYYY-MM-DD", or change the kind if the child is born'
    assert refusal(family(kind="pre_birth", children=[child("c1", None)])) == (
        f"conference.children[0]: a pre-birth conference needs the date on which child 'c1' {mend}"
    )
    mixed = family(kind="review", children=["c1", child("c2", None, kind="pre_birth")])
    assert refusal(mixed) == (
        f"conference.children[1]: a pre-birth conference needs the date on which child 'c2' {mend}"
    )


@pytest.mark.parametrize("key", ["child", "children", "parent", "parents", "for"])
@pytest.mark.parametrize("odd", [[], {}, 7, None, True, [[]], [{}], [None]])
def test_an_id_that_is_no_text_is_refused_and_never_crashes(key: str, odd: Any) -> None:
    event = fact("supporter-named", "2026-11-16") | {key: odd}
    if odd == []:
        read_case(family(event, parents=["p1"]))
        return
    refusal(family(event, parents=["p1"]))


@pytest.mark.parametrize("odd", [[[]], [{}], [None]])
def test_the_children_of_a_parent_that_are_no_text_are_refused_and_never_crash(odd: Any) -> None:
    refusal(family(parents=[{"id": "p1", "of": odd}]))


@pytest.mark.parametrize("key", ["reference", "of"])
@pytest.mark.parametrize("odd", [[], {}, 7, True])
def test_a_reference_that_is_no_text_is_refused_and_never_crashes(key: str, odd: Any) -> None:
    event = fact("conference-requested", "2026-11-16") | {key: odd}
    with pytest.raises(CaseError):
        ask(event, at="2026-11-17")
