"""Ports of this machine: whether one is free, and free ones."""

from __future__ import annotations

import errno
import socket

from quorate.hosting import HostingError


def refuse_taken(host: str, port: int) -> None:
    """Raises HostingError where somebody already listens there, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError as error:
            raise HostingError(
                f"port {port} of {host} cannot be had ({error.strerror}); {_mend(port, error)}"
            ) from error


def _mend(port: int, error: OSError) -> str:
    """Another port where it is the port that is taken or reserved, else an address that this machine has."""
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return f"choose another with QUORATE_PORT={port + 80 if port < 65000 else port - 80}"
    return "name an address of this machine with QUORATE_HOST, for example QUORATE_HOST=127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Free ports of the loopback address, different from one another."""
    trials = [socket.socket() for _ in range(count)]
    try:
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [int(trial.getsockname()[1]) for trial in trials]
    finally:
        for trial in trials:
            trial.close()


def answers(host: str, port: int) -> bool:
    """Does somebody listen there?"""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
