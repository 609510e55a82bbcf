"""Every page of sign-in, account and administration: valid, one heading, no inline script, few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quorate.access.refs import new_ref
from quorate.access.standing import OPERATOR
from quorate.people import services
from quorate.people.models import Agency, Authority, ContactPoint, Membership, User, Venue
from quorate.web.packs import authorities
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody
from tests.web.visiting import fetch
from tests.world import TODAY

PUBLIC = ("sign-in/", "signed-out/", "code/")
OWN = ("", "conflicts/", "confirm/", "second-factor/")
KEPT = ("teams/", "buildings/", "agencies/", "people/")
LISTS = ("", *KEPT, *(f"{one}new/" for one in KEPT))


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_before_signing_in(world: Urls, path: str) -> None:
    page = fetch(Client(), f"/account/{path}")
    for_parents = [one.get("href") for one in page.all("a") if str(one.get("href")).startswith("/for-parents/")]
    assert for_parents == ([f"/for-parents/{one}/" for one in authorities()] if path == "sign-in/" else [])


def test_the_page_of_refusal_and_of_made_up_people(world: Urls) -> None:
    fetch(Client(), "/account/refused/", status=403)
    fetch(Client(), "/demo/sign-in/?authority=bradford")


@pytest.mark.parametrize("path", OWN)
def test_pages_about_oneself(world: Urls, path: str) -> None:
    fetch(sign_in(somebody("chair")), f"/account/{path}")


def test_pages_of_the_second_factor_and_of_emergencies(world: Urls) -> None:
    client = sign_in(somebody("chair"))
    client.post("/account/confirm/")
    fetch(client, "/account/second-factor/app/")
    fetch(client, f"/break-glass/{new_ref()}/")
    fetch(sign_in(somebody("information_governance")), "/break-glass/")


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_administration(world: Urls, path: str) -> None:
    fetch(sign_in(somebody("administrator")), f"/administration/{path}")


def test_pages_about_one_record(world: Urls) -> None:
    client, bolton = sign_in(somebody("administrator")), {"authority__pack": "bolton"}
    agency = Agency.objects.filter(**bolton).first()
    held = Membership.objects.filter(**bolton, role="chair").first()
    point = ContactPoint.objects.filter(agency=agency).first()
    venue = Venue.objects.filter(**bolton).first()
    assert agency and held and point and venue
    for path in (
        f"agencies/{agency.ref}/",
        f"agencies/{agency.ref}/contact-points/new/",
        f"contact-points/{point.ref}/confirm/",
        f"buildings/{venue.ref}/rooms/new/",
        f"people/{held.user.ref}/",
        f"people/{held.user.ref}/memberships/new/",
        f"memberships/{held.ref}/end/",
    ):
        fetch(client, f"/administration/{path}")


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("path", ["people/", "agencies/", "buildings/", "teams/", ""])
def test_longer_lists_ask_the_database_no_more_often(own_world: Urls, path: str) -> None:
    client = sign_in(somebody("administrator"))
    before = queries(client, f"/administration/{path}")
    authority = Authority.objects.get(pack="bolton")
    for number in range(10):
        venue = services.add_venue(authority=authority, name=f"House {number}", by=OPERATOR)
        services.add_room(venue=venue, name="Oak", seats=4, by=OPERATOR)
        services.add_team(authority=authority, name=f"Team {number}", by=OPERATOR)
        agency = services.add_agency(authority=authority, name=f"School {number}", kind="school", by=OPERATOR)
        services.add_contact_point(
            agency=agency, kind="telephone", value="01632 960999", owner="Head", review_on=TODAY, by=OPERATOR
        )
        user: User = services.add_user(
            email=f"person{number}@bolton.example", display_name=f"Person {number}", authority=authority, by=OPERATOR
        )
        services.begin_membership(user=user, authority=authority, role="chair", begins_on=TODAY, by=OPERATOR)
    assert queries(client, f"/administration/{path}") == before
