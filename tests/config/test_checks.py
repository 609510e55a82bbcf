"""What keeps the system from starting."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

from quorate.config import checks
from quorate.config.databases import LentConnection, django_database
from tests.database import Urls


def test_the_settings_of_a_demo_pass_every_check_that_needs_no_database() -> None:
    assert run_checks() == []


@override_settings(QUORATE_MODE="production")
def test_signing_in_by_role_is_refused_in_production() -> None:
    assert [one.id for one in checks.no_demo_in_production(None)] == ["quorate.config.E001"]


@pytest.mark.parametrize("missing", [True, False])
def test_it_is_the_demo_that_is_refused_and_nothing_else(missing: bool) -> None:
    apps = [name for name in settings.INSTALLED_APPS if not (missing and name.startswith("quorate.demo"))]
    with override_settings(QUORATE_MODE="production"):
        settings.INSTALLED_APPS, before = apps, settings.INSTALLED_APPS
        try:
            assert len(checks.no_demo_in_production(None)) == (0 if missing else 1)
        finally:
            settings.INSTALLED_APPS = before


@override_settings(DEBUG=True)
def test_debugging_pages_are_refused() -> None:
    assert [one.id for one in checks.no_debugging_pages(None)] == ["quorate.config.E002"]


def test_the_address_of_a_database_becomes_what_django_wants() -> None:
    made = django_database("postgresql://us%40er:p%2Fw@db.example:5433/quorate?sslmode=require", pool=0, timeout=5000)
    wanted = {
        "NAME": "quorate",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "options": "-c statement_timeout=5000"},
    }
    assert {name: made[name] for name in wanted} == wanted


def test_an_embedded_database_is_reached_by_its_socket() -> None:
    made = django_database("postgresql://quorate_app:x@/quorate?host=%2Fsrv%2Fsocket", pool=4, timeout=None)
    assert (made["HOST"], made["PORT"], made["OPTIONS"]) == (
        "/srv/socket",
        "",
        {"pool": {"min_size": 1, "max_size": 4, "timeout": 5, "connection_class": LentConnection}},
    )


def test_statements_are_prepared_only_where_that_is_asked_for() -> None:
    url = "postgresql://quorate_app:x@db.example/quorate"
    plain, prepared = (django_database(url, pool=0, timeout=None, prepared=asked)["OPTIONS"] for asked in (False, True))
    assert (plain, prepared) == ({}, {"server_side_binding": True, "prepare_threshold": 3})


def test_a_connection_of_the_pool_notices_that_its_server_has_gone(own_database: Urls) -> None:
    with LentConnection.connect(own_database.app, autocommit=True) as lent:
        lent.execute("")
        with psycopg.connect(own_database.superuser, autocommit=True) as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [lent.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            lent.execute("")
