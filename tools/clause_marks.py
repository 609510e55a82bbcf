"""Pytest plugin: after a complete run, writes which test carries which clause ids and how it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MARKS_FILE = Path(".cache/clause-marks.json")
WATCHED = ("src", "packs", "tests", "tools", "docs/clauses.csv", "pyproject.toml")
PROPERTY = "clauses"


def fingerprint(root: Path) -> str:
    """A digest of everything that decides how the tests end; changes when any of it does."""
    digest = hashlib.sha256()
    for path in _watched_files(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _watched_files(root: Path) -> Iterator[Path]:
    for name in WATCHED:
        top = root / name
        if top.is_file():
            yield top
        for path in sorted(top.rglob("*")) if top.is_dir() else ():
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def pytest_configure(config: pytest.Config) -> None:
    """Collects in the controlling process only; workers pass their marks on inside the reports."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(config), "clause-marks")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        ids = sorted({str(one) for mark in item.iter_markers("clause") for one in mark.args})
        if ids:
            item.user_properties.append((PROPERTY, ids))


class Collector:
    """Gathers reports and writes them, unless the run left tests out on purpose or stopped early."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.marks: dict[str, dict[str, Any]] = {}
        self.broken = False
        self.before = fingerprint(config.rootpath)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = dict(report.user_properties).get(PROPERTY)
        if ids is None:
            return
        entry = self.marks.setdefault(report.nodeid, {"node": report.nodeid, "clauses": ids, "outcome": "passed"})
        outcome = _outcome(report)
        if outcome != "passed":
            entry["outcome"] = outcome

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.broken = self.broken or report.failed

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not self._complete(session, exitstatus):
            return
        path = self.config.rootpath / MARKS_FILE
        path.parent.mkdir(exist_ok=True)
        answer = {"fingerprint": self.before, "tests": [self.marks[node] for node in sorted(self.marks)]}
        path.write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")

    def _complete(self, session: pytest.Session, exitstatus: int) -> bool:
        option = self.config.option
        chosen = (
            option.keyword
            or option.markexpr not in ("", "clause")
            or getattr(option, "deselect", None)
            or getattr(option, "ignore", None)
            or getattr(option, "ignore_glob", None)
            or getattr(option, "lf", False)
            or option.collectonly
        )
        whole = self.config.args_source is pytest.Config.ArgsSource.TESTPATHS
        stopped = self.broken or session.shouldfail or session.shouldstop
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, _NOTHING)
        return bool(whole and ended and not chosen and not stopped)


_NOTHING = pytest.ExitCode.NO_TESTS_COLLECTED


def _outcome(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return "xfailed"
    return str(report.outcome)
