"""Every address that there is, opened as every role: one's own, another authority's, restricted, and of nothing.

What one may not see is not there: whatever the address, another authority's record, a restricted one and none at all
are the same answer, and none of them is a page. Nothing fails, whoever asks.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.test import Client

from quorate.access.refs import new_ref
from quorate.access.roles import ACTIONS, ROLES
from quorate.people.models import Agency, ContactPoint, Membership, Professional, Room, Team, User, Venue
from quorate.web.administration.forms import STAFF_ROLES
from quorate.web.checks import routes
from quorate.web.permissions import PUBLIC, SIGNED_IN, declared
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, without_nonce

# Made for machines that sign in elsewhere, or only by what was done a moment ago; each has tests of its own.
LEFT_OUT = ("account/provider/", "account/code/", "account/second-factor/", "static/")
SHUT_OUT = {302, 403, 404, 405}
CASE = re.compile(r"(cases|children|break-glass|conferences)/<\w+:ref>")
RECORDS = re.compile(r"^(?:administration/)?(?!cases|children|break-glass|conferences)([\w-]+)/<\w+:ref>")
WORDS = {
    "section": "asking", "code": "agency-report", "kind": "agencies", "pack": "bolton", "form": "request",
    "part": "contents", "number": "1",
}  # fmt: skip


def shown() -> list[tuple[str, str]]:
    """Every route and what it declares."""
    found = {route: str(declared(view)) for route, view in routes()}
    return [(route, said) for route, said in found.items() if not route.startswith(LEFT_OUT)]


def address(route: str, ref: str = "") -> str:
    """A route as an address; its keys are of nothing."""
    path = re.sub(r"<\w+:(ref)>", ref, route)
    path = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), path)
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: WORDS[found[1]], path)


def case_refs(urls: Urls, user: User) -> dict[str, str]:
    """A case of another authority, and a restricted one whose list does not name this person."""
    said = """SELECT c.ref FROM access_case c JOIN people_authority a ON a.id = c.authority_id WHERE {}
              AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.case_id = c.id AND r.user_id = %s)
              ORDER BY c.id LIMIT 1"""
    with psycopg.connect(urls.superuser) as superuser:
        other = superuser.execute(said.format("a.pack = 'barnet'"), [user.pk]).fetchone()
        hidden = superuser.execute(said.format("a.pack = 'bolton' AND c.restricted"), [user.pk]).fetchone()
    assert other is not None and hidden is not None
    return {"another authority's": other[0], "restricted": hidden[0], "none": new_ref()}


def records(pack: str) -> dict[str, str]:
    """One record of each list of an authority, by the word that stands before its reference."""
    found: dict[str, Any] = {
        "teams": Team.objects.filter(authority__pack=pack),
        "buildings": Venue.objects.filter(authority__pack=pack),
        "rooms": Room.objects.filter(venue__authority__pack=pack),
        "agencies": Agency.objects.filter(authority__pack=pack),
        "contact-points": ContactPoint.objects.filter(agency__authority__pack=pack),
        "professionals": Professional.objects.filter(agency__authority__pack=pack),
        "people": User.objects.filter(authority__pack=pack),
        "memberships": Membership.objects.filter(authority__pack=pack),
    }
    refs = {word: some.order_by("pk").first().ref for word, some in found.items()}
    return {**refs, "team": refs["teams"], "lists": new_ref()}


@pytest.fixture(params=[*STAFF_ROLES, "partner"])
def visitor(request: pytest.FixtureRequest, world: Urls) -> Iterator[tuple[str, User, Client]]:
    """Somebody of each role, signed in; a fault is an answer and not an exception."""
    user = somebody(request.param)
    yield request.param, user, sign_in(user, Client(raise_request_exception=False))


def test_every_page_opens_for_those_who_may_and_for_nobody_else(visitor: tuple[str, User, Client]) -> None:
    role, _, client = visitor
    own = records("bolton")
    wrong = []
    for route, said in shown():
        of = RECORDS.search(route)
        if CASE.search(route) or (of and of[1] not in own):
            continue
        status = client.get(address(route, own[of[1]] if of else "")).status_code
        may = said in (PUBLIC, SIGNED_IN) or ACTIONS[said].on == "case" or said in ROLES[role].holds
        if status >= 500 or (not may and status not in (403, 405)):
            wrong.append((route, said, status))
    assert wrong == []


def test_records_of_another_authority_are_not_there(visitor: tuple[str, User, Client]) -> None:
    _, _, client = visitor
    others, wrong = records("barnet"), []
    for route, _said in shown():
        of = RECORDS.search(route)
        if of:
            found = {
                kind: client.get(address(route, ref)) for kind, ref in {"its": others[of[1]], "no": new_ref()}.items()
            }
            pages = {without_nonce(answer) for answer in found.values()}
            if found["its"].status_code not in SHUT_OUT or len(pages) > 1:
                wrong.append((route, [answer.status_code for answer in found.values()]))
    assert wrong == []


def test_a_case_that_one_may_not_see_is_the_same_as_none(visitor: tuple[str, User, Client], world: Urls) -> None:
    _, user, client = visitor
    refs, wrong = case_refs(world, user), []
    for route, _said in shown():
        if CASE.search(route):
            found = {kind: client.get(address(route, ref)) for kind, ref in refs.items()}
            pages = {without_nonce(one).replace(refs[kind], "…") for kind, one in found.items()}
            statuses = {answer.status_code for answer in found.values()}
            if not statuses <= SHUT_OUT or len(pages) > 1 or len(statuses) > 1:
                wrong.append((route, {kind: one.status_code for kind, one in found.items()}))
    assert wrong == []


def test_nobody_who_is_not_signed_in_opens_more_than_the_public_pages(world: Urls) -> None:
    client, own, wrong = Client(raise_request_exception=False), records("bolton"), []
    for route, said in shown():
        of = RECORDS.search(route)
        ref = own[of[1]] if of else case_refs(world, somebody("chair"))["restricted"]
        answer = client.get(address(route, ref))
        led = answer.status_code == 302 and answer["Location"].startswith("/account/sign-in/")
        if answer.status_code >= 500 or (said != PUBLIC and not led and answer.status_code != 405):
            wrong.append((route, said, answer.status_code))
    assert wrong == []


def test_the_crawl_reaches_every_kind_of_record() -> None:
    words = {found[1] for route, _ in shown() if (found := RECORDS.search(route))}
    assert words == {
        "teams", "buildings", "rooms", "agencies", "contact-points", "professionals", "people", "memberships",
        "lists", "team",
    }  # fmt: skip
    assert sum(bool(CASE.search(route)) for route, _ in shown()) > 15
