"""Everything about who sits there in one statement; and what happens where a piece does not fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quorate.access.moments import today
from quorate.people.models import Membership, User
from tests.database import Urls
from tests.web.visiting import authority_of, member_of, signed_in

pytestmark = pytest.mark.usefixtures("own_database")


def _statements_about_the_reader(client: Client) -> list[str]:
    """What a page asks besides its own matter."""
    client.get("/how-we-work/asking/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/how-we-work/asking/").status_code == 200
    return [one["sql"] for one in seen.captured_queries if "FROM" in one["sql"]]


def test_a_page_asks_once_who_sits_there() -> None:
    client = signed_in(member_of(authority_of(), "social_worker"))
    asked = _statements_about_the_reader(client)
    assert [("django_session" in one, "people_user" in one, "access_standing_of" in one) for one in asked] == [
        (True, True, True)
    ]


@pytest.mark.parametrize(
    "change", [{"ends_on": today() - timedelta(days=1)}, {"begins_on": today() + timedelta(days=1)}]
)
def test_a_membership_that_is_not_in_force_ends_the_session(change: dict[str, date], own_database: Urls) -> None:
    user = member_of(authority_of(), "social_worker")
    client = signed_in(user)
    assert client.get("/diary/").status_code == 200
    Membership.objects.filter(user=user).update(**change)
    assert client.get("/diary/").status_code == 302


def test_a_user_who_was_shut_out_is_nobody_at_once() -> None:
    user = member_of(authority_of(), "social_worker")
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/diary/").status_code == 302


def test_a_session_whose_proof_no_longer_fits_its_user_is_not_believed() -> None:
    user = member_of(authority_of(), "social_worker")
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(password="!another")
    assert client.get("/diary/").status_code == 302


def test_a_closed_authority_lets_nobody_go_on() -> None:
    authority = authority_of()
    client = signed_in(member_of(authority, "social_worker"))
    type(authority).objects.filter(pk=authority.pk).update(is_open=False)
    assert client.get("/diary/").status_code == 302


def test_two_people_are_never_mistaken_for_each_other() -> None:
    authority = authority_of()
    one = signed_in(member_of(authority, "social_worker", "Ada Thistlemoor"))
    other = signed_in(member_of(authority, "chair", "Kofi Larkwick"))
    for _ in range(3):
        assert "Ada Thistlemoor" in one.get("/diary/").content.decode()
        assert "Kofi Larkwick" in other.get("/diary/").content.decode()
