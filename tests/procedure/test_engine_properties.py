"""What must hold of every answer, whatever the family, the pack and the moment."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.procedure.case import CaseError
from quorate.procedure.pack import Pack
from quorate.procedure.position import position
from tests.procedure.asking import Data, fact, library
from tests.procedure.families import (
    PACKS,
    asked_families,
    days_of,
    families,
    json_values,
    moments_for,
    spoiled_families,
)

ENGLAND = Calendar()
BEFORE_THE_FIRST_SITTING: Data = {
    "conference": {
        "kind": "review",
        "reference": "F-2",
        "children": [{"id": "c1", "born": "2021-01-02"}],
        "parents": [{"id": "p1"}],
    },
    "events": [
        {"event": "strategy-discussion-held", "at": "2021-02-01T08:00"},
        {"event": "conference-requested", "at": "2021-02-02T08:00", "reference": "F-1", "kind": "initial"},
        {"event": "request-agreed", "at": "2021-02-03", "reference": "F-1"},
        fact("conference-booked", "2021-02-03T08:00", starts_at="2021-02-18T09:30", reference="F-1", kind="initial"),
        {"event": "leaflet-given", "at": "2021-02-05T08:03"},
        {"event": "invite-list-supplied", "at": "2021-02-06T08:39"},
        {"event": "decided", "at": "2021-02-18T11:50", "child": "c1", "by": "chair", "outcome": "plan-made"},
        fact("conference-held", "2021-02-18T12:10", reference="F-1", kind="initial", children=["c1"]),
        fact("conference-booked", "2021-03-10T08:00", starts_at="2021-03-14T09:30", reference="F-2", kind="review"),
    ],
}
"""The review is described, and asked about on the day before the initial conference sits."""
DUTY_STATES = {"waiting", "open", "met", "met-late", "overdue", "missed", "excused", "not-needed"}
WINDOW_STATES = {"waiting", "open", "used", "closed", "excused", "not-needed"}
CHAIN = {
    "hold-initial-conference",
    "hold-first-review",
    "hold-next-review",
    "hold-first-core-group",
    "hold-next-core-group",
    "visit-child",
    "hold-review-after-birth",
}
LOOKING_BACK = (
    "share-report-with-parents share-agency-reports-with-parents request-exclusion name-supporter supply-invite-list"
).split()

packs = st.sampled_from(PACKS)
calm = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
)


def pack_named(name: str) -> Pack:
    return library().pack(name, date(2026, 11, 20))


def answer(pack: str | Pack, case: Data, at: str) -> Data:
    return position(pack_named(pack) if isinstance(pack, str) else pack, case, at).as_data()


def key(duty: Data) -> tuple[Any, ...]:
    return duty["code"], duty["about"], duty["for"]


@calm
@given(asked_families(), packs)
def test_every_duty_has_exactly_one_state_from_the_closed_list(asked: tuple[Data, str], pack: str) -> None:
    case, at = asked
    duties = answer(pack, case, at)["duties"]
    for duty in duties:
        assert duty["state"] in (WINDOW_STATES if duty["window"] else DUTY_STATES)
        assert (duty["met_at"] is not None) == (duty["state"] in ("met", "met-late", "used"))
        assert duty["state"] != "overdue" or duty["due"] is not None
        assert duty["state"] != "excused" or duty["weight"] != "national"
    told = [(*key(duty), duty["due"]) for duty in duties]
    assert len(set(told)) == len(told)


@calm
@given(asked_families(), packs)
def test_the_state_agrees_with_the_limit_and_the_moment(asked: tuple[Data, str], pack: str) -> None:
    case, at = asked
    for duty in answer(pack, case, at)["duties"]:
        if duty["due"] is None or len(duty["due"]) > 10 or duty["window"]:
            continue
        late = (duty["met_at"] or at)[:10] > duty["due"]
        if duty["state"] in ("met", "open"):
            assert not late, duty
        elif duty["state"] in ("met-late", "overdue"):
            assert late, duty


@calm
@given(asked_families(), packs)
def test_act_by_is_a_working_day_on_or_before_the_limit_or_the_limit_with_the_next_working_day(
    asked: tuple[Data, str], pack: str
) -> None:
    case, at = asked
    for duty in answer(pack, case, at)["duties"]:
        due, act_by, following = duty["due"], duty["act_by"], duty["next_working"]
        if due is None:
            assert (act_by, following) == (None, None)
            continue
        day = date.fromisoformat(due[:10]).toordinal()
        if ENGLAND.is_working_day(day):
            assert (act_by, following) == (due, None)
        elif following is None:
            assert act_by == date.fromordinal(ENGLAND.last_working_day_on_or_before(day)).isoformat()
        else:
            assert act_by == due
            assert following == date.fromordinal(ENGLAND.next_working_day_after(day)).isoformat()
            # The list is due at the booking in one pack, and that may be on a day off; the others count back.
            assert duty["code"] not in LOOKING_BACK or duty["code"] == "supply-invite-list"


@calm
@given(asked_families(), packs)
def test_every_duty_can_say_why(asked: tuple[Data, str], pack: str) -> None:
    case, at = asked
    for duty in answer(pack, case, at)["duties"]:
        assert duty["source"]
        assert all(isinstance(step, str) and step for step in duty["because"])
        assert duty["because"][0].startswith(f"{duty['title']}: ")
        assert all(source in duty["because"][0] for source in duty["source"])


@calm
@given(asked_families(), packs)
def test_the_same_question_has_the_same_answer_and_changes_nothing(asked: tuple[Data, str], pack: str) -> None:
    case, at = asked
    before = copy.deepcopy(case)
    assert answer(pack, case, at) == answer(pack, case, at)
    assert case == before


@calm
@given(asked_families(), packs, st.randoms(use_true_random=False))
def test_the_order_in_the_file_changes_nothing(asked: tuple[Data, str], pack: str, dice: Any) -> None:
    case, at = asked
    shuffled = copy.deepcopy(case)
    dice.shuffle(shuffled["events"])
    assert answer(pack, shuffled, at) == answer(pack, case, at)


@calm
@given(asked_families(), packs, st.integers(-30, 300), st.sampled_from(["network-meeting-held", "moved-away"]))
def test_an_unrelated_event_changes_nothing(asked: tuple[Data, str], pack: str, after: int, name: str) -> None:
    case, at = asked
    day = days_of(case)[0] + timedelta(days=after)
    more = {**case, "events": [*case["events"], fact(name, str(day))]}
    without, with_it = answer(pack, case, at), answer(pack, more, at)
    assert with_it.pop("later_events") == without.pop("later_events") + (str(day) > at[:10])
    assert with_it == without


@calm
@given(asked_families(), packs, st.sets(st.integers(0, 400), max_size=12))
def test_another_holiday_never_makes_a_limit_earlier_nor_one_that_looks_back_later(
    asked: tuple[Data, str], pack: str, off: set[int]
) -> None:
    case, at = asked
    first = days_of(case)[0].toordinal()
    base = pack_named(pack)
    more = replace(base, late_holidays={first + day: "A day declared late" for day in off})
    usual, fewer = answer(base, case, at)["duties"], answer(more, case, at)["duties"]
    assert [key(duty) for duty in fewer] == [key(duty) for duty in usual]
    for one, other in zip(usual, fewer, strict=True):
        if one["due"] is not None and len(one["due"]) == 10:
            moved_on = other["due"] >= one["due"]
            assert (other["due"] <= one["due"]) if one["code"] in LOOKING_BACK else moved_on, one["code"]
        else:
            assert other["due"] == one["due"]


SIBLINGS_EVENTS = [
    {"event": "core-group-held"},
    {"event": "child-visited", "seen": True},
    {"event": "plan-set", "visit_every": "1 week", "core_group_every": "2 weeks"},
    {"event": "plan-ended", "reason": "transferred-out"},
    {"event": "child-died"},
    {"event": "became-looked-after"},
    {"event": "strategy-discussion-held"},
    {"event": "enquiry-concluded", "outcome": "not-required"},
    {"event": "booklet-given"},
]


@calm
@given(asked_families(), packs, st.integers(0, 300), st.sampled_from(SIBLINGS_EVENTS))
def test_a_siblings_event_never_moves_another_childs_chain(
    asked: tuple[Data, str], pack: str, after: int, event: Data
) -> None:
    case, at = asked
    children = [child["id"] for child in case["conference"]["children"]]
    assume(len(children) > 1)
    day = days_of(case)[0] + timedelta(days=after)
    more = {**case, "events": [*case["events"], {**event, "at": str(day), "child": children[0]}]}

    def chains(told: Data) -> list[tuple[Any, ...]]:
        return sorted(
            (duty["code"], duty["about"], duty["due"], duty["state"])
            for duty in told["duties"]
            if duty["code"] in CHAIN and duty["about"] in children[1:] and duty["state"] in ("open", "overdue")
        )

    assume(outcome_of(more, at, pack) == "answered")
    assert chains(answer(pack, more, at)) == chains(answer(pack, case, at))


@calm
@given(families(), st.sampled_from([pack for pack in PACKS if pack != "redbridge"]), st.data())
def test_asking_later_never_un_meets_a_duty_that_was_met(case: Data, pack: str, data: st.DataObject) -> None:
    earlier, later = sorted((data.draw(moments_for(case)), data.draw(moments_for(case))))
    met = {
        (key(duty), duty["opens"]): duty["met_at"]
        for duty in answer(pack, case, earlier)["duties"]
        if duty["met_at"] is not None and duty["code"] not in CHAIN
    }
    for duty in answer(pack, case, later)["duties"]:
        # What was done before it could be done, since the conference has been moved on, has to be done again.
        if (known := (key(duty), duty["opens"])) in met:
            assert duty["met_at"] is not None, (known, met[known])


def prepared_beside(case: Data, at: str) -> set[str]:
    """The conferences other than the described one that were begun by a moment and are not over yet."""
    begun: set[str] = set()
    for event in sorted((one for one in case["events"] if days_or_moment(one["at"]) <= at), key=lambda one: one["at"]):
        if event["event"] in ("conference-requested", "conference-booked"):
            begun.add(event["reference"])
        elif event["event"] in ("conference-held", "conference-cancelled", "request-declined"):
            begun.discard(event["reference"])
    return begun


def days_or_moment(at: str) -> str:
    """A day alone is over by the moments of that day that are asked about."""
    return at if "T" in at else f"{at}T00:00"


@calm
@given(asked_families(), packs)
@example((BEFORE_THE_FIRST_SITTING, "2021-02-17T23:59:59"), "leicester")
def test_everything_listed_as_met_or_settled_belongs_to_the_conference_described_or_one_beside_it(
    asked: tuple[Data, str], pack: str
) -> None:
    case, at = asked
    told = answer(pack, case, at)
    settled = {duty["for"] for duty in told["duties"] if duty["state"] in ("met", "met-late", "used", "not-needed")}
    assert settled <= {told["conference"]["reference"]} | prepared_beside(case, at)


def outcome_of(case: Any, at: str, pack: str) -> str:
    """`answered` or `refused`; anything else is raised."""
    try:
        answer(pack, case, at)
    except CaseError as refused:
        assert "\n" not in str(refused).strip() and str(refused)
        return "refused"
    except OutsideKnownYears:
        return "refused"
    return "answered"


@calm
@given(spoiled_families(), packs)
def test_a_spoiled_case_file_is_answered_or_refused_and_never_crashes(asked: tuple[Any, str], pack: str) -> None:
    case, at = asked
    assert outcome_of(case, at, pack) in ("answered", "refused")


@calm
@given(json_values)
def test_any_other_json_is_refused(value: Any) -> None:
    assert outcome_of(value, "2026-11-20", "england") == "refused"


@calm
@given(families(), packs)
def test_a_case_that_is_taken_whole_is_taken_at_every_moment_before(case: Data, pack: str) -> None:
    first, last = days_of(case)
    whole = outcome_of(case, str(last + timedelta(days=1)), pack)
    for event in case["events"]:
        assert outcome_of(case, event["at"], pack) == whole
    assert outcome_of(case, str(first - timedelta(days=1)), pack) == whole == "answered"
