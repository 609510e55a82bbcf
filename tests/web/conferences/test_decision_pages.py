"""The pages of the round, the decision, the plan and the end of the meeting, as the chair goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import Duty
from quorate.conferences.models import Conference, Decision, DecisionDraft, Dissent, Round, View
from quorate.conferences.services import exclusions, safety
from quorate.conferences.versions import TwoTexts
from quorate.documents.making import Facts, made
from quorate.notices.recipients import recipients_of
from quorate.people.models import User
from quorate.plans.models import PlanAction, PlanContent
from quorate.release.artefacts import Recipient, rendition
from quorate.web import wording
from quorate.web.conferences import opening
from quorate.web.two_texts import Sent, sent
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock
from tests.database import Urls
from tests.web.visiting import Page, checked, fetch, signed_in, words


@pytest.fixture(scope="module")
def table(module_database: Urls) -> Iterator[Table]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "now", lambda: at_clock(11, 30))
        yield Table("redbridge")


class Desk:
    """The chair's browser at one conference."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.client: Client = signed_in(User.objects.get(pk=table.agency.chair.user_id))
        with acting_as(table.agency.chair):
            self.ref = str(table.conference.case.ref)

    def at(self, route: str, *args: Any) -> str:
        return reverse(route, args=[self.ref, *args])

    def shows(self, route: str, *args: Any, more: str = "") -> Page:
        return fetch(self.client, self.at(route, *args) + more)

    def send(self, route: str, *args: Any, status: int = 302, **said: Any) -> Any:
        address = self.at(route, *args)
        response = self.client.post(address, said)
        assert response.status_code == status, (response.status_code, response.content.decode()[:4000])
        return response if status == 302 else checked(response, address)

    def rows(self, model: Any, **asked: Any) -> list[Any]:
        with acting_as(self.table.agency.chair):
            return list(model.objects.filter(**asked))


@pytest.fixture(scope="module")
def desk(table: Table) -> Desk:
    return Desk(table)


def hidden(page: Page) -> dict[str, list[str]]:
    """What a page keeps for the next sending: the version, and both texts."""
    kept: dict[str, list[str]] = {}
    for one in page.all("input"):
        if one.get("type") == "hidden" and one.get("name") != "csrfmiddlewaretoken":
            kept.setdefault(str(one.get("name")), []).append(str(one.get("value")))
    return kept


def sides(page: Page) -> dict[str, str]:
    """What stands side by side: the heading of each text, and the text."""
    boxes = [one for one in page.all("div") if one.get("class") == "q-clash__text"]
    return {words(box[0]): words(box[1]) for box in boxes}


def day(name: str, days: int) -> dict[str, str]:
    on = today() + timedelta(days=days)
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def test_the_round_shows_everybody_once_and_the_family_at_the_same_size(desk: Desk) -> None:
    page = desk.shows("conference_decisions")
    assert "What does each person think, and why?" in page.words
    assert "Family: their views stand here too. Heard in full, not counted." in page.words
    assert page.words.count("Waiting") > 2


def test_a_view_is_written_down_and_shown_with_its_reason(desk: Desk) -> None:
    child, one = desk.table.children()[0], desk.table.professionals()[0]
    for route in ("conference_view", "conference_dissent"):  # nobody's words are put down to whoever stands first
        assert next(option.get("value") for option in desk.shows(route).all("option")) == "", route
    wrong = desk.send("conference_view", status=422, person=str(one.id), child=str(child.case_id), plan="yes")
    assert "Write down why, in a line" in wrong.words
    desk.send(
        "conference_view", person=str(one.id), child=str(child.case_id), plan="yes", categories=["neglect"],
        reason="He came to school hungry on five days.",
    )  # fmt: skip
    assert "He came to school hungry on five days." in desk.shows("conference_decisions").words
    (view,) = desk.rows(View, invitee_id=one.id)
    said = {"person": str(one.id), "child": str(child.case_id), "plan": "yes", "reason": "Another text."}
    stale = desk.send("conference_view", status=409, **said, version=view.version + 5)
    assert sides(stale) == {
        "Why, in a line: yours": "Another text.", "Which harm worries them?: yours": "(empty)",
        "Which harm worries them?: theirs": "Neglect",
        "Why, in a line: theirs": "He came to school hungry on five days.",
        "Who may read it later: yours": "As usual: a professional's everybody, a family member's that person",
        "Who may read it later: theirs": "Everybody at the conference, the family too",
    }  # fmt: skip
    desk.send("conference_view", **said, **hidden(stale), keep="both")
    (view,) = desk.rows(View, invitee_id=one.id)
    assert (view.categories, view.reason) == (["neglect"], "He came to school hungry on five days.\n\nAnother text.")


