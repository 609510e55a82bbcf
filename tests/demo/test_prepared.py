"""What the made-up world says of preparation and of requests is one thing on every page that says it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.cases.models import Duty
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceRequest, Invitee, PreparationStep
from quorate.conferences.queries.unasked import unasked_of
from quorate.conferences.services.preparing_people import EVENTS
from quorate.people.queries import standing_of
from tests.database import Urls
from tests.demo.test_conferences import PACKS, held_by, reference, told
from tests.web.visiting import fetch, signed_in, words
from tests.world import TODAY

SAID = {
    "explain-conference-to-parents": "Explained", "give-parents-leaflet": "Leaflet",
    "ask-parents-about-needs": "Needs asked", "offer-advocate": "Advocate offered",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def test_every_step_of_the_whole_world_is_an_event_too_and_every_event_a_step(world: Urls) -> None:
    kinds = [(str(kind), code) for kind, code in EVENTS.items()] + [("wishes", "child-attendance-decided")]
    with psycopg.connect(world.superuser) as superuser:
        steps = superuser.execute(
            "SELECT conference_id, person_id, kind, done_on FROM conferences_preparation_step"
        ).fetchall()
        events = superuser.execute(
            "SELECT DISTINCT e.conference_id, coalesce((e.facts->>'parent')::uuid, c.person_id), k.kind, e.day"
            " FROM cases_event e JOIN cases_child c ON c.case_id = e.case_id"
            " JOIN unnest(%s::text[], %s::text[]) k(kind, code) ON k.code = e.code",
            [[kind for kind, _ in kinds], [code for _, code in kinds]],
        ).fetchall()
        booklets = superuser.execute(
            "SELECT conference_id, child_case_id, given_on FROM conferences_booklet"
        ).fetchall()
        given = superuser.execute(
            "SELECT DISTINCT conference_id, case_id, day FROM cases_event WHERE code = 'booklet-given'"
        ).fetchall()
    assert (set(steps) ^ set(events), len(steps), len(steps) > 1000) == (set(), len(set(steps)), True)
    assert (set(booklets) ^ set(given), len(booklets), len(booklets) > 20) == (set(), len(set(booklets)), True)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("stage", ["conference_near", "conference_booked", "held_and_written"])
def test_the_needs_page_and_the_first_page_say_the_same(stage: str, pack: str) -> None:
    held = held_by("social_worker", stage, pack)
    with acting_as(standing_of(held)):
        conference = Conference.objects.select_related("case").get(reference=reference(stage, pack))
        people = Invitee.objects.filter(conference=conference, person_id__isnull=False)
        names = {one.person_id: one.name for one in people if one.is_family}
        asked = Duty.objects.filter(conference_id=conference.pk, code__in=SAID, about_id__in=names)
        by_rules = {(names[one.about_id], SAID[one.code]): one.met_on is not None for one in asked}
    page = fetch(signed_in(held.user), reverse("conference_needs", args=[conference.case.ref]))
    by_page = {
        (name, line.split(":")[0].strip()): ": not yet" not in line
        for section in page.all("section")
        for name in names.values()
        if words(section).startswith(name)
        for line in (words(one) for one in section.iter(f"{section.tag[:-7]}li"))
    }
    assert len(by_rules) >= 6
    assert {key: by_page.get(key) for key in by_rules} == by_rules
    assert [key for key, done in by_rules.items() if not done] == []


def test_a_child_who_answered_has_said_that_they_want_to_come() -> None:
    held = held_by("social_worker", "conference_near")
    with acting_as(standing_of(held)):
        conference = Conference.objects.select_related("case").get(reference=reference("conference_near"))
        (child,) = Invitee.objects.filter(conference=conference, kind="child")
        wish = PreparationStep.objects.get(conference=conference, kind="wishes", person_id=child.person_id)
    page = fetch(signed_in(held.user), reverse("conference_needs", args=[conference.case.ref]))
    assert (child.answer, wish.answer, page.words.count("Coming to the conference: answered yes; may come.")) == (
        "yes", "yes", 1,
    )  # fmt: skip


@pytest.mark.parametrize("pack", PACKS)
def test_every_request_has_asked_each_person_but_of_one_mother_who_was_never_alone(pack: str) -> None:
    for stage in ("conference_asked_for", "conference_agreed", "conference_booked", "before_birth"):
        with acting_as(standing_of(held_by("team_manager", stage, pack))):
            asked = ConferenceRequest.objects.get(conference__reference=reference(stage, pack))
            missing = {one.code for one in unasked_of(asked, pack_of(asked.conference), TODAY)}
        mother = str(told(stage, pack).adults[0].person_id)
        said = {key: one for key, one in asked.answers["people"].items() if one != "no"}
        assert (missing - {"invite"}, said) == (set(), {mother: "not-alone"} if stage == "conference_booked" else {})
