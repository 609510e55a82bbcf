"""The People and Needs pages, and what they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR, Standing
from quorate.cases.services import record_event, withdraw_event
from quorate.conferences.models import Conference, ConferenceExclusion, Invitee, PreparationStep, SafetyConcern
from quorate.conferences.queries.people import invitees_of, kept_out
from quorate.conferences.services import people
from quorate.people import services as lists
from quorate.people.models import User
from quorate.web.wording import day_short
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import invited
from tests.database import Urls
from tests.web.visiting import checked, fetch, signed_in, words

NOW = clock.now()
FEAR = "He followed her home from the nursery and shouted through the letter box."


@dataclass
class Scene:
    agency: Agency
    family: Family
    conference: Conference
    chair: Standing
    partner: Standing

    def at(self, route: str, *more: Any) -> str:
        return reverse(route, args=[self.conference.case.ref, *more])

    def browser(self, who: Standing) -> Any:
        return signed_in(User.objects.get(pk=who.user_id))

    def row(self, **said: Any) -> Invitee:
        with acting_as(self.agency.worker):
            return Invitee.objects.get(conference=self.conference, removed_on__isnull=True, **said)


@pytest.fixture(scope="module")
def scene(module_database: Urls) -> Iterator[Scene]:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    chair, partner = agency.person("chair"), agency.person("partner")
    agency.give(conference.case, chair)
    agency.give(conference.case, partner)
    yield Scene(agency, family, conference, chair, partner)


def posted(scene: Scene, who: Standing, address: str, **entered: Any) -> Any:
    return scene.browser(who).post(address, entered)


def test_everybody_stands_on_the_page_with_what_they_answered_and_the_forecast(scene: Scene) -> None:
    worker = scene.agency.worker
    page = fetch(scene.browser(worker), scene.at("conference_people"))
    assert "Morgan Example Mother of both" in page.words
    assert page.words.count("Forecast: not known yet") == 1
    mother = scene.row(person_id=scene.family.mother)
    address = scene.at("conference_person_answer", mother.pk)
    fetch(scene.browser(worker), address)
    sent = posted(scene, worker, address, answer="yes", mode="in_person", instead="", words="")
    assert (sent.status_code, sent.headers["Location"]) == (302, scene.at("conference_people"))
    page = fetch(scene.browser(worker), scene.at("conference_people"))
    rows = [one for one in page.texts("tr") if one.startswith("Morgan Example")]
    assert rows == ["Morgan Example Mother of both Not yet Yes In the room –"]


def test_the_light_turns_when_enough_say_yes_and_warns_that_nobody_is_to_spare(scene: Scene) -> None:
    worker = scene.agency.worker
    with acting_as(worker) as by:
        rows = {one.role: one for one in invitees_of(scene.conference)}
        for role in ("social_worker", "health_rep", "police_rep"):
            people.change_invitee(invitee=rows[role], by=by, direct_contact=True)
            people.record_answer(invitee=rows[role], answer="yes", mode="virtual", at=NOW, by=by)
    page = fetch(scene.browser(worker), scene.at("conference_people"))
    assert page.words.count("Forecast: quorate") == 1
    assert page.words.count("Nobody to spare.") == 1
    assert [one for one in page.texts("tr") if one.startswith("Others counted")] == [
        "Others counted 2 of 2 needed 2 of 2 needed"
    ]


def test_a_professional_is_found_in_the_lists_and_no_name_is_typed_twice(scene: Scene) -> None:
    worker = scene.agency.worker
    school = lists.add_agency(authority=scene.agency.authority, name="Hollow Lane Primary", kind="school", by=OPERATOR)
    post = lists.add_professional(
        agency=school, full_name="Gurpreet Oakmeadow", job_title="Deputy head", begins_on=NOW.date(), by=OPERATOR
    )
    address = scene.at("conference_person_new")
    fetch(scene.browser(worker), address)
    assert "Nobody was ticked." in checked(scene.browser(worker).post(address), address).words
    nothing = checked(scene.browser(worker).post(address, {"name": ""}), address)
    assert "Enter the name, or what the post is called" in nothing.texts("a")
    hits = checked(scene.browser(worker).post(address, {"words": "oakmeadow"}), address)
    assert [one for one in hits.texts("a") if one.startswith("Gurpreet")] == ["Gurpreet Oakmeadow"]
    place = scene.at("conference_person_from_list", post.pk)
    roles = [words(one) for one in fetch(scene.browser(worker), place).all("option")]
    assert roles[0] == "Choose a role"
    assert [one for one in roles if one.startswith("Social worker")] == [
        "Social worker", "Social worker (lead practitioner)", "Social worker of the authority that the child has left",
    ]  # fmt: skip
    nobody = checked(posted(scene, worker, place, role="", direct_contact="yes", why=""), place)
    assert nobody.texts("a").count("Choose in which role they come") == 1
    typed = {"kind": "professional", "name": "A. Desk", "role": "", "direct_contact": "", "why": "Was there"}
    unsaid = checked(scene.browser(worker).post(address, typed), address)
    assert unsaid.texts("a").count("Choose in which role they come") == 1
    sent = posted(scene, worker, place, role="school_rep", direct_contact="yes", why="")
    assert sent.status_code == 302, checked(sent, place).words
    added = scene.row(professional=post)
    assert (added.name, added.agency, added.agency_code, added.direct_contact) == (
        "Gurpreet Oakmeadow", school, "education", True,
    )  # fmt: skip


def test_a_supporter_is_named_on_the_persons_page_and_a_second_is_refused_with_the_clause(scene: Scene) -> None:
    worker = scene.agency.worker
    mother = scene.row(person_id=scene.family.mother)
    fetch(scene.browser(worker), scene.at("conference_person", mother.pk))
    address = scene.at("conference_supporter_new", mother.pk)
    fetch(scene.browser(worker), address)
    sent = posted(scene, worker, address, name="Agata Nettlefold", kind="friend", late_reason="")
    assert sent.status_code == 302, checked(sent, address).words
    again = checked(posted(scene, worker, address, name="Another", kind="friend", late_reason=""), address)
    assert again.words.count("One supporter may come with each person (BOL-11)") >= 1
    page = fetch(scene.browser(worker), scene.at("conference_people"))
    assert page.words.count("One adult, who listens (BOL-11, BOL-12)") == 1


def test_the_chair_decides_and_follows_up(scene: Scene) -> None:
    worker, chair, father = scene.agency.worker, scene.chair, scene.row(person_id=scene.family.father)
    answer = scene.at("conference_person_answer", father.pk)
    assert posted(scene, worker, answer, answer="yes", mode="in_person", instead="", words="").status_code == 302
    ask = scene.at("conference_exclusion_ask")
    fetch(scene.browser(scene.partner), ask)
    sent = posted(
        scene, scene.partner, ask, person=str(scene.family.father), scope="whole", ground="violence",
        ground_words="What he said", source_words="The school", asked_words="",
    )  # fmt: skip
    assert sent.status_code == 302, checked(sent, ask).words
    decide = scene.at("conference_exclusion_decide", father.pk)
    assert posted(scene, worker, decide, outcome="excluded").status_code == 403
    fetch(scene.browser(chair), decide)
    refused = checked(posted(scene, chair, decide, outcome="excluded", scope="whole", ground="violence"), decide)
    assert refused.words.count("Give the reasons: the person is told them") >= 1
    sent = posted(
        scene, chair, decide, outcome="excluded", scope="whole", ground="violence", ground_words="",
        words="What you said on Monday frightened people.",
    )  # fmt: skip
    assert sent.status_code == 302, checked(sent, decide).words
    with acting_as(worker):
        row = ConferenceExclusion.objects.get(conference=scene.conference)
        assert kept_out(scene.conference, scene.family.father) == "whole"
    page = fetch(scene.browser(worker), scene.at("conference_people"))
    lines = [one for one in page.texts("tr") if one.startswith("Frankie Sample")]
    assert lines == ["Frankie Sample Father of both Kept out of all Not yet Yes – –"]
    needs = fetch(scene.browser(worker), scene.at("conference_needs"))
    assert needs.words.count("Kept out of all They are not asked to come. They are still told what it is about.") == 1
    _the_other_page_undoes_nothing(scene, decide)
    # What the rules still ask for them can be noted, and no more.
    assert [one for one in needs.texts("a") if "Frankie Sample" in one and ": " in one] == [
        "Note it: Explained, Frankie Sample", "Note it: Leaflet, Frankie Sample",
    ]  # fmt: skip
    today = {"on_day": NOW.day, "on_month": NOW.month, "on_year": NOW.year}
    views = scene.at("conference_exclusion_views", row.pk)
    assert "Frankie Sample. The social worker reports these" in fetch(scene.browser(worker), views).words
    sent = posted(scene, worker, views, **today, how="phone", words="I want to be heard.")
    assert sent.status_code == 302, checked(sent, views).words
    offer = scene.at("conference_exclusion_meeting", row.pk)
    fetch(scene.browser(chair), offer)
    assert posted(scene, chair, offer, **today, answer="", words="").status_code == 302
    told = scene.at("conference_exclusion_explained", row.pk)
    fetch(scene.browser(chair), told)
    assert posted(scene, chair, told, **today, how="phone").status_code == 302
    page = fetch(scene.browser(chair), scene.at("conference_exclusions"))
    assert [one.split(":")[0] for one in page.texts("li") if one.startswith(("Told", "Their views", "A meeting"))] == [
        "Told why", "Their views collected", "A meeting offered",
    ]  # fmt: skip
    needs = fetch(scene.browser(chair), scene.at("conference_needs")).texts("li")
    offered = [one for one in needs if one.startswith("Meeting with the chair offered")]
    assert [": not yet" in one for one in offered] == [False]
    fetch(scene.browser(chair), scene.at("conference_person", father.pk))
    day = fetch(scene.browser(chair), scene.at("conference_meeting")).texts("li")
    assert [one.split(",")[0] for one in day if one.startswith(("Frankie", "Morgan"))] == ["Morgan Example"]


def _the_other_page_undoes_nothing(scene: Scene, decide: str) -> None:
    """A page that was opened before the decision shows it when it is sent; the same decision sent twice is one."""
    late = scene.browser(scene.chair).post(
        decide, {"outcome": "not-excluded", "scope": "whole", "ground": "violence", "words": "He may come.",
                 "version": "0"},
    )  # fmt: skip
    both = checked(late, decide)
    pairs = [one for one in both.texts("div") if one.startswith("The decision: yours") and "theirs" in one]
    assert (late.status_code, both.texts("h2").count("Two texts: choose"), pairs) == (
        409, 1, ["The decision: yoursNot kept out The decision: theirsKept out"],
    )  # fmt: skip
    again = scene.browser(scene.chair).post(
        decide, {"outcome": "excluded", "scope": "whole", "ground": "violence", "version": "0",
                 "words": "What you said on Monday frightened people."},
    )  # fmt: skip
    with acting_as(scene.agency.worker):
        decided = list(ConferenceExclusion.objects.filter(conference=scene.conference).values_list("outcome"))
    assert (again.status_code, decided) == (302, [("excluded",)])


def test_needs_and_preparation_are_noted_and_shown(scene: Scene) -> None:
    worker, mother = scene.agency.worker, str(scene.family.mother)
    need, empty = scene.at("conference_need_new"), [one.get("value") for one in _chosen(scene, "conference_need_new")]
    unsaid = posted(scene, worker, need, person="", kind="interpreter", words="Polish")
    assert (empty, unsaid.status_code, "Choose who needs it" in checked(unsaid, need).words) == ([], 422, True)
    sent = posted(scene, worker, need, person=mother, kind="interpreter", words="Polish")
    assert sent.status_code == 302, checked(sent, need).words
    today = {"on_day": NOW.day, "on_month": NOW.month, "on_year": NOW.year}
    for kind, more in (
        ("concerns", {"how": "in-person", "items": []}),
        ("leaflet", {"how": "in-person"}),
        ("needs", {"how": "phone", "items": ["interpreter"]}),
        ("wishes", {"how": "phone", "answer": "yes"}),
    ):
        step = scene.at("conference_step", kind)
        assert _chosen(scene, "conference_step", kind) == [], "nobody, until somebody chooses"
        sent = posted(scene, worker, step, person=mother, **today, words="", **more)
        assert sent.status_code == 302, checked(sent, step).words
    father = str(scene.family.father)
    with acting_as(worker) as by:  # as brought in from elsewhere, without a step; and one that was taken back
        told: dict[str, Any] = {"cases": scene.family.cases, "conference": scene.conference, "by": by}
        told["facts"] = {"parent": father}
        record_event(code="concerns-explained", day=NOW.date(), **told)
        gone = record_event(code="leaflet-given", day=NOW.date(), **told)
        withdraw_event(event_id=gone, by=by)
    page = fetch(scene.browser(worker), scene.at("conference_needs"))
    lines = [one for one in page.texts("li") if ", Frankie Sample" in one]
    said = {one.split(":")[0]: ": not yet" not in one for one in lines}
    assert (said["Explained"], said["Leaflet"]) == (True, False)
    assert page.words.count("Interpreter: Polish Not arranged yet") == 1
    with acting_as(worker) as by:
        children = [
            people.add_invitee(
                conference=scene.conference, kind="child", name=f"{one.given_names} Example", role="child",
                basis="need", about=[one.case_id], person_id=one.person_id, by=by,
            )
            for one in scene.family.children
        ]  # fmt: skip
        people.record_answer(invitee=children[0], answer="no", words="In hospital", at=NOW, by=by)
        record_event(
            code="child-attendance-decided", cases=[scene.family.cases[1]], day=NOW.date(), by=by,
            conference=scene.conference, facts={"wanted": False, "parent_agreed": True},
        )  # fmt: skip
    wishes = [
        one.split(" Note it")[0]
        for one in fetch(scene.browser(worker), scene.at("conference_needs")).texts("li")
        if one.startswith("Wants to come")
    ]
    assert wishes == [
        "Wants to come: cannot come, by the answer; their wish is not asked yet",
        f"Wants to come: {day_short(NOW.date())}, no, the parent agrees",
    ]
    with acting_as(worker):
        kinds = PreparationStep.objects.filter(conference=scene.conference).values_list("kind", flat=True)
        assert sorted(kinds) == ["concerns", "leaflet", "needs", "wishes"]
    assert _chosen(scene, "conference_child_coming") == []


def _chosen(scene: Scene, *route: Any) -> list[Any]:
    """The person with whom a form stands ready: what is sent of its list when nobody touches it."""
    page = fetch(scene.browser(scene.agency.worker), scene.at(*route))
    offered = next(list(one.iter()) for one in page.all("select") if one.get("name") == "person")[1:]
    ready = [one for one in offered if one.get("selected") is not None] or offered[:1]
    return [one for one in ready if one.get("value")]


@pytest.mark.clause("BAR-19")
def test_what_somebody_is_afraid_of_is_shown_to_those_who_arrange_and_on_no_other_page(scene: Scene) -> None:
    worker = scene.agency.worker
    address = scene.at("conference_safety_new")
    blank = fetch(scene.browser(worker), address)
    assert [words(one) for one in blank.all("option") if one.get("value") == ""] == ["Choose", "Choose"]
    sent = posted(
        scene, worker, address, person=str(scene.family.mother), of_person=str(scene.family.father), words=FEAR
    )
    assert sent.status_code == 302, checked(sent, address).words
    assert fetch(scene.browser(worker), scene.at("conference_needs")).words.count(FEAR) == 1
    with acting_as(worker):
        row = SafetyConcern.objects.get(conference=scene.conference)
        father = Invitee.objects.get(conference=scene.conference, person_id=scene.family.father)
    settle = scene.at("conference_safety", row.pk)
    fetch(scene.browser(worker), settle)
    no_way = posted(
        scene, worker, settle, arrangement="He joins by link once she has left.", separately=[str(father.pk)], version=1
    )
    assert (no_way.status_code, "the letter to" in checked(no_way, settle).words) == (422, True)
    two = fetch(scene.browser(worker), settle)
    number = 1 + [one.get("value") for one in two.all("input") if one.get("name") == "separately"].index(str(father.pk))
    way = {f"at_{number}": "2:30 pm", f"way_{number}": "Join by link"}
    sent = posted(
        scene, worker, settle, arrangement="He joins by link once she has left.", separately=[str(father.pk)],
        version=1, **way,
    )  # fmt: skip
    assert sent.status_code == 302, checked(sent, settle).words
    way[f"at_{number}"] = "14:30"
    stale = posted(scene, worker, settle, arrangement="She comes at ten.", version=1, **way)
    both = [words(one) for one in checked(stale, settle).all("div") if one.get("class") == "q-clash__text"]
    assert (stale.status_code, len(both)) == (409, 4)
    assert both[:2] == [
        "What is arranged: yoursShe comes at ten.", "What is arranged: theirsHe joins by link once she has left."
    ]  # fmt: skip
    kept = {"clashed": ["arrangement", "separately"], "theirs-arrangement": "He joins by link once she has left.",
            "theirs-separately": str(father.pk), "version": 2, "keep": "both"}  # fmt: skip
    assert posted(scene, worker, settle, arrangement="She comes at ten.", **kept, **way).status_code == 302
    with acting_as(worker):
        row.refresh_from_db()
        father.refresh_from_db()
    assert row.arrangement == "He joins by link once she has left.\n\nShe comes at ten."
    assert father.attends_separately is True
    parent = scene.agency.person("parent")
    scene.agency.give(scene.conference.case, parent)
    routes = ("conference", "conference_people", "conference_needs", "conference_papers")
    for who in (scene.partner, parent):
        for route in routes:
            said = scene.browser(who).get(scene.at(route))
            assert FEAR not in said.content.decode()
            assert "joins by link once" not in said.content.decode()
    assert scene.browser(scene.partner).get(settle).status_code in (403, 404)


@pytest.mark.parametrize("route", ["conference_people", "conference_needs"])
def test_a_page_asks_the_same_number_of_times_however_many_people_there_are(scene: Scene, route: str) -> None:
    browser = scene.browser(scene.agency.worker)
    browser.get(scene.at(route))
    with CaptureQueriesContext(connection) as before:
        browser.get(scene.at(route))
    with acting_as(scene.agency.worker) as by:
        for n in range(8):
            people.add_invitee(
                conference=scene.conference, kind="professional", name=f"Somebody {n}", role="housing_officer",
                why="Helps", by=by,
            )  # fmt: skip
    with CaptureQueriesContext(connection) as after:
        browser.get(scene.at(route))
    assert len(after) == len(before)
    assert len(after) <= 17  # nine of them open the page: who asks, the conference, its children, the trail
