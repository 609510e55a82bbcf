"""Sign-in by role, sessions and their ends, with real sessions as the unprivileged role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from quorate.access.standing import OPERATOR
from quorate.people.models import User
from quorate.people.services import deactivate_user, end_membership
from quorate.web.accounts import moments
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, trail, without_nonce
from tests.world import TODAY

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def fresh(world: Urls) -> Iterator[None]:
    yield
    Session.objects.all().delete()
    UserSession.objects.all().delete()


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Time has passed for the rules of sessions."""
    then = moments.now() + by
    for room in ("middleware", "sessions", "step_up", "views.step_up"):
        if room != "views.step_up":
            monkeypatch.setattr(f"quorate.web.accounts.{room}.now", lambda: then)


def test_signing_in_by_role_begins_a_session_and_is_in_the_trail(world: Urls) -> None:
    client = sign_in(somebody("chair"))
    assert is_in(client)
    (entry,) = trail(world)
    assert entry == ("sign-in.done", "done", "", {"method": "role", "strength": "strong"})


def test_everybody_to_be_chosen_can_sign_in(world: Urls) -> None:
    page = Client().get("/demo/sign-in/?authority=leicester").content.decode()
    people = User.objects.filter(memberships__authority__pack="leicester").distinct()
    offered = [user for user in people if user.ref in page]
    assert len(offered) == people.count() - 2  # but for the leaver and the newcomer
    assert [user.display_name for user in offered if not is_in(sign_in(user))] == []


def test_outside_a_demonstration_the_page_does_not_exist(world: Urls) -> None:
    user = somebody("chair")
    with override_settings(QUORATE_MODE="production"):
        for answer in (Client().get("/demo/sign-in/"), Client().post("/demo/sign-in/", {"person": user.ref})):
            assert answer.status_code == 404


def test_a_person_who_is_not_made_up_is_never_signed_in_by_role(world: Urls) -> None:
    user = somebody("legal", pack="barnet")
    User.objects.filter(pk=user.pk).update(email="real.person@council.gov.uk")
    assert Client().post("/demo/sign-in/", {"person": user.ref}).status_code == 404


def test_the_key_of_a_session_changes_at_sign_in(world: Urls) -> None:
    client = Client()
    client.get("/account/sign-in/")
    client.session["planted"] = "x"
    before = client.session.session_key
    sign_in(somebody("chair"), client)
    assert client.session.session_key != before


def test_signing_out_ends_the_session_here_and_in_the_database(world: Urls) -> None:
    client = sign_in(somebody("chair"))
    key = client.session.session_key
    answer = client.post("/account/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/signed-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert trail(world) == [("sign-out.done", "done", "", {})]
    client.cookies["quorate-session"] = str(key)
    assert not is_in(client)


def test_signing_out_needs_a_post(world: Urls) -> None:
    client = sign_in(somebody("chair"))
    assert client.get("/account/sign-out/").status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    ("idle", "cause"),
    [(timedelta(minutes=29), None), (timedelta(minutes=31), "idle"), (timedelta(hours=12), "too-long")],
)
def test_sessions_end_by_themselves(
    world: Urls, monkeypatch: pytest.MonkeyPatch, idle: timedelta, cause: str | None
) -> None:
    client = sign_in(somebody("chair"))
    later(monkeypatch, idle)
    assert is_in(client) is (cause is None)
    if cause:
        assert trail(world) == [("session.ended", "done", "", {"cause": cause})]
        assert "signed out because" in client.get("/account/sign-in/").content.decode()
        # What was being written is lost: it is said, and the page on which it was written is come back to.
        lost = client.post("/", {"words": "x"}, headers={"referer": "http://testserver/children/?order=age"})
        assert lost["Location"] == "/account/sign-in/?unsaved=yes&next=%2Fchildren%2F%3Forder%3Dage"
        assert "enter again what you had just sent" in client.get(lost["Location"]).content.decode()
        other = client.post("/", {"words": "x"}, headers={"referer": "http://elsewhere.example/children/"})
        assert other["Location"] == "/account/sign-in/?unsaved=yes"


