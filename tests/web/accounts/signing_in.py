"""Signing in for tests, by the demonstration's own page and never by a shortcut past it."""

from __future__ import annotations

import re

import psycopg
from django.http import HttpResponse
from django.test import Client

from quorate.people.models import Membership, User
from tests.database import Urls

Row = tuple[str, str, str, dict[str, object]]


def somebody(role: str, *, pack: str = "bolton", place: int = 0) -> User:
    """A made-up person of a role, always the same one."""
    held = Membership.objects.filter(authority__pack=pack, role=role, ends_on__isnull=True).order_by("user__email")
    return held[place].user


def sign_in(user: User, client: Client | None = None, **more: str) -> Client:
    """A client on which `user` is signed in by role."""
    client = client or Client()
    answer = client.post("/demo/sign-in/", {"person": user.ref, **more})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return client


def trail(urls: Urls, last: int = 1) -> list[Row]:
    """The last entries of the trail, as the database holds them: action, outcome, reason, facts."""
    with psycopg.connect(urls.superuser) as connection:
        found = connection.execute(
            "SELECT action, outcome, reason, facts FROM audit_entry ORDER BY id DESC LIMIT %s", [last]
        )
        return list(reversed(found.fetchall()))


def without_nonce(answer: HttpResponse) -> str:
    """What stands on a page, without what is random in every page."""
    page = answer.content.decode()
    return re.sub(r'(nonce="[^"]*"|name="(csrfmiddlewaretoken|once)" value="[^"]*")', "", page)