def test_hidden_views_are_not_in_the_source_of_the_page(desk: Desk) -> None:
    child = desk.table.children()[1]
    desk.send("conference_views_hide", child=str(child.case_id))
    desk.table.say(child, "no")
    one = next(one for one in desk.table.professionals() if not one.about or child.case_id in one.about)
    desk.send(
        "conference_view", person=str(one.id), child=str(child.case_id), plan="unsure", reason="A very secret reason.",
        version=1,
    )  # fmt: skip
    page = desk.shows("conference_decisions")
    html = page.response.content.decode()
    assert ("secret" in html, "Counted when opened" in page.words) == (False, True)
    again = desk.shows("conference_view", more=f"?person={one.id}&child={child.case_id}")
    assert "secret" not in again.response.content.decode()
    desk.send("conference_views_open", child.case_id, reason="The parents could not stay.")
    assert "A very secret reason." in desk.shows("conference_decisions").words
    assert [row.opened_reason for row in desk.rows(Round)] == ["The parents could not stay."]


def test_a_decision_names_what_is_missing_with_its_clause_and_is_then_recorded(desk: Desk) -> None:
    first, second = desk.table.children()
    gates = [
        one for one in desk.shows("conference_decide", first.case_id).all("a") if words(one).startswith("Open them")
    ]
    assert [one.get("href") for one in gates] == [f"{desk.at('conference_meeting')}?part=child-views"]
    for child in (first, second):
        desk.table.hear(child)
    page = desk.shows("conference_decide", first.case_id)
    assert "What the procedure asks" in page.words
    assert page.words.count("Why this date?") == 2
    said = {"outcome": "plan-made", "reason": "He is often hungry and alone.", "question_0": "yes", "question_1": "yes"}
    held = desk.send("conference_decide", first.case_id, status=422, **said)
    assert "Name the day of the first core group." in held.words or "This is not possible yet" in held.words
    people = [str(one.id) for one in desk.table.invitees("parent")]
    worker = next(one for one in desk.table.professionals() if one.agency_code == "social-care")
    desk.send(
        "conference_decide", first.case_id, **said, categories=["neglect", "emotional"], lead=str(worker.id),
        core_group=people, **day("core_group_on", 9), **day("next_review_on", 80), days_off_meant="on",
    )  # fmt: skip
    desk.send(
        "conference_decide", second.case_id, outcome="no-plan", reason="Help by agreement is enough.", question_0="no",
        question_1="no", services="A place at the nursery.", step_down="child-in-need-plan",
        **day("step_down_until", 90),
    )  # fmt: skip
    page = desk.shows("conference_decisions")
    assert "He is often hungry and alone." in page.words
    assert "A place at the nursery." in page.words
    assert {row.outcome for row in desk.rows(Decision)} == {"plan-made", "no-plan"}


