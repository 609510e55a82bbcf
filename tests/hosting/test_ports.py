"""Ports that cannot be had: the sentence names what to change."""

from __future__ import annotations

import socket

import pytest

from quorate.config.environment import Environment
from quorate.config.processes import doors, ports_to_open
from quorate.hosting import HostingError
from quorate.hosting.ports import refuse_taken


def test_a_port_that_is_taken_is_answered_with_another_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HostingError, match=r"Address already in use\); choose another with QUORATE_PORT=\d+$"):
            refuse_taken("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_answered_with_an_address() -> None:
    # 203.0.113.0/24 is for documentation: no machine has it.
    with pytest.raises(HostingError) as refused:
        refuse_taken("203.0.113.9", 18299)
    assert str(refused.value) == (
        "port 18299 of 203.0.113.9 cannot be had (Cannot assign requested address); "
        "name an address of this machine with QUORATE_HOST, for example QUORATE_HOST=127.0.0.1"
    )


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ({"QUORATE_PORT": "8080"}, [8080]),
        ({"QUORATE_PORT": "8080", "QUORATE_LIVE_PORT": "9090"}, [8080, 9090]),
    ],
)
def test_the_stream_has_a_port_of_its_own_only_where_one_is_named(given: dict[str, str], ports: list[int]) -> None:
    environment = Environment.read(given)
    assert (ports_to_open(environment), doors(environment).has_front) == (ports, len(ports) == 1)
