"""The first page of a conference: its timeline, what is next, what is to do, and who has looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.services import record_event, withdraw_event
from quorate.conferences.models import Conference
from quorate.conferences.queries import SubjectChild
from quorate.people import services
from quorate.people.models import User
from quorate.web.conferences.opening import names_of
from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import Urls
from tests.web.visiting import Page, checked, fetch, signed_in, words


class Day:
    """One conference at two stages, and the people who open it."""

    def __init__(self) -> None:
        self.agency = Agency()
        self.family = self.agency.family(1, unborn=1)
        self.conference = stages.asked_for(self.agency, self.family)

    def page(self, who: str = "worker", route: str = "conference", status: int = 200):  # type: ignore[no-untyped-def]
        user = User.objects.get(pk=getattr(self.agency, who).user_id)
        return fetch(signed_in(user), reverse(route, args=[self.conference.case.ref]), status)

    def work(self, who: str) -> Page:
        return fetch(signed_in(User.objects.get(pk=getattr(self.agency, who).user_id)), reverse("home"))


@pytest.fixture(scope="module")
def day(module_database: Urls) -> Iterator[Day]:
    yield Day()


def test_four_children_and_more_stand_by_their_given_names() -> None:
    def child(given: str) -> SubjectChild:
        return SubjectChild(
            uuid4(), uuid4(), "", f"{given} Featherstonehaugh", given, date(2020, 1, 1), None, "initial"
        )

    said = [names_of([child(one) for one in "ABCD"[:many]], date(2026, 11, 22)) for many in (1, 4)]
    assert said == ["A Featherstonehaugh (6)", "A (6), B (6), C (6) and D (6)"]


def test_the_page_grows_from_the_request_to_the_booking(day: Day) -> None:
    page = day.page()
    answer = "Answer the request for a conference"
    assert (answer in day.work("manager").texts("a"), answer in day.work("worker").texts("a")) == (True, False)
    assert page.texts("h1") == ["Child0 Example (4) and unborn baby"]
    stops = [one.split()[0] for one in page.texts("li") if one.split() and one.split()[0] in STOPS]
    assert stops[:4] == ["Strategy", "Asked", "Agreed", "Booked"]
    with acting_as(day.agency.manager) as by:
        from quorate.conferences.models import ConferenceRequest
        from quorate.conferences.services import requests

        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=day.conference)
        requests.agree(asked=asked, reason="Needed", by=by, on=stages.today())
        day.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    stages.booked(day.agency, day.family, to=day.conference)
    page = day.page()
    assert answer not in day.work("manager").texts("a")
    assert "Room 2, Town Hall" in page.words
    assert "to spare" in page.words
    assert [one for one in page.texts("h2") if one.startswith("To do (")] != []
    # Whom to ring: a number of one's own, the team's as the team's, and the office's, each to be rung from the page.
    for key, own in ((day.agency.worker.user_id, "01632 960130"), (day.agency.manager.user_id, "")):
        user = User.objects.get(pk=key)
        services.change_user(user=user, display_name=user.display_name, work_telephone=own, by=OPERATOR)
    services.change_team(team=day.agency.team, name=day.agency.team.name, telephone="01632 960161", by=OPERATOR)
    page = day.page()
    rung = [(words(one), str(one.get("href"))) for one in page.all("a") if str(one.get("href")).startswith("tel:")]
    assert rung == [
        ("01632 960130", "tel:01632960130"), ("01632 960161", "tel:01632960161"), ("01204 337479", "tel:01204337479"),
    ]  # fmt: skip
    assert page.words.count("the number of North") == 1


STOPS = ("Strategy", "Asked", "Agreed", "Booked")


def test_every_open_duty_of_the_conference_has_its_line_with_its_reason(day: Day) -> None:
    with acting_as(day.agency.worker):
        open_ = set(
            Duty.objects.filter(conference_id=day.conference.pk, settled="", window=False).values_list(
                "code", flat=True
            )
        )
    page = day.page()
    reasons = [one for one in page.texts("summary") if one.startswith("Why this date?")]
    assert len(open_) > 5
    assert len(reasons) >= len(open_ - {"hold-initial-conference"})


def test_what_a_page_of_the_conference_keeps_is_not_ticked_off_by_a_day_alone(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(day.agency.chair):
        here = Duty.objects.filter(conference_id=day.conference.pk, settled="")
        met = here.filter(code="meet-parents")[0]
        codes = ("explain-conference-to-parents", "give-parents-leaflet", "ask-parents-about-needs", "offer-advocate")
        prepared = list(here.filter(code__in=codes))
        told = next(one for one in prepared if one.code == codes[0])
    chair = signed_in(User.objects.get(pk=day.agency.chair.user_id))
    worker, address = signed_in(User.objects.get(pk=day.agency.worker.user_id)), reverse("duty", args=[told.pk])
    for browser, one in ((chair, met), *((worker, one) for one in prepared)):
        there = reverse("duty", args=[one.pk])
        page = fetch(browser, there)
        offered = page.texts("button").count("Record that it is done"), "Open the conference" in page.texts("a")
        assert (one.code, offered) == (one.code, (0, True))
        assert browser.post(there, {"done_on_day": "1"}).status_code == 404
    # Of what no page keeps, no time is taken that has not come.
    monkeypatch.setattr("quorate.web.work.doing._WITH_ITS_PAGE", frozenset())
    now = stages.today()
    said = {"done_on_day": now.day, "done_on_month": now.month, "done_on_year": now.year, "done_at": "23:59"}
    late = worker.post(address, said)
    assert (late.status_code, "This time has not come yet" in checked(late, address).words) == (422, True)


def test_after_an_adjournment_the_page_says_that_a_new_day_is_to_be_booked(day: Day) -> None:
    with acting_as(day.agency.chair) as by:
        record_event(
            code="conference-adjourned", cases=day.family.cases, at=stages.at_clock(9, 30), conference=day.conference,
            facts={"reason": "inquorate"}, by=by,
        )  # fmt: skip
        Conference.objects.filter(pk=day.conference.pk).update(state="adjourned")
    page = day.page()
    assert [one for one in page.texts("li") if one.split()[:1] == ["Adjourned"]] != []
    assert ("no new date yet" in page.words, "to spare" in page.words) == (True, False)
    assert "It was adjourned, and the new day has not been booked yet." in page.words


def stops(page: Page) -> list[str]:
    told = [one for one in page.texts("li") if one.startswith("Adjourned") and one.endswith("another day")]
    return [one.split()[-4][-4:] for one in told]


def test_what_was_taken_back_is_no_stop_and_what_went_on_is_behind_us(day: Day) -> None:
    assert stops(day.page()) == ["goes"]
    with acting_as(day.agency.chair) as by:
        record_event(
            code="conference-held", cases=day.family.cases, at=stages.at_clock(9, 45), conference=day.conference, by=by
        )  # fmt: skip
    assert stops(day.page()) == ["went"]
    with acting_as(day.agency.chair) as by:
        for code in ("conference-held", "conference-adjourned"):
            (event,) = set(
                CaseEvent.objects.filter(conference_id=day.conference.pk, code=code).values_list("event_id", flat=True)
            )
            withdraw_event(event_id=event, by=by)
    page = day.page()
    assert (stops(page), [one for one in page.texts("li") if one.split()[:1] == ["Booked"]] != []) == ([], True)


def test_where_there_is_no_conference_nothing_is_said_to_follow(day: Day) -> None:
    for state, name in (("cancelled", "Cancelled"), ("declined", "Declined")):
        with acting_as(day.agency.chair):
            Conference.objects.filter(pk=day.conference.pk).update(state=state)
        page = day.page()
        rail = [words(one) for one in page.all("li") if "q-rail__item" in (one.get("class") or "")]
        assert (rail[-1].startswith(name), [one for one in rail if "afterwards" in one or "not yet" in one]) == (
            True,
            [],
        )
        assert "Nothing waits for this conference now." not in page.words
    with acting_as(day.agency.chair):
        Conference.objects.filter(pk=day.conference.pk).update(state="booked", kind="review")
    page = day.page()
    assert ("if a plan goes on" in page.words, "First review" in page.words) == (True, False)
    with acting_as(day.agency.chair):
        Conference.objects.filter(pk=day.conference.pk).update(kind="initial")


def test_others_do_not_find_it_and_every_look_is_listed(day: Day) -> None:
    stranger = User.objects.get(pk=day.agency.person("social_worker").user_id)
    address = reverse("conference", args=[day.conference.case.ref])
    assert signed_in(stranger).get(address).status_code == 404
    page = day.page(route="conference_looks")
    assert page.texts("th")[:4] == ["When", "Who", "As", "What"]
    assert len(page.all("tr")) > 2
