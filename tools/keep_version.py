"""Keeps a database of the version that has just landed, for the test that brings it along (`make keep`).

Writes `tests/upgrade/kept.sql.xz`, a database as this commit makes and fills it, and `tests/upgrade/kept.json`, what
each of its migrations did. In it are every stage of a family of the made-up world, in one authority, and the
conferences whose every form the tests fill in, which have what the stages leave out: conflicts, restricted cases,
protected addresses, papers, complaints. The tables that have no row all the same are printed: a migration that moves
their rows is not proved by what is kept.
"""

from __future__ import annotations

import subprocess
import sys

from tools import kept, landed


def main() -> int:
    """Returns 0, or 1 after saying why this is no version that could be kept."""
    # Of the whole tree: the tests and the tools fill and dump the database too. What an earlier run wrote does not.
    changed = _git("status", "--porcelain", "--", ".", *(f":!tests/upgrade/{one}" for one in (kept.DUMP, kept.ABOUT)))
    if changed:
        print(f"What is kept has to be what landed: HEAD has to have, and this is not committed:\n{changed}")
        return 1
    text = _database()
    did = {name: [one.digest for one in done] for name, done in landed.executed().items()}
    packed, about = kept.packed(text), kept.Kept(_git("log", "-1", "--format=%h of %cs"), _day(), did)
    kept.FOLDER.mkdir(exist_ok=True)
    (kept.FOLDER / kept.DUMP).write_bytes(packed)
    (kept.FOLDER / kept.ABOUT).write_text(about.written(), encoding="utf-8")
    empty = kept.empty_tables(text)
    print(f"kept {about.version}, which has to have landed: {len(did)} migrations, {len(packed):,} bytes")
    print("commit tests/upgrade by itself")
    print(f"without a row are: {', '.join(empty)}")
    return 0


def _database():
    """A new database on the tests' own server, filled and dumped."""
    from tests import database

    database._make_django_ready()
    running = database.server()
    was_running = running.is_running()
    running.start()
    try:
        with database.fresh_clone() as urls:
            database.tell_day(running, urls.name, _day())
            _fill()
            _trim(urls.superuser)
            return kept.dumped(urls.superuser)
    finally:
        if not was_running:  # else somebody's tests use it
            running.stop()


def _fill() -> None:
    from django.conf import settings

    settings.QUORATE_TODAY = _day()
    from quorate.demo.places import AUTHORITIES, WALKED
    from quorate.demo.services import _build
    from tests.crawl import test_forms_filled, world
    from tests.crawl.conference import held, in_session

    _build(next(place for place, one in enumerate(AUTHORITIES) if one.pack == WALKED), _day())
    world.built()
    for met, name in ((held(), "held"), (in_session(), "in session")):
        for role in test_forms_filled.ROLES[name]:
            test_forms_filled.failing(met, role)


def _trim(url: str) -> None:
    """Nobody is signed in, and of each paper stands its row with the first of its bytes: papers do not compress."""
    import psycopg

    with psycopg.connect(url) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("DELETE FROM django_session")
        superuser.execute("DELETE FROM access_context")
        superuser.execute("UPDATE release_rendition SET content = substring(content FOR 200)")


def _day():
    """The day that the rows have for today."""
    from tests.world import TODAY

    return TODAY


def _git(*words: str) -> str:
    said = subprocess.run(["git", *words], cwd=kept.TOP, capture_output=True, text=True, check=True)
    return said.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
