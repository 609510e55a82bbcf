"""docs/packs.md says everything that a pack may hold, and what it shows is true: its pack runs, its messages appear."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from quorate.cli import main
from quorate.procedure import (
    examples,
    schema,
    schema_duties,
    schema_letters,
    schema_meeting,
    schema_papers,
    schema_people,
)
from quorate.procedure.events import EVENTS
from quorate.procedure.gates import CHECKS
from quorate.procedure.library import Library
from quorate.procedure.offsets import UNITS, Offset, parse
from quorate.procedure.vocabulary import DERIVED_ANCHORS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/packs.md").read_text(encoding="utf-8")
MODULES = (schema, schema_duties, schema_letters, schema_meeting, schema_papers, schema_people, examples)
# Classes without keys of their own, and the source that every part has and the page explains once.
BARE = {"Part", "Sourced"}
EVERYWHERE = {"source"}
# Read before the types are: it says what is taken from the base.
HEADER_ONLY = {"removes"}

Block = tuple[str, str]


def models() -> dict[str, type[BaseModel]]:
    found = {
        name: one
        for module in MODULES
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, schema_duties.Part) and name not in BARE
    }
    return {name: found[name] for name in sorted(found)}


MODELS = models()


def rows_after(marker: str, page: str = PAGE) -> list[list[str]]:
    """The cells of the table that follows a remark of the page, its two head lines left out."""
    found = re.search(rf"<!-- {re.escape(marker)} -->\n((?:\|.*\n)+)", page)
    if found is None:
        return []
    lines = found[1].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def codes(text: str) -> list[str]:
    """Everything in small code type; blocks of code are not looked at."""
    return re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def keys_of(name: str) -> set[str]:
    fields = MODELS[name].model_fields
    inherited = set(schema.Header.model_fields) if name == "Procedure" else set()
    own = {field.alias or key for key, field in fields.items() if key not in EVERYWHERE | inherited}
    return own | (HEADER_ONLY if name == "Header" else set())


def told_keys(name: str, page: str = PAGE) -> set[str]:
    return {codes(row[0])[0] for row in rows_after(f"keys: {name}", page)}


@pytest.mark.parametrize("name", MODELS)
def test_the_page_has_every_key_of_the_schema_and_no_other(name):
    assert told_keys(name) == keys_of(name)


def test_a_key_left_out_or_made_up_is_noticed():
    fewer = PAGE.replace("| `at_most` |", "| `most` |")
    assert told_keys("Supporters", fewer) ^ keys_of("Supporters") == {"at_most", "most"}
    assert told_keys("Supporters", PAGE.replace("<!-- keys: Supporters -->", "")) == set()


@pytest.mark.parametrize("name", [name for name in MODELS if name != "Procedure"])
def test_the_page_says_which_keys_are_needed_and_what_holds_without_them(name):
    fields = {field.alias or key: field for key, field in MODELS[name].model_fields.items()}
    for row in rows_after(f"keys: {name}"):
        key, last = codes(row[0])[0], row[-1].rstrip("| ")
        if key in HEADER_ONLY:
            continue
        assert (last == "needed") is fields[key].is_required(), f"{name}.{key}"
        if not fields[key].is_required() and (last.startswith("`") or isinstance(fields[key].default, bool)):
            default = fields[key].default
            assert last == f"`{str(default).lower() if isinstance(default, bool) else default}`", f"{name}.{key}"


def choices(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from choices(inner)


@pytest.mark.parametrize("name", MODELS)
def test_the_page_names_every_choice(name):
    offered = {choice for field in MODELS[name].model_fields.values() for choice in choices(field.annotation)}
    assert offered - set(codes(PAGE)) == set()


def test_the_page_has_every_anchor_event_and_need():
    assert sorted(codes(row[0])[0] for row in rows_after("anchors")) == sorted(DERIVED_ANCHORS)
    told = [event for row in rows_after("events") for event in codes(row[1])]
    assert sorted(told) == sorted(EVENTS)
    assert sorted(codes(row[0])[0] for row in rows_after("needs")) == sorted(CHECKS)


def test_every_form_of_a_limit_has_an_example_that_is_read_as_it_stands():
    said = [codes(row[1])[0] for row in rows_after("grammar")]
    limits = [parse(text) for text in said]
    assert [str(limit) for limit in limits] == said
    every = {
        "count",
        "before",
        "at",
        "the day before",
        "the next working day after",
        "pregnancy",
        "no limit",
        "earliest",
    }
    assert {limit.form for limit in limits} == every
    assert {limit.unit for limit in limits if limit.form == "count"} == set(UNITS)
    assert Offset.__doc__ is not None and all(form in Offset.__doc__ for form in every)


def test_the_duties_of_the_base_stand_there_with_their_limits():
    duties = Library(ROOT / "packs").pack("england", date(2026, 11, 20)).data["duty"]
    rows = rows_after("base duties")
    assert [codes(row[0])[0] for row in rows] == [duty["code"] for duty in duties]
    for duty, (_, what, limit, standing) in zip(duties, rows, strict=True):
        assert standing.rstrip("| ") == ("asleep" if duty.get("made_by_packs") else duty["weight"]), duty["code"]
        assert what.startswith("Window:") is duty.get("window", False), duty["code"]
        if isinstance(duty.get("due"), dict):
            numbers = {text.split()[0] for text in duty["due"].values()}
            assert numbers <= set(re.findall(r"\d+", limit)), duty["code"]
        else:
            assert limit == duty.get("due", "–"), duty["code"]


def blocks(kind: str) -> list[Block]:
    """(what the remark says, the text) of every block of the page that a remark of this kind stands before."""
    found = re.findall(rf"<!-- {kind}: (.+?) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    return [(said, text) for said, text in found]


@pytest.fixture
def eastmoor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page's own pack, beside the national base; the folder of its case file."""
    monkeypatch.setenv("QUORATE_CACHE", "off")
    monkeypatch.setenv("QUORATE_PACKS", str(tmp_path / "packs"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "packs/england", tmp_path / "packs/england")
    for name, text in blocks("file"):
        path = tmp_path / ("" if name == "case.json" else "packs") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_its_pack_answers_as_the_page_shows(eastmoor, capsys):
    shown = blocks("output")
    assert [command.split()[0] for command, _ in shown] == ["pack", "duties", "duties"]
    for command, text in shown:
        code = main(command.split())
        assert f"$ quorate {command}\n{capsys.readouterr().out}" == text
        assert code == 0


def test_its_new_edition_holds(eastmoor, capsys):
    ((name, text),) = blocks("new edition")
    path = eastmoor / "packs" / name
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert main(["pack", "check", "eastmoor"]) == 0
    library = Library(eastmoor / "packs")
    at_most = [
        library.pack("eastmoor", day).data["supporters"]["at_most"] for day in (date(2027, 3, 31), date(2027, 4, 1))
    ]
    assert at_most == [1, 2]


@pytest.mark.parametrize(
    ("said", "text"), blocks("mistake"), ids=[said.split(" | ")[2] for said, _ in blocks("mistake")]
)
def test_its_messages_are_the_true_ones(eastmoor, capsys, said, text):
    name, right, wrong = (part.replace("\\n", "\n") for part in said.split(" | "))
    path = eastmoor / "packs" / name
    sound = path.read_text(encoding="utf-8")
    assert right in sound
    path.write_text(sound.replace(right, wrong, 1), encoding="utf-8")
    assert main(["pack", "check", "eastmoor"]) == 1
    assert capsys.readouterr().err == text


def loose_snippets() -> list[str]:
    """The TOML that stands in the page without a file name, section by section, up to the messages."""
    body = PAGE[: PAGE.index("## 14.")]
    return re.findall(r"(?<!-->\n)```toml\n(.*?)```", body, re.DOTALL)


@pytest.mark.parametrize("snippet", loose_snippets())
def test_every_snippet_can_stand_in_a_pack(eastmoor, capsys, snippet):
    edition = eastmoor / "packs/eastmoor/2026"
    data = tomllib.loads(snippet)
    shutil.rmtree(edition / "examples")
    header = (edition / "procedure.toml").read_text(encoding="utf-8").split("[paper]")[0]
    (edition / "procedure.toml").write_text(header, encoding="utf-8")
    (edition / "words.toml").unlink()
    place = "packs/holidays.toml" if "holiday" in data else "packs/eastmoor/2026/snippet.toml"
    if "section" in data:
        place = "packs/eastmoor/2026/forms/snippet.toml"
    (eastmoor / place).parent.mkdir(exist_ok=True)
    (eastmoor / place).write_text(snippet, encoding="utf-8")
    assert main(["pack", "check", "eastmoor"]) == 0, capsys.readouterr().err
