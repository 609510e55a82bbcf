"""One conference from the request to the next review in real Chromium, under each of the five procedures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.cases.services import add_chronology_entry
from quorate.conferences.models import Decision
from quorate.people import services as people
from quorate.plans.models import Plan
from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import Urls
from tests.journeys import conference_steps as steps
from tests.journeys import family_steps, meeting_steps, page_steps
from tests.journeys import special_steps as special
from tests.journeys.agreeing import all_agree, close_agrees, duties_agree, gates_agree, quorum_agrees, start_agrees
from tests.journeys.walking import Walk, words_of
from tests.journeys.ways import WAYS, Way
from tests.web.families import it_is

ASKED, HELD, AFTER = date(2026, 11, 10), date(2026, 11, 24), date(2026, 11, 25)
GROUP, REVIEW = date(2026, 12, 4), date(2027, 2, 16)
READY = HELD - timedelta(days=5)
REVIEW_READY = REVIEW - timedelta(days=14)


def _agency(pack: str) -> Agency:
    agency = Agency(pack)
    venue = people.add_venue(
        authority=agency.authority, name="Made-up House", address="1 Made-up Street", how_to_get_in="Ring.", by=OPERATOR
    )
    people.add_room(
        venue=venue, name="Room 2", seats=14, is_step_free=True, joins_by_video=True, by=OPERATOR
    )  # fmt: skip
    for who in ("worker", "manager", "chair", "minute_taker", "administrator"):
        assert getattr(agency, who).user_id
    return agency


@pytest.mark.parametrize("pack", list(WAYS))
def test_a_conference_from_the_request_to_the_review(
    pack: str, look: Callable[..., Any], module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def today_is(day: date) -> None:
        it_is(day, module_database, monkeypatch)

    today_is(ASKED)
    agency = _agency(pack)
    family = agency.family(ages=WAYS[pack].ages, unborn=WAYS[pack].unborn)
    with acting_as(agency.worker):
        stages.with_enquiry(agency, family, begun_on=date(2026, 11, 9))
    with acting_as(agency.worker) as by:
        add_chronology_entry(
            case=family.cases[0], happened_on=date(2026, 10, 2), words="Two nights alone.", on=ASKED, by=by
        )
    walk = Walk(look, agency, family)
    walk.page("worker")
    _asked_and_booked(walk)
    today_is(READY)
    _prepared(walk)
    today_is(HELD)
    _the_day(walk)
    today_is(AFTER)
    _afterwards(walk)
    today_is(GROUP)
    meeting_steps.core_group(walk, GROUP)
    steps.bring_forward(walk, REVIEW)
    today_is(REVIEW_READY)
    _prepared_again(walk)
    today_is(REVIEW)
    _the_review(walk)
    special.never_told(walk, WAYS[pack].afraid)
    today_is(REVIEW + timedelta(days=1))
    _after_the_review(walk)


def _asked_and_booked(walk: Walk) -> None:
    """The request with the authority's own forms, agreed; room, chair and minute-taker; the invitations."""
    way = WAYS[walk.agency.pack]
    steps.ask(walk, on=ASKED, forms=lambda walk: _forms_are(walk, dict(way.forms)), afraid=way.afraid)
    steps.agree(walk)
    steps.book(walk, HELD)
    assert steps.conference(walk).state == "booked"
    duties_agree(walk)
    steps.invite(walk)
    family_steps.comes_with(walk, way.supporter)
    steps.answer_all(walk, 20 if "answers" in way.typed else 2)


def _forms_are(walk: Walk, forms: dict[str, int]) -> None:
    assert family_steps.fill_forms(walk) == forms
    if walk.agency.pack == "bradford":  # of no authority alone: once is enough
        family_steps.half_a_date(walk, ASKED)


def _prepared(walk: Walk) -> None:
    """Reports, what the family brings, and everything that the chair and the family are told before the day."""
    way, eldest = WAYS[walk.agency.pack], walk.family.children[0]
    steps.report(walk)
    steps.prepare(walk)
    if way.child_comes:
        family_steps.child_comes(walk, eldest, **way.child_comes)
    steps.share(walk)
    family_steps.hand_report(walk, *way.shared_with)
    by = {"agency-report": page_steps.report_typed, "agency-file": page_steps.report_uploaded}
    rows = family_steps.agencies(walk, by=next((by[one] for one in way.typed if one in by), None))
    if way.all_reports:
        family_steps.share_agencies(walk, rows)
    family_steps.own_words(walk, way.parents_form)
    if way.booklet:
        family_steps.booklet(walk, eldest, way.booklet)
    else:
        family_steps.views(walk, eldest)


