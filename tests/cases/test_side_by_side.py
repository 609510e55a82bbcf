"""A review of one child and an initial conference about another, prepared at one time: rows, positions and the file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.cases.case_position import case_file
from quorate.cases.deriving import done_earlier
from quorate.cases.models import Duty
from quorate.cases.services.recording import record_event
from quorate.cases.states import duty_state
from quorate.conferences.standing import ConferencePosition, position_of_conference
from quorate.procedure.position import position
from tests.cases.families import Family, instant
from tests.procedure.asking import pack_of

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = "2026-11-20T09:00"


@pytest.fixture
def family() -> Family:
    """A plan for the elder child; its review R booked, and I asked for about the baby. The parent is kept out of I."""
    family = Family()
    family.child("c1", "2019-02-03")
    family.child("c2", "2026-09-14")
    family.parent("p1", ["c1", "c2"])
    first = family.conference("A", "initial", ["c1"])
    family.record("strategy-discussion-held", "2026-07-01", "c1")
    family.record("conference-requested", "2026-07-02", "c1", conference=first)
    family.record("decided", "2026-07-20T11:50", "c1", conference=first, outcome="plan-made")
    family.record("conference-held", "2026-07-20T12:10", "c1", conference=first)
    review = family.conference("R", "review", ["c1"], requested_on="2026-10-01")
    family.record("conference-requested", "2026-10-01", "c1", conference=review)
    family.record("conference-booked", "2026-10-02", "c1", conference=review, starts_at="2026-12-14T10:00")
    # One discussion about both makes one stream of them.
    family.record("strategy-discussion-held", "2026-11-09", "c1", "c2")
    initial = family.conference("I", "initial", ["c2"], requested_on="2026-11-10")
    family.record("conference-requested", "2026-11-10", "c2", conference=initial)
    family.record("conference-booked", "2026-11-11", "c2", conference=initial, starts_at="2026-11-26T10:00")
    family.record("invite-list-supplied", "2026-11-12", "c1", conference=review)
    with acting_as(family.worker) as by:
        record_event(
            code="exclusion-decided", day=date(2026, 11, 13), cases=[family.cases["c2"]], conference=initial, by=by,
            facts={"parent": family.people["p1"], "by": "chair", "outcome": "excluded"},
        )  # fmt: skip
    return family


def at_now(family: Family, reference: str) -> ConferencePosition:
    with acting_as(family.worker):
        return position_of_conference(family.conferences[reference], instant(NOW))


def states(found: ConferencePosition, code: str) -> dict[str | None, str]:
    return {
        one.conference.reference: one.state
        for one in found.position.duties
        if one.rule.code == code and one.conference.held is None
    }


def test_each_has_its_own_kind_start_people_and_duties(family: Family) -> None:
    review, initial = at_now(family, "R"), at_now(family, "I")
    said = [one.position.as_data(brief=True)["conference"] for one in (review, initial)]
    assert [(one["kind"], one["starts"][:10]) for one in said] == [("review", "2026-12-14"), ("initial", "2026-11-26")]
    assert {one["child"] for one in initial.answers("decide")} == {initial.child(family.cases["c2"].id)}
    assert {one["outcome"] for one in review.answers("decide")} == {"plan-continues", "plan-ended"}
    assert states(review, "supply-invite-list") == states(initial, "supply-invite-list") == {"R": "met", "I": "open"}
    parent = review.person(family.people["p1"])
    kept_out = [
        one.position.told.parents[parent].is_kept_out_whole(one.position.conference) for one in (review, initial)
    ]
    assert kept_out == [False, True]


def test_an_event_not_yet_recorded_is_the_conferences_own(family: Family) -> None:
    told = {"event": "invite-list-supplied", "at": NOW}
    assert states(at_now(family, "I").adding(told), "supply-invite-list") == {"R": "met", "I": "met"}
    agreed = at_now(family, "I").adding({"event": "request-agreed", "at": "2026-11-16"})
    coming = agreed.position.told.story.coming
    assert {one.reference: len(one.index.get("request-agreed", ())) for one in coming} == {"R": 0, "I": 1}


def test_the_rows_stand_with_their_conference_and_say_what_the_exported_file_says(family: Family) -> None:
    with acting_as(family.worker):
        rows = Duty.objects.annotate(state=duty_state(instant(NOW))).exclude(state="")
        stored = {(one.code, one.reference, one.state) for one in rows}
        named = {(one.reference, one.conference_id) for one in rows if one.reference}
        file = case_file(family.cases["c1"])
    assert named == {(name, family.conferences[name].pk) for name, _ in named} and {"R", "I"} <= {n for n, _ in named}
    found = position(pack_of("bolton", file, NOW), file, NOW)
    answer = found.as_data(brief=True)
    # What was done for the conference that made the plan stays on its page, and is no part of the answer.
    earlier = {(one.rule.code, one.conference.reference or "", one.state) for one in done_earlier(found)}
    assert stored == earlier | {(one["code"], one["for"] or "", one["state"]) for one in answer["duties"]}
    assert {("supply-invite-list", "R", "met"), ("supply-invite-list", "I", "open")} <= stored


def test_calling_one_off_leaves_the_others_rows(family: Family) -> None:
    before = _lines(family, "R")
    family.record("conference-cancelled", "2026-11-17", "c2", conference=family.conferences["I"])
    assert _lines(family, "R") == before


def _lines(family: Family, reference: str) -> set[tuple[Any, ...]]:
    with acting_as(family.worker):
        rows = Duty.objects.annotate(state=duty_state(instant(NOW))).filter(reference=reference)
        return {(one.code, one.about_id, one.due_on, one.due_at, one.state) for one in rows}
