"""`make clauses` on small made-up trees: what it counts, and everything it refuses."""

import ast
import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import clauses
from tools.clause_marks import MARKS_FILE, fingerprint

ROOT = Path(__file__).parents[2]
PROVES_TWO = {"node": "tests/test_a.py::test_two", "clauses": ["BRD-02"], "outcome": "passed"}


def write_csv(path: Path, *rows: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Three clauses: 01 represented, 02 proved by PROVES_TWO, 03 both represented and waiting."""
    write_csv(
        tmp_path / "docs/clauses.csv",
        ("id", "authority", "clause"),
        ("BRD-01", "Bradford", "One"),
        ("BRD-02", "Bradford", "Two"),
        ("LEI-03", "Leicester", "Three"),
    )
    write_csv(
        tmp_path / "docs/clauses-waiting.csv",
        ("clause", "part"),
        ("BRD-01", "pages"),
        ("LEI-03", "families"),
    )
    write_csv(
        tmp_path / "tests/clauses/represented.csv",
        ("clause", "pack", "where", "value"),
        ("BRD-01", "bradford/2018", "supporters.at_most", "1"),
        ("LEI-03", "leicester/2014", "words.chair", '"Chair"'),
    )
    pack(tmp_path, "bradford", '[supporters]\nat_most = 1\nsource = ["BRD-01", "Working Together 2018"]\n')
    pack(tmp_path, "leicester", '[[words]]\nchair = "Chair"\nmore = { source = ["LEI-03"] }\n')
    return tmp_path


def pack(tree: Path, authority: str, text: str) -> None:
    path = tree / f"packs/{authority}/2018/procedure.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def record(tree: Path, *tests: dict) -> None:
    """As if a complete run had just ended with these marks."""
    path = tree / MARKS_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"fingerprint": fingerprint(tree), "tests": list(tests)}))


def run(tree: Path, *tests: dict) -> int:
    record(tree, *tests)
    return clauses.main(["--root", str(tree)])


def problems(tree: Path, *tests: dict) -> list[str]:
    return clauses.gather(tree, list(tests)).problems


def test_a_complete_tree_is_accounted_for(tree, capsys):
    assert run(tree, PROVES_TWO) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "3 of 3 accounted, 1 proved"
    assert lines[1:6] == [
        "Bradford (2 clauses)",
        "  represented 1: BRD-01",
        "  proved 1: BRD-02",
        "  waiting 1",
        "    pages 1: BRD-01",
    ]
    assert "    families 1: LEI-03" in lines


def test_a_waiting_row_goes_when_the_proof_has_come_and_not_before(tree):
    write_csv(
        tree / "docs/clauses-waiting.csv",
        ("clause", "part"),
        *((one, "pages") for one in ("BRD-01", "BRD-02", "LEI-03")),
    )
    said = "docs/clauses-waiting.csv: BRD-02 is proved and waits for nobody. Mend: take its row out"
    assert problems(tree, PROVES_TWO) == [said]
    failed = problems(tree, PROVES_TWO | {"outcome": "failed"})
    assert (said in failed, len(failed)) == (False, 2)


def test_runs_of_numbers_are_shortened():
    ids = [f"BRD-{number}" for number in ("01", "02", "03", "05", "07", "08")]
    assert clauses.shortened(ids) == "BRD-01…03 05 07 08"


@pytest.mark.parametrize("outcome", ["skipped", "xfailed", "failed"])
def test_a_mark_on_a_test_that_did_not_pass_is_refused(tree, outcome, capsys):
    doubtful = {"node": "tests/test_b.py::test_one", "clauses": ["BRD-01"], "outcome": outcome}
    assert run(tree, PROVES_TWO, doubtful) == 1
    printed = capsys.readouterr().out
    assert f"tests/test_b.py::test_one: {outcome}, so it proves nothing; it carries BRD-01" in printed
    assert printed.endswith("3 of 3 accounted, 1 proved\n")


def test_an_unknown_id_in_a_mark_is_refused_and_not_counted(tree, capsys):
    stray = {"node": "tests/test_b.py::test_one", "clauses": ["BRD-99"], "outcome": "passed"}
    assert run(tree, PROVES_TWO, stray) == 1
    printed = capsys.readouterr().out
    assert "tests/test_b.py::test_one: there is no clause BRD-99 in docs/clauses.csv" in printed
    assert printed.endswith("3 of 3 accounted, 1 proved\n")


def test_an_unknown_id_in_a_pack_is_refused(tree):
    pack(tree, "bolton", 'source = ["LEI-30"]\n')
    assert problems(tree, PROVES_TWO) == [
        "packs/bolton/2018/procedure.toml: there is no clause LEI-30 in docs/clauses.csv"
    ]


def test_a_national_document_in_a_pack_is_no_clause(tree):
    pack(tree, "bolton", 'source = ["WT-2023 4.1", "Children Act 1989 s47"]\n')
    assert problems(tree, PROVES_TWO) == []


def test_an_unknown_id_in_represented_is_refused(tree):
    with (tree / "tests/clauses/represented.csv").open("a") as file:
        file.write("BRD-77,bradford/2018,words.chair,1\n")
    assert problems(tree, PROVES_TWO) == [
        "tests/clauses/represented.csv: there is no clause BRD-77 in docs/clauses.csv"
    ]


def test_an_unknown_id_in_waiting_is_refused(tree):
    with (tree / "docs/clauses-waiting.csv").open("a") as file:
        file.write("BRD-88,pages\n")
    assert problems(tree, PROVES_TWO) == ["docs/clauses-waiting.csv: there is no clause BRD-88 in docs/clauses.csv"]


def test_an_unknown_part_and_a_double_row_are_refused(tree):
    with (tree / "docs/clauses-waiting.csv").open("a") as file:
        file.write("BRD-01,kitchen\n")
    assert problems(tree, PROVES_TWO) == [
        "docs/clauses-waiting.csv: BRD-01: no part 'kitchen'; parts are pages, documents, meeting, families",
        "docs/clauses-waiting.csv: BRD-01 stands there twice",
    ]


def test_a_clause_accounted_nowhere_is_refused(tree):
    assert problems(tree) == [
        "BRD-02: neither represented nor proved (no pack cites it, and no row in tests/clauses/represented.csv)",
        "BRD-02: not proved, and docs/clauses-waiting.csv does not say which part will prove it",
    ]


def test_a_citation_without_a_row_does_not_represent(tree):
    pack(tree, "bolton", 'source = "BRD-02"\n')
    assert problems(tree)[0] == (
        "BRD-02: neither represented nor proved (cited by packs/bolton/2018/procedure.toml,"
        " but no row in tests/clauses/represented.csv)"
    )


def test_a_row_without_a_citation_does_not_represent(tree):
    pack(tree, "leicester", 'chair = "Chair"\n')
    assert problems(tree, PROVES_TWO) == [
        "LEI-03: neither represented nor proved (a row in tests/clauses/represented.csv, but no pack cites it)"
    ]


def test_a_missing_file_a_missing_column_and_a_broken_pack_are_named(tree):
    (tree / "docs/clauses-waiting.csv").unlink()
    with pytest.raises(SystemExit, match=r"docs/clauses-waiting.csv: missing\. Mend: make it"):
        problems(tree)
    write_csv(tree / "docs/clauses-waiting.csv", ("clause", "room"))
    with pytest.raises(SystemExit, match=r"docs/clauses-waiting.csv: no column part"):
        problems(tree)
    pack(tree, "bolton", "source = [\n")
    with pytest.raises(SystemExit, match=r"packs/bolton/2018/procedure.toml: not TOML"):
        problems(tree)


# The plugin, in a real pytest run of its own


SUITE = """
import pytest

@pytest.mark.clause("BRD-01")
@pytest.mark.clause("BRD-02", "LEI-03")
def test_passes(): pass

@pytest.mark.clause("BRD-02")
@pytest.mark.skip(reason="to be seen")
def test_skipped(): pass

@pytest.mark.clause("BRD-02")
@pytest.mark.xfail(reason="to be seen", strict=False)
def test_expected_to_fail(): assert False

@pytest.mark.clause("LEI-03")
@pytest.mark.parametrize("number", [1, 2])
def test_fails_once(number): assert number == 1

@pytest.fixture
def broken_afterwards():
    yield
    raise ValueError("late")

@pytest.mark.clause("LEI-03")
def test_breaks_afterwards(broken_afterwards): pass

def test_without_a_mark(): pass
"""


@pytest.fixture
def suite(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest -p no:cacheprovider")
    (tree / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\nmarkers = ["clause(id)"]\n')
    (tree / "tests/conftest.py").write_text('pytest_plugins = ["tools.clause_marks"]\n')
    (tree / "tests/test_a.py").write_text(SUITE)
    return tree


def run_pytest(suite: Path, *arguments: str) -> Path:
    """Runs the little suite as `make test` would, and returns where the marks are written."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    subprocess.run(command, cwd=suite, capture_output=True, check=False)
    return suite / MARKS_FILE


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
@pytest.mark.parametrize("only_marked", [(), ("-m", "clause")], ids=["whole suite", "marked tests"])
def test_the_plugin_writes_every_mark_with_its_outcome(suite, workers, only_marked):
    written = json.loads(run_pytest(suite, *workers, *only_marked).read_text())
    assert written["fingerprint"] == fingerprint(suite)
    assert {test["node"].split("::")[1]: (test["outcome"], test["clauses"]) for test in written["tests"]} == {
        "test_passes": ("passed", ["BRD-01", "BRD-02", "LEI-03"]),
        "test_skipped": ("skipped", ["BRD-02"]),
        "test_expected_to_fail": ("xfailed", ["BRD-02"]),
        "test_fails_once[1]": ("passed", ["LEI-03"]),
        "test_fails_once[2]": ("failed", ["LEI-03"]),
        "test_breaks_afterwards": ("failed", ["LEI-03"]),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("-k", "passes"),
        ("-m", "not clause"),
        ("tests/test_a.py",),
        ("--deselect", "tests/test_a.py::test_passes"),
        ("--ignore", "tests/test_a.py"),
        ("-x",),
        ("-x", "-n", "2"),
        ("--collect-only",),
    ],
    ids=" ".join,
)
def test_the_plugin_writes_nothing_after_an_incomplete_run(suite, arguments):
    assert not run_pytest(suite, *arguments).exists()


