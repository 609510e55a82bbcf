"""Authenticator apps, recovery codes, codes by e-mail, and proving again who is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from quorate.people.models import User
from quorate.web.accounts import sealing, slow_down
from quorate.web.accounts.models import FailedAttempts
from tests.database import Urls
from tests.web.accounts.signing_in import sign_in, somebody, trail, without_nonce


@pytest.fixture(autouse=True)
def fresh(world: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The same figures twice within half a minute are refused; the tests are quicker than that.
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
    yield
    for model in (Authenticator, FailedAttempts, UserSession):
        model.objects.all().delete()
    mail.outbox.clear()


def figures(secret: str) -> str:
    # What the app shows now: the middle of the steps that are taken. The first of them is half a minute old and is
    # refused as soon as the clock passes the next half minute, between the asking and the answer.
    steps = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, steps[len(steps) // 2])))


def partner() -> User:
    return somebody("partner")


def ask(email: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/account/code/", {"email": email})
    assert answer["Location"] == "/account/code/confirm/"
    return client


def code_in_the_letter() -> str:
    found = re.search(r"^([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def set_up_app(client: Client) -> str:
    shown = client.get("/account/second-factor/app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{16,})</code>", shown)
    assert found
    answer = client.post("/account/second-factor/app/", {"code": figures(found[1])})
    assert answer["Location"] == "/account/second-factor/recovery/", answer.content.decode()
    return found[1]


def arrive(user: User) -> tuple[Client, str]:
    """A partner's first sign-in: code by e-mail, then the app is set up."""
    client = ask(user.email)
    client.post("/account/code/confirm/", {"code": code_in_the_letter()})
    return client, set_up_app(client)


def test_a_partner_signs_in_by_code_and_must_set_up_an_app(world: Urls) -> None:
    client = ask(partner().email)
    assert client.post("/account/code/confirm/", {"code": code_in_the_letter()})["Location"] == "/"
    assert client.get("/")["Location"] == "/account/second-factor/app/"
    assert trail(world) == [("sign-in.done", "done", "", {"method": "code", "strength": "single"})]
    set_up_app(client)
    assert client.get("/").status_code == 200
    assert "second-factor.added" in {row[0] for row in trail(world, 5)}