def test_what_the_chair_types_is_there_when_she_comes_back_and_is_no_decision(desk: Desk) -> None:
    second = desk.table.children()[1]
    (decided,) = desk.rows(Decision, case_id=second.case_id, withdrawn_at=None)
    desk.send("conference_decision_back", decided.pk)
    typed = {"outcome": "no-plan", "reason": "Help by agreem", "services": "A place", "step_down_until_day": "3"}
    own = desk.client.post(
        desk.at("conference_decide", second.case_id), {**typed, "version": 0}, headers={"X-Quorate-Autosave": "1"}
    )
    assert (own.status_code, own.json()["state"], own.json()["version"]) == (200, "saved", 1)
    again = desk.shows("conference_decide", second.case_id)
    html = again.response.content.decode()
    assert [one in html for one in ("Help by agreem", "A place", 'value="3"', 'value="no-plan" checked')] == [True] * 4
    assert desk.rows(Decision, case_id=second.case_id, withdrawn_at=None) == []

    writer = signed_in(User.objects.get(pk=desk.table.agency.minute_taker.user_id))
    stale = writer.post(
        desk.at("conference_decide", second.case_id), {**typed, "reason": "Another reason.", "version": 0, "keep": ""}
    )
    page = checked(stale, "stale")
    assert (stale.status_code, sides(page)) == (
        409, {"Why, in words that the family will read: yours": "Another reason.",
              "Why, in words that the family will read: theirs": "Help by agreem"},
    )  # fmt: skip
    chosen = {**typed, "reason": "Another reason.", **hidden(page), "keep": "both"}
    assert writer.post(desk.at("conference_decide", second.case_id), chosen).status_code == 302
    assert desk.rows(Decision, case_id=second.case_id, withdrawn_at=None) == []
    (draft,) = desk.rows(DecisionDraft)
    assert (draft.said["reason"], draft.version) == (["Help by agreem\n\nAnother reason."], 2)

    with acting_as(desk.table.agency.worker):
        assert list(DecisionDraft.objects.all()) == []
    later = {"outcome": "no-plan", "reason": "Help by agreement is enough.", "question_0": "no", "version": 2}
    desk.send("conference_decide", second.case_id, **later, later="1")
    held = desk.send("conference_decide", second.case_id, status=422, **{**later, "version": 3})
    assert hidden(held)["version"] == ["3"]
    assert desk.rows(Decision, case_id=second.case_id, withdrawn_at=None) == []
    desk.send(
        "conference_decide", second.case_id, **{**later, "version": 3}, question_1="no", services="A place.",
        step_down="child-in-need-plan", **day("step_down_until", 90),
    )  # fmt: skip
    assert len(desk.rows(Decision, case_id=second.case_id, withdrawn_at=None)) == 1
    assert [row.said for row in desk.rows(DecisionDraft)] == [{}]

    # A page from before the decision keeps nothing any more; one opened now goes on.
    for old in (0, 3):
        own = desk.client.post(
            desk.at("conference_decide", second.case_id), {**typed, "version": old}, headers={"X-Quorate-Autosave": "1"}
        )
        says = {"state": "refused", "says": "This has been decided; open the page again."}
        assert (own.status_code, own.json()) == (422, says)
    held = desk.send("conference_decide", second.case_id, status=422, **later)
    assert "This has been decided; open the page again." in held.words
    assert [row.said for row in desk.rows(DecisionDraft)] == [{}]
    (decided,) = desk.rows(Decision, case_id=second.case_id, withdrawn_at=None)
    desk.send("conference_decision_back", decided.pk)
    fresh = hidden(desk.shows("conference_decide", second.case_id))["version"]
    own = desk.client.post(
        desk.at("conference_decide", second.case_id), {**typed, "version": fresh[0]},
        headers={"X-Quorate-Autosave": "1"},
    )  # fmt: skip
    assert (own.status_code, own.json()["state"]) == (200, "saved")
    desk.send(
        "conference_decide", second.case_id, **{**later, "version": own.json()["version"]}, question_1="no",
        services="A place.", step_down="child-in-need-plan", **day("step_down_until", 90),
    )  # fmt: skip


def proposed(desk: Desk, child: Any) -> dict[str, bool]:
    """Whom the page offers for the core group, of the parents, and whether they are ticked."""
    page = desk.shows("conference_decide", child.case_id)
    offered = {one.get("id"): one.get("checked") is not None for one in page.all("input")
               if one.get("name") == "core_group"}  # fmt: skip
    said = {words(one): offered[one.get("for")] for one in page.all("label") if one.get("for") in offered}
    parents = tuple(one.name for one in desk.table.invitees("parent"))
    return {text: ticked for text, ticked in sorted(said.items()) if text.startswith(parents)}


def test_whoever_is_kept_out_or_apart_is_not_proposed_for_the_core_group(
    rolled_back: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "now", lambda: at_clock(11, 30))
    desk = Desk(Table("redbridge", children_count=1))
    (child,), at = desk.table.children(), desk.table
    father, mother = "Frankie Sample (parent or carer)", "Morgan Example (parent or carer)"
    assert proposed(desk, child) == {father: True, mother: True}
    with acting_as(at.agency.chair) as by:
        safety.record_concern(
            conference=at.conference, person_id=at.family.mother, of_person=at.family.father, words="He hit her.",
            on=today(), by=by,
        )  # fmt: skip
    apart = "Kept apart from somebody"
    assert proposed(desk, child) == {f"{father}. {apart}": False, f"{mother}. {apart}": False}
    for minute, scope, beside in ((0, "part", "Kept out of part"), (5, "whole", "Kept out of all")):
        with acting_as(at.agency.chair) as by:
            exclusions.decide_exclusion(
                conference=at.conference, person_id=at.family.father, outcome="excluded", ground="violence",
                words="You threatened her.", scope=scope, parts=("child-views",) if scope == "part" else (),
                at=at_clock(11, minute), by=by,
            )  # fmt: skip
        assert proposed(desk, child) == {f"{father}. {beside}. {apart}": False, f"{mother}. {apart}": True}


