"""A new key goes first, everything is sealed again, the old key goes."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.test import override_settings

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services
from quorate.cases.models import Address, ContactWay
from tests.cases.making import Agency
from tests.database import TOP, Urls, environment

OLD, NEW = "o" * 40, "n" * 40


def quorate(urls: Urls, *arguments: str, keys: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quorate.cli", *arguments],
        env=os.environ | environment(urls) | {"QUORATE_FIELD_KEYS": keys},
        cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def sealed(own_database: Urls) -> Agency:
    agency = Agency()
    child = agency.child()
    with override_settings(QUORATE_FIELD_KEYS=(OLD,)), acting_as(agency.worker) as by:
        both = {"case": child.case, "person_id": child.person_id, "on": today(), "by": by}
        for kind, line in (("home", "1 Elm Street"), ("gp", "Elm Surgery")):
            services.add_address(kind=kind, lines=[line], **both)  # type: ignore[arg-type]
        services.add_contact_way(kind="phone", value="01632 960123", **both)  # type: ignore[arg-type]
    return agency


def test_everything_is_sealed_with_the_first_key_and_the_old_one_can_go(sealed: Agency, own_database: Urls) -> None:
    first = quorate(own_database, "reseal", keys=f"{NEW},{OLD}")
    again = quorate(own_database, "reseal", keys=NEW)
    assert [(one.returncode, one.stdout, one.stderr) for one in (first, again)] == [
        (0, "3 sealed again, 0 already sealed with the first key\n", ""),
        (0, "0 sealed again, 3 already sealed with the first key\n", ""),
    ]
    with override_settings(QUORATE_FIELD_KEYS=(NEW,)), acting_as(sealed.worker) as by:
        homes = [
            services.reveal_address(address=one, reason_code="visit", by=by).lines
            for one in Address.objects.order_by("kind")
        ]
        number = services.reveal_contact_way(way=ContactWay.objects.get(), reason_code="visit", by=by)
    assert (homes, number) == ([("Elm Surgery",), ("1 Elm Street",)], "01632 960123")


def test_what_does_not_open_is_named_and_left_as_it_is(sealed: Agency, own_database: Urls) -> None:
    with psycopg.connect(own_database.superuser) as superuser:
        rows = "SELECT address_id, sealed FROM cases_address_words ORDER BY 1"
        before = superuser.execute(rows).fetchall()
    ended = quorate(own_database, "reseal", keys=NEW)
    with psycopg.connect(own_database.superuser) as superuser:
        after = superuser.execute(rows).fetchall()
    assert (ended.returncode, ended.stdout) == (1, "0 sealed again, 0 already sealed with the first key\n")
    assert [line.split(" does not open")[0] for line in ended.stderr.splitlines()][:2] == [
        f"cases_address_words {key}" for key, _ in before
    ]
    assert after == before
    assert "Elm" not in ended.stderr
