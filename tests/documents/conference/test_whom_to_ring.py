"""Whom the family can ring: by name, with a number of work, and what to do where none is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.moments import today
from quorate.access.services import declare_conflict
from quorate.access.standing import OPERATOR
from quorate.conferences.models import Invitee
from quorate.conferences.queries.shut_to import shut_to
from quorate.documents.enclosing import known_of
from quorate.documents.making import Facts, made
from quorate.documents.setting import as_html, as_text
from quorate.people import services
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember
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
    held: Held, code: str, to: Recipient, *, pack: bool = True, decided: bool = True, part: str = "contacts",
    handed_to: CoreGroupMember | None = None,
) -> Any:  # fmt: skip
    """The lines of this part of the paper; without the pack's offices, as before the decisions, or where the lead has
    been handed on since."""
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        if not decided:
            facts.decisions = []
        if handed_to is not None:
            facts.core_group = [handed_to]
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


def test_after_the_lead_was_handed_on_letters_name_whoever_leads_today(held: Held) -> None:
    numbers(held, worker=WORKER, chair=CHAIR)
    mother, bea = held.parent(), User.objects.get(pk=held.agency.person("social_worker").user_id)
    services.change_user(user=bea, display_name="Bea Tarnwick", work_telephone="01632 960173", by=OPERATOR)
    today_leads = CoreGroupMember(
        name="Bea Tarnwick", user_id=bea.pk, is_lead=True, children=[one.case_id for one in held.table.children()],
    )  # fmt: skip
    letter = said(held, "decisions", mother, handed_to=today_leads)
    assert letter[:2] == ["Bea Tarnwick, your social worker: 01632 960173.", f"Siân Larkmoor, the chair: {CHAIR}."]
    of_both = "".join(said(held, "summary", mother, handed_to=today_leads))
    assert ("Bea Tarnwick, your social worker: 01632 960173." in of_both, WORKER in of_both) == (True, False)
    # Of a child who has nobody else yet it stays whoever was named in the decision.
    today_leads.children = today_leads.children[1:]
    letter = said(held, "decisions", mother, handed_to=today_leads)
    assert letter[0] == f"A social worker, your social worker: {WORKER}."


def test_whoever_is_kept_out_reads_the_offices_number_and_nobodys_own(held: Held) -> None:
    numbers(held, worker=WORKER, chair=CHAIR, team=TEAM)
    out = replace(held.parent(), kept_out="part")
    both = "To speak to A social worker, your social worker, or Siân Larkmoor, the chair,"
    assert said(held, "decisions", out) == [f"{both} ring {OFFICE} on 01204 337479 and ask for them.", WAYS]
    assert said(held, "invitation", out, pack=False) == [
        f"About coming to the meeting, ring North: {TEAM}.", f"{both} ring North on {TEAM} and ask for them.",
    ]  # fmt: skip
    assert said(held, "plan", out, part="dates")[1] == f"To ring them\tRing {OFFICE} on 01204 337479 and ask for them."
    for code in ("decisions", "summary", "plan", "invitation"):
        letter = as_text(held.paper(code, out), held.pack)
        assert (code, WORKER in letter, CHAIR in letter) == (code, False, False)
    assert leaflet(held, out) == ["A social worker", f"01204 337479, {OFFICE}", f"01204 337479, {OFFICE}"]


def leaflet(held: Held, to: Recipient, **own: Any) -> list[str]:
    """Social worker, their number and the chair's on a leaflet for this reader; `own`: what its facts are instead."""
    names = ["a.social-worker-name", "a.their-number", "a.chair-telephone"]
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        for name, value in own.items():
            setattr(facts, name, value)
        found = known_of(facts, to, None, names)
        return [found[name] for name in names]


def test_namesakes_are_told_apart_and_a_leaflet_names_the_worker_of_the_readers_children(held: Held) -> None:
    numbers(held, worker="", chair=CHAIR)
    mother, (elder, younger) = held.parent(), [one.case_id for one in held.table.children()]
    agency = services.add_agency(authority=held.agency.authority, name="Northgate Housing", kind="other", by=OPERATOR)
    posts = [
        services.add_professional(
            agency=agency, full_name=name, job_title="Worker", begins_on=today(), work_telephone=number, by=OPERATOR
        )
        for name, number in (("A social worker", "01632 960171"), ("Bea Tarnwick", "01632 960172"))
    ]
    rows = [
        Invitee(
            conference=held.conference,
            kind="professional",
            role="social_worker",
            name=one.full_name,
            professional=one,
            about=[case],
        )
        for one, case in zip(posts, (elder, younger), strict=True)
    ]
    # The lead, who has an account and no number, is not the namesake of another agency.
    assert leaflet(held, mother, invitees=rows) == ["A social worker", "", CHAIR]
    for case, one in ((elder, posts[0]), (younger, posts[1])):
        theirs = replace(mother, children=frozenset({case}))
        assert leaflet(held, theirs, invitees=rows, decisions=[]) == [one.full_name, one.work_telephone, CHAIR]
    # A chair of the same name stands beside the worker.
    chair = User.objects.get(pk=held.agency.chair.user_id)
    services.change_user(user=chair, display_name="A social worker", work_telephone=CHAIR, by=OPERATOR)
    numbers(held, worker=WORKER, chair=CHAIR)
    assert said(held, "decisions", mother)[:2] == [
        f"A social worker, your social worker: {WORKER}.", f"A social worker, the chair: {CHAIR}.",
    ]  # fmt: skip
    services.change_user(user=chair, display_name="Siân Larkmoor", work_telephone=CHAIR, by=OPERATOR)


def test_nobody_is_named_to_whom_the_case_is_shut_and_the_office_is_rung_instead(held: Held) -> None:
    numbers(held, worker=WORKER, chair=CHAIR, team=TEAM)
    with acting_as(held.agency.manager) as by:
        for one in held.table.children():
            case = ProtectedCase.objects.get(pk=one.case_id)
            declare_conflict(case=case, user_id=held.agency.worker.user_id, kind="family", by=by)
    mother, office = held.parent(), f"ring {OFFICE} on 01204 337479 and ask for them."
    told = [f"Siân Larkmoor, the chair: {CHAIR}.", f"To speak to your social worker, {office}", WAYS]
    assert said(held, "decisions", mother) == told
    assert said(held, "invitation", mother, decided=False)[1:] == told
    assert said(held, "plan", mother, part="dates")[1] == f"To ring them\tR{office[1:]}"
    assert leaflet(held, mother) == ["", f"01204 337479, {OFFICE}", CHAIR]
    assert WORKER not in "".join(as_text(held.paper(code, mother), held.pack) for code in ("summary", "decisions"))
    # Whoever takes the minutes prepares the same, and whoever reaches nothing is told of nobody.
    assert held.paper("decisions", mother, by=held.agency.minute_taker) == held.paper("decisions", mother)
    everybody = {held.agency.worker.user_id, held.agency.chair.user_id}
    for who, shut in ((held.agency.chair, {held.agency.worker.user_id}), (held.agency.person("partner"), everybody)):
        with acting_as(who):
            assert shut_to(held.conference.pk, everybody) == shut
