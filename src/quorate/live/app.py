"""The ASGI application behind `/live/`: Server-Sent Events for the references a page shows.

    GET /live/?ref=<reference>&ref=<reference>

Whoever asks must be signed in and allowed to see each of them now; both are asked again every minute, so that a
stream outlives neither a session nor a grant."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async

from quorate.live import watchers
from quorate.live.changes import MESSAGE, Changes

ASKED_AGAIN_EVERY = 60.0  # seconds
BREATH_EVERY = 15.0  # seconds; an empty line tells proxies that the line is alive
AT_MOST = 50  # references a page may watch

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Live:
    """One stream for every open page."""

    def __init__(self) -> None:
        self._changes: Changes | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI. Answers 204 to whoever may not listen: a browser then stops asking, and learns nothing."""
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/live/":
            return await _answer(send, 404)
        refs = frozenset(parse_qs(scope["query_string"].decode("latin-1")).get("ref", []))
        cookies = next((value for name, value in scope["headers"] if name == b"cookie"), b"").decode("latin-1")
        sound = 0 < len(refs) <= AT_MOST and all(MESSAGE.fullmatch(f"{ref} 0") for ref in refs)
        if not sound or not await _may_listen(cookies, refs):
            return await _answer(send, 204)
        await self._stream(cookies, refs, receive, send)

    async def _stream(self, cookies: str, refs: frozenset[str], receive: Receive, send: Send) -> None:
        if self._changes is None:
            self._changes = Changes(watchers.connection())
        await _begin(send, 200, b"text/event-stream; charset=utf-8")
        gone = asyncio.create_task(_until_gone(receive))
        try:
            async with self._changes.watched(refs) as queue:
                await _say(send, "retry: 2000\n\n")
                telling = asyncio.create_task(_tell(queue, cookies, refs, send))
                await asyncio.wait({gone, telling}, return_when=asyncio.FIRST_COMPLETED)
                telling.cancel()
        finally:
            gone.cancel()
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _tell(queue: asyncio.Queue[tuple[str, int] | None], cookies: str, refs: frozenset[str], send: Send) -> None:
    clock = asyncio.get_running_loop()
    asked_at = clock.time()
    while True:
        try:
            message = await asyncio.wait_for(queue.get(), BREATH_EVERY)
        except TimeoutError:
            await _say(send, ":\n\n")
        else:
            if message is None:
                return  # something was missed: the browser comes back by itself and fetches its page anew
            await _say(send, f"event: changed\ndata: {json.dumps({'ref': message[0], 'version': message[1]})}\n\n")
        if clock.time() - asked_at > ASKED_AGAIN_EVERY:
            if not await _may_listen(cookies, refs):
                return
            asked_at = clock.time()


async def _may_listen(cookies: str, refs: frozenset[str]) -> bool:
    return await sync_to_async(watchers.may_watch, thread_sensitive=False)(cookies, refs)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        asked = (await receive())["type"]
        await send({"type": f"{asked}.complete"})
        if asked == "lifespan.shutdown":
            return


async def _answer(send: Send, status: int) -> None:
    await _begin(send, status, b"text/plain; charset=utf-8")
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _begin(send: Send, status: int, kind: bytes) -> None:
    headers = [(b"content-type", kind), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


application = Live()
