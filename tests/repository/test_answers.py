"""No service takes a dash or a dot for an answer: what has to be said is asked by `cases.details.says_something`."""

from __future__ import annotations

import re
from pathlib import Path

SERVICES = sorted((Path(__file__).resolve().parents[2] / "src" / "quorate").glob("*/services/*.py"))
# Names (a company may be called "&"), and what a child or parent says: a row of signs may be an answer of theirs.
FREE = {"author", "name", "from_authority", "told_by", "said_by", "words"}
FREE_FILES = {"own_reports.py", "booklets.py", "dissent.py", "exclusion_follow_up.py", "sharing.py"}
BLANK = re.compile(r"None if ([a-z_.]+)\.strip\(\) else|\bnot ([a-z_.]+)\.strip\(\)(?!\.)")


def test_no_service_asks_only_whether_something_was_typed() -> None:
    found = {
        (path.name, name)
        for path in SERVICES
        for line in path.read_text(encoding="utf-8").splitlines()
        for match in BLANK.finditer(line)
        if (name := next(one for one in match.groups() if one).rpartition(".")[2])
        and not (name in FREE and (path.name in FREE_FILES or name != "words"))
    }
    assert len(SERVICES) > 60 and found == set()


def test_the_rule_finds_what_it_looks_for() -> None:
    assert [match.groups() for match in BLANK.finditer('None if why.strip() else "Say why."')] == [("why", None)]
    assert [match.groups() for match in BLANK.finditer("if late and not said.reason.strip():")] == [
        (None, "said.reason")
    ]
