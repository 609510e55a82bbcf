"""A code counts once, however many processes look at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from quorate.people.models import User
from quorate.web.accounts import used_codes
from quorate.web.accounts.models import FailedAttempts, UsedCode
from tests.database import TOP, Urls, environment
from tests.web.accounts.signing_in import somebody
from tests.web.accounts.test_codes import ask, code_in_the_letter, figures

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def waiting_for_the_app(email: str) -> Client:
    """A browser that has shown the code from the letter and is asked for the app's."""
    client = ask(email)
    answer = client.post("/account/code/confirm/", {"code": code_in_the_letter()})
    assert answer["Location"] == "/account/second-factor/confirm/"
    return client


def with_app(email: str) -> str:
    """Gives the person an app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(email=email), secret)
    return secret


def test_a_code_that_let_somebody_in_is_refused_in_another_browser(own_world: Urls) -> None:
    email = somebody("partner").email
    secret = with_app(email)
    first, second = waiting_for_the_app(email), waiting_for_the_app(email)
    code = figures(secret)
    assert first.post("/account/second-factor/confirm/", {"code": code})["Location"] == "/"
    assert second.post("/account/second-factor/confirm/", {"code": code}).status_code == 200
    assert second.get("/account/").status_code == 302


def test_a_code_that_let_somebody_in_is_no_fresh_proof_either(own_world: Urls) -> None:
    email = somebody("partner").email
    secret = with_app(email)
    client = waiting_for_the_app(email)
    code = figures(secret)
    client.post("/account/second-factor/confirm/", {"code": code})
    FailedAttempts.objects.all().delete()
    assert client.post("/account/confirm/", {"code": code}).status_code == 200


def test_two_processes_agree_that_it_was_used(own_world: Urls) -> None:
    told = "from quorate.web.accounts.used_codes import use; import sys; print(use(sys.argv[1]))"
    command = [sys.executable, "-c", f"import django; django.setup(); {told}", "user=1&code=123456"]
    settings = os.environ | environment(own_world)
    said = [
        subprocess.run(command, env=settings, cwd=TOP, capture_output=True, text=True, check=True) for _ in range(2)
    ]
    assert [one.stdout.strip() for one in said] == ["True", "False"]
    assert used_codes.use("user=1&code=123456") is False
    assert used_codes.use("user=2&code=123456") is True


def test_of_two_at_the_same_moment_one_is_refused(own_world: Urls) -> None:
    both_there, answers = threading.Barrier(2, timeout=10), []

    def one() -> None:
        try:
            with transaction.atomic():
                both_there.wait()
                answers.append(used_codes.use("the same"))
        finally:
            connection.close()

    name = connection.settings_dict["NAME"]
    threads = [threading.Thread(target=_on(name, one)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert sorted(answers) == [False, True]


def _on(database: str, deed: object) -> object:
    def there() -> None:
        connection.settings_dict["NAME"] = database
        deed()  # type: ignore[operator]

    return there


def test_a_recovery_code_works_once_for_two_browsers(own_world: Urls) -> None:
    email = somebody("partner").email
    with_app(email)
    code = RecoveryCodes.activate(User.objects.get(email=email)).get_unused_codes()[0]
    browsers = [waiting_for_the_app(email) for _ in range(2)]
    found = [browser.post("/account/second-factor/confirm/", {"code": code}).status_code for browser in browsers]
    assert found == [302, 200]


def test_an_undone_sign_in_leaves_the_code_unused(own_world: Urls) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert used_codes.use("code") is True
        raise RuntimeError("made up")
    assert used_codes.use("code") is True


def test_it_is_remembered_for_longer_than_any_step_is_taken_and_names_nobody(rolled_back: Urls) -> None:
    said = "user=ada@school.example&code=123456"
    assert used_codes.use(said, for_long=timedelta(seconds=30), at=AT) is True
    assert used_codes.use(said, at=AT + timedelta(minutes=9)) is False
    assert re.fullmatch(r"[0-9a-f]{64}", UsedCode.objects.get().key)
    assert used_codes.use(said, at=AT + timedelta(minutes=11)) is True


def test_nothing_else_is_kept_in_a_process(rolled_back: Urls) -> None:
    assert (cache.add("x", 1, timeout=30), cache.add("x", 1, timeout=30)) == (True, False)
    for deed in (lambda: cache.get("x"), lambda: cache.set("x", 1), cache.clear):
        with pytest.raises(NotImplementedError):
            deed()
