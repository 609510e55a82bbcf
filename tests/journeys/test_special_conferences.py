"""Four conferences that are not the usual one, in real Chromium: a birth between conference and review; too few
agencies, adjourned and reconvened; a parent kept out and an address that is protected; a family that moves in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.cases.models import Duty, Relative
from quorate.conferences.models import Attendance, ConferenceExclusion, Decision
from quorate.plans.models import Plan, PlanAction, PlanContent
from quorate.web.work.moments import LONDON
from tests.cases.making import Agency
from tests.conferences.bookings.making import Office
from tests.database import Urls
from tests.journeys import conference_steps as steps
from tests.journeys import family_steps
from tests.journeys import special_steps as special
from tests.journeys.agreeing import (
    all_agree,
    duties_agree,
    gates_agree,
    quorum_agrees,
    start_agrees,
)
from tests.journeys.walking import Walk, press, values_of, words_of
from tests.notices.making import FATHER, MOTHER, Remembering
from tests.web.families import it_is

Look = Callable[..., Any]
ASKED, HELD, AFTER = date(2026, 11, 10), date(2026, 11, 24), date(2026, 11, 25)
NEXT = {"core_group_on": date(2026, 12, 4), "next_review_on": date(2027, 2, 16)}


# --- a birth after a pre-birth conference (Leicester)

BORN, TOLD = date(2027, 1, 30), date(2027, 2, 1)


def test_a_birth_after_a_pre_birth_conference_loses_nothing(
    look: Look, module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(ASKED, module_database, monkeypatch)
    agency = Agency("leicester")
    family = agency.family(1, unborn=1)
    brother, baby = family.children
    asked: dict[str, int] = {}
    walk = special.asked_for_and_booked(
        look, agency, family, "pre_birth", ASKED, HELD,
        forms=lambda walk: asked.update(family_steps.fill_forms(walk)),
    )  # fmt: skip
    # A form for the brother who is there, and one for the child who is not born.
    assert {one.partition("/")[0] for one in asked} == {"conference-invitation-form", "pre-birth-invitation-form"}
    duties_agree(walk)
    steps.invite(walk)
    it_is(HELD, module_database, monkeypatch)
    special.held_on_pages(walk, ["no-plan", "plan-made"], **NEXT)
    it_is(AFTER, module_database, monkeypatch)
    assert "Child0 Example (4) and unborn baby" in _identity(walk.open("chair", "conference"))
    steps.let_out(walk, "summary", prepares="chair", lets_out="administrator")
    assert "The baby has a plan" in special.papers(walk, "summary")["Morgan Example"]
    before = _of_the_plan(agency, baby)
    assert before != []
    it_is(TOLD, module_database, monkeypatch)
    walk.open("worker", "child_birth", baby.case.ref)
    page = walk.send("worker", "Record the birth", born_on=BORN, given_names="Sam", family_name="Example", sex="M")
    assert "Sam Example" in _identity(page)
    # Nothing is lost; only the visits, which waited for the birth, have a day now.
    waiting, visit = ("visit-child", None, "waiting"), ("visit-child", date(2027, 2, 12), "")
    assert _of_the_plan(agency, baby) == [visit if one == waiting else one for one in before]
    assert waiting in before
    with acting_as(agency.worker):
        there = Relative.objects.get(case=brother.case, person_id=baby.person_id)
    assert (there.full_name, there.born_on) == ("Sam Example", BORN)
    _after_the_birth(walk, baby)


def _after_the_birth(walk: Walk, baby: Any) -> None:
    """The dates move by the rule, the papers say the name, and the review is prepared for a child that is born."""
    assert "Child0 Example (4) and Sam Example (under 1)" in _identity(walk.open("manager", "conference"))
    due = {one["code"]: one["due"] for one in duties_agree(walk)["duties"] if one["about"] and one["due"]}
    assert (due["hold-review-after-birth"], due["hold-first-review"]) == ("2027-02-12", "2027-02-24")
    assert quorum_agrees(walk) is True
    steps.minutes(walk)
    for code in ("summary", "minutes"):
        said = words_of(walk.open("chair", "conference_preview", more=_of_mother(walk, code)))
        assert ("Sam" in said, "The baby has" in said) == (True, False), code
    steps.bring_forward(walk, date(2027, 2, 10))
    assert "Sam Example (under 1)" in _identity(walk.open("manager", "conference"))
    said = all_agree(walk)
    asked = {one["role"] for one in said["invitees"] if one["invite"] == "yes"}
    assert ("health_visitor" in asked, "midwife" in asked) == (True, False)
    assert said["quorum"]["quorate"] is None


def _of_mother(walk: Walk, code: str) -> str:
    (mother,) = [one for one in steps.invitees(walk) if one.person_id == walk.family.mother]
    return f"?person={mother.pk}&paper={code}"


def _identity(page: Any) -> str:
    return " ".join(page.locator(".q-identity").inner_text().split())


def _of_the_plan(agency: Agency, baby: Any) -> list[Any]:
    """The child's plan with its lines, what was decided, and the duties of the plan with their dates."""
    with acting_as(agency.manager):
        plan = Plan.objects.filter(case=baby.case).values_list("pk", "began_on", "ended_on")
        content = PlanContent.objects.filter(case=baby.case).values_list("pk", flat=True)
        lines = PlanAction.objects.filter(case=baby.case).order_by("pk").values_list("pk", "what", "by_when")
        decided = Decision.objects.filter(case=baby.case).values_list("pk", "outcome", "next_review_on")
        duties = Duty.objects.filter(case=baby.case).exclude(code="hold-review-after-birth").order_by("code", "due_on")
        return [*plan, *content, *lines, *decided, *duties.values_list("code", "due_on", "settled")]


