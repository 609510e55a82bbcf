"""The commands of the product asked as an authority asks them: the family's file taken out, its duties answered."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

from quorate.access.context import acting_as
from quorate.cases.models import Child
from quorate.people.models import User
from quorate.web.work.moments import now
from tests.database import TOP, environment, urls_of
from tests.journeys.walking import Walk


def commands_say(walk: Walk, at: datetime | None = None) -> dict[str, Any]:
    """What `quorate duties` answers, now unless said, for the file that `quorate export-case` wrote of the family.

    A second chair takes it out, to whom the children's cases are given for it: the answer is by the file alone.
    """
    told = exported_file(walk)
    with TemporaryDirectory() as folder:
        path = f"{folder}/case.json"
        with open(path, "w") as file:
            file.write(told)
        moment = (at or now()).isoformat(timespec="seconds")
        said = _quorate("duties", path, "--pack", walk.agency.pack, "--at", moment, "--json", "--brief")
    answer: dict[str, Any] = orjson.loads(said)
    assert answer["later_events"] == 0, "something is recorded after the moment of asking"
    return {**answer, "reference": orjson.loads(told)["conference"]["reference"]}


def exported_file(walk: Walk) -> str:
    """What `quorate export-case` writes of the family."""
    taker = walk.agency.person("chair")
    for case in walk.family.cases:
        walk.agency.give(case, taker)
    with acting_as(walk.agency.manager):
        reference = Child.objects.get(case=walk.family.cases[0]).reference
    email = User.objects.get(pk=taker.user_id).email
    return _quorate("export-case", reference, "--by", email, "--why", "court")


def _quorate(*arguments: str) -> str:
    kept = os.environ | environment(urls_of(connection.settings_dict["NAME"]))
    kept["QUORATE_TODAY"] = settings.QUORATE_TODAY.isoformat()
    command = [sys.executable, "-m", "quorate.cli", *arguments]
    done = subprocess.run(command, env=kept, cwd=TOP, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout
