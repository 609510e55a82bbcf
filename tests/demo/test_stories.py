"""The stories of the made-up families: every stage, on any day, under every procedure, before anything is written."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from quorate.demo.families.catalogue import STORIES, families
from quorate.demo.families.telling import Family
from quorate.demo.people import made_up_names
from quorate.demo.places import AUTHORITIES
from quorate.procedure.limits import act_by
from tests.demo.told import answer, live

PACKS = [one.pack for one in AUTHORITIES]
# A Friday, a Sunday, Christmas Day, New Year's Eve, a leap day, the Monday after a clock change, Easter Monday.
TODAYS = [
    date(2026, 11, 20), date(2026, 11, 22), date(2026, 12, 25), date(2027, 12, 31), date(2028, 2, 29),
    date(2026, 10, 26), date(2027, 3, 29),
]  # fmt: skip
EXPECTED_CODES = {
    "strategy-discussion-held", "enquiry-concluded", "conference-requested", "request-agreed", "conference-booked",
    "conference-moved", "conference-held", "conference-adjourned", "decided", "delay-agreed", "core-group-held",
    "child-visited", "plan-set", "transfer-notified", "child-born", "became-looked-after", "exclusion-decided",
    "duty-excused", "dissent-recorded", "minutes-sent",
}  # fmt: skip


def _told(today: date, pack: str = "bolton") -> list[Family]:
    return families(place=PACKS.index(pack), today=today)


def test_every_family_is_at_a_stage_of_its_own() -> None:
    told = _told(TODAYS[0])
    assert (len(STORIES), len({one.stage for one in told})) == (43, 43)
    assert [one.stage for one in told if len(one.look) < 20] == []


def test_every_event_that_a_stage_needs_is_told() -> None:
    told = _told(TODAYS[0])
    codes = {one.code for family in told for one in family.happenings}
    codes |= {"strategy-discussion-held", "enquiry-concluded"} if any(one.enquiries for one in told) else set()
    codes |= {"child-born"} if any(one.born_on for one in told) else set()
    assert sorted(EXPECTED_CODES - codes) == []
    outcomes = {one.outcome for family in told for sitting in family.sittings for one in sitting.decided.values()}
    assert outcomes == {"plan-made", "plan-continues", "plan-ended", "no-plan"}
    assert {sitting.kind for family in told for sitting in family.sittings} == {
        "initial", "review", "pre_birth", "transfer_in",
    }  # fmt: skip


def test_no_two_people_of_the_whole_world_have_one_name() -> None:
    names = [
        f"{one.given} {one.family}"
        for pack in PACKS
        for family in _told(TODAYS[0], pack)
        for one in (*family.kids, *family.adults)
        if one.given
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    staff = made_up_names()
    assert set(names) & {next(staff) for _ in range(1800)} == set()
    backgrounds = {kid.ethnicity for family in _told(TODAYS[0]) for kid in family.kids if kid.ethnicity}
    assert len(backgrounds) == 12


def test_a_world_of_one_day_is_always_the_same() -> None:
    def plainly(told: list[Family]) -> list[object]:
        return [(f.kids, f.adults, [(h.code, h.when, h.facts) for h in f.happenings], f.enquiries) for f in told]

    assert plainly(_told(TODAYS[0])) == plainly(_told(TODAYS[0]))


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("pack", PACKS)
def test_the_rules_accept_every_story_on_any_day(today: date, pack: str) -> None:
    for family in _told(today, pack):
        assert answer(family, pack).later_events == 0, family.stage


@pytest.mark.parametrize("today", TODAYS)
def test_everything_happens_on_working_days_and_nothing_in_the_future(today: date) -> None:
    for family in _told(today):
        told = [(one.code, one.day) for one in family.happenings]
        told += [("starts", one.starts_at.date()) for one in family.sittings if one.starts_at]
        if family.stage == "conference_today":  # whichever day it is, somebody wants to walk through a meeting
            told = [one for one in told if one != ("starts", today)]
        assert [one for one in told if not family.days.is_working(one[1])] == [], family.stage
        assert [one for one in told if one[1] > today and one[0] != "starts"] == [], family.stage


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("pack", PACKS)
def test_there_is_something_late_something_today_and_something_this_week(today: date, pack: str) -> None:
    late = now = week = 0
    for family in _told(today, pack):
        for duty in live(family, pack):
            last, _ = act_by(duty)
            day = date.fromordinal(last[0]) if last else None
            late += duty.state == "overdue"
            now += duty.state == "open" and day is not None and day <= today
            week += duty.state == "open" and day is not None and today < day <= today + timedelta(days=7)
    assert (late >= 5, now >= 2, week >= 5) == (True, True, True), (late, now, week)


@pytest.mark.parametrize("pack", PACKS)
def test_histories_are_in_time_but_for_those_told_to_be_late(pack: str) -> None:
    late = {
        family.stage
        for family in _told(TODAYS[0], pack)
        for duty in answer(family, pack).duties
        if duty.rule.weight == "national" and duty.state in ("met-late", "overdue")
    }
    expected = {"conference_beyond_limit", "first_core_group_late", "first_review_late"}
    assert late == expected, late


def test_conferences_are_held_within_office_hours() -> None:
    starts = [one.starts_at for family in _told(TODAYS[0]) for one in family.sittings if one.starts_at]
    assert [one for one in starts if not 9 <= one.hour <= 15 or not isinstance(one, datetime)] == []