def test_twelve_hours_are_the_end_also_for_somebody_busy(world: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(somebody("chair"))
    with monkeypatch.context() as clock:
        later(clock, timedelta(minutes=29))
        assert is_in(client)
    start = moments.now()
    for minutes in range(50, 12 * 60, 25):
        with monkeypatch.context() as clock:
            clock.setattr("quorate.web.accounts.middleware.now", lambda m=minutes: start + timedelta(minutes=m))
            assert is_in(client), minutes
    later(monkeypatch, timedelta(hours=12, seconds=1))
    assert not is_in(client)


def test_whoever_is_shut_out_is_out_with_the_next_click(own_world: Urls) -> None:
    user = somebody("social_worker")
    client, other = sign_in(user), sign_in(user)
    deactivate_user(user=user, by=OPERATOR)
    assert (is_in(client), is_in(other)) == (False, False)
    assert trail(own_world)[0][3] == {"cause": "leaver"}


def test_whose_membership_is_over_is_out_with_the_next_click(own_world: Urls) -> None:
    user = somebody("social_worker", place=1)
    client = sign_in(user)
    end_membership(membership=user.memberships.get(), on=TODAY - timedelta(days=1), by=OPERATOR)
    assert not is_in(client)
    assert client.post("/demo/sign-in/", {"person": user.ref}).status_code == 403
    assert trail(own_world)[0] == ("sign-in.failed", "refused", "no-membership", {"method": "role"})


def test_an_account_unused_for_45_days_does_not_let_in(own_world: Urls) -> None:
    user = somebody("legal")
    User.objects.filter(pk=user.pk).update(last_used_at=moments.now() - timedelta(days=45, minutes=1))
    assert Client().post("/demo/sign-in/", {"person": user.ref}).status_code == 403
    assert trail(own_world)[0] == ("sign-in.failed", "refused", "dormant", {"method": "role"})
    User.objects.filter(pk=user.pk).update(last_used_at=moments.now() - timedelta(days=44))
    assert is_in(sign_in(user))


def test_all_refusals_look_the_same(own_world: Urls) -> None:
    dormant, left = somebody("legal"), somebody("social_worker", place=1)
    User.objects.filter(pk=dormant.pk).update(last_used_at=moments.now() - timedelta(days=99))
    end_membership(membership=left.memberships.get(), on=TODAY - timedelta(days=1), by=OPERATOR)
    pages = {without_nonce(Client().post("/demo/sign-in/", {"person": user.ref})) for user in (dormant, left)}
    assert len(pages) == 1


def test_signing_out_everywhere_ends_all_sessions(world: Urls) -> None:
    user = somebody("team_manager")
    here, there, elsewhere = (sign_in(user) for _ in range(3))
    somebody_else = sign_in(somebody("chair"))
    assert here.get("/account/").content.decode().count("(this one)") == 1
    here.post("/account/sign-out-everywhere/")
    assert [is_in(client) for client in (here, there, elsewhere, somebody_else)] == [False, False, False, True]
    assert trail(world, 2)[0] == ("sign-out.everywhere", "done", "", {"sessions": 2})


def test_somebody_of_two_agencies_chooses_for_which_they_act(world: Urls) -> None:
    doctor = next(one for one in User.objects.filter(authority__isnull=True) if one.memberships.count() == 2)
    client = sign_in(doctor)
    first, second = doctor.memberships.order_by("begins_on", "id")
    before = client.session["membership"]
    other = second if str(first.pk) == before else first
    assert client.post("/account/acting-as/", {"membership": str(other.pk)}).status_code == 302
    assert client.session["membership"] == str(other.pk)
    assert str(other.agency) in client.get("/account/").content.decode()


def test_nobody_acts_under_somebody_elses_membership(world: Urls) -> None:
    client = sign_in(next(one for one in User.objects.filter(authority__isnull=True) if one.memberships.count() == 2))
    before = client.session["membership"]
    theirs = somebody("chair").memberships.get()
    assert client.post("/account/acting-as/", {"membership": str(theirs.pk)}).status_code == 422
    assert client.session["membership"] == before
