"""What the commands of the running system have in common: the server packages, the database, one-sentence refusals."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DONE, REFUSED = 0, 2


def told(do: Callable[[], object]) -> int:
    """Do it; a setting, a machine or a database that stands in the way is one sentence and exit code 2."""
    try:
        from quorate.config.environment import SettingsError
        from quorate.hosting import HostingError

        do()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("quorate"):
            raise
        sys.stderr.write(f'{error.name} is not installed; run: pip install "quorate[server]"\n')
        return REFUSED
    except (SettingsError, HostingError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


@contextmanager
def database(role: str = "app") -> Iterator[None]:
    """The database for the length of a command, in one role: used where it runs, else started and stopped again."""
    from quorate.config.environment import Environment
    from quorate.config.secrets import embedded

    os.environ["QUORATE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
    server = embedded(Environment.read(os.environ))
    ours = server is not None and not server.is_running()
    try:
        if server is not None and ours:
            server.start()
        yield
    finally:
        if server is not None and ours:
            server.stop()
