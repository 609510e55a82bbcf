"""The processes of the running system and the commands that start them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from quorate.config.environment import Environment
from quorate.hosting.child import Child
from quorate.hosting.ports import free_ports

# A page waits for the database about half its time, so two threads keep one processor busy; more only queue there.
THREADS = 4


@dataclass(frozen=True)
class Doors:
    """Where the pages and the stream listen, and whether our own front stands before them."""

    host: str
    port: int
    pages_host: str
    pages_port: int
    live_port: int
    has_front: bool

    @property
    def address(self) -> str:
        """What one types into a browser."""
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"


def ports_to_open(environment: Environment) -> list[int]:
    """The ports that have to be free: the pages', and the stream's where it has one of its own."""
    divided = environment.mode == "production" or environment.live_port is not None
    return [environment.port, environment.live_port or environment.port + 1] if divided else [environment.port]


def doors(environment: Environment) -> Doors:
    """In a demo one port serves all, by our own front; in production a proxy divides pages and stream."""
    host, port = environment.host, environment.port
    if len(asked := ports_to_open(environment)) > 1:
        return Doors(host, port, host, port, asked[1], has_front=False)
    pages, live = free_ports(2)
    return Doors(host, port, "127.0.0.1", pages, live, has_front=True)


def children(environment: Environment, doors: Doors) -> list[Child]:
    """Page server, stream, job worker and, where needed, the front, in the order they start."""
    as_app, as_job = {"QUORATE_ROLE": "app"}, {"QUORATE_ROLE": "job"}
    found = [
        Child("page server", _granian("wsgi", doors.pages_host, doors.pages_port, environment.workers), as_app),
        Child("stream", _granian("asgi", doors.pages_host, doors.live_port, 1), as_app),
        # A worker that outlives its database goes on saying that it is alive, so a job whose end was cut off by the
        # fall of the database would never be given to another. It falls with the database and its jobs are begun again.
        Child("job worker", [sys.executable, "-m", "quorate.config.worker"], as_job, falls_with_database=True),
    ]
    if doors.has_front:
        ports = [str(one) for one in (doors.port, doors.pages_port, doors.live_port)]
        found.append(Child("front", [sys.executable, "-m", "quorate.hosting.front", doors.host, *ports]))
    return found


def _granian(interface: str, host: str, port: int, workers: int) -> list[str]:
    kind = [f"--workers={workers}", f"--blocking-threads={THREADS}"] if interface == "wsgi" else ["--workers=1"]
    target = "quorate.config.wsgi:application" if interface == "wsgi" else "quorate.config.asgi:application"
    return [
        *(sys.executable, "-m", "granian", f"--interface={interface}", f"--host={host}", f"--port={port}", *kind),
        *("--no-ws", "--log-level=error", "--respawn-failed-workers", "--respawn-interval=0.2"),
        *("--workers-kill-timeout=8", target),
    ]
