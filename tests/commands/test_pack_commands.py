"""`quorate pack check|show|compare|schema`: what is printed where, and the exit code."""

import csv
import io
import json
import re
import shutil
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quorate.cli import main

ROOT = Path(__file__).parents[2]
HEAD = 'title = "Northshire"\nextends = "england"\nin_force_from = 2020-04-01\n'
SUPPORTERS = '[supporters]\nat_most = 2\nmay_speak = true\nsource = ["NOR-01"]\n'
EXAMPLE = """
[[example]]
says = "Nobody has been told yet"
source = ["NOR-01"]
at = "2026-11-20"
[example.conference]
kind = "initial"
children = [{ id = "c1", born = "2019-02-03" }]
[[example.events]]
event = "strategy-discussion-held"
at = "2026-11-16"
[[example.expect]]
duty = "hold-initial-conference"
due = "2026-12-07"
state = "open"
"""


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORATE_CACHE", "off")
    monkeypatch.delenv("QUORATE_PACKS", raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The national base of 2018 without its examples, and Northshire with one."""
    folder = tmp_path / "packs"
    shutil.copytree(
        ROOT / "packs" / "england" / "2018", folder / "england" / "2018", ignore=shutil.ignore_patterns("examples")
    )
    northshire = folder / "northshire" / "2020"
    (northshire / "examples").mkdir(parents=True)
    (folder / "clauses.csv").write_text("id,authority\nNOR-01,Northshire\n", encoding="utf-8")
    (northshire / "procedure.toml").write_text(HEAD + SUPPORTERS, encoding="utf-8")
    (northshire / "examples" / "one.toml").write_text(EXAMPLE, encoding="utf-8")
    return folder


Answer = tuple[int, str, str]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    code = main(["pack", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


# --- check ---------------------------------------------------------------------------------------------


def test_every_pack_of_the_checkout_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "check")
    names = [line.split(":")[0] for line in out.splitlines()]
    editions = sorted(
        path.parent.relative_to(ROOT / "packs").as_posix() for path in ROOT.glob("packs/*/*/procedure.toml")
    )
    assert (code, err, names) == (0, "", editions)
    assert [line for line in out.splitlines() if ": sound; " not in line] == []


def test_a_sound_pack_has_one_line(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    assert asked(capsys, "check", "--packs", str(packs)) == (
        0, "england/2018: sound; 27 duties, 0 examples\nnorthshire/2020: sound; 27 duties, 1 example\n", "",
    )  # fmt: skip
    only = (0, "northshire/2020: sound; 27 duties, 1 example\n", "")
    assert asked(capsys, "check", "northshire", "--packs", str(packs)) == only
    assert asked(capsys, "check", "northshire/2020", "--packs", str(packs)) == only
    assert asked(capsys, "check", "northshire", "--on", "2026-11-20", "--packs", str(packs)) == only


def test_each_fault_has_a_line_on_standard_error(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    file = packs / "northshire" / "2020" / "procedure.toml"
    file.write_text(HEAD + SUPPORTERS.replace("at_most", "at_mots").replace("may_speak", "may_speek"), encoding="utf-8")
    assert asked(capsys, "check", "--packs", str(packs)) == (
        1,
        "england/2018: sound; 27 duties, 0 examples\n",
        "packs/northshire/2020/procedure.toml: supporters: unknown key 'at_mots'; did you mean 'at_most'?\n"
        "packs/northshire/2020/procedure.toml: supporters: unknown key 'may_speek'; did you mean 'may_speak'?\n",
    )


def test_an_example_that_fails_is_a_fault(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    file = packs / "northshire" / "2020" / "examples" / "one.toml"
    file.write_text(EXAMPLE.replace("2026-12-07", "2026-12-08"), encoding="utf-8")
    assert asked(capsys, "check", "northshire", "--packs", str(packs)) == (
        1,
        "",
        "northshire/2020, 'Nobody has been told yet': hold-initial-conference: due is 2026-12-07, "
        "expected 2026-12-08\n",
    )


def test_a_fault_of_the_base_is_told_once(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    (packs / "england" / "2018" / "gates.toml").write_text("[gate", encoding="utf-8")
    assert asked(capsys, "check", "--packs", str(packs)) == (
        1,
        "",
        "packs/england/2018/gates.toml: is not TOML that can be read: Expected ']' at the end of a table declaration "
        "(at end of document); correct that line\n",
    )


def test_editions_that_overlap_are_a_fault(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    shutil.copytree(packs / "northshire" / "2020", packs / "northshire" / "2021")
    assert asked(capsys, "check", "northshire", "--packs", str(packs)) == (
        1,
        "",
        "packs/northshire/2021/procedure.toml: in_force_from 2020-04-01: northshire/2020 comes into force on the same "
        "day; two editions cannot hold at once\n",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "northshir"], "there is no pack 'northshir' in packs; did you mean 'northshire'?"),
        (["check", "northshire/2019"], "there is no edition 'northshire/2019'; there are northshire/2020"),
        (["check", "northshire", "--on", "2020-01-01"],
         "no rule of 'northshire' is in force on 2020-01-01: its first edition northshire/2020 begins on 2020-04-01; "
         "name the edition, or ask about a later day"),
        (["check", "--on", "soon"], "--on: 'soon' is not a date that exists; write 2026-11-20"),
        (["show", "northshir"], "there is no pack 'northshir' in packs; did you mean 'northshire'?"),
        (["compare", "northshir"], "there is no pack 'northshir' in packs; did you mean 'northshire'?"),
        (["compare", "--on", "2026-02-30"], "--on: '2026-02-30' is not a date that exists; write 2026-11-20"),
    ],
)  # fmt: skip
def test_asked_wrongly(capsys: pytest.CaptureFixture[str], packs: Path, arguments: list[str], sentence: str) -> None:
    assert asked(capsys, *arguments, "--packs", str(packs)) == (2, "", f"quorate pack: {sentence}\n")


def test_no_such_folder_of_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "check", "--packs", "nowhere") == (
        2, "", "quorate pack: --packs: there is no folder 'nowhere'; name the folder that holds the packs\n",
    )  # fmt: skip


# --- show ----------------------------------------------------------------------------------------------

GROUPS = [
    "The paper behind it", "Asking and booking", "Before the conference", "Parents", "Children", "Reports",
    "Who is invited", "Enough agencies to decide", "The meeting", "Deciding", "After the conference", "Complaints",
    "Words, papers and contacts",
]  # fmt: skip


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    code, out, err = asked(capsys, "show", *arguments)
    assert (code, err) == (0, "")
    return out.splitlines()


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
def test_the_page_fits_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for path in (ROOT / "packs").glob("*/*/procedure.toml"):
        lines = shown(capsys, f"{path.parent.parent.name}/{path.parent.name}")
        assert [line for line in lines if len(line) > min(columns, 100) and " " in line.strip()] == []


def test_the_page_follows_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "leicester/2014")
    headings = [line for line, under in pairwise(lines) if under and set(under) == {"="}]
    assert headings == GROUPS


def test_each_value_stands_with_its_source(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    lines = shown(capsys, "northshire", "--packs", str(packs))
    assert lines[:2] == [
        "Northshire: northshire/2020, over england/2018",
        "In force from 2020-04-01; answered for by the safeguarding manager.",
    ]
    start = lines.index("  Supporters")
    assert lines[start : start + 12] == [
        "  Supporters",
        "    at most: 2",
        "    may speak: yes",
        "      [NOR-01]",
        "    kinds: friend, family member, advocate, solicitor",
        "    solicitor may speak: no",
        "    tell: social worker",
        "    confidentiality acknowledged: yes",
        "    family welcome: no",
        "      [the national base answers: Pan-Sussex procedures, involving families; Law Society practice",
        "        note, attendance of solicitors at Children Act meetings; Quorate default, where no national",
        "        source speaks: whom to tell, and no limit to how many]",
    ]


def test_a_duty_that_only_packs_make_is_not_shown(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    lines = shown(capsys, "northshire", "--packs", str(packs))
    assert [line for line in lines if "duty book-conference" in line] == []
    assert [line for line in lines if "duty send-minutes" in line] == ["  Send the minutes (duty send-minutes)"]


# --- compare -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 120, 160, 300])
def test_the_table_fits(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = asked(capsys, "compare", "--on", "2026-11-20")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= min(columns, 160)


def test_the_table_names_the_authorities_and_not_their_base(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, _ = asked(capsys, "compare", "--on", "2026-11-20")
    lines = out.splitlines()
    assert lines[0].replace("|", " ").split() == sorted(
        path.name for path in (ROOT / "packs").iterdir() if path.is_dir() and path.name != "england"
    )
    assert lines[2] == "Conference: initial, asked about at 2026-11-20"
    legend = lines[max(n for n, line in enumerate(lines) if line.startswith("-")) + 1 :]
    assert " ".join(legend) == (
        "[base]: the authority's own paper is silent and the national base answers. –: neither says. "
        "*: not the same everywhere."
    )


def test_the_base_can_be_compared_when_it_is_named(capsys: pytest.CaptureFixture[str], packs: Path) -> None:
    code, out, _ = asked(capsys, "compare", "england", "northshire", "--csv", "--packs", str(packs))
    rows = {tuple(row[:2]): row[2:4] for row in csv.reader(io.StringIO(out))}
    assert code == 0
    assert rows[("conference", "question")] == ["england", "northshire"]
    assert rows[("initial", "Supporters at most")] == ["–", "2"]
    assert rows[("initial", "May the supporter speak?")] == ["–", "yes"]
    assert rows[("initial", "Whom to tell of a supporter")] == ["social_worker [base]", "social_worker [base]"]


def test_one_row_of_the_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, packs: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = asked(capsys, "compare", "england", "northshire", "--packs", str(packs))
    lines = out.splitlines()
    n = lines.index("Supporters at    | –                             | 2")
    assert lines[n + 1] == "most *           |                               |"


# --- schema --------------------------------------------------------------------------------------------


def schema(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, err = asked(capsys, "schema", *arguments)
    assert (code, err) == (0, "")
    made: dict[str, Any] = json.loads(out)
    return made


TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def errors_of(value: Any, part: dict[str, Any], whole: dict[str, Any], place: str = "") -> list[str]:
    """What JSON Schema finds wrong, for the words of it that the schema uses; any other word is an error here."""
    known = {
        "$ref", "$defs", "$schema", "title", "description", "default", "type", "properties", "additionalProperties",
        "required", "items", "minItems", "anyOf", "enum", "pattern", "minimum", "format", "const", "propertyNames",
    }  # fmt: skip
    assert set(part) <= known, set(part) - known
    if "$ref" in part:
        return errors_of(value, whole["$defs"][part["$ref"].removeprefix("#/$defs/")], whole, place)
    if "anyOf" in part:
        tried = [errors_of(value, one, whole, place) for one in part["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    if "type" in part and type(value) is not TYPES[part["type"]]:
        return [f"{place}: {value!r} is no {part['type']}"]
    found = [f"{place}: {value!r} is not one of the list"] if value not in part.get("enum", [value]) else []
    if isinstance(value, str) and not re.search(part.get("pattern", ""), value):
        found.append(f"{place}: {value!r} does not match")
    if isinstance(value, list):
        found += [f"{place}: is too short"] if len(value) < part.get("minItems", 0) else []
        for n, one in enumerate(value):
            found += errors_of(one, part.get("items", {}), whole, f"{place}[{n}]")
    return found + (errors_of_keys(value, part, whole, place) if isinstance(value, dict) else [])


def errors_of_keys(value: dict[str, Any], part: dict[str, Any], whole: dict[str, Any], place: str) -> list[str]:
    found = [f"{place}: {key} is missing" for key in part.get("required", []) if key not in value]
    for key, one in value.items():
        allowed = part.get("properties", {}).get(key, part.get("additionalProperties", {}))
        found += (
            [f"{place}: {key} is unknown"] if allowed is False else errors_of(one, allowed, whole, f"{place}.{key}")
        )
    return found


def as_json(text: str) -> Any:
    return json.loads(json.dumps(tomllib.loads(text), default=str))


@pytest.mark.parametrize("form", [False, True])
def test_every_file_of_every_pack_fits_the_schema(capsys: pytest.CaptureFixture[str], form: bool) -> None:
    made = schema(capsys, *(["--form"] if form else []))
    folders = ["forms/", "booklets/", "leaflets/"] if form else ["", "letters/"]
    paths = [path for folder in folders for path in ROOT.glob(f"packs/*/*/{folder}*.toml")]
    wrong = {
        path.relative_to(ROOT).as_posix(): errors
        for path in paths
        if (errors := errors_of(as_json(path.read_text(encoding="utf-8")), made, made))
    }
    assert (wrong, len(paths) > 5) == ({}, True)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("[supporters]\nat_most = 1\nsource = ['X']\n", []),
        ("[supporters]\nat_mots = 1\nsource = ['X']\n", [".supporters: at_mots is unknown"]),
        ("[supporters]\nat_most = 1\n", [".supporters: source is missing"]),
        ("[[duty]]\ntitle = 'X'\nsource = ['X']\n", [".duty[0]: code is missing"]),
        ("[supporters]\nat_most = 1\nsource = []\n", [".supporters.source: is too short"]),
        ("removes = ['send minutes']\n", [".removes[0]: 'send minutes' does not match"]),
        ("[words]\nchair = { say = 'Chair' }\n", [".words.chair: source is missing"]),
    ],
)
def test_the_schema_refuses_what_loading_refuses(
    capsys: pytest.CaptureFixture[str], text: str, errors: list[str]
) -> None:
    made = schema(capsys)
    assert errors_of(as_json(text), made, made) == errors


def test_the_schema_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    made = schema(capsys)
    duty = made["$defs"]["Duty"]
    assert made["title"] == "Quorate pack file"
    assert duty["title"] == "Duty"
    assert duty["properties"]["window"]["description"] == "A right that may be used until a limit; never overdue."
    assert sorted(duty["required"]) == ["code", "source"]
    assert "required" not in made
    assert schema(capsys, "--form")["title"] == "Quorate form, booklet or leaflet"