def _the_day(walk: Walk) -> None:
    """The meeting: three children, two plans and none."""
    way, (first, second, third) = WAYS[walk.agency.pack], walk.family.children
    start_agrees(walk)
    steps.begin(walk)
    assert quorum_agrees(walk) is True
    meeting_steps.agenda(walk, list(way.agenda))
    _in_the_room(walk, way)
    meeting_steps.analyse(walk, list(way.columns), typed="cards" in way.typed)
    meeting_steps.numbers(walk, walk.family.children, way.scale, typed=second if "numbers" in way.typed else None)
    steps.hear(walk, walk.family.children)
    steps.round_(walk, walk.family.children, without=[third], typed=second if "views" in way.typed else None)
    meeting_steps.plan(walk, first, GROUP)
    if "second-plan" in way.typed:
        meeting_steps.plan(walk, second, GROUP)
    else:
        meeting_steps.plan_of_another(walk, second)
    for child in walk.family.children:
        gates_agree(walk, child)
    says = f"{way.decided_by.capitalize()} {'decide' if way.decided_by.endswith('s') else 'decides'}"
    assert says in words_of(walk.open("chair", "conference_decide", first.case.id))
    plan = {"lead": "all", "core_group": "all", "core_group_on": GROUP, "next_review_on": REVIEW}
    both = ["neglect", "emotional"] if way.several_categories else "neglect"
    steps.decide(walk, first, "plan-made", categories=both, **plan)
    steps.decide(walk, second, "plan-made", categories="emotional", **plan)
    steps.decide(walk, third, "no-plan", services="Help at school, agreed with the family.")
    meeting_steps.disagrees(walk, way.ground)
    close_agrees(walk)
    steps.close(walk)
    with acting_as(walk.agency.manager):
        decided = dict(Decision.objects.filter(conference__case__ref=walk.ref).values_list("case_id", "outcome"))
        plans = Plan.objects.filter(case__in=walk.family.cases, kind="cp", ended_on__isnull=True)
        assert {one.case_id for one in plans} == {first.case_id, second.case_id}
    assert decided == {first.case_id: "plan-made", second.case_id: "plan-made", third.case_id: "no-plan"}
    assert quorum_agrees(walk) is True
    duties_agree(walk)


def _in_the_room(walk: Walk, way: Way) -> None:
    """What may happen at any time: a break, a step about behaviour, and the end, which nothing holds back."""
    if "break" in way.typed:
        page_steps.break_(walk)
    if "behaviour" in way.typed:
        page_steps.behaviour(walk)
    if "stop" in way.typed:
        close_agrees(walk)


def _afterwards(walk: Walk) -> None:
    """Decisions, summary, record and plan go out; the father complains; what is due is what the engine says."""
    steps.let_out(walk, "decisions", prepares="chair", lets_out="administrator")
    steps.let_out(walk, "summary", prepares="chair", lets_out="administrator")
    steps.minutes(walk)
    steps.let_out(walk, "minutes", prepares="chair", lets_out="administrator")
    meeting_steps.complaint(walk, AFTER, WAYS[walk.agency.pack].ground)
    duties_agree(walk)


def _prepared_again(walk: Walk) -> None:
    steps.invite(walk)
    steps.report(walk)
    family_steps.agencies(walk, recommends="plan-ended", on_page=False)


def _the_review(walk: Walk) -> None:
    """Three months later one plan ends and the other goes on."""
    first, second, _ = walk.family.children
    steps.begin(walk)
    steps.hear(walk, [first, second])
    steps.round_(walk, [first, second], without=[second])
    for child in (first, second):
        gates_agree(walk, child)
    dates = {"core_group_on": REVIEW + timedelta(days=14), "next_review_on": REVIEW + timedelta(days=168)}
    steps.decide(walk, first, "plan-continues", categories="neglect", lead="all", core_group="all", **dates)
    ended = {"change_seen": "Both parents keep to what was agreed.", "risk_now": "Nobody has shouted since."}
    meeting_steps.plan_again(walk, first)
    steps.decide(walk, second, "plan-ended", services="Help at school until the summer.", **ended)
    steps.close(walk)
    with acting_as(walk.agency.manager):
        plans = Plan.objects.filter(case__in=walk.family.cases, kind="cp").order_by("began_on")
        until = {one.case_id: one.ended_on for one in plans}
    assert until == {first.case_id: None, second.case_id: REVIEW}
    duties_agree(walk)


def _after_the_review(walk: Walk) -> None:
    """Each reader of a paper reads of each child what was decided for that child, and of the plan that goes on alone;
    then all that the pages say is what the commands answer."""
    first, second, _ = walk.family.children
    steps.let_out(walk, "decisions", prepares="chair", lets_out="administrator")
    _told_right(walk, "decisions")
    steps.let_out(walk, "plan", prepares="chair", lets_out="administrator")
    plans = special.papers(walk, "plan")
    assert {first.given_names in words and second.given_names not in words for words in plans.values()} == {True}
    steps.minutes(walk)
    steps.let_out(walk, "minutes", prepares="chair", lets_out="administrator")
    _told_right(walk, "minutes", "{} The plan ", ("goes on", "ends"))
    assert all_agree(walk)["quorum"]["quorate"] is True


def _told_right(
    walk: Walk, code: str, says: str = "{}'s plan ", ends: tuple[str, str] = ("goes on", "has ended")
) -> None:
    """Every copy says of the first child that its plan goes on and of the second that it has ended, and of neither the
    other; a child's own says it of that child alone."""
    names = [child.given_names for child in walk.family.children[:2]]
    right = dict(zip(names, ends, strict=True))
    copies = special.papers(walk, code)
    assert "Morgan Example" in copies
    for reader, copy in copies.items():
        words = copy.replace("’", "'")
        said = [(name, end) for name in names for end in ends if says.format(name) + end in words]
        child = reader.partition(" ")[0]
        said += [(child, end) for end in ends if f"Your plan {end}" in words]
        expected = [(child, right[child])] if child in right else list(right.items())
        assert said == expected, (code, reader, words[:2000])
