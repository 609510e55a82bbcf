"""A family's case file taken out: the same facts, so the same dates; only by who may, and recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.services import restrict
from quorate.audit.models import AuditEntry
from quorate.cases.models import Child, Duty
from quorate.cases.states import duty_state
from quorate.people.models import User
from tests.access.council import give
from tests.cases.families import Family, instant
from tests.database import TOP, Urls, environment


@pytest.fixture
def family(own_database: Urls) -> Iterator[Family]:
    """Two children with a conference held and a review asked for; a chair who may take out copies."""
    family = Family()
    family.child("c1", "2019-02-03")
    family.child("c2", "2024-05-14")
    family.parent("p1", ["c1", "c2"])
    first = family.conference("A", "initial")
    family.record("strategy-discussion-held", "2026-07-01")
    family.record("conference-requested", "2026-07-02", conference=first)
    family.record("conference-booked", "2026-07-03T09:00", conference=first, starts_at="2026-07-20T10:00")
    family.record("decided", "2026-07-20T11:50", "c1", conference=first, outcome="plan-made")
    family.record("decided", "2026-07-20T11:55", "c2", conference=first, outcome="no-plan")
    family.record("conference-held", "2026-07-20T12:10", conference=first)
    family.record("child-visited", "2026-07-29", "c1", seen=True)
    family.chair = family.council.person("chair", "fresh")  # type: ignore[attr-defined]
    for case in family.cases.values():
        give(case, family.manager, family.chair)  # type: ignore[attr-defined]
    yield family


def reference_of(family: Family, child: str) -> str:
    with acting_as(family.manager):
        return Child.objects.get(case=family.cases[child]).reference


def email_of(standing: Any) -> str:
    return User.objects.get(pk=standing.user_id).email


def quorate(urls: Urls, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quorate.cli", *arguments]
    kept = os.environ | environment(urls) | more
    return subprocess.run(command, env=kept, cwd=TOP, capture_output=True, text=True, check=False, timeout=120)


def test_the_exported_file_gives_the_duties_that_stand_in_the_rows(
    family: Family, own_database: Urls, tmp_path: Path
) -> None:
    made = quorate(
        own_database, "export-case", reference_of(family, "c1"), "--by", email_of(family.chair), "--why", "court"
    )  # type: ignore[attr-defined]
    assert made.stderr == ""
    (tmp_path / "case.json").write_text(made.stdout)
    at = "2026-11-20T09:00"
    answer = quorate(own_database, "duties", str(tmp_path / "case.json"), "--pack", "bolton", "--at", at, "--json")
    told = {
        (d["code"], d["who"], d["for"], d["due"], d["act_by"], d["state"]) for d in json.loads(answer.stdout)["duties"]
    }
    with acting_as(family.worker):
        rows = Duty.objects.annotate(state=duty_state(instant(at))).exclude(state="")
        stored = {(d.code, d.who, d.reference, *limits(d), d.state) for d in rows}
    assert stored == told
    assert any(state == "overdue" for *_, state in told)
    with acting_as(family.chair):  # type: ignore[attr-defined]
        entries = AuditEntry.objects.filter(action="export.made").values_list("case_id", "reason", "facts")
        assert sorted(entries, key=repr) == sorted(
            [(case.id, "court", {"list": "case-file", "count": 7}) for case in family.cases.values()], key=repr
        )
    assert "given_names" not in made.stdout


def limits(duty: Duty) -> tuple[str | None, str | None]:
    from tests.cases.test_bridge_examples import text

    return text(duty.due_on, duty.due_at), text(duty.act_by_on, duty.act_by_at)


def test_who_may_not_take_it_out_is_told_so_or_that_there_is_nothing(family: Family, own_database: Urls) -> None:
    reference = reference_of(family, "c1")
    told = quorate(own_database, "export-case", reference, "--by", email_of(family.worker))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "quorate export-case: Not allowed: take out a copy (role).\n"
    stranger = email_of(family.council.person("chair"))
    hidden = quorate(own_database, "export-case", reference, "--by", stranger)
    missing = quorate(own_database, "export-case", "NOT-00001", "--by", stranger)
    assert hidden.stderr.replace(reference, "REF") == missing.stderr.replace("NOT-00001", "REF")
    assert hidden.stderr.startswith(f"quorate export-case: there is no case '{reference}' for {stranger}; correct")
    nobody = quorate(own_database, "export-case", reference, "--by", "nobody@nowhere.example")
    assert nobody.stderr == (
        "quorate export-case: --by: nobody who may sign in has the address 'nobody@nowhere.example'; correct it\n"
    )
    text = quorate(own_database, "export-case", reference, "--by", stranger, "--why", "the court asked")
    assert text.stderr.startswith("quorate export-case: --why: 'the court asked' is not a code; write one word")


def test_a_hidden_child_is_not_in_the_file(family: Family, own_database: Urls) -> None:
    with acting_as(family.manager) as by:
        restrict(case=family.cases["c2"], listed=[family.manager.user_id], by=by)
    made = quorate(own_database, "export-case", reference_of(family, "c1"), "--by", email_of(family.chair))  # type: ignore[attr-defined]
    file = json.loads(made.stdout)
    assert [child["born"] for child in file["conference"]["children"]] == ["2019-02-03"]
    assert len([event for event in file["events"] if event["event"] == "decided"]) == 1


def test_a_bank_holiday_declared_late_moves_every_date_that_it_should(
    family: Family, own_database: Urls, tmp_path: Path
) -> None:
    import shutil

    def due() -> date | None:
        with acting_as(family.worker):
            return Duty.objects.get(code="hold-first-core-group", case=family.cases["c1"]).due_on

    assert due() == date(2026, 8, 3)
    shutil.copytree(TOP / "packs", tmp_path / "packs")
    shutil.copy(TOP / "docs" / "clauses.csv", tmp_path / "packs" / "clauses.csv")
    (tmp_path / "packs" / "holidays.toml").write_text('[[holiday]]\nday = 2026-07-27\nname = "A day of thanks"\n')
    done = quorate(own_database, "duties-refresh", QUORATE_PACKS=str(tmp_path / "packs"))
    assert done.stderr == ""
    name, _, rest = done.stdout.partition(":")
    assert (done.returncode, name) == (0, "Made-up Council")
    assert rest.startswith(" 1 families, ")
    assert due() == date(2026, 8, 4)
    again = quorate(own_database, "duties-refresh", "--authority", "bolton", QUORATE_PACKS=str(tmp_path / "packs"))
    assert again.stdout == "Made-up Council: 1 families, 0 duties changed\n"
    wrong = quorate(own_database, "duties-refresh", "--authority", "Nowhere")
    assert (wrong.returncode, wrong.stderr) == (
        2, "quorate duties-refresh: --authority: there is no 'Nowhere'; there are Made-up Council\n",
    )  # fmt: skip
