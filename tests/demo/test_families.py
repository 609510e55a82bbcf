"""The made-up families as they stand in the database: written by services, with duties, trail and walls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.models import Conflict, ProtectedCase
from quorate.access.queries import cases_in_reach, grants_in_force
from quorate.access.standing import Standing
from quorate.cases.models import CaseEvent, Child, Duty, Redirect, Relative
from quorate.cases.states import is_to_do
from quorate.conferences.models import Conference, Decision
from quorate.demo.families.catalogue import families
from quorate.demo.families.guide import sights, staff_names
from quorate.demo.places import AUTHORITIES
from quorate.people.models import Membership
from quorate.people.queries import standing_of
from quorate.plans.models import Plan
from tests.database import Urls
from tests.world import TODAY

PACKS = [one.pack for one in AUTHORITIES]
NOW = datetime.combine(TODAY, time(9), ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def person(pack: str, role: str, place: int = 0) -> Standing:
    """Somebody of the staff, by the order in which they were hired."""
    name = staff_names(PACKS.index(pack))[role][place]
    return standing_of(Membership.objects.get(authority__pack=pack, role=role, user__display_name=name))


def test_every_authority_has_all_of_its_families(world: Urls) -> None:
    told = {pack: families(place=place, today=TODAY) for place, pack in enumerate(PACKS)}
    children = {pack: sum(len(one.kids) for one in told[pack]) + 1 for pack in PACKS}  # one was recorded twice
    with psycopg.connect(world.superuser) as superuser:
        rows = superuser.execute(
            "SELECT a.pack, count(DISTINCT c.id), count(DISTINCT e.event_id) > 1500, count(DISTINCT f.id)"
            " FROM people_authority a JOIN cases_child c ON c.authority_id = a.id"
            " JOIN cases_event e ON e.case_id = c.case_id"
            " LEFT JOIN conferences_child k ON k.child_case_id = c.case_id"
            " LEFT JOIN conferences_conference f ON f.id = k.conference_id GROUP BY a.pack"
        ).fetchall()
    conferences = {pack: sum(len(one.sittings) for one in told[pack]) for pack in PACKS}
    assert {row[0]: row[1:] for row in rows} == {pack: (children[pack] - 1, True, conferences[pack]) for pack in PACKS}


@pytest.mark.parametrize("pack", PACKS)
def test_managers_and_workers_have_something_late_something_now_and_something_soon(pack: str) -> None:
    for role, count in (("team_manager", 2), ("social_worker", 4)):
        for place in range(count):
            with acting_as(person(pack, role, place)) as standing:
                assert cases_in_reach(standing).count() > 10
                duties = Duty.objects.filter(is_to_do(NOW))
                if role == "social_worker":
                    mine = grants_in_force(standing).filter(as_role=role).order_by()
                    duties = duties.filter(belongs_to=role, case_id__in=mine.values("case_id"))
                late = duties.filter(late_from__lte=NOW).count()
                soon = duties.filter(late_from__gt=NOW, act_by_on__lte=TODAY + timedelta(days=7)).count()
            assert (late > 0, soon > 0) == (True, True), (role, place, late, soon)


def test_nobody_in_the_trail_wrote_anything_that_nobody_recorded(world: Urls) -> None:
    with psycopg.connect(world.superuser) as superuser:
        found = superuser.execute(
            "SELECT count(*) FROM cases_event e WHERE NOT EXISTS (SELECT FROM audit_entry a"
            " WHERE a.action = 'event.recorded' AND a.subject_id = e.event_id AND a.case_id = e.case_id)"
        ).fetchone()
        cases = superuser.execute(
            "SELECT count(*) FROM access_case c WHERE NOT EXISTS (SELECT FROM audit_entry a WHERE a.case_id = c.id"
            " AND a.action = 'access.case-protected')"
        ).fetchone()
    assert (found, cases) == ((0,), (0,))


def test_the_trail_of_the_whole_world_is_unbroken(world: Urls) -> None:
    from quorate.audit.verifying import chains, verify
    from tests.audit.trail import as_role

    with as_role(world.owner), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # as for the command
        assert [fault for authority in chains() for fault in verify(authority)] == []


def test_the_restricted_family_is_there_for_nobody_else() -> None:
    number = next(one.number for one in families(place=1, today=TODAY) if one.stage == "restricted")
    family = families(place=1, today=TODAY)[number]
    listed, other = person("bolton", "team_manager", number % 2), person("bolton", "team_manager", 1 - number % 2)
    for standing, expected in ((listed, 2), (other, 0), (person("bolton", "administrator"), 0)):
        with acting_as(standing):
            assert Child.objects.filter(family_name=family.naming.family).count() == expected


def test_what_the_stages_promise_is_there() -> None:
    told = {one.stage: one for one in families(place=1, today=TODAY)}
    seen: Counter[str] = Counter()
    for place in (0, 1):
        with acting_as(person("bolton", "team_manager", place)):
            seen["redirects"] += Redirect.objects.count()
            seen["died"] += Child.objects.filter(died_on__isnull=False).count()
            seen["unborn"] += Child.objects.filter(born_on__isnull=True).count()
            seen["born here"] += Child.objects.filter(born_on__isnull=False, expected_on__isnull=False).count()
            seen["conflicts"] += Conflict.objects.count()
            seen["restricted"] += ProtectedCase.objects.filter(restricted=True).count()
            seen["step down"] += Plan.objects.filter(kind="cin").count()
            seen["ended"] += Plan.objects.filter(kind="cp", ended_on__isnull=False).count()
            seen["ended by death"] += Plan.objects.filter(kind="cp", ended_reason="died").count()
            seen["excused"] += Duty.objects.filter(settled="excused").count() > 0
            seen["held"] += Conference.objects.filter(state="held").count() > 0
            seen["decisions"] += Decision.objects.exclude(outcome="no-plan").count() > 0
            seen["parents"] += Relative.objects.filter(relation="father", lives_with_child=False).count() > 0
            seen["excluded"] += CaseEvent.objects.filter(code="exclusion-decided").values("event_id").distinct().count()
    assert (seen["redirects"], seen["died"], seen["unborn"], seen["born here"]) == (1, 1, 2, 1)
    assert (seen["step down"], seen["excluded"]) == (len(told["ended_lately"].kids), 1)
    assert (seen["ended"], seen["ended by death"]) == (4, 1)
    assert min(seen.values()) > 0, seen


def test_a_protected_address_is_sealed_and_in_no_row_of_plain_text(world: Urls) -> None:
    with psycopg.connect(world.superuser) as superuser:
        rows = superuser.execute("SELECT count(*) FROM cases_address WHERE protection = 'protected'").fetchone()
        plain = superuser.execute(
            "SELECT count(*) FROM cases_address_words w WHERE w::text LIKE '%Nowhere%'"
        ).fetchone()
    assert (rows, plain) == ((4 * len(PACKS),), (0,))


def test_the_guide_names_the_people_who_really_work_with_the_family() -> None:
    for line in sights("bolton", today=TODAY)[:6]:
        held = Membership.objects.get(authority__pack="bolton", user__display_name=line.social_worker)
        with acting_as(standing_of(held)):
            for name in line.children.split(", "):
                given, _, family = name.rpartition(" ")
                assert Child.objects.filter(given_names=given.replace("Unborn", ""), family_name=family).exists()
    assert sights("saltmarsh", today=TODAY) == []