def test_from_then_on_the_code_alone_does_not_let_in(world: Urls) -> None:
    user = partner()
    _, secret = arrive(user)
    client = ask(user.email)
    answer = client.post("/account/code/confirm/", {"code": code_in_the_letter()})
    assert answer["Location"] == "/account/second-factor/confirm/"
    assert client.get("/account/").status_code == 302
    assert client.post("/account/second-factor/confirm/", {"code": "000000"}).status_code == 200
    assert trail(world) == [("sign-in.failed", "refused", "wrong-code", {"method": "mfa"})]
    assert client.post("/account/second-factor/confirm/", {"code": figures(secret)})["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert trail(world)[0][3] == {"method": "code-mfa", "strength": "strong"}


def test_a_recovery_code_works_once(world: Urls) -> None:
    user = partner()
    client, _ = arrive(user)
    shown = client.get("/account/second-factor/recovery/").content.decode()
    codes = re.findall(r"<li><code>([0-9a-z]+)</code></li>", shown)
    assert len(codes) == 10
    for attempt, expected in enumerate((302, 200)):
        other = ask(user.email)
        other.post("/account/code/confirm/", {"code": code_in_the_letter()})
        assert other.post("/account/second-factor/confirm/", {"code": codes[0]}).status_code == expected, attempt
    assert "recovery-code.used" in [row[0] for row in trail(world, 3)]


def test_the_secret_is_not_in_the_database(world: Urls) -> None:
    _, secret = arrive(partner())
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert sealing.opened(kept) == secret


def test_known_and_unknown_addresses_get_the_same_pages_and_a_letter_each() -> None:
    known, staff, unknown = partner().email, somebody("chair").email, "stranger@nowhere.example"
    pages = []
    for email in (known, staff, unknown):
        client = ask(email)
        shown = client.get("/account/code/confirm/")
        wrong = client.post("/account/code/confirm/", {"code": "WRONG1"})
        pages.append(tuple(without_nonce(page).replace(email, "…") for page in (shown, wrong)))
    assert pages[0] == pages[1] == pages[2]
    assert [letter.to for letter in mail.outbox] == [[known], [staff], [unknown]]
    assert {letter.subject for letter in mail.outbox} == {"Your code"}


def test_staff_cannot_walk_round_their_councils_sign_in() -> None:
    client = ask(somebody("chair").email)
    assert "We cannot send one" in str(mail.outbox[-1].body)
    assert re.search(r"^[A-Z0-9-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE) is None
    assert client.get("/account/").status_code == 302


def test_asking_again_and_again_is_slowed_for_known_and_unknown_alike() -> None:
    for email in (partner().email, "stranger@nowhere.example"):
        client = Client()
        answers = [client.post("/account/code/", {"email": email}) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
        assert answers[-1]["Retry-After"] == "2"
        assert "Nothing is locked" in answers[-1].content.decode()


def test_guessing_is_slowed_and_what_was_typed_meanwhile_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    user = partner()
    _, secret = arrive(user)
    FailedAttempts.objects.all().delete()
    client = ask(user.email)
    client.post("/account/code/confirm/", {"code": code_in_the_letter()})
    tries = [client.post("/account/second-factor/confirm/", {"code": "000000"}).status_code for _ in range(4)]
    assert tries == [200, 200, 200, 429]
    assert client.post("/account/second-factor/confirm/", {"code": figures(secret)}).status_code == 429
    monkeypatch.setattr("quorate.web.accounts.waiting.slow_down.seconds_to_wait", lambda **_: 0)
    assert client.post("/account/second-factor/confirm/", {"code": figures(secret)}).status_code == 302


def test_a_success_ends_the_slowness() -> None:
    user = partner()
    _, secret = arrive(user)
    FailedAttempts.objects.all().delete()
    client = ask(user.email)
    client.post("/account/code/confirm/", {"code": code_in_the_letter()})
    for _ in range(2):
        client.post("/account/second-factor/confirm/", {"code": "000000"})
    client.post("/account/second-factor/confirm/", {"code": figures(secret)})
    assert slow_down.seconds_to_wait(who=str(user.pk), address="127.0.0.1") == 0
    assert FailedAttempts.objects.filter(failures=3).count() == 1  # the network address keeps its count


def test_stepping_up_takes_the_app_once_there_is_one(world: Urls) -> None:
    user = partner()
    client, secret = arrive(user)
    del_fresh(client)
    assert client.get("/account/second-factor/app/remove/")["Location"].startswith("/account/confirm/?next=")
    assert client.post("/account/confirm/", {"code": "000000"}).status_code == 200
    assert trail(world) == [("step-up.failed", "refused", "", {"method": "code"})]
    answer = client.post("/account/confirm/", {"code": figures(secret), "next": "/account/second-factor/app/remove/"})
    assert answer["Location"] == "/account/second-factor/app/remove/"
    assert trail(world) == [("step-up.done", "done", "", {"method": "code"})]
    assert client.get("/account/second-factor/app/remove/").status_code == 200


def del_fresh(client: Client) -> None:
    session = client.session
    session.pop("stepped_up_at", None)
    session.pop("account_authentication_methods", None)
    session.save()


def test_stepping_up_in_a_demonstration_is_a_click_and_leads_only_to_our_own_pages(world: Urls) -> None:
    client = sign_in(somebody("chair"))
    assert "one click is enough" in client.get("/account/confirm/").content.decode()
    assert client.post("/account/confirm/", {"next": "https://evil.example/"})["Location"] == "/account/"
    assert trail(world) == [("step-up.done", "done", "", {"method": "demo"})]
    assert client.post("/account/confirm/", {"next": "/account/conflicts/"})["Location"] == "/account/conflicts/"


def test_adding_an_app_in_a_strong_session_needs_a_fresh_proof() -> None:
    client = sign_in(somebody("chair"))
    assert client.get("/account/second-factor/app/")["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/")
    assert client.get("/account/second-factor/app/").status_code == 200
