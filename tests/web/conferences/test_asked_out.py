"""A request to keep somebody out reaches whoever decides it, and is told to nobody who may not read it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases.models import Duty
from quorate.conferences.models import ConferenceExclusion, Invitee, Sitting
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services import bookings, exclusions
from quorate.people.models import User
from quorate.web.wording import day_short
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences import stages
from tests.web.visiting import Page, checked, fetch, signed_in, words

DECIDE = "Decide whether Frankie Sample is kept out"
WAITS = "Whether Frankie Sample is kept out"
FIRST = "Not decided yet: whether they are kept out. The {} decides that first."
CHAIR = FIRST.format("chair")
DECIDE_FIRST = "Decide first whether they are kept out: somebody asked for it, and it still waits."
OPEN = "Not decided yet"
PAGES = ("conference", "conference_meeting", "conference_start")


class Asked:
    """A conference of today, or so many working days ahead; somebody asks to keep the father out of it."""

    def __init__(self, pack: str = "bolton", ahead: int = 0) -> None:
        self.agency = Agency(pack)
        self.family: Family = self.agency.family(1)
        place = (self.agency, self.family)
        self.conference = (
            stages.booked(*place, to=stages.invited(*place), number=ahead) if ahead else stages.ready_today(*place)
        )
        with acting_as(self.agency.manager):
            self.father = Invitee.objects.get(conference=self.conference, person_id=self.family.father)
        self.decide = self.at("conference_exclusion_decide", self.father.pk)

    def asks(self, who: Standing) -> Asked:
        with acting_as(who) as by:
            exclusions.ask_for_exclusion(
                conference=self.conference, person_id=self.family.father, ground="violence", on=clock.run_day(),
                by=by, source_words="The police, by telephone",
            )  # fmt: skip
        return self

    def at(self, route: str, *more: Any) -> str:
        return reverse(route, args=[self.conference.case.ref, *more])

    def seen(self, who: Standing, route: str = "conference") -> Page:
        return fetch(signed_in(User.objects.get(pk=who.user_id)), self.at(route))

    def work(self, who: Standing, whose: str = "mine") -> Page:
        return fetch(signed_in(User.objects.get(pk=who.user_id)), f"{reverse('home')}?whose={whose}")

    def takes_off(self, who: Standing) -> Any:
        """What is answered to whoever takes the father off the list."""
        browser = signed_in(User.objects.get(pk=who.user_id))
        return browser.post(self.at("conference_person_remove", self.father.pk), {"why": "He moved away."})

    def links(self, page: Page) -> list[str]:
        """What leads to the page on which it is decided."""
        return [words(one) for one in page.all("a") if one.get("href") == self.decide]

    def is_said_nowhere(self, *people: Standing, pages: tuple[str, ...] = PAGES[:2]) -> None:
        for who in people:
            said = [self.work(who, whose) for whose in ("mine", "team", "all")]
            said += [self.seen(who, route) for route in pages]
            assert [(OPEN in one.words, self.links(one)) for one in said] == [(False, [])] * len(said)


def asked_line(page: Page) -> list[str]:
    """The line that says that somebody asked the chair, as done."""
    return [one for one in page.texts("li") if one.startswith("Ask the chair to keep a parent out")]


def still(page: Page) -> list[list[str]]:
    """Of whom it may be asked still, in each of these lines."""
    said = [one for one in asked_line(page) if not one.endswith("Done")]
    return [[name for name in ("Frankie", "Morgan") if name in one] for one in said]


def _mains(page: Page) -> list[str]:
    """The main buttons of a page."""
    looks = {"govuk-button", "govuk-button--secondary"}
    every = [*page.all("a"), *page.all("button")]
    return [words(one) for one in every if looks & _classes(one) == {"govuk-button"}]


def _classes(one: Element) -> set[str]:
    return set(str(one.get("class")).split())


def begins(page: Page) -> set[tuple[str, str]]:
    """Of each parent with whom something is not done when the meeting is to begin: what is said of all of it."""
    said = [one for one in page.texts("li") if " has not " in one]
    ends = ("comes first.", "Do it now")
    return {(one.split()[0], next(end for end in ends if end in one)) for one in said}


def test_the_chair_sees_it_first_until_it_is_decided(own_database: Any) -> None:
    one = Asked()
    chair, worker, manager = one.agency.chair, one.agency.worker, one.agency.manager
    one.agency.give(one.conference.case, one.agency.person("chair"))
    assert one.seen(worker).texts("dt").count("Conference chair") == 1, "who is booked, of two who may chair"
    one.asks(worker)
    work = one.work(chair)
    assert (one.links(work), work.texts("h2")[0]) == ([DECIDE], "Waits for your word")
    day = day_short(clock.run_day())
    row = f"{DECIDE}{one.conference.reference} · conference on {day} Since {day}"
    assert row in work.texts("li")
    for whose in ("mine", "all"):
        met = sorted(said for said in one.work(chair, whose).texts("li") if said.startswith("Meet "))
        assert [(said.split()[1], CHAIR in said) for said in met] == [("Frankie", True), ("Morgan", False)], whose
    for route in PAGES:
        page = one.seen(chair, route)
        assert one.links(page) == ["Decide now about Frankie Sample"], route
        assert [said for said in page.texts("h2") + page.texts("h3") if said in (DECIDE, WAITS)] == [DECIDE], route
        assert _mains(page) == ["Decide now about Frankie Sample"], route
    assert page.texts("button").count("Start now") == 1, "of the last of the pages: Start the meeting"
    assert begins(page) == {("Frankie", "comes first."), ("Morgan", "Do it now")}
    assert one.seen(chair, "conference_meeting").words.count("Somebody asked to keep them out: not decided") == 1
    # To whoever asked: that it waits, and for whom; the two who arrange the rest of it see it too, without a way in.
    for who, words_ in ((worker, "You asked this. It waits for the chair."), (manager, "It waits for the chair.")):
        for route in PAGES[:2]:
            page = one.seen(who, route)
            assert (one.links(page), page.words.count(words_), page.words.count(WAITS)) == ([], 1, 1), route
        assert (one.links(one.work(who)), asked_line(one.seen(who))) == ([], [])
    fetch(signed_in(User.objects.get(pk=chair.user_id)), one.decide)
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=one.conference, person_id=one.family.father, outcome="not-excluded", at=clock.now(), by=by,
            words="He may come.",
        )  # fmt: skip
    one.is_said_nowhere(chair, worker, manager)
    assert [said.endswith("Done") for said in asked_line(one.seen(worker))] == [True]
    assert begins(one.seen(chair, "conference_start")) == {("Frankie", "Do it now"), ("Morgan", "Do it now")}


def test_whoever_asks_second_learns_nothing_of_the_first_and_the_chair_has_both(own_database: Any) -> None:
    one = Asked()
    first, second = one.agency.person("partner"), one.agency.person("partner")
    for who in (first, second):
        one.agency.give(one.conference.case, who)
    ask, there = one.at("conference_exclusion_ask"), one.at("conference_people")

    def asks(who: Standing, source: str, by: Any = None) -> Any:
        said = {"person": str(one.family.father), "scope": "whole", "ground": "violence", "source_words": source}
        return (by or signed_in(User.objects.get(pk=who.user_id))).post(ask, said)

    assert asks(first, "The midwife heard it.").headers["Location"] == there
    before = [one.seen(second, route).words for route in PAGES[:2]]
    assert [OPEN in said for said in before] == [False, False]
    browser = signed_in(User.objects.get(pk=second.user_id))
    sent = asks(second, "He rang the school.", browser)
    assert fetch(browser, there).words.count("Your request was sent. The chair decides.") == 1
    assert (sent.status_code, sent.headers["Location"]) == (302, there)
    for route in PAGES[:2]:
        said = one.seen(second, route).words
        told = (said.count("You asked this."), said.count(", for all of the meeting."), "midwife" in said)
        assert told == (1, 1, False), route
    # The same again from the same person is refused in words of their own request.
    again = asks(second, "He rang the school.")
    assert checked(again, ask).words.count("You have asked this already, and it waits") >= 1
    # The chair has one thing to decide, with what each of them says and where each knows it from.
    page = one.seen(one.agency.chair)
    assert (one.links(page), one.links(one.work(one.agency.chair))) == (["Decide now about Frankie Sample"], [DECIDE])
    decide = fetch(signed_in(User.objects.get(pk=one.agency.chair.user_id)), one.decide)
    assert [said.count(" by A partner, for all") for said in decide.texts("h3")].count(1) == 2
    known = [said for said in decide.texts("p") if said.startswith("Known from")]
    assert sorted(known) == ["Known from: He rang the school.", "Known from: The midwife heard it."]
    assert decide.words.count("2 have asked. Each was taken by itself; whoever keeps the list reads them all.") == 1
    with acting_as(one.agency.chair) as by:
        row = exclusions.decide_exclusion(
            conference=one.conference, person_id=one.family.father, outcome="excluded", at=clock.now(), by=by,
            words="What he said frightened people.",
        )  # fmt: skip
        rows = ConferenceExclusion.objects.filter(conference=one.conference)
        assert sorted((each.outcome, each.waits, each.answered_with) for each in rows.order_by("-outcome")) == [
            ("", False, row.pk), ("excluded", False, None),
        ]  # fmt: skip
        assert kept_out(one.conference, one.family.father) == "whole"
    one.is_said_nowhere(one.agency.chair, first, second)
    listed = one.seen(one.agency.chair, "conference_exclusions")
    answered = "Answered by the decision on another request about the same person."
    assert (listed.words.count(answered), listed.words.count("Waits for a decision")) == (1, 0)


def test_a_cancelled_conference_has_nothing_left_to_decide(own_database: Any) -> None:
    one = Asked()
    one.asks(one.agency.worker)
    chair = one.agency.chair

    def offered() -> list[bool]:
        """Whether it can be decided, a plan begun, and written down that somebody disagrees."""
        page = one.seen(chair, "conference_exclusions")
        return [
            one.links(page) != [],
            "Begin the plan" in one.seen(chair, "conference_plan").texts("button"),
            "Record that someone disagrees" in one.seen(chair, "conference_decisions").words,
        ]

    assert offered() == [True, True, True]
    with acting_as(one.agency.administrator) as by:
        bookings.cancel(
            conference=one.conference, reason="They moved", authorised_by="A manager", by=by, at=clock.now()
        )
    one.is_said_nowhere(one.agency.chair, one.agency.worker, one.agency.manager, pages=PAGES[:1])
    assert offered() == [False, False, False]
    assert one.seen(chair, "conference_exclusions").words.count("Was not decided") == 1
    # Adjourned before it was cancelled, it had begun: what was said and planned then can still be written down.
    with acting_as(chair) as by:
        Sitting.objects.create(
            conference=one.conference, case_id=one.conference.case_id, authority_id=one.conference.authority_id,
            started_at=clock.now(), started_by=by.user_id, ended_at=clock.now(),
        )  # fmt: skip
    assert offered() == [False, True, True]


def test_nobody_learns_of_it_who_may_not_read_it(own_database: Any) -> None:
    one = Asked()
    partner, reader, parent = (one.agency.person(role) for role in ("partner", "quality_assurance", "parent"))
    for who in (partner, reader, parent):
        one.agency.give(one.conference.case, who)
    # Who may not ask is not told to, nor sent to a page that is shut to them.
    said = {who: one.seen(getattr(one.agency, who), "conference_exclusions") for who in ("worker", "administrator")}
    assert ["Anybody who works on this conference may ask" in page.words for page in said.values()] == [True, False]
    ask = (
        "The chair, the minute taker, the social worker, the team manager or an agency that takes part asks for it,"
        " as long as the record is not signed."
    )
    assert [ask in page.words for page in said.values()] == [False, True]
    one.asks(one.agency.worker)
    one.is_said_nowhere(partner, reader)
    assert [asked_line(one.seen(who)) for who in (partner, reader)] == [[], []]
    browser = signed_in(User.objects.get(pk=parent.user_id))
    assert [browser.get(one.at(route)).status_code for route in PAGES] == [404, 404, 404]
    assert OPEN not in browser.get(reverse("home")).content.decode()


def test_no_line_that_goes_tells_who_was_asked_out(own_database: Any) -> None:
    one = Asked(ahead=10)
    worker, chair = one.agency.worker, one.agency.chair
    others = [one.agency.person(role) for role in ("partner", "quality_assurance")]
    for who in others:
        one.agency.give(one.conference.case, who)

    def read() -> list[str]:
        return [one.seen(who, route).words for who in others for route in ("conference", "conference_meeting")]

    before = read()
    assert still(one.seen(worker)) == [["Frankie", "Morgan"]]
    one.asks(worker)
    assert read() == before
    assert still(one.seen(worker)) == [["Morgan"]]
    with acting_as(worker):
        key = Duty.objects.get(code="request-exclusion", about_id=one.family.father).pk
    why = [signed_in(User.objects.get(pk=who.user_id)).get(reverse("duty", args=[key])) for who in (worker, *others)]
    assert [answer.status_code for answer in why] == [200, 404, 404]
    # Nobody takes off the list whose request waits; off it all the same (before this was refused) it is not "done".
    answer = one.takes_off(worker)
    assert (answer.status_code, DECIDE_FIRST in answer.content.decode()) == (422, True)
    assert CHAIR in one.work(chair, "all").words
    with acting_as(worker):
        Invitee.objects.filter(pk=one.father.pk).update(removed_on=clock.run_day(), removed_why="A slip")
    assert still(one.seen(worker)) == [["Morgan"]]
    assert [said.endswith("Done") for said in asked_line(one.seen(worker))] == [False]
    assert CHAIR not in one.work(chair, "all").words
    with acting_as(worker):
        Invitee.objects.filter(pk=one.father.pk).update(removed_on=None, removed_why="")
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=one.conference, person_id=one.family.father, outcome="not-excluded", at=clock.now(), by=by,
            words="He may come.",
        )  # fmt: skip
    assert one.takes_off(worker).status_code == 302


@pytest.mark.clause("BAR-17")
def test_it_waits_for_everybody_who_decides_by_the_procedure(own_database: Any) -> None:
    one = Asked("barnet")
    one.asks(one.agency.manager)
    decide = "Decide now about Frankie Sample"
    for who in (one.agency.chair, one.agency.worker):
        assert (one.links(one.work(who)), one.links(one.seen(who))) == ([DECIDE], [decide])
    assert (one.links(one.work(one.agency.manager)), one.links(one.seen(one.agency.manager))) == ([], [])
    assert FIRST.format("Reviewing Officer or the social worker") in one.work(one.agency.manager, "all").words
    said = "You asked this. It waits for the Reviewing Officer or the social worker."
    assert said in one.seen(one.agency.manager).words
