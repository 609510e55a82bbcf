"""The diary: one's own conferences as links, the rest "taken" for those who book and nothing for everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.conferences.models import Booking
from quorate.people.models import User
from quorate.web.views.diary import _monday
from tests.conferences.bookings.making import Office
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import Page, fetch, signed_in

TODAY = date(2026, 11, 18)


class Week:
    """Two conferences of one authority in one week; the administrator was let into both, the workers into one each."""

    def __init__(self) -> None:
        self.one = Office()
        self.first = self.one.agreed()
        self.one.book(self.first)
        self.two = Office(self.one.agency)
        self.day = self.one.times()[0].date()

    def page(self, who: Standing, more: str = "") -> Page:
        client: Any = signed_in(User.objects.get(pk=who.user_id))
        return fetch(client, f"{reverse('diary')}?from={self.day.isoformat()}{more}")


@pytest.fixture(scope="module")
def week(module_database: Urls) -> Iterator[Week]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Week()


def place(week: Week) -> str:
    return f"{week.one.room.name}, {week.one.room.venue.name}"


def slots(page: Page) -> list[str]:
    return [one for one in page.texts("td") if one]


@pytest.mark.parametrize("by", ["room", "chair", "minute-taker"])
def test_the_chair_sees_the_conference_with_its_link(week: Week, by: str) -> None:
    page = week.page(week.one.chair, f"&by={by}")
    (said,) = slots(page)
    assert said.startswith(f"10:00 to 12:00Initial Child Protection Conference {week.first.reference}")
    links = [one.get("href") for one in page.all("a") if one.get("href") == f"/conferences/{week.first.case.ref}/"]
    assert len(links) == 2
    # A room is told with its building wherever no row names it: two rooms of one name stand in two buildings.
    (by_day,) = [one for one in page.texts("li") if week.first.reference in one]
    assert (place(week) in by_day, place(week) in said) == (True, by != "room")


def test_another_who_books_sees_that_it_is_taken_and_nothing_else(week: Week) -> None:
    page = week.page(week.one.agency.person("social_worker"))
    assert slots(page) == ["10:00 to 12:00Taken"]
    assert [one for one in page.texts("li") if "Taken" in one] == [f"10:00 to 12:00Taken{place(week)}"]
    assert week.first.reference not in page.response.content.decode()


def test_who_does_not_book_sees_nothing_of_the_conferences_of_others(week: Week) -> None:
    page = week.page(week.one.agency.person("minute_taker"))
    assert slots(page) == []
    assert "No conference in this week" in page.words


def test_free_rooms_stand_in_the_week_for_those_who_book(week: Week) -> None:
    page = week.page(week.one.administrator)
    named = [one for one in page.texts("th") if one.startswith("Room 2")]
    assert len(named) == 2


def test_a_week_costs_few_queries_whatever_is_in_it(week: Week) -> None:
    client = signed_in(User.objects.get(pk=week.one.administrator.user_id))
    client.get(reverse("diary"))
    with CaptureQueriesContext(connection) as told:
        assert client.get(f"{reverse('diary')}?from={week.day}").status_code == 200
    # The week with every name is one; the rooms that are free are another. The rest opens any page.
    ours = [one["sql"] for one in told if "conferences_" in one["sql"] or "people_room" in one["sql"]]
    assert len(ours) == 2
    assert len(told) <= 8


def test_on_a_sunday_it_opens_the_week_that_comes() -> None:
    assert [_monday("", on) for on in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23))] == [
        date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 23)
    ]  # fmt: skip
    assert _monday("2026-11-22", date(2026, 11, 22)) == date(2026, 11, 16)


def test_who_is_only_asked_to_come_sees_time_and_place_and_no_row_of_the_booking(week: Week) -> None:
    agency = week.one.agency
    supporter, sister_worker = agency.person("supporter"), agency.person("quality_assurance")
    agency.give(week.first.case, supporter)
    agency.give(week.one.family.cases[0], sister_worker)
    page = week.page(supporter, "&by=chair")
    assert slots(page) == [f"10:00 to 12:00You are asked to come{week.one.room.name}, {week.one.room.venue.name}"]
    for told in (week.first.reference, str(week.first.case.ref), "A chair"):
        assert told not in page.response.content.decode()
    for who, rows in ((supporter, 0), (sister_worker, 0), (week.one.chair, 1)):
        with acting_as(who):
            assert Booking.objects.filter(conference_id=week.first.pk).count() == rows
            # What the week is looked up by tells no more than the rows: else anybody could ask hour by hour.
            with connection.cursor() as cursor:
                cursor.execute("SELECT conferences_sitting_between(now() - '9 years'::interval, 'infinity')")
                assert len(cursor.fetchall()) == rows
