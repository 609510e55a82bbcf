"""The first page of a conference: its timeline, what is next, what is to do, and who has looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.cases.models import CaseEvent, Duty, Enquiry
from quorate.cases.services import begin_enquiry, record_event, refresh_duties, withdraw_event
from quorate.conferences.models import Conference
from quorate.conferences.queries import SubjectChild
from quorate.people import services
from quorate.people.models import User
from quorate.plans.models import Plan
from quorate.web.conferences import timeline
from quorate.web.conferences.opening import names_of
from quorate.web.wording import day as day_of
from quorate.web.wording import day_short
from quorate.web.work import moments
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


def test_how_many_parents_have_the_report_is_said_in_words() -> None:
    def said(*met: date | None) -> list[str]:
        rows = [{"code": "share-report-with-parents", "met_on": one, "due_on": None} for one in met]
        stop = timeline._reports(rows)
        return [] if stop is None else [stop.when, stop.says]

    shared = date(2026, 11, 20)
    assert said(None) == ["to be shared", "no parent has them yet"]
    assert said(None, shared) == ["to be shared", "1 of 2 parents has them"]
    assert said(None, shared, shared) == ["to be shared", "2 of 3 parents have them"]
    assert said(shared) == ["Fri 20 Nov", "shared with all parents"]


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
        assert [
            one for one in ("Nothing waits for this conference now.", "Day, room and chair") if one in page.words
        ] == []
    with acting_as(day.agency.chair):
        Conference.objects.filter(pk=day.conference.pk).update(state="booked", kind="review")
    page = day.page()
    said = ("if a plan goes on", "First review", "Day, room and chair")
    assert [one in page.words for one in said] == [True, False, True]
    with acting_as(day.agency.chair):
        Conference.objects.filter(pk=day.conference.pk).update(kind="initial")


def test_others_do_not_find_it_and_every_look_is_listed(day: Day) -> None:
    stranger = User.objects.get(pk=day.agency.person("social_worker").user_id)
    address = reverse("conference", args=[day.conference.case.ref])
    assert signed_in(stranger).get(address).status_code == 404
    page = day.page(route="conference_looks")
    assert page.texts("th")[:4] == ["When", "Who", "As", "What"]
    assert len(page.all("tr")) > 2


def rail(page: Page) -> list[str]:
    return [words(one) for one in page.all("li") if "q-rail__item" in (one.get("class") or "")]


def test_a_discussion_of_an_earlier_conference_is_not_this_ones_and_that_none_is_recorded_is_said(day: Day) -> None:
    from quorate.conferences.services import requests

    family, long_ago = day.agency.family(1), stages.today() - timedelta(days=120)
    with acting_as(day.agency.worker):
        stages.with_enquiry(day.agency, family, begun_on=long_ago)
    first = stages.asked_for(day.agency, family, on=long_ago + timedelta(days=2))
    with acting_as(day.agency.worker) as by:
        held = long_ago + timedelta(days=15)
        record_event(code="conference-held", cases=family.cases, day=held, conference=first, by=by)
        Conference.objects.filter(pk=first.pk).update(state="held", held_on=held)
        Enquiry.objects.filter(case__in=family.cases).update(ended_on=held, outcome="conference")
        second = requests.begin(kind="initial", cases=family.cases, by=by, on=stages.today())
    worker = signed_in(User.objects.get(pk=day.agency.worker.user_id))
    said = "No strategy discussion is recorded for this"

    def looked() -> tuple[bool, list[str], bool]:
        page = fetch(worker, reverse("conference", args=[second.case.ref]))
        check = fetch(worker, reverse("conference_request_check", args=[second.case.ref]))
        stops = [one.split()[0] for one in rail(page) if one.split()[0] in ("Strategy", "Limit")]
        return said in page.texts("h2"), stops, said in check.texts("a")

    assert looked() == (True, [], True)
    page = fetch(worker, reverse("conference", args=[second.case.ref]))
    (record,) = [one.get("href") for one in page.all("a") if words(one).startswith("Record it")]
    assert record == reverse("enquiry_new", args=[family.cases[0].ref])
    with acting_as(day.agency.worker) as by:
        begin_enquiry(cases=family.cases, begun_on=stages.today(), on=stages.today(), by=by)
    assert looked() == (False, ["Strategy", "Limit"], False)
    # What began the earlier one stays with it.
    page = fetch(worker, reverse("conference", args=[first.case.ref]))
    assert [one for one in rail(page) if one.startswith("Strategy")] == [
        f"Strategy discussion {day_short(long_ago)}done"
    ]


def test_asking_for_the_review_leaves_the_page_of_the_conference_as_it_was(module_database: Urls) -> None:
    agency = Agency()
    family = agency.family(1)
    conference = stages.reported(agency, family)
    with acting_as(agency.manager) as by:
        record_event(
            code="conference-held", cases=family.cases, at=stages.at_clock(0, 1), conference=conference, by=by
        )  # fmt: skip
        Conference.objects.filter(pk=conference.pk).update(state="held", held_on=stages.today())
        record_event(
            code="decided", cases=family.cases, at=stages.at_clock(0, 2), conference=conference, by=by,
            facts={"outcome": "plan-made"},
        )  # fmt: skip
        Plan.objects.create(
            case=family.cases[0], authority_id=family.cases[0].authority_id, kind="cp", began_on=stages.today()
        )  # fmt: skip
    worker = signed_in(User.objects.get(pk=agency.worker.user_id))

    def looked() -> tuple[list[str], list[str]]:
        page = fetch(worker, reverse("conference", args=[conference.case.ref]))
        counted = [one for one in page.texts("summary") if one.startswith("Show ")]
        return counted, [one for one in rail(page) if one.startswith(("Reports", "First review"))]

    before = looked()
    assert (len(before[0]), [one.split()[0] for one in before[1]]) == (1, ["Reports", "First"])
    assert worker.post(reverse("conference_request_review", args=[conference.case.ref])).status_code == 302
    with acting_as(agency.worker):
        refresh_duties(cases=family.cases)  # as whatever is recorded next does
    assert looked() == before
    # After the day nothing is forecast, and no day is chosen.
    people = fetch(worker, reverse("conference_people", args=[conference.case.ref]))
    booking = fetch(worker, reverse("conference_booking", args=[conference.case.ref]))
    said = f"It was held on {day_of(stages.today())}: there is no day to choose any more."
    assert ("Forecast" in people.words, said in booking.texts("p"), "Move it" in booking.words) == (False, True, False)


def test_a_letter_of_which_it_is_noted_that_it_went_waits_for_those_who_may_let_it_out(day: Day) -> None:
    from quorate.release.services import keep

    with acting_as(day.agency.chair) as by:
        for code, title in (("exclusion-letter", "Why somebody is kept out"), ("invitation", "The invitations")):
            keep(conference=day.conference, code=code, title=title, made=[], by=by, at=moments.now())
    line, other = "Look at it and let it out: Why somebody is kept out", "Look at it and let it out: The invitations"
    seen = {who: day.work(who).texts("a") for who in ("worker", "manager", "administrator", "chair")}
    assert {who: (line in said, other in said) for who, said in seen.items()} == {
        "worker": (True, False), "manager": (True, False), "administrator": (False, True), "chair": (False, False),
    }  # fmt: skip
