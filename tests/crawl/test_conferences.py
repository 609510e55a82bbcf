"""Every page of a conference as every role: protected words stand on none, and a shut one is not there.

The conference has been held and decided, so that every page has something to show. No page of it reveals an address
or a contact way: that is done in the child's record, by a POST with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.urls import resolve

from quorate.access.roles import ACTIONS, ROLES
from quorate.release.scanning import leaks
from quorate.web.checks import routes
from quorate.web.permissions import actions_of, declared
from tests.crawl.conference import Met, held, in_session
from tests.crawl.routes import NOBODY, filled, patterns
from tests.crawl.test_crawl import settled, whole
from tests.crawl.walking import kind_of, linked, sent_to, walked
from tests.crawl.world import ON_CASES, STAFF
from tests.database import Urls

NOTHING = "00000000-0000-4000-8000-000000000000"
ANSWERS = {200, 302, 403, 404, 405, 409}
TABS = ("", "people/", "reports/", "needs/", "meeting/", "decisions/", "plan/", "record/", "papers/")
READ: set[bytes] = set()
"""Pages that were searched already, without what differs from reader to reader."""


@pytest.fixture(scope="module")
def met(module_database: Urls) -> Iterator[Met]:
    yield held()


@pytest.fixture(scope="module")
def found(met: Met) -> dict[str, str]:
    """Addresses by route: what the pages of those who worked on it link to, and the rest with keys of nothing."""
    known: dict[str, str] = {}
    for role in ("chair", "administrator"):
        known = walked(met.browser(role), met.ref, known)
    reached = {kind.split()[0] for kind in known}
    for name, shown in of_conferences():
        if name not in reached:
            known[f"{name} of nothing"] = of(shown, met.ref)
    return known


@cache
def of_conferences() -> list[tuple[str, str]]:
    """Name and pattern of every route of a conference."""
    return [(name, shown) for name, shown in patterns() if shown.startswith("conferences/<")]


@cache
def asked_of() -> dict[str, str]:
    """What each route of a conference declares."""
    said = {route: str(declared(view)) for route, view in routes()}
    return {name: said[shown] for name, shown in of_conferences()}


def keys_of_nothing() -> dict[str, list[str]]:
    """Values that no row has, for every part that is a key."""
    parts = ("key", "booklet", "person", "child", "file", "own", "report", "section", "part", "row", "under",
             "question", "share", "copy")  # fmt: skip
    return {part: [NOTHING] for part in parts}


def reads(role: str) -> bool:
    """Whether somebody in this role reads the conference, which was given to whoever can be given one."""
    return role in ON_CASES and "read" in ROLES[role].does


def may(role: str, kind: str) -> bool:
    """Whether somebody in this role may open a page of this kind: what its route declares is what the role does."""
    asked = set(actions_of(asked_of()[kind.split()[0]]))
    return reads(role) and bool(asked & {"see_case", *ROLES[role].does})


def may_send(role: str, address: str) -> bool:
    """Whether somebody in this role may send a form to this address: reading alone is never enough."""
    asked = set(actions_of(asked_of()[kind_of(address).split()[0]])) - {"see_case", "read"}
    return bool((asked or {"write"}) & set(ROLES[role].does))


def leaked(response: HttpResponse, met: Met, role: str) -> list[str]:
    """What is protected and stands on a page; a page that somebody has had already, word for word, counts once."""
    page = settled(response, met.name_of(role))
    if page in READ:
        return []
    READ.add(page)
    return [str(one) for one in leaks(whole(response), met.protected)]


@pytest.mark.parametrize("role", STAFF)
def test_no_page_of_a_conference_shows_what_is_protected_or_opens_for_a_role_that_may_not(
    met: Met, found: dict[str, str], role: str
) -> None:
    client, wrong = met.browser(role), []
    for kind, address in found.items():
        response = client.get(address)
        if response.status_code not in ANSWERS or (response.status_code == 200 and not may(role, kind)):
            wrong.append((kind, str(response.status_code)))
        wrong += [(kind, f"offers {one}") for one in linked(response, met.ref) if not may(role, kind_of(one))]
        wrong += [(kind, f"has a form for {one}") for one in sent_to(response, met.ref) if not may_send(role, one)]
        wrong += [(kind, one) for one in leaked(response, met, role)]
    assert wrong == []


@pytest.mark.parametrize("role", STAFF)
def test_the_tabs_open_for_those_who_read_and_for_nobody_else(met: Met, role: str) -> None:
    client = met.browser(role)
    statuses = {tab: client.get(f"/conferences/{met.ref}/{tab}").status_code for tab in TABS}
    assert {tab for tab, status in statuses.items() if (status == 200) is not reads(role)} == set()


# Every role is crawled so in tests/web/test_crawl.py, with cases of children.
@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("social_worker", "restricted"),
        ("partner", "conflicted"),
        ("administrator", "another authority's"),
    ],
)
def test_a_conference_that_is_shut_is_a_conference_that_is_not_there(met: Met, role: str, kind: str) -> None:
    client, ref, different = met.browser(role), met.shut[kind].case.ref, []
    for _, shown in of_conferences():
        for ask in (client.get, client.post):
            one, other = ask(of(shown, ref)), ask(of(shown, NOBODY))
            same = (one.status_code, settled(one, ref)) == (other.status_code, settled(other, NOBODY))
            if one.status_code == 200 or not same:
                different.append((shown, one.status_code, other.status_code))
    assert different == []


def of(shown: str, ref: str) -> str:
    """A route's address in the conference of this reference, with keys of nothing."""
    return filled(shown.replace("<ref:ref>", ref), keys_of_nothing())[0]


