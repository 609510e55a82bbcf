"""`make clauses`: which clauses of the five procedures are represented, proved, and still waiting.

*represented*: the id stands in a pack's `source` and in a row of tests/clauses/represented.csv
(a test checks each row, so taking the value away breaks a test).
*proved*: a passing test carries the id. *waiting*: not proved, with the part that will prove it.
Exits 1 when an id does not exist, a proof is skipped or fails, a clause waits that is proved, or one is accounted
for nowhere.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.clause_marks import MARKS_FILE, fingerprint

CLAUSES = Path("docs/clauses.csv")
WAITING = Path("docs/clauses-waiting.csv")
REPRESENTED = Path("tests/clauses/represented.csv")
PARTS = ("pages", "documents", "meeting", "families")


@dataclass
class Found:
    """What the repository says about each clause; values of the dicts name the places."""

    authority: dict[str, str]
    sourced: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    marked: dict[str, list[str]] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)
    part: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def represented(self) -> set[str]:
        return self.authority.keys() & self.sourced.keys() & self.rows.keys()

    @property
    def waiting(self) -> set[str]:
        return self.authority.keys() - self.proved


def read_rows(root: Path, path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file; a missing file or column is a plain sentence, not a traceback."""
    if not (root / path).is_file():
        raise SystemExit(f"{path}: missing. Mend: make it, with the columns {', '.join(columns)}.")
    with (root / path).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        absent = [name for name in columns if name not in (reader.fieldnames or ())]
        if absent:
            raise SystemExit(f"{path}: no column {', '.join(absent)}; it needs {', '.join(columns)}.")
        return [{name: row[name] or "" for name in columns} for row in reader]


def sources_in(table: Any) -> Iterator[str]:
    """Every entry of every key named `source`, at any depth."""
    if isinstance(table, list):
        for one in table:
            yield from sources_in(one)
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "source":
                yield from (str(one) for one in (value if isinstance(value, list) else [value]))
            else:
                yield from sources_in(value)


def read_sources(root: Path, prefixes: set[str]) -> dict[str, list[str]]:
    """Clause ids in the packs → the files that cite them. National documents are left out."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "packs").rglob("*.toml")):
        name = str(path.relative_to(root))
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SystemExit(f"{name}: not TOML: {error}.") from None
        for entry in dict.fromkeys(sources_in(table)):
            if entry.partition("-")[0] in prefixes and "-" in entry:
                places[entry].append(name)
    return dict(places)


def read_marks(root: Path) -> list[dict[str, Any]]:
    """The marks of the last complete run; runs the marked tests first when that run is out of date."""
    path = root / MARKS_FILE
    now = fingerprint(root)
    if not path.is_file() or json.loads(path.read_text())["fingerprint"] != now:
        print("-- running the marked tests (none on record for the files as they are now)", flush=True)
        path.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "clause", "--no-header"]
        ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if not path.is_file():
            raise SystemExit(f"The marked tests did not run to the end:\n{ended.stdout}{ended.stderr}")
    tests: list[dict[str, Any]] = json.loads(path.read_text())["tests"]
    return tests


def gather(root: Path, marks: list[dict[str, Any]] | None = None) -> Found:
    """Reads everything and notes what is wrong with it."""
    rows = read_rows(root, CLAUSES, ("id", "authority"))
    found = Found(authority={row["id"]: row["authority"] for row in rows})
    found.sourced = read_sources(root, {one.partition("-")[0] for one in found.authority})
    for row in read_rows(root, REPRESENTED, ("clause", "pack", "where", "value")):
        found.rows.setdefault(row["clause"], []).append(f"{row['pack']} {row['where']}")
    for row in read_rows(root, WAITING, ("clause", "part")):
        note_waiting(found, row["clause"], row["part"])
    for test in read_marks(root) if marks is None else marks:
        note_test(found, test)
    check_ids(found)
    check_accounts(found)
    return found


def note_waiting(found: Found, clause: str, part: str) -> None:
    if part not in PARTS:
        found.problems.append(f"{WAITING}: {clause}: no part '{part}'; parts are {', '.join(PARTS)}")
    if clause in found.part:
        found.problems.append(f"{WAITING}: {clause} stands there twice")
    found.part[clause] = part


def note_test(found: Found, test: dict[str, Any]) -> None:
    for clause in test["clauses"]:
        found.marked.setdefault(clause, []).append(test["node"])
        if test["outcome"] == "passed":
            found.proved.add(clause)
    if test["outcome"] != "passed":
        carried = ", ".join(test["clauses"])
        found.problems.append(f"{test['node']}: {test['outcome']}, so it proves nothing; it carries {carried}")


def check_ids(found: Found) -> None:
    """An id that does not exist is refused wherever it stands."""
    places = {
        "pack": found.sourced,
        "row": {clause: [str(REPRESENTED)] for clause in found.rows},
        "part": {clause: [str(WAITING)] for clause in found.part},
        "mark": found.marked,
    }
    for by_clause in places.values():
        for clause in sorted(by_clause.keys() - found.authority.keys()):
            found.problems.append(f"{by_clause[clause][0]}: there is no clause {clause} in {CLAUSES}")
    found.proved &= found.authority.keys()


def check_accounts(found: Found) -> None:
    for clause in found.authority:
        if clause not in found.represented | found.proved:
            found.problems.append(f"{clause}: neither represented nor proved ({_missing_half(found, clause)})")
        if clause in found.proved and clause in found.part:
            found.problems.append(f"{WAITING}: {clause} is proved and waits for nobody. Mend: take its row out")
        if clause not in found.proved and clause not in found.part:
            found.problems.append(f"{clause}: not proved, and {WAITING} does not say which part will prove it")


def _missing_half(found: Found, clause: str) -> str:
    if clause in found.sourced:
        return f"cited by {found.sourced[clause][0]}, but no row in {REPRESENTED}"
    if clause in found.rows:
        return f"a row in {REPRESENTED}, but no pack cites it"
    return f"no pack cites it, and no row in {REPRESENTED}"


def write_report(found: Found) -> None:
    """Three counts and lists an authority, then what is wrong, then the total."""
    order = list(found.authority)
    for authority in dict.fromkeys(found.authority.values()):
        own = [clause for clause in order if found.authority[clause] == authority]
        print(f"\n{authority} ({len(own)} clauses)")
        _list("represented", [clause for clause in own if clause in found.represented])
        _list("proved", [clause for clause in own if clause in found.proved])
        waiting = [clause for clause in own if clause in found.waiting]
        print(f"  waiting {len(waiting)}")
        for part in (*PARTS, ""):
            ids = [clause for clause in waiting if found.part.get(clause, "") == part]
            if ids:
                _list(part or "no part named", ids, indent="    ")
    if found.problems:
        print(f"\n{len(found.problems)} to mend:")
        for problem in found.problems:
            print(f"  {problem}")
    accounted = len(found.represented | found.proved)
    print(f"\n{accounted} of {len(order)} accounted, {len(found.proved)} proved")


def _list(name: str, ids: list[str], indent: str = "  ") -> None:
    print(f"{indent}{name} {len(ids)}" + (f": {shortened(ids)}" if ids else ""))


def shortened(ids: list[str]) -> str:
    """'BRD-01…03 05' for BRD-01, BRD-02, BRD-03, BRD-05: lists that fit a terminal."""
    prefix = ids[0].partition("-")[0]
    runs: list[list[str]] = []
    for number in (clause.partition("-")[2] for clause in ids):
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"{prefix}-" + " ".join(f"{run[0]}…{run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make clauses", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    root = parser.parse_args(arguments).root.resolve()
    found = gather(root)
    write_report(found)
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