def test_whoever_may_not_read_the_other_text_yet_is_told_so_in_whole_sentences(desk: Desk) -> None:
    class Reason(forms.Form):
        reason = forms.CharField()

    def save(_: object) -> None:
        raise TwoTexts(yours="", theirs="", version=2)

    form = Reason(QueryDict("reason=Mine"))
    assert sent(form, save, {}, lambda: None) == Sent()
    assert form.non_field_errors() == [
        "This was saved elsewhere since you opened it, and is hidden until the views are opened. Yours stands below: "
        "save again to keep it."
    ]
    assert form.data["version"] == "2"


def test_what_a_parent_says_of_it_is_kept_in_their_words(desk: Desk) -> None:
    parent = desk.table.invitees("parent")[0]
    desk.send("conference_dissent", person=str(parent.id), kind="on-plan", words="I need it to be after five.")
    assert "“I need it to be after five.”" in desk.shows("conference_decisions").words
    assert [row.said_by for row in desk.rows(Dissent)] == [parent.name]


def test_a_plan_is_written_line_by_line_and_says_what_it_lacks(desk: Desk) -> None:
    child = desk.table.children()[0]
    here = f"?child={child.case_id}&kind=cp"
    desk.send("conference_plan_begin", child.case_id, "cp")
    (content,) = desk.rows(PlanContent)
    desk.send("conference_plan_line", content.id, "danger", words="He may be left alone at night.", meant_for="F-all")
    (worry,) = desk.rows(content.dangerstatements.model)
    desk.send("conference_plan_line_under", content.id, "goal", worry.id, words="An adult is there.", meant_for="F-all")
    (goal,) = desk.rows(content.safetygoals.model)
    worker = next(one for one in desk.table.professionals() if one.agency_code == "social-care")
    desk.send(
        "conference_plan_line_under", content.id, "action", goal.id, what="Engage with the family on an ongoing basis.",
        person=str(worker.id), owner_kind="professional", by_when_words="every Monday", meant_for="F-all",
    )  # fmt: skip
    page = desk.shows("conference_plan", more=here)
    assert "“Engage with” in “Engage with the family on an ongoing basis.”" in page.words
    assert "It does not say what happens if the plan is not carried out." in page.words
    parent = desk.table.invitees("parent")[0]
    assert f"No line for {parent.name}. Is that right?" in page.words
    desk.send("conference_plan_right", content.id, parent.id)
    assert f"No line for {parent.name}" not in desk.shows("conference_plan", more=here).words
    (action,) = desk.rows(PlanAction)
    line = desk.shows("conference_plan_line_change", content.id, "action", action.id)
    said = {"person": str(worker.id), "owner_kind": "professional", "by_when_words": "every Monday",
            "meant_for": "F-all", **hidden(line)}  # fmt: skip
    desk.send("conference_plan_line_change", content.id, "action", action.id, **said, what="See them every week.")
    stale = desk.send(
        "conference_plan_line_change", content.id, "action", action.id, **said, what="Ring on Fridays.", status=409
    )
    assert sides(stale) == {
        "What will be done: yours": "Ring on Fridays.",
        "What will be done: theirs": "See them every week.",
    }
    desk.send(
        "conference_plan_line_change", content.id, "action", action.id,
        **{**said, **hidden(stale)}, what="Ring on Fridays.", keep="both",
    )  # fmt: skip
    assert [row.what for row in desk.rows(PlanAction)] == ["See them every week.\n\nRing on Fridays."]
    desk.send("conference_plan_agree", content.id)
    assert "Agreed" in desk.shows("conference_plan", more=here).words


