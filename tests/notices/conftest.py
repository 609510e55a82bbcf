"""A booked conference, made once for a module and cloned with its whole database for each test (some 30 ms)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import Urls, fresh_clone


@pytest.fixture(scope="session")
def built(database: Urls) -> Iterator[tuple[Any, str]]:
    """The stage and the database in which it stands; nothing is changed in it."""
    from django.db import connection

    from tests.notices.making import FATHER, MOTHER, Stage

    others = connection.settings_dict["NAME"]
    with fresh_clone() as urls:
        stage = Stage()
        stage.reach(stage.family.mother, MOTHER)
        stage.reach(stage.family.father, FATHER)
        assert stage.chair and stage.office and stage.agency.minute_taker
        connection.close()
        # Kept for the session; what other tests run on is again what they ran on.
        connection.settings_dict["NAME"] = others
        yield stage, urls.name


@pytest.fixture
def stage(built: tuple[Any, str]) -> Iterator[Any]:
    """A booked conference of one's own; the mother and the father can be reached by e-mail."""
    made, name = built
    with fresh_clone(name):
        yield copy.deepcopy(made)
