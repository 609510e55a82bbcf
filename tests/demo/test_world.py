"""The made-up world: built by the same services as the pages, once, plainly invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from quorate.access.context import acting_as
from quorate.access.queries import cases_in_reach
from quorate.demo.people import made_up_names
from quorate.demo.places import AUTHORITIES
from quorate.demo.services import build_world
from quorate.people.models import Agency, Authority, ContactPoint, Membership, Room, Team, User
from quorate.people.queries import memberships_of, standing_of
from tests.database import Urls

TODAY = date(2026, 11, 20)
ROLES = {
    "administrator",
    "minute_taker",
    "chair",
    "social_worker",
    "team_manager",
    "quality_assurance",
    "information_governance",
    "partner",
    "legal",
    "system_administrator",
}


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def test_five_authorities_are_built_once() -> None:
    before = (User.objects.count(), Membership.objects.count(), Room.objects.count())
    assert build_world(today=TODAY + timedelta(days=3)) == 0
    assert (User.objects.count(), Membership.objects.count(), Room.objects.count()) == before
    assert set(Authority.objects.values_list("pack", flat=True)) == {one.pack for one in AUTHORITIES}


def test_every_authority_has_somebody_of_every_role_and_a_place_to_meet() -> None:
    for authority in Authority.objects.all():
        assert set(authority.memberships.values_list("role", flat=True)) == ROLES
        assert Team.objects.filter(authority=authority).count() == 5
        assert Room.objects.filter(venue__authority=authority).count() == 6
        assert Agency.objects.filter(authority=authority).count() == 11


def test_nobody_shares_a_name_and_nothing_can_reach_a_real_person() -> None:
    names = list(User.objects.values_list("display_name", flat=True))
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert not User.objects.exclude(email__endswith=".example").exists()
    for kind, value in ContactPoint.objects.values_list("kind", "value"):
        assert value.endswith(".example") if kind == "secure_email" else value.startswith("01632 960")


def test_nobody_has_a_password() -> None:
    assert [user for user in User.objects.all() if user.has_usable_password()] == []


def test_one_person_acts_for_two_agencies_in_each_authority() -> None:
    partners = [user for user in User.objects.filter(authority__isnull=True) if len(memberships_of(user, TODAY)) == 2]
    assert len(partners) == 5


def test_one_has_left_and_one_is_still_to_come() -> None:
    staff = User.objects.filter(authority__pack="bolton")
    idle = [user for user in staff if not memberships_of(user, TODAY)]
    assert len(idle) == 2
    assert len([user for user in idle if memberships_of(user, TODAY + timedelta(days=14))]) == 1
    assert len([user for user in idle if memberships_of(user, TODAY - timedelta(days=31))]) == 1


def seen_by(role: str, *, pack: str) -> list[int]:
    counts = []
    for one in Membership.objects.filter(authority__pack=pack, role=role):
        with acting_as(standing_of(one)) as standing:
            counts.append(cases_in_reach(standing).count())
    return sorted(counts, reverse=True)


@pytest.mark.parametrize("pack", [one.pack for one in AUTHORITIES])
def test_people_see_their_cases_and_no_others(pack: str) -> None:
    for role in ("team_manager", "chair", "administrator", "minute_taker"):
        assert min(seen_by(role, pack=pack)) > 10, role
    assert len([count for count in seen_by("social_worker", pack=pack) if count > 10]) == 4
    assert seen_by("legal", pack=pack) == seen_by("system_administrator", pack=pack) == [0]
    assert seen_by("quality_assurance", pack=pack) == [1]


def test_building_is_in_the_trail_of_each_authority(world: Urls) -> None:
    with psycopg.connect(world.superuser) as connection:
        found = connection.execute("SELECT authority_id, facts FROM audit_entry WHERE action = 'system.demo-built'")
        rows = dict(found.fetchall())
    assert rows == {authority.pk: {"today": "2026-11-20"} for authority in Authority.objects.all()}


def test_names_are_many_and_always_the_same() -> None:
    names = made_up_names()
    first = [next(names) for _ in range(1800)]
    again = made_up_names()
    assert first == [next(again) for _ in range(1800)]
    assert len(set(first)) == 1800
