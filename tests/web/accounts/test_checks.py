"""Sign-in by role cannot be switched on in production."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings

import quorate.config.urls  # read while this is a demonstration, so that its routes are there
from quorate.demo.checks import check_not_in_production
from quorate.web.accounts.checks import check_sign_in

assert quorate.config.urls.urlpatterns

HOST_COOKIES = {"SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
KNOWN_USER = ["quorate.web.accounts.backends.KnownUser"]
WITHOUT_DEMO = [app for app in settings.INSTALLED_APPS if app != "quorate.demo"]
PRODUCTION = {
    "QUORATE_MODE": "production",
    "ROOT_URLCONF": "tests.web.accounts.no_demo",
    **HOST_COOKIES,
}


@pytest.fixture
def without_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set and not overridden: overriding would load every application anew.
    monkeypatch.setattr(settings, "INSTALLED_APPS", WITHOUT_DEMO)


def faults() -> list[str | None]:
    return [fault.id for fault in (*check_sign_in(None), *check_not_in_production(None))]


def test_a_demonstration_may_have_it() -> None:
    assert faults() == []


def test_production_with_the_demonstration_installed_refuses_to_start() -> None:
    with override_settings(QUORATE_MODE="production", **HOST_COOKIES):
        assert faults() == ["quorate.accounts.E001", "quorate.demo.E001"]


def test_production_with_only_its_routes_refuses_to_start(without_demo: None) -> None:
    with override_settings(QUORATE_MODE="production", **HOST_COOKIES):
        assert [fault.id for fault in check_sign_in(None)] == ["quorate.accounts.E001"]


def test_production_without_it_starts(without_demo: None) -> None:
    with override_settings(**PRODUCTION):
        assert check_sign_in(None) == []


def test_a_password_backend_in_production_is_refused(without_demo: None) -> None:
    backends = [*KNOWN_USER, "django.contrib.auth.backends.ModelBackend"]
    with override_settings(**(PRODUCTION | {"AUTHENTICATION_BACKENDS": backends})):
        assert [fault.id for fault in check_sign_in(None)] == ["quorate.accounts.E002"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"SESSION_COOKIE_NAME": "sessionid"},
        {"SESSION_COOKIE_SECURE": False},
        {"CSRF_COOKIE_SECURE": False},
        {"SESSION_COOKIE_PATH": "/account/"},
        {"SESSION_COOKIE_DOMAIN": "council.example"},
    ],
)
def test_a_cookie_of_another_host_or_over_plain_http_is_refused(without_demo: None, wrong: dict[str, object]) -> None:
    with override_settings(**(PRODUCTION | wrong)):
        assert [fault.id for fault in check_sign_in(None)] == ["quorate.accounts.E003"]


def test_a_mode_nobody_knows_is_refused() -> None:
    with override_settings(QUORATE_MODE="staging"):
        assert faults() == ["quorate.accounts.E004", "quorate.demo.E001"]


def test_every_fault_says_how_to_mend_it() -> None:
    with override_settings(QUORATE_MODE="production", AUTHENTICATION_BACKENDS=[], SESSION_COOKIE_NAME="x"):
        found = check_sign_in(None)
    assert len(found) == 3
    assert all(fault.hint for fault in found)
