"""The rules of the house hold in this repository, and each of them fails on a folder that breaks it."""

import subprocess
from pathlib import Path

import pytest

from tests.repository import guards

ROOT = Path(__file__).parents[2]
GUARDS = [
    guards.long_files,
    guards.long_functions,
    guards.named_authorities,
    guards.clock_readings,
    guards.machine_paths,
    guards.dependencies_without_reason,
    guards.undocumented_targets,
    guards.forms_without_key,
]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_this_repository_keeps(guard):
    assert guard(ROOT) == []


def test_the_guards_look_at_something():
    names = {path.relative_to(ROOT).as_posix() for path in guards.tracked_files(ROOT)}
    assert {"pyproject.toml", "Makefile", "docs/clauses.csv"} <= names
    assert not any(name.startswith(".venv/") for name in names)
    assert any(name.startswith("src/quorate/procedure/") for name, _ in guards.modules(ROOT))
    assert len(guards.authorities(ROOT)) >= 5


def module(tree: Path, name: str, text: str) -> None:
    path = tree / "src/quorate" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_file_of_301_lines_is_too_long(tmp_path):
    module(tmp_path, "fits.py", "x = 1\n" * 300)
    module(tmp_path, "long.py", "x = 1\n" * 301)
    assert guards.long_files(tmp_path) == ["src/quorate/long.py: 301 lines (at most 300)"]


def test_a_function_of_41_lines_is_too_long(tmp_path):
    module(tmp_path, "fits.py", "def f():\n" + "    x = 1\n" * 39)
    module(tmp_path, "long.py", "class A:\n    async def f(self):\n" + "        x = 1\n" * 40)
    assert guards.long_functions(tmp_path) == ["src/quorate/long.py:2: f has 41 lines (at most 40)"]


def test_python_that_names_an_authority_is_found_outside_the_demo(tmp_path):
    for name in ("england", "bolton", "leicester"):
        (tmp_path / "packs" / name).mkdir(parents=True)
    module(tmp_path, "rules.py", '"""For England."""\nif name == "Bolton":\n    pass\n')
    module(tmp_path, "words.py", "boltonian = 1\nleicester_list = 2\n")
    module(tmp_path, "demo/families.py", "HOME = 'bolton'\n")
    assert guards.named_authorities(tmp_path) == [
        "src/quorate/rules.py:2: names Bolton",
        "src/quorate/words.py:2: names leicester",
    ]


def test_a_folder_without_authorities_is_not_passed_over(tmp_path):
    (tmp_path / "packs/england").mkdir(parents=True)
    assert guards.named_authorities(tmp_path) == ["packs/ holds no authority, so nothing was looked for"]


def test_an_engine_that_reads_the_clock_is_found(tmp_path):
    module(
        tmp_path,
        "procedure/a.py",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)\ny = dt.date.today()\n",
    )
    module(tmp_path, "cli.py", "import datetime as dt\nx = dt.date.today()\n")
    assert guards.clock_readings(tmp_path) == [
        "src/quorate/procedure/a.py:2: reads the clock (now)",
        "src/quorate/procedure/a.py:3: reads the clock (today)",
    ]


@pytest.mark.parametrize("home", guards.HOMES.split("|"))
def test_a_machine_path_is_found(tmp_path, home):
    (tmp_path / "notes.md").write_text(f"See the site.\nFirst open `/{home}/me/notes`.\n")
    assert guards.machine_paths(tmp_path) == [f"notes.md:2: /{home}/m"]


def test_an_address_on_the_web_is_no_machine_path(tmp_path):
    homes = guards.HOMES.split("|")
    (tmp_path / "links.md").write_text("".join(f"https://example.org/{home}/page src/{home}/x\n" for home in homes))
    assert guards.machine_paths(tmp_path) == []


def test_files_git_ignores_are_left_alone_and_new_ones_are_not(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("made.txt\n")
    (tmp_path / "made.txt").write_text("x")
    (tmp_path / "new.txt").write_text("x")
    assert guards.tracked_files(tmp_path) == [tmp_path / ".gitignore", tmp_path / "new.txt"]


def test_a_dependency_without_its_reason_is_found(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nclassifiers = [\n    "Topic :: Office",\n]\ndependencies = [\n'
        '    "told>=1",  # because it is needed\n    "silent>=1",\n    "bare"\n]\n'
        '[project.optional-dependencies]\nserver = [\n    "web[all]>=5",\n]\n'
    )
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/dev.in").write_text("# tools\n\npytest  # runs the tests\nruff\n")
    assert guards.dependencies_without_reason(tmp_path) == [
        'pyproject.toml:7: no reason beside "silent>=1",',
        'pyproject.toml:8: no reason beside "bare"',
        'pyproject.toml:12: no reason beside "web[all]>=5",',
        "requirements/dev.in:4: no reason beside ruff",
    ]


def test_a_target_nobody_explains_is_found(tmp_path):
    (tmp_path / "Makefile").write_text("PY := python\n.PHONY: test secret\ntest: setup\n\ttrue\nsecret:\n\ttrue\n")
    (tmp_path / "README.md").write_text("Run `make test`.")
    (tmp_path / "CONTRIBUTING.md").write_text("Keep no secrets.")
    assert guards.undocumented_targets(tmp_path) == ["make secret stands in neither README.md nor CONTRIBUTING.md"]


def test_a_form_that_could_be_done_twice_is_found(tmp_path):
    module(tmp_path, "web/good.html", '<form method="post" action="/">{{ csrf_input }}</form>')
    module(tmp_path, "web/search.html", '<form action="{{ url("search") }}" method="post">{{ token_input }}</form>')
    module(tmp_path, "web/bad.html", '<form action="/" method="post">\n{{ token_input }}</form>')
    said = '<form action="/" method="post">\n{{ token_input }}</form>'
    assert guards.forms_without_key(tmp_path) == [
        f"src/quorate/web/bad.html: a form without {{{{ csrf_input }}}}: {said}"
    ]
