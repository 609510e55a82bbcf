"""The front: one port, two sides, and patience."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from quorate.hosting.front import Front
from quorate.hosting.ports import free_ports

Ask = Callable[[bytes], Awaitable[bytes]]


async def _answerer(name: bytes, port: int) -> asyncio.Server:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(name + b" heard " + line)
            await writer.drain()
        writer.close()

    return await asyncio.start_server(answer, "127.0.0.1", port)


async def _ask(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], line: bytes) -> bytes:
    reader, writer = streams
    writer.write(line)
    await writer.drain()
    return await asyncio.wait_for(reader.readline(), 5)


async def _leave(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    streams[1].close()
    await streams[1].wait_closed()
    while len(asyncio.all_tasks()) > 1:  # both sides notice
        await asyncio.sleep(0.01)


def test_addresses_are_divided_also_on_one_connection() -> None:
    async def visit() -> list[bytes]:
        port, pages, live = free_ports(3)
        async with await _answerer(b"pages", pages), await _answerer(b"live", live):
            front = await asyncio.start_server(Front(pages, live)._visit, "127.0.0.1", port)
            async with front:
                streams = await asyncio.open_connection("127.0.0.1", port)
                asked = (b"GET /\n", b"GET /cases/\n", b"GET /live/?ref=x\n", b"and its rest\n", b"POST /account/\n")
                heard = [await _ask(streams, line) for line in asked]
                await _leave(streams)
        return heard

    assert asyncio.run(visit()) == [
        b"pages heard GET /\n",
        b"pages heard GET /cases/\n",
        b"live heard GET /live/?ref=x\n",
        b"live heard and its rest\n",
        # A stream that was refused leaves the connection open; the next page must not be asked of the stream.
        b"pages heard POST /account/\n",
    ]


def test_visitors_wait_while_the_pages_are_being_started_again() -> None:
    async def visit() -> bytes:
        port, pages, live = free_ports(3)
        front = await asyncio.start_server(Front(pages, live)._visit, "127.0.0.1", port)
        async with front:
            streams = await asyncio.open_connection("127.0.0.1", port)
            asked = asyncio.create_task(_ask(streams, b"GET /\n"))
            await asyncio.sleep(0.3)
            async with await _answerer(b"pages", pages):
                heard = await asked
                await _leave(streams)
        return heard

    assert asyncio.run(visit()) == b"pages heard GET /\n"
