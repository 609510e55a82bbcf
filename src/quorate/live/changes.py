"""What the database announces, handed to those who listen. One connection for all of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import psycopg

from quorate.live import CHANNEL

logger = logging.getLogger(__name__)

MESSAGE = re.compile(r"([a-z2-7]{26}) (\d{1,18})")
TRIES_AGAIN_AFTER = 1.0  # seconds
# A listener that does not take its messages has gone; the browser asks anew when it comes back.
WAITING_AT_MOST = 100


class Changes:
    """Listens to PostgreSQL and tells each subscriber about the references they watch."""

    def __init__(self, connection: Mapping[str, Any]) -> None:
        self._connection = connection
        self._subscribers: dict[str, set[asyncio.Queue[tuple[str, int] | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def watched(self, refs: frozenset[str]) -> AsyncIterator[asyncio.Queue[tuple[str, int] | None]]:
        """A queue of (reference, version) for these references; None in it means: begin anew, something was missed."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        queue: asyncio.Queue[tuple[str, int] | None] = asyncio.Queue(WAITING_AT_MOST)
        for ref in refs:
            self._subscribers.setdefault(ref, set()).add(queue)
        try:
            yield queue
        finally:
            for ref in refs:
                self._subscribers[ref].discard(queue)
                if not self._subscribers[ref]:
                    del self._subscribers[ref]

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**self._connection, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    async for notice in connection.notifies():
                        self._hand_on(notice.payload)
            except (psycopg.Error, OSError):
                logger.warning("the stream has lost the database and tries again")
                self._begin_anew()
                await asyncio.sleep(TRIES_AGAIN_AFTER)

    def _hand_on(self, payload: str) -> None:
        found = MESSAGE.fullmatch(payload)
        if found is None:
            logger.error("a message on %s is not a reference and a version", CHANNEL)
            return
        ref, version = found[1], int(found[2])
        for queue in self._subscribers.get(ref, ()):
            _put(queue, (ref, version))

    def _begin_anew(self) -> None:
        for queue in {queue for queues in self._subscribers.values() for queue in queues}:
            _put(queue, None)


def _put(queue: asyncio.Queue[tuple[str, int] | None], message: tuple[str, int] | None) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        message = None
    queue.put_nowait(message)
