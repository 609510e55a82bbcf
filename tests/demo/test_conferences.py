"""The conferences of the made-up world: nothing clashes, every page opens at every stage, and one can be walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent
from quorate.challenges.models import Complaint
from quorate.conferences.models import (
    Booking,
    Card,
    Conference,
    ConferenceChild,
    ConferenceExclusion,
    ConferenceRequest,
    Invitee,
    Record,
    Report,
    ReportShare,
    ScaleNumber,
    View,
)
from quorate.conferences.services import meeting
from quorate.demo.families.catalogue import families
from quorate.demo.families.guide import WALKS, staff_names, walks
from quorate.demo.families.telling import Family
from quorate.demo.places import AUTHORITIES
from quorate.notices.models import Message
from quorate.people.models import Membership
from quorate.people.queries import standing_of
from quorate.plans.models import CoreGroupMember, PlanAction
from quorate.plans.queries.between import between_of
from quorate.release.models import Release
from tests.database import Urls
from tests.web.visiting import fetch, signed_in
from tests.world import TODAY

PACKS = [one.pack for one in AUTHORITIES]
STAGES = (
    "conference_asked_for", "conference_agreed", "conference_booked", "conference_near", "conference_moved",
    "conference_today", "inquorate", "before_birth", "transfer_in_coming", "excluded_parent", "held_yesterday",
    "held_and_written", "approved_and_sent", "review_held", "complaint",
)  # fmt: skip
PAGES = (
    "conference", "conference_people", "conference_reports", "conference_needs", "conference_meeting",
    "conference_decisions", "conference_plan", "conference_record", "conference_papers", "conference_looks",
    "conference_booking", "conference_between", "conference_checklists", "conference_children",
)  # fmt: skip


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def told(stage: str, pack: str = "bolton") -> Family:
    """The family at a stage."""
    return next(one for one in families(place=PACKS.index(pack), today=TODAY) if one.stage == stage)


def reference(stage: str, pack: str = "bolton") -> str:
    """Of the family's last conference."""
    family = told(stage, pack)
    return f"{pack.upper()[:3]}-C{family.number + 1:02d}{len(family.sittings)}"


def member(name: str) -> Membership:
    """Somebody of the staff, with the role in which they were hired."""
    return Membership.objects.get(user__display_name=name)


def held_by(role: str, stage: str, pack: str = "bolton") -> Membership:
    """Who works with a family in a role."""
    from quorate.demo.families.guide import places

    return member(staff_names(PACKS.index(pack))[role][getattr(places(told(stage, pack).number), role)])


def as_row(superuser: Any, words: str) -> Any:
    return superuser.execute(words).fetchall()


def test_every_sitting_that_is_to_come_is_booked_and_nearly_all_that_were_held(world: Urls) -> None:
    with psycopg.connect(world.superuser) as superuser:
        booked = Counter(dict(as_row(superuser, """
            SELECT c.state, count(*) FROM conferences_conference c WHERE c.state IN ('booked', 'held')
            AND EXISTS (SELECT FROM conferences_booking b WHERE b.conference_id = c.id AND b.live
                        AND b.starts_at = c.starts_at) GROUP BY 1""")))  # fmt: skip
        there = Counter(dict(as_row(superuser, "SELECT state, count(*) FROM conferences_conference GROUP BY 1")))
    assert booked["booked"] == there["booked"]
    assert booked["held"] > 0.9 * there["held"]


def test_every_first_conference_has_its_request_and_every_booked_one_its_people(world: Urls) -> None:
    with psycopg.connect(world.superuser) as superuser:
        without = as_row(
            superuser,
            """
            SELECT c.reference FROM conferences_conference c WHERE c.kind <> 'review'
            AND NOT EXISTS (SELECT FROM conferences_request r WHERE r.conference_id = c.id)""",
        )
        alone = as_row(
            superuser,
            """
            SELECT c.reference FROM conferences_conference c WHERE c.state IN ('booked', 'held') AND 6 >
            (SELECT count(*) FROM conferences_invitee i WHERE i.conference_id = c.id)""",
        )
        plain = as_row(superuser, "SELECT count(*) FROM conferences_conference WHERE edition = ''")
    assert (without, alone, plain) == ([], [], [(0,)])


@pytest.mark.parametrize(
    "table",
    ["conferences_booking", "conferences_invitee", "conferences_request", "plans_visit", "plans_core_group",
     "challenges_complaint", "challenges_correction"],
)  # fmt: skip
def test_every_row_has_its_entry_in_the_trail(world: Urls, table: str) -> None:
    with psycopg.connect(world.superuser) as superuser:
        missing = as_row(superuser, f"SELECT count(*) FROM {table} t WHERE NOT EXISTS"
                                    " (SELECT FROM audit_entry a WHERE a.subject_id = t.id)")  # fmt: skip
        rows = as_row(superuser, f"SELECT count(*) >= 5 FROM {table}")
    assert (missing, rows) == ([(0,)], [(True,)])


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ["chair", "social_worker", "team_manager"])
def test_every_page_of_a_conference_opens_at_every_stage(stage: str, role: str) -> None:
    held = held_by(role, stage)
    with acting_as(standing_of(held)):
        ref = Conference.objects.select_related("case").get(reference=reference(stage)).case.ref
    client = signed_in(held.user)
    answers = {page: client.get(reverse(page, args=[ref])).status_code for page in PAGES}
    assert {page: code for page, code in answers.items() if code not in (200, 302)} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_the_chair_can_start_the_conference_of_today(pack: str) -> None:
    with acting_as(standing_of(held_by("chair", "conference_today", pack))) as by:
        conference = Conference.objects.select_related("case").get(reference=reference("conference_today", pack))
        assert Booking.objects.get(conference=conference, live=True).starts_at == conference.starts_at
        assert set(Report.objects.filter(conference=conference).values_list("state", flat=True)) == {
            "authorised", "received",
        }  # fmt: skip
        at = datetime.combine(TODAY, time(14), ZoneInfo("Europe/London"))
        assert meeting.start(conference=conference, at=at, by=by).started_at == at