def test_the_room_shows_nothing_protected_while_the_conference_sits(met: Met) -> None:
    """Register, cards, numbers, waiting rooms and the screen in the room can only be opened then."""
    sat = in_session()
    wrong: list[tuple[str, str]] = []
    for role in ("chair", "partner"):
        client = sat.browser(role)
        for kind, address in walked(client, sat.ref).items():
            wrong += [(kind, one) for one in leaked(client.get(address), sat, role)]
    assert wrong == []


def test_no_form_of_a_conference_reveals_anything_or_fails(met: Met, found: dict[str, str]) -> None:
    client = met.browser("administrator")
    wrong = []
    for kind, address in found.items():
        if not kind.endswith("of nothing"):
            response = client.post(urlsplit(address).path, {"reason": "visit"})
            went = response.status_code in (302, 422)
            if response.status_code not in {*ANSWERS, 422} or (went and not may("administrator", kind)):
                wrong.append((kind, str(response.status_code)))
            wrong += [(kind, one) for one in leaked(response, met, "administrator")]
    assert wrong == []


OWN_PART = {
    "conference_exclusion_ask", "conference_report_file", "conference_report_part", "conference_report_receive",
    "conference_report_section", "conference_report_write",
}  # fmt: skip
"""All that a partner agency does in a conference besides reading: its own report, and asking to keep somebody out."""


def test_a_partner_does_none_of_the_councils_work(met: Met, found: dict[str, str]) -> None:
    does = set(ROLES["partner"].does) - {"see_case", "read"}
    assert {name for name, said in asked_of().items() if does & set(actions_of(said))} == OWN_PART
    client, taken = met.browser("partner"), set()
    for kind, address in found.items():
        if client.post(urlsplit(address).path, {}).status_code not in (403, 404, 405):
            taken.add(kind.split()[0])
    # The other agencies' reports are not theirs to write either: the crawl has none of their own agency.
    assert taken == {"conference_exclusion_ask"}


def test_the_crawl_knows_every_route_of_a_conference(met: Met, found: dict[str, str]) -> None:
    names = {name for name, _ in of_conferences()}
    assert {kind.split()[0] for kind in found} == names
    assert {resolve(urlsplit(one).path).url_name for one in found.values()} == names
    assert {one for said in asked_of().values() for one in actions_of(said)} <= set(ACTIONS)
    assert sum(not kind.endswith("of nothing") for kind in found) > 70
