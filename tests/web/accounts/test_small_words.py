"""Devices in words, and where one may be sent next."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from quorate.web.accounts.devices import device_of
from quorate.web.accounts.following import next_or


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130 Safari/537", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux) Gecko Firefox/132", "Firefox on Linux"),
        ("curl/8", "An unknown browser"),
    ],
)
def test_a_device_in_words(said: str, words: str) -> None:
    assert device_of(said) == words


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_nobody_is_sent_to_another_site(asked: str) -> None:
    assert next_or(RequestFactory().get("/", {"next": asked}), "") == ""


def test_a_page_of_ours_is_followed() -> None:
    assert next_or(RequestFactory().get("/", {"next": "/cases/abc/?part=2"}), "") == "/cases/abc/?part=2"
