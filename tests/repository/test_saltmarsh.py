"""docs/examples/saltmarsh, a pack written from docs/packs.md alone, holds and answers."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from quorate.cli import main
from quorate.procedure.library import Library

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/saltmarsh"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the example's README says to make it: its packs, and the national base copied beside them."""
    monkeypatch.setenv("QUORATE_CACHE", "off")
    folder = tmp_path / "packs"
    shutil.copytree(EXAMPLE / "packs", folder)
    shutil.copytree(ROOT / "packs/england", folder / "england")
    return folder


def test_it_is_sound_and_its_examples_hold(packs, capsys):
    assert main(["pack", "check", "saltmarsh", "--packs", str(packs)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == "saltmarsh/2026: sound; 30 duties, 40 examples\n"
    assert said.out in (EXAMPLE / "README.md").read_text(encoding="utf-8")


def test_a_case_under_it_is_answered_as_the_leaflet_says(packs, capsys):
    """The conference is on Wednesday 30 December 2026: Christmas Day and the moved Boxing Day do not count."""
    asked = ["--pack", "saltmarsh", "--packs", str(packs), "--at", "2026-12-30T11:00", "--json"]
    assert main(["duties", str(EXAMPLE / "case.json"), *asked]) == 0
    answer = json.loads(capsys.readouterr().out)
    duties = {duty["code"]: duty for duty in answer["duties"]}
    report = duties["share-report-with-parents"]
    assert [report[key] for key in ("due", "state", "source")] == ["2026-12-23", "met-late", ["SAL-01"]]
    assert duties["name-supporter"]["due"] == "2026-12-26"
    quorum = answer["quorum"]
    assert (quorum["quorate"], quorum["how"], quorum["present"]) == (False, "computed", ["health", "social-care"])
    assert quorum["rule"] == "Children's social care, health and one other agency that knows the family."


def test_the_school_makes_it_quorate(packs, capsys, tmp_path):
    case = json.loads((EXAMPLE / "case.json").read_text(encoding="utf-8"))
    school = {"event": "attended", "at": "2026-12-30T10:00", "who": "school_rep", "direct_contact": True}
    case["events"].append(school)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    asked = ["--pack", "saltmarsh", "--packs", str(packs), "--at", "2026-12-30T11:00", "--json"]
    assert main(["duties", str(path), *asked]) == 0
    quorum = json.loads(capsys.readouterr().out)["quorum"]
    assert (quorum["quorate"], quorum["missing"]) == (True, [])


def test_its_values_are_those_of_the_leaflet(packs):
    data = Library(packs).pack("saltmarsh", date(2026, 4, 1)).data
    told = {key: data["supporters"][key] for key in ("at_most", "may_speak", "tell")}
    assert told == {"at_most": 2, "may_speak": True, "tell": "chair"}
    keys = ("must", "others_at_least", "direct_contact", "counted_by")
    assert [data["quorum"][key] for key in keys] == [["social-care", "health"], 1, True, "agency"]
    assert (data["children"]["attend_from_age"], data["meeting_parents"]["usual_time_minutes"]) == (9, 20)
    assert data["words"]["lead_practitioner"]["say"] == "Lead worker"
