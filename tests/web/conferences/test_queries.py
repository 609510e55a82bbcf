"""How many statements each page of a conference sends: for a whole conference, as its manager and as its chair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.conferences.models import Conference
from quorate.people.models import User
from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import Urls
from tests.web.visiting import fetch, signed_in

# The session, the conference with its children and its facts, and the trail are three of each; of the first page and
# the decisions the trail is written by what reads the page.
AT_MOST = {
    "conference": 4,
    "conference_looks": 5,
    "conference_people": 6,
    "conference_needs": 6,
    "conference_reports": 5,
    "conference_meeting": 8,
    "conference_decisions": 3,
    "conference_plan": 7,
    "conference_papers": 9,
    "conference_record": 5,
    "conference_request": 6,
    "conference_booking": 6,
    "diary": 3,
}


class Whole:
    """A conference of three children with everybody invited and every report in; and one that was held."""

    def __init__(self) -> None:
        self.told = {stage: self._of(stage, who) for stage, who in (("reported", "manager"), ("decided", "chair"))}

    def _of(self, stage: str, who: str) -> tuple[Any, Conference]:
        agency = Agency()
        conference = getattr(stages, stage)(agency, agency.family(2, unborn=1))
        with acting_as(agency.manager):
            conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
        return signed_in(User.objects.get(pk=getattr(agency, who).user_id)), conference


@pytest.fixture(scope="module")
def whole(module_database: Urls) -> Iterator[Whole]:
    yield Whole()


def _anew(query: bytes, encoding: str) -> None:
    raise AssertionError(f"taken apart anew: {len(query)} bytes")


@pytest.mark.parametrize("stage", ["reported", "decided"])
@pytest.mark.parametrize("route", AT_MOST)
def test_a_page_sends_few_statements(whole: Whole, route: str, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, conference = whole.told[stage]
    address = reverse(route, args=[] if route == "diary" else [conference.case.ref])
    browser.get(address)
    with CaptureQueriesContext(connection) as seen, monkeypatch.context() as taken:
        # Nor is one of them taken apart anew, however long it is and however many values it has.
        for name in ("_query2pg_nocache", "_query2pg_client_nocache"):
            taken.setattr(f"psycopg._queries.{name}", _anew)
        fetch(browser, address)
    sent = [one["sql"] for one in seen if one["sql"] not in ("BEGIN", "COMMIT")]
    assert len(sent) <= AT_MOST[route], sent


def test_a_part_of_the_meeting_with_its_cards_is_one_reading_and_what_the_rules_are_told(whole: Whole) -> None:
    browser, conference = whole.told["decided"]
    address = reverse("conference_meeting", args=[conference.case.ref]) + "?part=analysis"
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        fetch(browser, address)
    sent = [one["sql"] for one in seen if one["sql"] not in ("BEGIN", "COMMIT")]
    assert len(sent) == 5, sent