# --- too few agencies, adjourned, reconvened (Leicester)

SITS, AGAIN = date(2026, 11, 20), date(2026, 11, 26)
QUORATE = "The conference is quorate when it decides"


@pytest.mark.clause("LEI-17", "LEI-18")
def test_an_inquorate_conference_is_adjourned_and_goes_on_another_day(
    look: Look, module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(ASKED, module_database, monkeypatch)
    agency = Agency("leicester")
    family = agency.family(2)
    walk, sent = special.asked_for_and_booked(look, agency, family, "initial", ASKED, SITS), Remembering()
    special.reach(walk, family.mother, MOTHER)
    duties_agree(walk)
    steps.invite(walk)
    assert set(special.post(walk, sent)) == {"sent"}
    it_is(SITS, module_database, monkeypatch)
    _too_few(walk)
    _a_new_day(walk, sent)
    it_is(AGAIN, module_database, monkeypatch)
    _enough(walk)
    it_is(AGAIN + timedelta(days=1), module_database, monkeypatch)
    assert all_agree(walk)["quorum"]["quorate"] is True


def _too_few(walk: Walk) -> None:
    """Nothing can be decided; what keeps the children safe is written down, and the limit stands."""
    child = walk.family.children[0]
    special.start(walk, ["chair", "minute_taker", "parent", "social_worker", "school_nurse"])
    assert quorum_agrees(walk) is False
    assert gates_agree(walk, child)[QUORATE] == "shut"
    steps.hear(walk, [child])
    said = special.refused(
        walk, "chair", "conference_decide", "Record the decision", child.case.id, outcome="plan-made",
        reason="They were hurt again.", question_0="yes", question_1="yes", categories="neglect", **NEXT,
    )  # fmt: skip
    assert QUORATE in said
    with acting_as(walk.agency.chair):
        assert not Decision.objects.filter(conference__case__ref=walk.ref).exists()
    said = special.refused(walk, "chair", "conference_adjourn", "Adjourn the conference", why="inquorate")
    assert "Say what keeps each child safe until then" in said
    page = walk.open("chair", "conference_adjourn")
    assert "It goes on by Fri 27 Nov 2026 at the latest." in words_of(page)
    walk.send("chair", "Adjourn the conference", why="inquorate", interim_plan="The aunt stays with them.")
    assert steps.conference(walk).state == "adjourned"
    due = {one["code"]: one["due"] for one in duties_agree(walk)["duties"]}
    assert (due["reconvene"], due["hold-initial-conference"]) == ("2026-11-27", "2026-11-27")


def _a_new_day(walk: Walk, sent: Remembering) -> None:
    """The office books it, and everybody who was told of the first day is told: each calendar follows.

    Whose invitation still lay there to be handed over, and who did not come, is invited to the new day.
    """
    invited = {one.recipient: one for one in special.messages(walk, code="invitation")}
    assert {(one.state, one.why) for one in invited.values() if one.state != "sent"} == {("held", "state")}
    steps.book(walk, AGAIN)
    for code in ("moved", "invitation"):
        special.let_out_prepared(walk, "manager", code)
    with acting_as(walk.agency.chair):
        came = set(Attendance.objects.filter(conference__case__ref=walk.ref).values_list("invitee_id", flat=True))
    knew = {one.recipient for one in invited.values() if one.state == "sent" or one.recipient in came}
    assert {one.recipient for one in special.messages(walk, code="moved")} == knew
    again = {one.recipient for one in special.messages(walk, code="invitation") if one.pk not in {
        first.pk for first in invited.values()
    }}  # fmt: skip
    assert again == set(invited) - knew
    assert {bool(knew), bool(again)} == {True}
    assert set(special.post(walk, sent)) == {"sent"}
    entries = [special.entry_in(source) for _, to, source in sent.sent if to == MOTHER]
    assert [int(one["SEQUENCE"]) for one in entries] == [0, 1]
    assert len({str(one["UID"]) for one in entries}) == 1
    assert [one["DTSTART"].dt.astimezone(LONDON).date() for one in entries] == [SITS, AGAIN]
    duties_agree(walk)


def _enough(walk: Walk) -> None:
    """The second sitting: quorate while it sits and when it decides, also when everybody has gone home."""
    special.start(walk, {one.role for one in steps.invitees(walk)} | {"parent"})
    assert quorum_agrees(walk) is True
    steps.hear(walk, walk.family.children[1:])
    steps.round_(walk, walk.family.children)
    assert gates_agree(walk, walk.family.children[0])[QUORATE] == "clear"
    for one in walk.family.children:
        steps.decide(walk, one, "plan-made", categories="neglect", lead="all", core_group="all", **NEXT)
    steps.close(walk)
    assert quorum_agrees(walk) is True


# --- a parent kept out, and an address that is protected (Redbridge)

HIDDEN, POSTCODE = ("7 Quillfeather Lane", "Saltmarsh Bay"), "ZZ9 7QX"
SECRETS = ("7 quillfeather", "quillfeather", "saltmarsh bay", "zz9 7qx", "zz97qx", MOTHER)
AFRAID, VIEWS = "He hits her when he has been drinking.", "I want quiet nights for them."
OUT, SENT = ASKED + timedelta(days=1), AFTER + timedelta(days=1)
PAGES = (
    "conference", "conference_people", "conference_needs", "conference_reports", "conference_meeting",
    "conference_decisions", "conference_plan", "conference_record", "conference_papers", "conference_request",
)  # fmt: skip


@pytest.mark.clause("RDB-23", "RDB-24", "RDB-25")
def test_a_parent_kept_out_gets_what_is_theirs_and_never_what_is_hidden(
    look: Look, module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(ASKED, module_database, monkeypatch)
    agency = Agency("redbridge")
    family = agency.family(2)
    walk, sent = special.asked_for_and_booked(
        look, agency, family, "initial", ASKED, HELD, before=_on_record, forms=_hidden_and_asked_out, afraid=AFRAID
    ), Remembering()  # fmt: skip
    said = words_of(walk.open("manager", "conference"))
    assert "Not decided yet: whether Frankie Sample is kept out. That comes first." in said
    it_is(OUT, module_database, monkeypatch)
    steps.invite(walk)
    _kept_out(walk)
    _told_and_heard(walk, sent)
    _moved(walk, sent)
    it_is(AFTER, module_database, monkeypatch)
    special.held_on_pages(
        walk, ["plan-made", "plan-made"], out=family.father, heard=lambda: _heard_all_the_same(walk), **NEXT
    )
    it_is(SENT, module_database, monkeypatch)
    steps.minutes(walk)
    for code in ("decisions", "summary", "plan", "minutes"):
        steps.let_out(walk, code, prepares="chair", lets_out="administrator")
    assert set(special.post(walk, sent)) == {"sent"}
    _what_the_father_got(walk, sent)
    for who in ("administrator", "minute_taker"):
        for route in PAGES:
            answer = special.answers(walk, who, route)
            shown = answer.text().lower()
            assert (answer.status, "q-identity" in shown) == (200, True), (who, route)
            assert [one for one in SECRETS[:-1] if one in shown] == [], (who, route)
    special.never_told(walk, AFRAID)
    duties_agree(walk)
    assert quorum_agrees(walk) is True
    _looked_at_again(walk)


def _on_record(walk: Walk) -> None:
    """What the worker has on record of the family: where mother and children live, and how each parent is reached."""
    for child in walk.family.children:
        for person in (child.person_id, walk.family.mother):
            special.lives(walk, person, child, HIDDEN, POSTCODE)
    special.reach(walk, walk.family.mother, MOTHER)
    special.reach(walk, walk.family.father, FATHER)


def _hidden_and_asked_out(walk: Walk) -> None:
    """Who was asked whether an address may be told has protected it by that, in the record of each child; and whoever
    asks for the conference asks that the father is kept out."""
    said = words_of(walk.open("worker", "conference_request_people"))
    assert (said.count("Home: protected."), "nobody has said" in said) == (4, False)
    walk.open("worker", "conference_people")
    walk.follow("worker", "Ask the chair to keep somebody out")
    walk.send(
        "worker", "Ask", person=str(walk.family.father), scope="whole", ground="violence",
        ground_words="He hit a worker at the door.", source_words="The police, this week",
    )  # fmt: skip


def _kept_out(walk: Walk) -> None:
    """The chair alone decides, and finds it among the work since the booking; what waited for the father stays here."""
    (father,) = [one for one in steps.invitees(walk) if one.person_id == walk.family.father]
    for who in ("worker", "manager", "administrator"):
        assert special.answers(walk, who, "conference_exclusion_decide", father.pk).status == 403
    walk.page("chair").goto(walk.origin + reverse("home"))
    walk.follow("chair", f"Decide whether {father.name} is kept out")
    walk.send("chair", "Decide", outcome="excluded", words="You hurt a worker. Everybody must be safe there.")
    held = special.messages(walk, person_id=walk.family.father)
    assert [(one.code, one.state, one.why) for one in held] == [("invitation", "held", "kept-out")]


def _told_and_heard(walk: Walk, sent: Remembering) -> None:
    """The letter goes, the father's views are asked, the chair offers to meet him."""
    special.let_out_prepared(walk, "manager", "exclusion-letter")
    assert set(special.post(walk, sent)) == {"sent"}
    with acting_as(walk.agency.chair):
        (row,) = ConferenceExclusion.objects.filter(conference__case__ref=walk.ref)
    assert (row.ground, row.ground_words, row.source_words) == (
        "violence", "He hit a worker at the door.", "The police, this week",
    )  # fmt: skip
    walk.open("worker", "conference_exclusion_views", row.pk)
    walk.send("worker", "Save", how="phone", words=VIEWS)
    walk.open("chair", "conference_exclusion_meeting", row.pk)
    page = walk.send("chair", "Save")
    said = words_of(page)
    assert [
        step for step in ("Told why", "Their views collected", "A meeting offered") if f"{step}: not yet" in said
    ] == []
    states = {one["code"]: one["state"] for one in duties_agree(walk)["duties"] if one["about"] == "p2"}
    wanted = ("explain-exclusion", "collect-excluded-parent-views", "offer-meeting")
    assert {states[code] for code in wanted} == {"met"}


def _heard_all_the_same(walk: Walk) -> None:
    """What the father said beforehand is there to be reported in the meeting, and is written down with it."""
    page = walk.open("chair", "conference_meeting", more="?part=parent-views")
    press(page, page.get_by_role("link", name="Report their views"))
    assert page.locator('[name="words"]').input_value() == VIEWS
    said = words_of(walk.send("chair", "Write it down", told_by="The social worker", meant_for="F-all"))
    assert "Frankie Sample, told by The social worker" in said
    assert VIEWS in said


def _moved(walk: Walk, sent: Remembering) -> None:
    """The day moves: everybody is told but whoever is kept out."""
    page = walk.open("administrator", "conference_move")
    page.goto(f"{page.url}?day={AFTER.isoformat()}")
    walk.send(
        "administrator", "Move the conference", begins="10:00", ends="12:00", reason="The chair is ill",
        authorised_by="The head of service",
    )  # fmt: skip
    special.let_out_prepared(walk, "manager", "moved")
    assert set(special.post(walk, sent)) == {"sent"}
    people = {one.person_id for one in special.messages(walk, code="moved")}
    assert (walk.family.mother in people, walk.family.father in people) == (True, False)


def _what_the_father_got(walk: Walk, sent: Remembering) -> None:
    """Reasons, views asked, the offer, decisions and how to complain; no date to come to, nothing that is hidden."""
    codes = {one.pk: one.code for one in special.messages(walk)}
    came = [(codes[key], source) for key, to, source in sent.sent if to == FATHER]
    assert sorted(code for code, _ in came) == ["decisions", "exclusion-letter", "minutes", "summary"]
    got = dict(came)
    for code, source in got.items():
        everything = special.everything_in(source).lower()
        assert [one for one in SECRETS if one in everything] == [], code
        assert ("text/calendar" in everything, "begin:vevent" in everything) == (False, False), code
    letter, decisions = special.letter_in(got["exclusion-letter"]), special.letter_in(got["decisions"])
    for words in ("What was decided, and why", "You hurt a worker.", "We still want to know what you think",
                  "The chair offers to meet you", "formal complaints procedure"):  # fmt: skip
        assert words in letter
    assert ("has a plan" in decisions, "formal complaints procedure" in decisions) == (True, True)
    minutes = special.letter_in(got["minutes"])
    assert ("The decision for each child" in minutes, "Who was invited, who came" in minutes) == (True, False)
    to_mother = [source for _, to, source in sent.sent if to == MOTHER]
    assert any("text/calendar" in special.everything_in(one) for one in to_mother)


def _looked_at_again(walk: Walk) -> None:
    """Nothing is carried over silently: the review does not start before the chair has looked at it afresh."""
    steps.bring_forward(walk, date(2027, 2, 16))
    assert "it is decided afresh, and this conference does not start before" in words_of(
        walk.open("chair", "conference_exclusions")
    )
    said = all_agree(walk)
    due = {one["code"] for one in said["duties"] if one["state"] in ("open", "waiting", "overdue")}
    assert "review-exclusion" in due
    assert "start-needs-fresh-exclusion-decision" in start_agrees(walk, said)
    assert said["quorum"]["quorate"] is None


# --- a family that moves in (Bradford)


def test_a_family_that_moves_in_brings_its_plan(
    look: Look, module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(ASKED, module_database, monkeypatch)
    agency = Agency("bradford")
    family = agency.family(2)
    Office(agency, family)
    for who in ("worker", "manager", "chair", "minute_taker", "administrator"):
        assert getattr(agency, who).user_id
    walk = Walk(look, agency, family)
    _asked_by_another_authority(walk)
    steps.agree(walk)
    steps.book(walk, HELD)
    steps.invite(walk)
    due = {one["code"]: one["due"] for one in duties_agree(walk)["duties"]}
    assert due["hold-transfer-in-conference"] == "2026-11-27"
    assert "originating_social_worker" in {one.role for one in steps.invitees(walk)}
    gates_agree(walk, family.children[0])
    page = walk.open("worker", "conference_checklists")
    assert "Papers from the authority that the child has left" in words_of(page)
    it_is(HELD, module_database, monkeypatch)
    special.held_on_pages(walk, ["plan-made", "no-plan"], **NEXT)
    it_is(AFTER, module_database, monkeypatch)
    said = all_agree(walk)
    due = {one["code"]: one["due"] for one in said["duties"] if one["state"] == "open"}
    assert (due["hold-first-review"], said["quorum"]["quorate"]) == ("2027-02-24", True)
    with acting_as(agency.manager):
        plans = Plan.objects.filter(case__in=family.cases).values_list("case_id", "kind", "began_on", "ended_on")
        assert list(plans) == [(family.children[0].case_id, "cp", HELD, None)]


def _asked_by_another_authority(walk: Walk) -> None:
    """The request cannot go before it says who told us when; a day put right counts, the first one does not."""
    page = walk.page("worker")
    page.goto(walk.origin + reverse("conference_new", args=[walk.family.children[0].case.ref]))
    walk.send("worker", "Begin the request", kind="transfer_in", children=values_of(page, "children"))
    found = re.search(r"/conferences/([a-z2-7]{26})/", page.url)
    assert found is not None, page.url
    walk.ref = found.group(1)
    walk.open("worker", "conference_request_concern")
    walk.send("worker", "Save and go on", reason="They have a plan where they come from.", risk_is_serious="yes")
    said = special.refused(walk, "worker", "conference_request_check", "Send to the manager")
    assert "Say which authority the children come from and when it told us" in said
    for told in (ASKED, ASKED - timedelta(days=4)):
        walk.open("worker", "conference_request_transfer")
        walk.send("worker", "Save", from_authority="Farshire County Council", notified_on=told, is_permanent="yes")
    steps.answered(walk)
    walk.open("worker", "conference_request_invite")
    walk.send("worker", "Save the list")
    walk.open("worker", "conference_request_check")
    walk.send("worker", "Send to the manager")
