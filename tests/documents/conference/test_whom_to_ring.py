"""Whom the family can ring: by name, with a number of work, and what to do where none is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.documents.making import Facts, made
from quorate.documents.setting import as_html, as_text
from quorate.people import services
from quorate.people.models import User
from quorate.release.artefacts import Recipient, rendition
from tests.conferences.stages import at_clock
from tests.documents.conference.making import Held

WORKER, CHAIR, TEAM = "01632 960130", "01632 960150", "01632 960161"
OFFICE = "Bolton Safeguarding Children Partnership"
WAYS = f"{OFFICE}: 01204 337479, boltonsafeguardingchildren@bolton.gov.uk or www.boltonsafeguardingchildren.org.uk"


@pytest.fixture(scope="module")
def held(module_database: Any) -> Held:
    """A chair in a team; who leads on the plan is called "A social worker"."""
    made_up = Held(approved=False)
    chair = User.objects.get(pk=made_up.agency.chair.user_id)
    services.change_user(user=chair, display_name="Siân Larkmoor", by=OPERATOR)
    for user, role in ((chair, "chair"), (User.objects.get(pk=made_up.agency.worker.user_id), "social_worker")):
        services.begin_membership(
            user=user, authority=made_up.agency.authority, role=role, team=made_up.agency.team, begins_on=today(),
            by=OPERATOR,
        )  # fmt: skip
    return made_up


def numbers(held: Held, *, worker: str = "", chair: str = "", team: str = "") -> None:
    """What is kept from now on."""
    for who, value in ((held.agency.worker, worker), (held.agency.chair, chair)):
        user = User.objects.get(pk=who.user_id)
        services.change_user(user=user, display_name=user.display_name, work_telephone=value, by=OPERATOR)
    services.change_team(team=held.agency.team, name=held.agency.team.name, telephone=team, by=OPERATOR)


def said(
    held: Held, code: str, to: Recipient, *, pack: bool = True, decided: bool = True, part: str = "contacts"
) -> Any:
    """The lines of this part of the paper; without the pack's offices, or as before the decisions."""
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        if not decided:
            facts.decisions = []
        if not pack:
            facts.contacts = lambda *_: []  # type: ignore[method-assign]
        paper = rendition(made(code, held.conference, to, at=at_clock(14), by=by, facts=facts), to)
    return [line.words for one in paper.parts if one.code == part for line in one.paragraphs]


def child_of(held: Held) -> Recipient:
    """The eldest child as a reader."""
    one = held.table.children()[0]
    return Recipient("c", "child", one.given, one.person_id, children=frozenset({one.case_id}), labels=frozenset({"C"}))


@pytest.mark.clause("BOL-32", "BOL-41")
def test_letters_to_the_family_name_whom_to_ring_with_a_number_of_work(held: Held) -> None:
    mother, child = held.parent(), child_of(held)
    numbers(held, worker=WORKER, chair=CHAIR, team=TEAM)
    worker, chair = f"A social worker, your social worker: {WORKER}.", f"Siân Larkmoor, the chair: {CHAIR}."
    assert said(held, "decisions", mother) == [worker, chair, WAYS]
    assert said(held, "decisions", child) == [worker, chair, WAYS]
    assert said(held, "summary", mother) == [worker, chair, f"{WAYS}."]
    assert said(held, "invitation", mother) == [
        f"About coming to the meeting, ring {OFFICE}: 01204 337479.", worker, chair, WAYS,
    ]  # fmt: skip
    assert said(held, "plan", mother, part="dates")[:2] == ["Social worker\tA social worker", f"To ring them\t{WORKER}"]
    # On a page each number is a link by which it is rung.
    page = as_html(held.paper("summary", mother), held.pack)
    assert f'<a href="tel:01632960130">{WORKER}</a>' in page
    assert '<a href="tel:01204337479">01204 337479</a>' in page
    assert WORKER in as_text(held.paper("summary", child), held.pack)


def test_a_number_of_the_team_is_said_to_be_the_teams(held: Held) -> None:
    mother = held.parent()
    numbers(held, team=TEAM)
    theirs = f"{TEAM}, the team's number"
    assert said(held, "decisions", mother)[:2] == [
        f"A social worker, your social worker: {theirs}.", f"Siân Larkmoor, the chair: {theirs}.",
    ]  # fmt: skip
    assert said(held, "summary", mother)[0] == f"A social worker, your social worker: {theirs}."
    assert said(held, "plan", mother, part="dates")[1] == f"To ring them\t{theirs}"
    # A procedure that names no office: the chair's team is rung about the meeting.
    assert said(held, "invitation", mother, pack=False)[0] == f"About coming to the meeting, ring North: {TEAM}."


def test_where_no_number_is_kept_the_letter_says_whom_to_ring_instead(held: Held) -> None:
    mother = held.parent()
    numbers(held)
    none = "We have no number here for A social worker, your social worker, or Siân Larkmoor, the chair."
    assert said(held, "decisions", mother) == [f"{none} Ring {OFFICE} on 01204 337479 and ask for them.", WAYS]
    assert said(held, "summary", mother)[0] == f"{none} Ring {OFFICE} on 01204 337479 and ask for them."
    assert said(held, "decisions", mother, pack=False) == [f"{none} Ask whoever gives you this paper."]
    assert said(held, "plan", mother, part="dates")[1] == (
        f"To ring them\tWe have no number here. Ring {OFFICE} on 01204 337479 and ask for them."
    )


def test_before_a_plan_it_is_the_social_worker_of_the_list_and_nobody_for_whoever_may_be_told_of_no_child(
    held: Held,
) -> None:
    mother = held.parent()
    numbers(held, worker=WORKER)
    assert said(held, "invitation", mother, decided=False)[1] == f"A social_worker, your social worker: {WORKER}."
    stranger = replace(mother, children=frozenset())
    assert [one for one in said(held, "invitation", stranger, decided=False) if "social worker" in one] == []
    supporter = replace(mother, kind="supporter")
    assert said(held, "invitation", supporter) == [WAYS]
