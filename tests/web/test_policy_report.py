"""Browsers say what they refused: it is counted, and nothing of it is kept or logged but codes."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quorate.web.accounts.models import FailedAttempts
from quorate.web.models import PolicyReport
from tests.database import Urls

pytestmark = pytest.mark.usefixtures("rolled_back")

CASE = "http://testserver/cases/abcdefghijklmnopqrstuvwxyz/?q=Canary+Child"


def old(**more: str) -> dict[str, Any]:
    said = {
        "document-uri": CASE,
        "referrer": CASE,
        "violated-directive": "script-src-elem 'nonce-abc'",
        "blocked-uri": "https://evil.example/steal?child=Canary",
        "script-sample": "alert('Canary')",
    }
    return {"csp-report": {**said, **more}}


def new(**more: str) -> list[dict[str, Any]]:
    body = {"documentURL": CASE, "effectiveDirective": "style-src-elem", "blockedURL": "inline", "sample": "Canary"}
    return [{"type": "csp-violation", "age": 1, "url": CASE, "user_agent": "Canary", "body": {**body, **more}}]


def send(said: Any, kind: str = "application/csp-report", **more: str) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    client = Client(enforce_csrf_checks=True)
    return client.post("/policy-report/", body, content_type=kind, **more).status_code  # type: ignore[arg-type]


def counted() -> list[tuple[str, str, str, int]]:
    return sorted(PolicyReport.objects.values_list("directive", "blocked", "page", "count"))


def test_both_shapes_are_counted_by_directive_kind_and_view(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert [send(old()), send(old()), send(new(), "application/reports+json")] == [204] * 3
    assert counted() == [("script-src-elem", "another-site", "case", 2), ("style-src-elem", "inline", "case", 1)]
    for secret in ("abcdefghijklmnopqrstuvwxyz", "Canary", "evil", "alert"):
        assert secret not in caplog.text
    assert caplog.text.count("directive=script-src-elem blocked=another-site page=case") == 2


@pytest.mark.parametrize(
    ("said", "row"),
    [
        (old(**{"violated-directive": "Canary-src", "blocked-uri": "Canary"}), ("other", "unknown", "case", 1)),
        (old(**{"document-uri": "https://evil.example/cases/"}), ("script-src-elem", "another-site", "", 1)),
        (old(**{"document-uri": "http://testserver/nowhere/Canary/"}), ("script-src-elem", "another-site", "", 1)),
        (old(**{"document-uri": "http://[", "blocked-uri": "eval"}), ("script-src-elem", "eval", "", 1)),
        (old(**{"blocked-uri": "http://testserver/x/"}), ("script-src-elem", "self", "case", 1)),
        (old(**{"blocked-uri": "data:text/html,Canary"}), ("script-src-elem", "data", "case", 1)),
    ],
)
def test_whatever_it_says_only_our_own_codes_are_kept(said: Any, row: tuple[str, str, str, int]) -> None:
    assert send(said) == 204
    assert counted() == [row]


@pytest.mark.parametrize(
    "said", [b"", b"{", b"\xff\xfe", b"[" * 5000, b"1", b"null", b"[]", b'{"csp-report": 1}', b"[1, null, []]"]
)
def test_nonsense_is_answered_like_everything_else(said: bytes) -> None:
    assert send(said) in (204, 413)
    assert counted() == []


def test_a_long_report_is_not_read() -> None:
    assert send(b'{"csp-report": {"x": "' + b"y" * 9000 + b'"}}') == 413
    assert counted() == []


def test_many_reports_are_counted_slowly_and_slow_nobody_down_who_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from quorate.web.accounts import slow_down

    this_moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: this_moment)
    assert [send(old()) for _ in range(20)] == [204] * 20
    assert counted() == [("script-src-elem", "another-site", "case", 3)]
    assert send(new() * 25, REMOTE_ADDR="198.51.100.7") == 204
    assert sum(row[3] for row in counted()) == 13
    assert slow_down.seconds_to_wait(who="ada@school.example", address="127.0.0.1") == 0
    assert FailedAttempts.objects.count() == 5


def test_nobody_reads_it_and_every_page_says_where_to_report() -> None:
    assert Client().get("/policy-report/").status_code == 405
    answer = Client().get("/account/sign-in/")
    assert answer["Reporting-Endpoints"] == 'policy="/policy-report/"'
    policy = answer["Content-Security-Policy"]
    assert ("report-uri /policy-report/" in policy, "report-to policy" in policy) == (True, True)


def test_forms_may_lead_to_the_sign_in_services_and_nowhere_else() -> None:
    from quorate.web.configuration import content_security_policy

    said = content_security_policy(["https://login.example.gov.uk"])["DIRECTIVES"]["form-action"]
    assert said[1:] == ["https://login.example.gov.uk"]
    assert len(content_security_policy()["DIRECTIVES"]["form-action"]) == 1


def test_the_table_names_nothing(rolled_back: Urls) -> None:
    send(old())
    row = PolicyReport.objects.get()
    assert "Canary" not in f"{row} {row.page}"
