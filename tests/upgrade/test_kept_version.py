"""A database of the last version that landed is brought along, and then does not differ from a new one.

Every other test works on a database that was made by the migrations as they stand today. An authority's was made by
them as they stood on the days when it was brought along: what a migration that had landed does since then never
reaches it, and a newer one may not find there what it needs. Two guards, because each sees what the other cannot:

- the kept database is restored, brought along, compared with a new one and worked on;
- what each landed migration executes is compared with what it executed then. It costs a second, names the migration,
  and sees a change that leaves no difference behind: how rows are moved, or a step that only old databases stumble on.

`make keep` keeps the next version (CONTRIBUTING.md, "When a version has landed").
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests import clock
from tests import database as databases
from tests.database import Urls
from tests.upgrade.definitions import counts, definitions, differences
from tools import kept, landed

MEND = """
A migration that has landed runs in new databases alone from now on. Leave it as it was, or let a new migration run the
changed SQL as well (with DROP before it where a function is asked otherwise), so that old databases end alike.
If what is kept is simply not of the last version any more: make keep, after the landing (CONTRIBUTING.md)."""
REFILLED = {"access_rule", "access_role"}
"""Written anew from Python after every migration: what is left out there falls away here."""
ROLES = ("social_worker", "team_manager", "chair", "administrator")
PAGES = ("/", "/diary/", "/children/", "/plans/")
PARTS = {
    "children": ("", "family/", "chronology/", "due/", "plans/"),
    "conferences": ("", "people/", "reports/", "meeting/", "decisions/", "record/", "papers/"),
}


@dataclass(frozen=True)
class Brought:
    """The kept database after it was brought along, and how many rows its tables had before."""

    name: str
    before: dict[str, int]


@pytest.fixture(scope="module")
def brought(module_database: Urls) -> Iterator[Brought]:
    """Restored, given the roles of today as at every start, and migrated: what an authority does."""
    from quorate.hosting.roles import create_roles

    running, name = databases.server(), f"{module_database.name}_kept"
    urls = databases.urls_of(name)
    running.drop(name)
    with psycopg.connect(running.url("postgres", "postgres"), autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name} OWNER quorate_owner TEMPLATE template0 ENCODING 'UTF8'")
    try:
        kept.restore(urls.superuser, kept.unpacked())
        before = counts(urls.superuser)
        create_roles(running.url("postgres", "postgres"), running._passwords(), name)
        ran = subprocess.run(
            [sys.executable, "-m", "quorate.config.migrating"], cwd=databases.TOP, capture_output=True, text=True,
            env=os.environ | databases.environment(urls), check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"a database of {kept.about().version} cannot follow:\n{ran.stderr[-3000:]}{MEND}"
        yield Brought(name, before)
    finally:
        running.drop(name)


def test_migrations_that_landed_do_what_they_did() -> None:
    about = kept.about()
    found = landed.changed(about.landed, landed.executed())
    assert found == [], "\n".join([f"since {about.version}:", *found, MEND])


def test_it_differs_in_nothing_from_a_new_database(brought: Brought, module_database: Urls) -> None:
    found = differences(definitions(databases.urls_of(brought.name).superuser), definitions(module_database.superuser))
    assert found == [], "\n".join([f"a database of {kept.about().version}:", *found, MEND])


def test_no_table_has_lost_a_row(brought: Brought) -> None:
    after = counts(databases.urls_of(brought.name).superuser)
    fewer = {
        table: (rows, after.get(table))
        for table, rows in brought.before.items()
        if table not in REFILLED and after.get(table, -1) < rows
    }
    assert fewer == {}
    assert brought.before["audit_entry"] > 0


@pytest.fixture(scope="module")
def its_world(brought: Brought) -> Iterator[Urls]:
    """A clone of it, on the day that its people have for today."""
    from django.conf import settings

    before, settings.QUORATE_TODAY = settings.QUORATE_TODAY, kept.about().today
    try:
        with databases.fresh_clone(brought.name) as urls:
            databases.tell_day(databases.server(), urls.name, kept.about().today)
            yield urls
    finally:
        settings.QUORATE_TODAY = before


def test_its_people_find_their_work_and_write_and_the_trail_stays_whole(its_world: Urls) -> None:
    from quorate.access.context import acting_as
    from quorate.cases.models import Child
    from quorate.cases.services import add_chronology_entry
    from quorate.people.models import User
    from quorate.people.queries import standing_of
    from tests.audit.trail import faults

    opened = {role: _opens(User.objects.get(pk=_busiest(its_world, role))) for role in ROLES}
    assert {role: sorted(found) for role, found in opened.items()} == {
        role: ["children", "conferences"] for role in ROLES
    }
    worker = User.objects.get(pk=_busiest(its_world, "social_worker"))
    with acting_as(standing_of(worker.memberships.get())) as by:
        case = Child.objects.get(case__ref=opened["social_worker"]["children"]).case
        day = kept.about().today
        entry = add_chronology_entry(case=case, happened_on=day, words="A visit to the school.", on=day, by=by)
        assert entry.words == "A visit to the school."
    assert {chain: found for chain in _chains(its_world) if (found := faults(its_world, chain))} == {}


def _busiest(urls: Urls, role: str) -> str:
    """Of those of a made-up authority who hold a role, whoever works on the most cases."""
    asked = """SELECT m.user_id FROM people_membership m JOIN people_authority a ON a.id = m.authority_id
        JOIN access_grant g ON g.user_id = m.user_id WHERE m.role = %s AND a.name NOT LIKE 'Made-up %%'
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
    with psycopg.connect(urls.superuser) as superuser:
        return superuser.execute(asked, [role]).fetchone()[0]  # type: ignore[index]


def _chains(urls: Urls) -> list[UUID]:
    with psycopg.connect(urls.superuser) as superuser:
        return [one for (one,) in superuser.execute("SELECT authority_id FROM audit_head ORDER BY 1")]


def _opens(user: Any) -> dict[str, str]:
    """Opens the pages of somebody's work, and the first child's and the first conference's that these link to; gives
    the references of both."""
    from tests.web.visiting import fetch, signed_in

    client = signed_in(user)
    shown = "".join(fetch(client, page).response.content.decode() for page in PAGES)
    found = dict(reversed(re.findall(r'href="/(children|conferences)/(\w{9,})/', shown)))
    for kind, ref in found.items():
        for part in PARTS[kind]:
            fetch(client, f"/{kind}/{ref}/{part}")
    return found


def test_a_conference_goes_from_the_request_to_its_decisions(brought: Brought) -> None:
    from tests.cases.making import Agency
    from tests.conferences import stages

    with databases.fresh_clone(brought.name) as urls:
        databases.tell_day(databases.server(), urls.name, clock.run_day())
        agency = Agency()
        assert stages.decided(agency, agency.family()).pk is not None