def test_the_plugin_writes_nothing_when_a_file_cannot_be_collected(suite):
    (suite / "tests/test_b.py").write_text("import nothing_of_that_name\n")
    assert not run_pytest(suite, "--continue-on-collection-errors").exists()


def test_marks_older_than_the_files_are_made_anew(suite, capsys):
    record(suite, PROVES_TWO)
    (suite / "tests/test_a.py").write_text('import pytest\n\n@pytest.mark.clause("BRD-02")\ndef test_two(): pass\n')
    assert clauses.main(["--root", str(suite)]) == 0
    assert "running the marked tests" in capsys.readouterr().out
    assert clauses.main(["--root", str(suite)]) == 0
    assert "running the marked tests" not in capsys.readouterr().out


def test_a_marked_run_that_breaks_off_is_not_counted(suite):
    (suite / "tests/test_a.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(SystemExit, match="nothing_of_that_name"):
        clauses.main(["--root", str(suite)])


def marked_in(folder: Path) -> set[str]:
    """The ids in the marks of the tests below a folder, whether they pass or not."""
    calls = (
        node
        for path in folder.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "clause"
    )
    return {one.value for call in calls for one in call.args if isinstance(one, ast.Constant)}


def test_every_clause_of_this_repository_is_marked_or_has_a_part():
    """One row for each clause that no test carries yet, in the order of the clauses."""
    ids = [row["id"] for row in clauses.read_rows(ROOT, clauses.CLAUSES, ("id",))]
    waiting = clauses.read_rows(ROOT, clauses.WAITING, ("clause", "part"))
    marked = marked_in(ROOT / "tests")
    assert len(ids) == 285
    assert [row["clause"] for row in waiting] == [one for one in ids if one not in marked]
    assert {row["part"] for row in waiting} <= set(clauses.PARTS)
