"""What stands in the worklists after an import is what `quorate duties` says of the exported facts, pack by pack."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest
from django.conf import settings

from quorate.access.context import acting_as
from quorate.cases.case_position import case_file
from quorate.cases.models import Child, Duty
from quorate.cases.states import duty_state
from tests.database import TOP
from tests.returns.bringing import NOW, TODAY, Council
from tests.returns.making import HISTORIES, child, file_of

Due = tuple[str, str | None, str, str]


def told(pack: str, cases: list[dict[str, object]]) -> list[list[Due]]:
    """What the command answers for each exported case: code, limit, state and who, of what is to be done."""
    command = [
        sys.executable,
        "-m",
        "quorate.cli",
        "duties",
        "-",
        "--jsonl",
        "--pack",
        pack,
        "--at",
        NOW.isoformat(),
        "--brief",
    ]
    lines = "\n".join(json.dumps(case) for case in cases)
    run = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=TOP, check=False)
    assert run.returncode == 0, run.stderr
    return [
        sorted(
            (duty["code"], duty["due"], duty["state"], duty["who"])
            for duty in json.loads(line)["duties"]
            if duty["state"] in ("open", "overdue") and not duty["window"]
        )
        for line in run.stdout.splitlines()
    ]


def stored(one: Child) -> list[Due]:
    """The same as it stands in the lists."""
    rows = Duty.objects.filter(case_id=one.case_id, window=False).annotate(state=duty_state(NOW))
    return sorted((row.code, _limit(row), row.state, row.who) for row in rows if row.state in ("open", "overdue"))


def _limit(row: Duty) -> str | None:
    if row.due_at is not None:
        return row.due_at.isoformat()
    return None if row.due_on is None else row.due_on.isoformat()


@pytest.mark.parametrize("pack", ["bolton", "leicester"])
def test_the_worklists_are_those_of_the_command(
    own_database: object, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "QUORATE_TODAY", TODAY)
    council = Council(pack)
    made = [child(number, random.Random(number), history) for number, history in enumerate([*HISTORIES] * 3, 1)]
    council.bring_in(file_of(made))
    with acting_as(council.worker):
        found = [one for one in Child.objects.order_by("local_id") if Duty.objects.filter(case_id=one.case_id).exists()]
        cases = [case_file(one.case) for one in found]
        lists = [stored(one) for one in found]
    assert len(found) == 18, "of 24: the others have no enquiry, conference or plan"
    assert lists == told(pack, cases)
    assert sum(map(len, lists)) > 20
