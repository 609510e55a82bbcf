"""`quorate import-census`: a dry run first, then in; one sentence where nothing can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from quorate.access.context import acting_as
from quorate.cases.models import Child
from tests.database import Urls
from tests.returns.bringing import Council
from tests.returns.killing import started
from tests.returns.making import children, file_of
from tests.returns.test_census_files import LAUGHS


def said(urls: Urls, council: Council, file: Path, *more: str, go: bool = True) -> tuple[int, str]:
    process = started(urls, file, council.pack, council.email, *more, go=go)
    out, _ = process.communicate(timeout=300)
    return process.returncode, out.decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = list(children(20))
    made[4].get("ChildCharacteristics/Ethnicity").text = "MARS"
    place = tmp_path / "census.xml"
    place.write_bytes(file_of(made))
    return place


def test_a_dry_run_changes_nothing_and_go_brings_it_in(own_database: Urls, file: Path, tmp_path: Path) -> None:
    council = Council()
    code, out = said(own_database, council, file, "--faults", str(tmp_path / "faults.csv"), go=False)
    assert code == 1
    assert "child 100005, Ethnicity: 'MARS' is not one of the codes" in out
    assert ("20  children who would be new" in out, "say --go to bring it in" in out) == (True, True)
    assert len((tmp_path / "faults.csv").read_text().splitlines()) == 2
    with acting_as(council.worker):
        assert Child.objects.count() == 0
    code, out = said(own_database, council, file)
    assert (code, "20  new children" in out) == (1, True)
    with acting_as(council.worker):
        assert Child.objects.count() == 20


def test_what_cannot_be_done_is_one_sentence(own_database: Urls, file: Path) -> None:
    council = Council()
    file.write_bytes(LAUGHS)
    code, out = said(own_database, council, file)
    assert (code, out.count("\n")) == (2, 1)
    assert "census.xml: The file declares entities or a document type of its own." in out
    code, out = said(own_database, council, file.with_name("missing.xml"))
    sentence = "missing.xml cannot be read (No such file or directory); name the census file\n"
    assert (code, out.rpartition("/")[2]) == (2, sentence)
