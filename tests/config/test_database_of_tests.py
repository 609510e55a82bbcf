"""The tests' own database is what they claim it is."""

from __future__ import annotations

from django.db import connection
from django.test import TestCase

from tests.database import Urls


def _who() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_database()::text")
        return tuple(cursor.fetchone())


def test_tests_run_as_the_unprivileged_role(rolled_back: Urls) -> None:
    assert _who() == ("quorate_app", rolled_back.name)


def test_a_test_may_have_a_database_of_its_own(own_database: Urls, database: Urls) -> None:
    assert _who() == ("quorate_app", own_database.name)
    assert own_database.name != database.name


class InAClass(TestCase):
    def test_classes_of_django_work_too(self) -> None:
        assert _who()[0] == "quorate_app"
