"""Every page as every role: what is shut does not exist, what is protected stands nowhere, and nothing breaks.

One council, a person of each role, one case within reach and three that are not: a restricted one, one with a
conflict of interest, one of another council. All are full of words that must not leave.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache

import psycopg
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from quorate.access.roles import ROLES
from quorate.release.scanning import Protected, leaks
from tests.crawl.routes import NOBODY, about_a_case, elsewhere, of_record, patterns
from tests.crawl.world import ON_CASES, STAFF, World, built
from tests.database import Urls, urls_of

_CHANGES = re.compile(rb'nonce="[^"]*"|name="(?:csrfmiddlewaretoken|once)" value="[^"]*"')


@pytest.fixture(scope="module")
def world(module_database: Urls) -> Iterator[World]:
    yield built()


@cache
def everything(world: World) -> tuple[Protected, ...]:
    return tuple(one for record in world.all for one in record.protected)


World.__hash__ = object.__hash__  # type: ignore[method-assign]


def settled(response: HttpResponse, *words: str) -> bytes:
    """The page without what changes from answer to answer, nor the address that was asked for."""
    body = _CHANGES.sub(b"", response.content)
    for one in words:
        body = body.replace(one.encode(), b"...")
    return body


def opened(client: Client, address: str) -> HttpResponse:
    response: HttpResponse = client.get(address)
    assert response.status_code in (200, 302, 400, 403, 404, 405, 409), (address, response.status_code)
    return response


def unasked(hidden: list[Protected], address: str) -> list[Protected]:
    """What one typed oneself comes back in the search box; everything else must not."""
    typed = address.replace("+", " ")
    return [one for one in hidden if one.words not in typed and one.words.split()[-1] not in typed]


def whole(response: HttpResponse) -> bytes:
    heads = "\n".join(f"header {name}: {value}" for name, value in response.headers.items()).encode()
    return heads + b"\n" + response.content


@pytest.mark.parametrize("role", STAFF)
def test_no_page_shows_what_is_protected_nor_anything_of_a_case_that_is_shut(
    world: World, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = world.browser(role)
    hidden = [*everything(world), *(record.name for record in world.shut)]
    addresses = [address for _, address in elsewhere(world)]
    addresses += [address for name, shown in about_a_case() for address in of_record(name, shown, world.own)]
    addresses += [f"/search/?q={record.child.family_name}" for record in world.all]
    addresses += [f"/search/?q={one.words.replace(' ', '+')}" for one in world.own.protected]
    found = {}
    with caplog.at_level(logging.INFO):
        for address in addresses:
            if not address.startswith("/account/sign-out"):
                kept = hidden if "/search/" not in address else unasked(hidden, address)
                leaked = leaks(whole(opened(client, address)), kept)
                if leaked:
                    found[address] = leaked
    assert found == {}
    assert leaks(caplog.text.encode(), hidden) == []


# Every role is crawled so in tests/web/test_crawl.py; here are the three kinds of people who hold all three cases.
@pytest.mark.parametrize("role", ["social_worker", "administrator", "partner"])
def test_a_case_that_is_shut_is_a_case_that_is_not_there(world: World, role: str) -> None:
    client = world.browser(role)
    different = []
    for record in world.shut:
        for name, shown in about_a_case():
            for shut, absent in zip(
                of_record(name, shown, record), of_record(name, shown, record, NOBODY), strict=True
            ):
                for ask in (client.get, client.post):
                    one, other = ask(shut), ask(absent)
                    if (one.status_code, settled(one, record.ref)) != (other.status_code, settled(other, NOBODY)):
                        different.append((shut, one.status_code, other.status_code))
                    if one.status_code == 200:
                        different.append((shut, 200, 200))
    assert different == []


@pytest.mark.parametrize("role", ON_CASES)
def test_revealing_is_a_step_of_its_own_for_those_who_may(world: World, role: str) -> None:
    client = world.browser(role)
    may = "reveal_contact" in ROLES[role].does
    shown = dict(about_a_case())
    read = {}
    for route in ("address_reveal", "contact_way_reveal"):
        for address in of_record(route, shown[route], world.own):
            response = client.post(address, {"reason": "visit"})
            read[address] = sorted(one.kind for one in leaks(response.content, world.own.protected))
    expected = [["home address", "home postcode"], ["school address", "school postcode"], ["gp address", "gp postcode"],
                ["phone"], ["email"]]  # fmt: skip
    assert list(read.values()) == (expected if may else [[]] * 5)


def test_the_trail_and_every_other_row_that_is_not_sealed_hold_nothing_protected(world: World) -> None:
    """As the superuser, past every policy: each table in turn, whatever is in it."""
    found = {}
    with psycopg.connect(urls_of(connection.settings_dict["NAME"]).superuser) as held, held.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            rows = "\n".join(row[0] for row in cursor.fetchall()).encode()
            if leaked := {one.kind for one in leaks(rows, everything(world))}:
                found[table] = leaked
    assert found == {}


def test_the_crawl_knows_every_route_of_a_case() -> None:
    names = {name for name, _ in patterns()}
    assert {"child", "child_family", "address_reveal", "contact_way_reveal", "case"} <= names
    assert len(about_a_case()) >= 15
