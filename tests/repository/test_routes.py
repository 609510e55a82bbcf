"""Every address declares who may open it; one that declares nothing stops the start."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.database import TOP, environment, urls_of

_ASK = """
import json, os, sys
import django
django.setup()
from django.urls import path
from quorate.access.roles import ACTIONS
from quorate.web.checks import check_routes, routes
from quorate.web.permissions import actions_of, declared
found = {shown: declared(view) for shown, view in routes()}
def undeclared(request): ...
forgotten = list(routes([path("forgotten/", undeclared)]))
print(json.dumps({
    "undeclared": sorted(shown for shown, said in found.items() if said is None),
    "unknown": sorted(f"{shown}: {said}" for shown, said in found.items() if said is not None
                      and not set(actions_of(said)) <= {"public", "signed-in", *ACTIONS}),
    "count": len(found),
    "public": sorted(shown for shown, said in found.items() if said == "public"),
    "faults": [fault.msg for fault in check_routes()],
    "forgotten": [(shown, declared(view)) for shown, view in forgotten],
}))
"""


def _asked() -> dict[str, object]:
    import os

    # No database is asked; the address only has to be one that the settings accept.
    run = subprocess.run(
        [sys.executable, "-c", _ASK],
        env=os.environ | environment(urls_of("none")),
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


def test_every_route_declares_who_may_open_it() -> None:
    answer = _asked()
    assert (answer["undeclared"], answer["unknown"], answer["faults"]) == ([], [], [])
    assert answer["forgotten"] == [["forgotten/", None]]
    assert [one for one in answer["public"] if one.startswith(("cases/", "administration/", "how-we-work/"))] == []
