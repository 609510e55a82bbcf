"""The pages between conferences: what they ask is what the pack says, and what is entered stands there at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.conferences.editions import pack_of
from quorate.people.models import User
from quorate.plans.models import CoreGroup, Plan, SafetyGoal
from quorate.web.conferences.opening import word_of
from tests.database import Urls
from tests.plans.making import Afterwards
from tests.web.visiting import Page, checked, fetch, signed_in


class Desk:
    """Somebody at the pages of one conference."""

    def __init__(self, after: Afterwards) -> None:
        self.after = after
        self.case = after.planned[0]

    def client(self, who: Standing | None = None) -> Any:
        return signed_in(User.objects.get(pk=(who or self.after.agency.worker).user_id))

    def address(self, route: str) -> str:
        return reverse(route, args=[self.after.conference.case.ref])

    def page(self, route: str = "conference_between", who: Standing | None = None) -> Page:
        return fetch(self.client(who), self.address(route))

    def send(self, route: str, status: int = 302, **said: Any) -> Any:
        response = self.client().post(self.address(route), said)
        if response.status_code != status:
            page = checked(response, route)
            raise AssertionError([one for one in page.texts("p") if one.startswith("Error")] or page.words)
        return response if status == 302 else checked(response, route)


def day(name: str, on: Any) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture(scope="module", params=["bolton", "bradford"])
def desk(module_database: Urls, request: Any) -> Iterator[Desk]:
    yield Desk(Afterwards(request.param))


@pytest.mark.clause("BOL-35")
def test_the_form_of_the_first_core_group_asks_what_the_pack_says_that_it_settles(desk: Desk) -> None:
    labels = desk.page("conference_between_group").texts("label")
    settles = [one.removeprefix("Settled: ") for one in labels if one.startswith("Settled: ")]
    rule = pack_of(desk.after.conference).data["core_group"]
    assert settles == list(rule["first_meeting_settles"])
    if desk.after.pack == "bolton":
        assert settles == ["timescales", "actions", "recommendations", "the part that each person plays"]
    assert [one for one in rule["every_meeting"] if f"{one[:1].upper()}{one[1:]}" not in labels] == []


@pytest.mark.clause("LEI-05", "LEI-54", "BRD-19", "BRD-20")
def test_a_core_group_is_recorded_line_by_line_and_stands_on_the_page(desk: Desk) -> None:
    action = desk.after.actions()[0]
    page = desk.page("conference_between_group")
    assert [one for one in page.texts("legend") if "told again that the next conference is on" in one] != []
    said: dict[str, Any] = {
        f"asked_{desk.case}": "yes", f"views_{desk.case}": "I like it when Gran comes.", "reminded": "yes",
        f"how_{action.id}": "better", f"said_{action.id}": "Twice this week.", "chair_words": "A. Example",
        "absent": "The school nurse: no cover.", "notes": "Short and calm.",
    }  # fmt: skip
    desk.send("conference_between_group", **said, **day("held_on", today()))
    with acting_as(desk.after.agency.worker):
        (group,) = CoreGroup.objects.filter(conference=desk.after.conference)
        assert (group.next_date_reminded, group.views[str(desk.case)]["words"]) == (True, "I like it when Gran comes.")
    words = desk.page(who=desk.after.agency.chair).words
    left_open = desk.send("conference_between_group", status=422, **day("held_on", today()))
    said_of = [one.removeprefix("Error: ") for one in left_open.texts("p") if one.startswith("Error: Say whether")]
    (planned,) = [one.given_names for one in desk.after.family.children if one.case_id == desk.case]
    assert said_of == [f"Say whether {planned} was asked", "Say whether everybody was told the day again"]
    for part in ("Chaired by A. Example", "I like it when Gran comes.", "Did not come", "The school nurse: no cover.",
                 "better, Twice this week.", "Everybody was told of the next conference"):  # fmt: skip
        assert words.count(part) == 1, part


@pytest.mark.clause("BAR-06")
def test_beside_every_line_stands_what_has_to_change_and_which_worry_it_answers(desk: Desk) -> None:
    with acting_as(desk.after.agency.worker):
        goals = list(SafetyGoal.objects.filter(case_id=desk.case, removed_at=None).select_related("statement"))
    words = desk.page().words
    told = [f"What has to change: {one.words} (the worry: {one.statement.words})" for one in goals]
    assert [words.count(one) for one in told] == [2]


@pytest.mark.clause("BRD-20")
def test_the_core_group_is_chaired_by_whom_the_pack_names(desk: Desk) -> None:
    rule = pack_of(desk.after.conference).data["core_group"]
    named = f"The core group is chaired by the {word_of(pack_of(desk.after.conference), 'lead_practitioner')}"
    assert (named in desk.page().words) is (rule.get("chaired_by") == "lead_practitioner")


def test_the_chair_reads_a_pulse_in_a_minute(desk: Desk) -> None:
    page = desk.page(who=desk.after.agency.chair)
    assert page.texts("h2")[1] == "At a glance"
    assert "1 of 2 lines better or done." in page.words
    # Nobody asks for visits to a child without a plan.
    assert ("No visit to Child1 is recorded." in page.words, "No visit to Child0" in page.words) == (True, False)


def test_a_visit_a_talk_and_how_often_are_recorded_by_their_forms(desk: Desk) -> None:
    offered = desk.page("conference_between_talk").texts("label")
    assert [one for one in offered if one in ("Chair", "Social worker", "Chairperson", "Key worker")] == {
        "bolton": ["Chair", "Social worker"], "bradford": ["Chairperson", "Key worker", "Social worker"],
    }[desk.after.pack]  # fmt: skip
    bare = desk.send("conference_between_talk", status=422, words="")
    named = ("Choose who it was", "Choose with whom they talked", "Choose what it was about")
    assert [one in bare.words for one in named] == [True] * 3
    desk.send(
        "conference_between_visit",
        child=str(desk.case),
        seen="yes",
        alone="yes",
        bedroom="no",
        words="All well.",
        **day("visited_on", today()),
    )
    desk.send("conference_between_rhythm", child=str(desk.case), visit_every="5 working days", core_group_every="")
    desk.send(
        "conference_between_talk",
        person_id=str(desk.after.family.mother),
        with_role="chair",
        kind="plan-explained",
        words="She knows what has to change.",
        **day("talked_on", today()),
    )
    page = desk.page()
    assert "seen, alone" in page.words and "She knows what has to change." in page.words
    # What was entered by mistake is taken back from here, and is there no more.
    mistakes = [str(one.get("href")) for one in page.all("a") if "/mistakes/" in str(one.get("href"))]
    kinds = [one.split("/mistakes/")[1].partition("/")[0] for one in mistakes]
    assert (kinds.count("visit"), kinds.count("talk"), kinds.count("meeting") > 0) == (1, 1, True)
    address = mistakes[kinds.index("visit")]
    assert desk.client().post(address, {"reason": ""}).status_code == 422
    assert desk.client().post(address, {"reason": "Another child was visited."}).status_code == 302
    assert ("seen, alone" in desk.page().words, desk.client().get(address).status_code) == (False, 404)
    bad = desk.send(
        "conference_between_rhythm", status=422, child=str(desk.case), visit_every="often", core_group_every=""
    )
    assert [one for one in bad.texts("p") if one.startswith("Error")] != []


def test_the_review_is_asked_for_by_going_through_the_people(desk: Desk) -> None:
    page = desk.page("conference_review")
    assert "Go through the people, one by one" in page.words
    names = [one.get("name") for one in page.all("input") if str(one.get("name")).startswith("again_")]
    chosen = [one for one in page.all("input") if one.get("checked") is not None]
    assert (len(set(names)) > 2, chosen) == (True, [])
    gone = desk.send("conference_review", **{str(name): "yes" for name in names})
    assert gone.headers["Location"].partition("?")[0].endswith("/booking/")
    assert "The review is under way already" in desk.page("conference_review").words
    booking = fetch(desk.client(), gone.headers["Location"])
    assert [one for one in booking.texts("td") if "chosen" in one] != []


def test_a_stranger_finds_nothing(desk: Desk) -> None:
    stranger = desk.client(desk.after.agency.person("social_worker"))
    for route in ("conference_between", "conference_between_group", "conference_review"):
        assert stranger.get(desk.address(route)).status_code == 404
    with acting_as(desk.after.agency.worker):
        assert Plan.objects.filter(case_id=desk.case).count() == 1