@pytest.mark.parametrize("pack", PACKS)
def test_a_conference_that_was_held_is_written_down_whole(pack: str) -> None:
    with acting_as(standing_of(held_by("chair", "held_and_written", pack))):
        conference = Conference.objects.get(reference=reference("held_and_written", pack))
        of = {"conference": conference}
        kinds = (Card, View, ScaleNumber, CoreGroupMember, PlanAction, Invitee)
        counts = [one.objects.filter(**of).count() > 1 for one in kinds]
        assert (conference.state, counts, Record.objects.get(**of).state) == ("held", [True] * 6, "draft")


@pytest.mark.parametrize("pack", PACKS)
def test_of_another_the_letters_are_in_the_outbox_and_the_record_is_approved(pack: str) -> None:
    with acting_as(standing_of(held_by("administrator", "approved_and_sent", pack))):
        conference = Conference.objects.get(reference=reference("approved_and_sent", pack))
        letters = Release.objects.get(conference=conference, code="decisions")
        told = Message.objects.filter(release=letters).count()
        assert (Record.objects.get(conference=conference).state, letters.state, told > 2) == (
            "approved", "released", True,
        )  # fmt: skip


def test_visits_and_core_groups_of_the_story_are_rows_of_the_children() -> None:
    family = told("long_plan")
    with acting_as(standing_of(held_by("team_manager", "long_plan"))):
        conference = Conference.objects.get(reference=reference("long_plan"))
        children = [one.child_case_id for one in ConferenceChild.objects.filter(conference=conference)]
        since = between_of(children, datetime.combine(TODAY, time(9), ZoneInfo("Europe/London")))
    held = [one for one in family.happenings if one.code == "core-group-held"]
    seen = [one for one in family.happenings if one.code == "child-visited"]
    assert [len(since.groups), *(len(some) for some in since.visits.values())] == [len(held), *[len(seen)] * 2]
    assert [one.is_lead for one in since.members].count(True) == 1


def test_the_complaint_of_the_story_waits_for_its_answer() -> None:
    with acting_as(standing_of(held_by("team_manager", "complaint"))):
        row = Complaint.objects.get(conference__reference=reference("complaint"))
        assert (row.is_open, row.is_late) == (True, False)
        told = CaseEvent.objects.filter(conference_id=row.conference_id).values_list("code", flat=True)
        assert {"complaint-received", "minutes-challenged"} <= set(told)


def test_reports_were_shared_with_those_of_whom_the_story_says_so() -> None:
    family = told("conference_today")
    with acting_as(standing_of(held_by("social_worker", "conference_today"))):
        conference = Conference.objects.get(reference=reference("conference_today"))
        rows = ReportShare.objects.filter(conference=conference).values_list("recipient", "person_id", "shared_at")
        people = {adult.key: adult.person_id for adult in family.adults}
        noon = time(12, tzinfo=ZoneInfo("Europe/London"))
        expected = {
            ("parent" if one.facts["with"] in people else one.facts["with"], people.get(one.facts["with"]),
             datetime.combine(one.day, noon))
            for one in family.happenings if one.code == "report-shared"
        }  # fmt: skip
        assert set(rows) == expected


def test_requests_wait_for_the_manager_and_exclusions_stand() -> None:
    with acting_as(standing_of(held_by("team_manager", "conference_asked_for"))):
        assert ConferenceRequest.objects.get(conference__reference=reference("conference_asked_for")).state == "sent"
    with acting_as(standing_of(held_by("team_manager", "excluded_parent"))):
        row = ConferenceExclusion.objects.get(conference__reference=reference("excluded_parent"))
        assert (row.outcome, row.scope) == ("excluded", "whole")


@pytest.mark.parametrize("pack", PACKS)
def test_whoever_the_guide_names_sees_what_it_promises(pack: str) -> None:
    found = walks(pack, today=TODAY)
    assert len(found) == len(WALKS)
    for line, (stage, _, _) in zip(found, WALKS, strict=True):
        held = member(line.name)
        with acting_as(standing_of(held)):
            assert Conference.objects.filter(reference=reference(stage, pack)).exists(), line


def test_the_sign_in_page_says_as_whom_to_begin() -> None:
    words = fetch(Client(), "/demo/sign-in/?authority=bolton").words
    assert [one.name for one in walks("bolton", today=TODAY) if f"{one.name}, " not in words] == []


def test_the_page_of_todays_conference_names_its_children() -> None:
    held = held_by("chair", "conference_today")
    with acting_as(standing_of(held)):
        ref = Conference.objects.select_related("case").get(reference=reference("conference_today")).case.ref
    page = fetch(signed_in(held.user), reverse("conference", args=[ref]))
    names = [f"{kid.given}" for kid in told("conference_today").kids]
    assert [name for name in names if name not in page.words] == []
