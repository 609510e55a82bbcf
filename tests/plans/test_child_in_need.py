"""A child in need plan: its tasks, its network meetings, and the flag for plans that have been open for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Child
from quorate.people.models import User
from quorate.plans.models import CoreGroup, Plan
from tests.cases.making import YEAR
from tests.database import Urls
from tests.plans.making import Afterwards
from tests.web.visiting import Page, checked, fetch, signed_in


class Lane:
    """A child of a family after its conference: the one without a child protection plan has a plan in need."""

    def __init__(self, pack: str, kind: str = "cin", since: date | None = None) -> None:
        self.after = Afterwards(pack)
        planned = self.after.planned
        self.child: Child = next(one for one in self.after.family.children if one.case_id not in planned)
        with acting_as(self.after.agency.worker) as by:
            self.plan = Plan.objects.create(
                case=self.child.case, authority_id=by.authority_id, kind=kind, began_on=since or today()
            )
        self.client = signed_in(User.objects.get(pk=self.after.agency.worker.user_id))

    def address(self, route: str = "child_plan") -> str:
        return reverse(route, args=[self.child.case.ref, self.plan.pk])

    def page(self, route: str = "child_plan") -> Page:
        return fetch(self.client, self.address(route))

    def send(self, route: str, **said: object) -> None:
        response = self.client.post(self.address(route), said)
        if response.status_code != 302:
            raise AssertionError(checked(response, route).words)


@pytest.fixture(scope="module")
def lane(module_database: Urls) -> Iterator[Lane]:
    yield Lane("redbridge")


def parts(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.mark.clause("RDB-40")
def test_a_child_in_need_plan_lists_tasks_that_keep_changes_in_place(lane: Lane) -> None:
    lane.send(
        "child_plan_task",
        what="Breakfast club",
        why="Keeps mornings calm.",
        who="Morgan Example",
        owner_kind="family",
        by_when_words="every school day",
    )
    words = lane.page().words
    for said in ("Child in Need Plan", "Breakfast club", "So that: Keeps mornings calm.", "every school day"):
        assert said.lower() in words.lower()


@pytest.mark.clause("RDB-41")
def test_it_is_reviewed_at_network_meetings_of_family_and_professionals(lane: Lane) -> None:
    assert "Looked at again at regular Network Meetings of the family" in lane.page().words
    case = lane.child.case_id
    lane.send(
        "child_plan_meeting", chair_words="A. Example", others="Morgan Example and the school",
        **{f"asked_{case}": "yes", f"views_{case}": "Good."}, **parts("held_on", today()),
        **parts("next_on", today() + timedelta(weeks=6)),
    )  # fmt: skip
    with acting_as(lane.after.agency.worker):
        (meeting,) = CoreGroup.objects.filter(case_id=case, kind="network")
        (event,) = CaseEvent.objects.filter(case_id=case, code="network-meeting-held")
    assert (meeting.next_on, event.facts["views_asked"]) == (today() + timedelta(weeks=6), True)
    assert "Morgan Example and the school" in lane.page().words


@pytest.mark.clause("BAR-04")
@pytest.mark.parametrize(("age", "flagged"), [(timedelta(days=700), False), (2 * YEAR + timedelta(days=1), True)])
def test_a_plan_older_than_most_is_flagged(own_database: Urls, age: timedelta, flagged: bool) -> None:
    old = Lane("barnet", "cp", today() - age)
    words = old.page().words
    assert ("Longer than most" in words) is flagged
    assert ("Most plans last less than 24 months" in words) is flagged
