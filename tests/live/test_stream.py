"""The stream of changes: who may listen, and what they hear."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from quorate.live import CHANNEL, app, watchers
from quorate.live.changes import Changes
from tests.database import Urls


def alone(work):
    """Run on a loop of its own: in this thread the browser of other tests may have left one running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


REF, OTHER = "a" * 26, "b" * 26
Event = dict[str, Any]


async def _visit(query: str, during: Callable[[], Awaitable[None]], *, hears: int) -> list[Event]:
    """One visit of the stream, ended after it has heard so many chunks of text or was turned away."""
    sent: list[Event] = []
    enough = asyncio.Event()

    async def receive() -> Event:
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(event: Event) -> None:
        sent.append(event)
        if len([one for one in sent if one.get("body")]) >= hears:
            enough.set()

    scope = {"type": "http", "method": "GET", "path": "/live/", "query_string": query.encode(), "headers": []}
    visit = asyncio.create_task(app.Live()(scope, receive, send))
    await during()
    await asyncio.wait_for(visit, 10)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    return sent


async def _nothing() -> None:
    """Nothing happens meanwhile."""


def _text(sent: list[Event]) -> str:
    return b"".join(one.get("body", b"") for one in sent).decode()


@pytest.mark.parametrize(
    "query", ["", "ref=", "ref=short", "ref=" + "A" * 26, "&".join(f"ref={REF}" for _ in "ab") + "&ref=1"]
)
def test_whoever_asks_for_nonsense_is_turned_away(query: str) -> None:
    sent = alone(_visit(query, _nothing, hears=1))
    assert [one.get("status") for one in sent] == [204, None]


def test_whoever_is_not_signed_in_is_turned_away_as_one_who_asks_for_nonsense(own_database: Urls) -> None:
    sent = alone(_visit(f"ref={REF}", _nothing, hears=1))
    nonsense = alone(_visit("ref=short", _nothing, hears=1))
    assert sent == nonsense


def test_one_hears_of_what_one_watches_and_of_nothing_else(own_database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchers, "may_watch", lambda cookies, refs: True)

    async def announce() -> None:
        await asyncio.sleep(0.3)
        async with await psycopg.AsyncConnection.connect(own_database.app, autocommit=True) as connection:
            for payload in (f"{OTHER} 3", "no message at all", f"{REF} 7"):
                await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])

    text = _text(alone(_visit(f"ref={REF}", announce, hears=2)))
    assert text == f"retry: 2000\n\nevent: changed\ndata: {json.dumps({'ref': REF, 'version': 7})}\n\n"


def test_a_change_that_is_undone_is_never_announced(own_database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchers, "may_watch", lambda cookies, refs: True)

    async def announce() -> None:
        await asyncio.sleep(0.3)
        async with await psycopg.AsyncConnection.connect(own_database.app) as connection:
            await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{REF} 1"])
            await connection.rollback()
            await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{REF} 2"])

    text = _text(alone(_visit(f"ref={REF}", announce, hears=2)))
    assert text.count("event:") == 1 and '"version": 2' in text


def test_a_listener_who_does_not_keep_up_is_told_to_begin_anew() -> None:
    async def fall_behind() -> list[object]:
        changes = Changes({})
        changes._task = asyncio.create_task(asyncio.sleep(60))
        async with changes.watched(frozenset({REF})) as queue:
            for version in range(101):
                changes._hand_on(f"{REF} {version}")
            heard = [queue.get_nowait() for _ in range(queue.qsize())]
        changes._task.cancel()
        return heard

    assert alone(fall_behind()) == [None]
