"""The made-up world for tests: built once for a version of the code, then cloned in milliseconds.

- `world`: a clone for all tests of a module, with real transactions.
- `own_world`: a clone for one test.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import database as databases
from tests.database import Urls

TODAY = date(2026, 11, 20)


def world_template() -> str:
    """The name of a database that holds the made-up world as on `TODAY`; built where it is not there yet."""
    running = databases.server()
    with databases._lock("world"):
        with databases._lock("start"):
            base = databases._template(running)
        source = hashlib.sha256(TODAY.isoformat().encode() + Path(__file__).read_bytes())
        for room in ("demo", "people"):
            for path in sorted((databases.TOP / "src" / "quorate" / room).rglob("*.py")):
                source.update(path.read_bytes())
        name = f"{base}_{source.hexdigest()[:8]}"
        if name not in running.databases():
            _build(running, base, name)
    return name


def _build(running: Any, base: str, name: str) -> None:
    from django.conf import settings
    from django.db import connection

    from quorate.demo.services import build_world

    unfinished, before, day = f"{name}_unfinished", connection.settings_dict["NAME"], settings.QUORATE_TODAY
    running.drop(unfinished)
    connection.close()
    with databases._lock("start"):
        running.clone(base, unfinished)
    connection.settings_dict["NAME"] = unfinished
    settings.QUORATE_TODAY = TODAY
    databases.tell_day(running, unfinished, TODAY)
    try:
        build_world(today=TODAY)
    finally:
        settings.QUORATE_TODAY = day
        connection.close()
        connection.settings_dict["NAME"] = before
    databases._rename(running, unfinished, name)


@pytest.fixture(scope="module")
def world(module_database: Urls) -> Iterator[Urls]:
    """The made-up world for the tests of one module, on its own day."""
    yield from _clone()


@pytest.fixture
def own_world(own_database: Urls) -> Iterator[Urls]:
    """The made-up world for this test alone."""
    yield from _clone()


def _clone() -> Iterator[Urls]:
    from django.conf import settings

    day = settings.QUORATE_TODAY
    settings.QUORATE_TODAY = TODAY
    try:
        with databases.fresh_clone(world_template()) as urls:
            yield urls
    finally:
        settings.QUORATE_TODAY = day