def test_the_meeting_ends_with_the_next_dates_of_each_child_and_says_who_is_left_undecided(desk: Desk) -> None:
    second = desk.table.children()[1]
    (decided,) = desk.rows(Decision, case_id=second.case_id, withdrawn_at=None)
    desk.send("conference_decision_back", decided.pk)
    (last_on,) = [one.due_on for one in desk.rows(Duty, code="hold-initial-conference", case_id=second.case_id)]
    left = f"Nothing is decided for {second.given} yet; it has to be by {wording.day(last_on)}."
    page = desk.shows("conference_close")
    assert (page.words.count("Next review"), left in page.words) == (1, True)
    desk.shows("conference_adjourn")
    unsaid = desk.send("conference_close", status=422)
    assert "Tick this, or adjourn to another day, or decide now" in unsaid.words
    assert [row.state for row in desk.rows(Conference)] == ["sitting"]
    desk.send("conference_close", undecided="1")
    assert [row.state for row in desk.rows(Conference)] == ["held"]
    # Nobody is waited for once it is over.
    over = desk.shows("conference_decisions").words
    assert ("Waiting" in over, "No view was written down" in over) == (False, True)
    assert "there is nothing to end" in desk.shows("conference_close").words
    # And the child does not vanish with it: on the conference's page, and with those who have to go on.
    assert left in desk.shows("conference").words
    for who in (desk.table.agency.chair, desk.table.agency.worker):
        work = fetch(signed_in(User.objects.get(pk=who.user_id)), reverse("home"))
        lines = [one for one in work.texts("a") if one.startswith("Nothing is decided for ")]
        assert len(lines) == 1, who.role
    # The chair is told who asks for the next one; the social worker has the way to it, for this child alone.
    who_asks = "The social worker or the team manager asks for it; it stands in the social worker’s My work."
    assert desk.shows("conference").words.count(who_asks) == 1
    worker = signed_in(User.objects.get(pk=desk.table.agency.worker.user_id))
    there = fetch(worker, desk.at("conference"))
    (way,) = [one.get("href", "") for one in there.all("a") if words(one) == f"Ask for a conference for {second.given}"]
    ticked = [one.get("value") for one in fetch(worker, way).all("input") if one.get("checked") is not None]
    assert (who_asks in there.words, ticked) == (False, ["initial", str(second.case_id)])


def test_the_papers_say_of_whom_nothing_has_been_decided(desk: Desk) -> None:
    first, second = desk.table.children()
    with acting_as(desk.table.agency.chair) as by:
        parent, worker = (
            recipients_of(desk.table.conference, rows)[0]
            for rows in (desk.table.invitees("parent"), desk.table.professionals())
        )
        conference = Conference.objects.select_related("case").get(pk=desk.table.conference.pk)
        facts = Facts(conference, at=at_clock(14), by=by)

        def heads(code: str, to: Recipient) -> list[str]:
            paper = rendition(made(code, conference, to, at=at_clock(14), by=by, facts=facts), to)
            (part,) = (part for part in paper.parts if part.code == "decisions")
            return [one.words.split("\t")[0] for one in part.paragraphs if one.kind in ("box", "heading")]

        left = f"Nothing has been decided about {second.given} yet"
        has = f"{first.given} has a plan"
        assert (heads("summary", parent), heads("decisions", parent)) == ([has, left], [has, left])
        assert heads("decisions", worker)[-1] == left
        # Who may not be told of a child is not told that nothing is decided.
        assert heads("decisions", replace(parent, children=frozenset({first.case_id}))) == [has]


def test_what_ends_outside_a_conference_is_asked_on_the_childs_record(desk: Desk) -> None:
    child = desk.table.family.children[1]
    client = signed_in(User.objects.get(pk=desk.table.agency.worker.user_id))
    with acting_as(desk.table.agency.worker):
        address = reverse("child_ending", args=[child.case.ref])
    assert "The child has died" in fetch(client, address).texts("label")
    assert client.post(address, {"why": "moved-away", **day("on", 0)}).status_code == 302


def test_one_child_at_a_time_is_a_page_of_its_own(desk: Desk) -> None:
    first, second = desk.table.children()
    page = desk.shows("conference_decisions", more=f"?child={first.case_id}")
    assert [one for one in page.texts("h2") if one.startswith("Decision for")] == [f"Decision for {first.given}"]
    assert desk.client.get(f"{desk.at('conference_decisions')}?child={first.person_id}").status_code == 404
    assert second.given in page.words
