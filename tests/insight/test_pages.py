"""The service's page and a team's: valid, within their queries, for whom they are, recorded."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.people.models import Membership, Team, User
from tests.database import Urls
from tests.web.visiting import fetch, signed_in


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def user(role: str, pack: str = "bolton") -> User:
    return Membership.objects.filter(authority__pack=pack, role=role).order_by("user__display_name")[0].user


def team_of(member: User) -> Team:
    found = member.memberships.get().team
    assert found is not None
    return found


@pytest.mark.parametrize("role", ["quality_assurance", "team_manager", "chair", "administrator"])
def test_the_service_page_has_a_table_beside_each_chart(role: str) -> None:
    page = fetch(signed_in(user(role)), "/insight/")
    assert page.texts("h1") == ["How dates are kept"]
    assert page.texts("caption") == ["First conferences by month", "Reviews by month", "Core groups by month"]
    assert page.texts("h2")[:3] == ["First conferences", "Reviews", "Core groups"]
    assert "November 2026" in page.words
    assert "Where the numbers come from" in page.words


@pytest.mark.parametrize("role", ["social_worker", "partner", "minute_taker", "information_governance"])
def test_others_are_told_whom_to_ask(role: str) -> None:
    page = fetch(signed_in(user(role)), "/insight/")
    assert (page.texts("h1"), page.all("table")) == (["Insight"], [])


def test_a_manager_sees_the_whole_of_the_own_team() -> None:
    manager = user("team_manager")
    page = fetch(signed_in(manager), f"/team/{team_of(manager).ref}/")
    assert page.texts("h1") == [team_of(manager).name]
    assert page.words.count("fewer than five") == 0
    assert page.words.count("Your team, the last twelve months") == 1


def test_a_team_of_another_authority_is_not_there_and_a_worker_is_refused() -> None:
    other = team_of(user("team_manager", "leicester"))
    fetch(signed_in(user("team_manager")), f"/team/{other.ref}/", status=404)
    own = team_of(user("social_worker"))
    fetch(signed_in(user("social_worker")), f"/team/{own.ref}/", status=403)


@pytest.mark.parametrize("where", ["service", "team"])
def test_eight_queries_are_enough_once_counted(where: str) -> None:
    manager = user("team_manager")
    client, address = signed_in(manager), "/insight/" if where == "service" else f"/team/{team_of(manager).ref}/"
    fetch(client, address)
    with CaptureQueriesContext(connection) as asked:
        fetch(client, address)
    told = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= 8, told


def test_looking_is_recorded_without_numbers(world: Urls) -> None:
    fetch(signed_in(user("quality_assurance")), "/insight/")
    with psycopg.connect(world.superuser) as superuser:
        found = superuser.execute(
            "SELECT DISTINCT subject_kind, facts FROM audit_entry WHERE action = 'figures.read' AND role = %s",
            ["quality_assurance"],
        ).fetchall()
    assert found == [("authority", {"of": "service"})]
