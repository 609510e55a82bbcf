"""What was typed when a sign-in had ended is kept for whoever typed it, for nobody else, and sent again by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from quorate.web.accounts import kept, moments
from quorate.web.accounts.models import KeptForm
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody
from tests.web.accounts.test_sign_in_by_role import later

pytestmark = pytest.mark.usefixtures("world")

WAY, TYPED = "/children/new/?from=list", "He said\nit was two nights, & not <three>."
SHOWN = "He said\nit was two nights, &amp; not &lt;three&gt;."
ITSELF = {"X-Quorate-Autosave": "1"}
SIGN_IN_AND_GO_ON = "/account/sign-in/?kept=yes&next=%2Faccount%2Fkept%2F"


@pytest.fixture(autouse=True)
def fresh(world: Urls) -> Iterator[None]:
    yield
    Session.objects.all().delete()
    KeptForm.objects.all().delete()


@pytest.fixture
def left_alone(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The browser of a worker who was away for 31 minutes."""
    client = sign_in(somebody("social_worker"))
    with monkeypatch.context() as clock:
        later(clock, timedelta(minutes=31))
        assert client.post(WAY, {"words": TYPED, "csrfmiddlewaretoken": "x"})["Location"] == SIGN_IN_AND_GO_ON
    return client


def again(client: Client, role: str = "social_worker") -> str:
    """Signs in with the same browser, and gives the page of what is kept."""
    return sign_in(somebody(role), client).get("/account/kept/").content.decode()


def test_it_is_kept_for_its_writer_and_sent_on_to_where_it_was_going(left_alone: Client) -> None:
    assert "it is kept for you" in left_alone.get(SIGN_IN_AND_GO_ON).content.decode()
    row = KeptForm.objects.get()
    assert "nights" not in row.sealed
    shown = again(left_alone)
    assert shown.count(SHOWN) == 2  # to be read, and in the form that sends it
    assert "csrfmiddlewaretoken" not in kept._SEALER.opened(row.sealed, f"{row.user_id} {row.path}")
    sent = left_alone.post(f"/account/kept/{row.pk}/send/", {"words": TYPED})
    assert (sent.status_code, sent["Location"]) == (307, WAY)
    assert "Sent again" in left_alone.get("/account/kept/").content.decode()
    assert left_alone.post(f"/account/kept/{row.pk}/throw-away/").status_code == 302
    assert KeptForm.objects.count() == 0
    assert left_alone.post(f"/account/kept/{row.pk}/send/").status_code == 404


def test_nobody_else_at_the_same_browser_sees_or_sends_it(left_alone: Client) -> None:
    row = KeptForm.objects.get()
    assert "Nothing is kept for you" in again(left_alone, "chair")
    assert left_alone.post(f"/account/kept/{row.pk}/send/").status_code == 404
    assert left_alone.post(f"/account/kept/{row.pk}/throw-away/").status_code == 302
    # From here on the browser is the chair's: what it sends when signed out is not the worker's any more.
    left_alone.post("/account/sign-out/")
    assert left_alone.post(WAY, {"words": "Somebody else wrote this."})["Location"] == "/account/sign-in/?unsaved=yes"
    assert KeptForm.objects.get().kept_at == row.kept_at


def test_what_saves_itself_is_told_and_kept_as_it_was_last(left_alone: Client) -> None:
    for words in ("First words.", "First words, and more."):
        answer = left_alone.post(WAY, {"words": words, "version": "3"}, headers=ITSELF)
        assert (answer.status_code, answer.json()) == (401, {"state": "signed-out"})
    (one,) = kept.kept_for(somebody("social_worker"))
    assert one.fields == [("words", "First words, and more."), ("version", "3")]


@pytest.mark.parametrize(("role", "is_kept"), [("social_worker", 1), ("chair", 0)])
def test_a_form_opened_before_signing_in_anew_is_kept_but_not_what_another_site_sends(
    left_alone: Client, role: str, is_kept: int
) -> None:
    KeptForm.objects.all().delete()
    client = sign_in(somebody(role), left_alone)  # the form that is still open in another tab is the worker's
    client.handler.enforce_csrf_checks = True
    for origin, kept_now in (("https://elsewhere.example", 0), ("", 0), ("http://testserver", is_kept)):
        answer = client.post(WAY, {"words": TYPED}, headers={"Origin": origin} if origin else {})
        assert (answer.status_code, KeptForm.objects.count()) == (302 if kept_now else 403, kept_now), origin
    assert answer.headers.get("Location", "") == ("/account/kept/" if is_kept else "")


@pytest.mark.parametrize("sent", [{"decision": "yes"}, {"words": ""}, {"words": "x" * 300_000 + " " + "x" * 300_000}])
def test_a_tick_an_empty_page_and_a_flood_are_not_kept(
    world: Urls, monkeypatch: pytest.MonkeyPatch, sent: dict[str, str]
) -> None:
    client = sign_in(somebody("social_worker"))
    with monkeypatch.context() as clock:
        later(clock, timedelta(minutes=31))
        assert client.post(WAY, sent)["Location"] == "/account/sign-in/?unsaved=yes"
    assert KeptForm.objects.count() == 0


def test_the_oldest_give_way_and_a_morning_later_all_are_gone(world: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    client, at = sign_in(somebody("social_worker")), moments.now()
    with monkeypatch.context() as clock:
        later(clock, timedelta(minutes=31))
        for number in range(22):
            client.post(f"/children/new/?n={number}", {"words": "Two words."})
    assert {one.path for one in kept.kept_for(somebody("social_worker"))} == {
        f"/children/new/?n={n}" for n in range(2, 22)
    }
    assert (kept.sweep(at=at + timedelta(hours=11)), kept.sweep(at=moments.now() + kept.KEPT_FOR)) == (0, 20)
