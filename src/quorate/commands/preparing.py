"""What is done before anything is served, in one process: start-up checks, static files, the made-up world.

    python -m quorate.commands.preparing

Tells the supervisor, as lines of JSON, what it begins and how that ended; the last one says who may sign in."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any

REFUSED = 2


def main() -> int:
    """Do all of it; returns 0, or 2 after saying on standard error what a check has found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management.base import SystemCheckError

    try:
        _step("start-up checks", _check)
    except SystemCheckError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    _step("styles and scripts", _gather)
    people: list[dict[str, str]] = []
    if settings.QUORATE_MODE == "demo":
        people = _step("made-up world", _build)
    _tell(sign_ins=people)
    return 0


def _check() -> tuple[str, None]:
    from django.core.management import call_command

    # Those of the database too: a role that is too strong, a table of cases without a policy.
    call_command("check", databases=["default"], stdout=io.StringIO())
    return "", None


def _gather() -> tuple[str, None]:
    from django.core.management import call_command

    said = io.StringIO()
    call_command("collectstatic", interactive=False, verbosity=1, stdout=said)
    return said.getvalue().strip().partition(" static file")[0] + " files new", None


def _build() -> tuple[str, list[dict[str, str]]]:
    from quorate.commands.demo import where_to_begin, world

    people = world()
    return f"{len({one['authority'] for one in people})} authorities", [*people, *where_to_begin()]


def _step(what: str, do: Callable[[], tuple[str, Any]]) -> Any:
    _tell(begins=what)
    outcome, found = do()
    _tell(ended=outcome)
    return found


def _tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    sys.exit(main())
