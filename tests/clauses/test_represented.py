"""Every clause of the five procedures has a value in a pack, and taking that value away is noticed."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from quorate.procedure.library import Library
from tests.clauses import representing
from tests.clauses.representing import ROOT, Row, faults, faults_if, opened

ROWS = representing.read_rows()
BY_PACK = {pack: [row for row in ROWS if row.pack == pack] for pack in sorted({row.pack for row in ROWS})}
all_packs = pytest.mark.parametrize("pack_id", BY_PACK)


def clause_ids() -> list[str]:
    with (ROOT / "docs" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def sort_key(row: Row) -> tuple[str, int]:
    authority, _, number = row.clause.partition("-")
    return authority, int(number)


def sources_in(said: object) -> set[str]:
    if isinstance(said, list):
        return set().union(*map(sources_in, said)) if said else set()
    if isinstance(said, dict):
        own = set(said.get("source", ()))
        return own.union(*(sources_in(value) for value in said.values()))
    return set()


def test_every_clause_has_a_row_and_no_row_is_for_another() -> None:
    assert {row.clause for row in ROWS} == set(clause_ids())


def test_every_clause_is_cited_in_its_own_authority_s_pack() -> None:
    cited = set().union(*(sources_in(opened(pack).local) for pack in BY_PACK))
    assert set(clause_ids()) - cited == set()


def test_the_rows_stand_in_order_and_once_each() -> None:
    assert sorted(ROWS, key=sort_key) == ROWS
    twice = [key for key, n in Counter((row.clause, row.where, repr(row.value)) for row in ROWS).items() if n > 1]
    assert twice == []


@all_packs
def test_each_value_stands_where_its_row_says_and_cites_its_clause(pack_id: str) -> None:
    pack = opened(pack_id)
    wrong = {str(row): faults(row, pack.data, pack.origins) for row in BY_PACK[pack_id]}
    assert {row: said for row, said in wrong.items() if said} == {}


@all_packs
def test_the_rows_hold_for_the_editions_own_files_laid_over_the_base(pack_id: str) -> None:
    pack = opened(pack_id)
    wrong = {str(row): faults_if(row, pack, pack.local) for row in BY_PACK[pack_id]}
    assert {row: said for row, said in wrong.items() if said} == {}


@all_packs
def test_a_value_taken_out_of_the_edition_is_noticed(pack_id: str) -> None:
    pack = opened(pack_id)
    unnoticed = []
    for row in BY_PACK[pack_id]:
        changed = representing.without_value(row, pack.local)
        if changed is None or not faults_if(row, pack, changed):
            unnoticed.append(str(row))
    assert unnoticed == []


@all_packs
def test_another_value_in_its_place_is_noticed(pack_id: str) -> None:
    pack = opened(pack_id)
    unnoticed = []
    for row in BY_PACK[pack_id]:
        changed = representing.with_another_value(row, pack.local)
        if changed is None or not faults_if(row, pack, changed):
            unnoticed.append(str(row))
    assert unnoticed == []


@all_packs
def test_a_value_that_no_longer_cites_its_clause_is_noticed(pack_id: str) -> None:
    pack = opened(pack_id)
    unnoticed = [
        str(row) for row in BY_PACK[pack_id] if not faults_if(row, pack, representing.without_clause(row, pack.local))
    ]
    assert unnoticed == []


@pytest.mark.parametrize(
    ("clause", "where", "written", "instead"),
    [
        ("BOL-23", "duty.share-report-with-parents.due", '"24 hours before', '"2 hours before'),
        ("BOL-22", "report.social-work.sections", '"strengths",', ""),
        ("BOL-11", "supporters.at_most", "at_most = 1", ""),
        ("BOL-11", "supporters.at_most", 'source = ["BOL-11", "BOL-12"]', 'source = ["BOL-12"]'),
    ],
)
def test_a_pack_truly_built_without_the_value_fails_its_row(
    tmp_path: Path, clause: str, where: str, written: str, instead: str
) -> None:
    """The quick look above and the building of a pack from its files agree."""
    row = next(row for row in ROWS if (row.clause, row.where) == (clause, where))
    packs = shutil.copytree(ROOT / "packs", tmp_path / "packs")
    shutil.copy(ROOT / "docs" / "clauses.csv", packs)
    day = representing.date_of(representing.LATEST)
    kept = Library(packs).pack(row.pack, day)
    assert faults(row, kept.data, kept.origins) == []
    file = packs / row.pack / "procedure.toml"
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead), encoding="utf-8")
    lost = Library(packs).pack(row.pack, day)
    assert faults(row, lost.data, lost.origins) != []
