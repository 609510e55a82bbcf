"""Row-level security alone, and the pages' filter alone, show exactly what the decision table says."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.access import world as worlds
from tests.database import Urls, fresh_clone

PROTECTED = ("access_case", "access_text", "access_grant", "access_break_glass", "access_conflict", "access_exclusion",
             "access_restriction")  # fmt: skip


@pytest.fixture(scope="module")
def built(module_database: Urls) -> Iterator[tuple[Urls, worlds.World]]:
    yield module_database, worlds.build(module_database.superuser)


def test_the_database_alone_says_what_the_table_says_on_every_cell(built: tuple[Urls, worlds.World]) -> None:
    _, world = built
    assert worlds.wrong_in_the_database(world) == []
    assert sum(len(texts) for texts in world.texts.values()) == 13 * 288 * 12


def test_the_pages_own_filter_says_the_same_with_the_database_behind_it(built: tuple[Urls, worlds.World]) -> None:
    assert worlds.wrong_in_the_application(built[1]) == []


def test_the_pages_own_filter_says_the_same_without_row_level_security(built: tuple[Urls, worlds.World]) -> None:
    urls, world = built
    with fresh_clone(urls.name) as bare:
        with psycopg.connect(bare.superuser) as superuser:
            for table in PROTECTED:
                superuser.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        assert worlds.wrong_in_the_application(world) == []


def test_the_database_shows_nothing_where_nobody_is_acting(built: tuple[Urls, worlds.World]) -> None:
    urls, _ = built
    with psycopg.connect(urls.app) as app:
        counts = [app.execute(f"SELECT count(*) FROM {table}").fetchone() for table in PROTECTED]
    assert counts == [(0,)] * len(PROTECTED)
