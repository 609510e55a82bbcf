"""The door of an embedded installation: one port, behind it the pages and the stream of changes.

    python -m quorate.hosting.front HOST PORT PAGES_PORT LIVE_PORT

Browsers accept a stream from the pages' own origin only, and a real installation has a proxy that divides the
addresses. This one copies bytes: what begins with `GET /live/` goes to the stream, everything else to the pages.
While the pages are being started again it keeps people waiting instead of turning them away."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import sys

LIVE = b"GET /live/"
REQUEST = re.compile(rb"[A-Z]+ /")  # how a request begins; the rest of a long one does not look like this
CHUNK = 65_536
WAITS_FOR = 10.0  # seconds for the pages to come back
TRIES_EVERY = 0.05


class Front:
    """Two ports of this machine behind one."""

    def __init__(self, pages_port: int, live_port: int) -> None:
        self._pages_port = pages_port
        self._live_port = live_port

    async def serve(self, host: str, port: int) -> None:
        """Serve until this process is asked to end."""
        server = await asyncio.start_server(self._visit, host, port, limit=CHUNK, backlog=1024)
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()
        server.close()

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One browser's connection. A new request may ask for the other side: then the upstream changes."""
        upstream: asyncio.StreamWriter | None = None
        back: asyncio.Task[None] | None = None
        is_live = False
        try:
            while said := await reader.read(CHUNK):
                wants_live = said.startswith(LIVE) or (is_live and not REQUEST.match(said))
                if upstream is None or wants_live != is_live:
                    if back is not None and upstream is not None:
                        back.cancel()
                        upstream.close()
                    answers, upstream = await self._connect(self._live_port if wants_live else self._pages_port)
                    is_live = wants_live
                    back = asyncio.create_task(_copy(answers, writer))
                upstream.write(said)
                await upstream.drain()
        except (ConnectionError, OSError):
            pass  # one of the two has gone; the other is told below
        finally:
            if upstream is not None:
                upstream.close()
            if back is not None:
                with contextlib.suppress(asyncio.CancelledError, OSError):
                    await back
            writer.close()

    async def _connect(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        deadline = asyncio.get_running_loop().time() + WAITS_FOR
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port, limit=CHUNK)
            except OSError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(TRIES_EVERY)


async def _copy(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything one side says, to the other; when it ends, so does the visit."""
    with contextlib.suppress(ConnectionError, OSError):
        while said := await answers.read(CHUNK):
            writer.write(said)
            await writer.drain()
    writer.close()


def main(arguments: list[str]) -> int:
    """Run the front until it is asked to stop."""
    host, *ports = arguments
    port, pages_port, live_port = (int(one) for one in ports)
    asyncio.run(Front(pages_port, live_port).serve(host, port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
