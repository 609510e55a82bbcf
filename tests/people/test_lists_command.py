"""`quorate import-people`, as one types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quorate.people.models import Agency, User
from tests.access.council import Council
from tests.database import TOP, Urls, environment
from tests.people.listing import AGENCIES, as_csv


@pytest.fixture
def council(own_database: Urls) -> Council:
    return Council()


def typed(urls: Urls, file: Path, by: str, *more: str, authority: str = "made-up council") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "quorate.cli", "import-people", str(file), "--kind", "agencies"]
    said = subprocess.run(
        [*command, "--authority", authority, "--by", by, *more],
        env=os.environ | environment(urls), cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return said.returncode, said.stdout, said.stderr


def test_dry_run_then_go_then_nothing(council: Council, own_database: Urls, tmp_path: Path) -> None:
    email = User.objects.get(pk=council.person("administrator").user_id).email
    file = tmp_path / "agencies.csv"
    file.write_bytes(as_csv(AGENCIES, {**AGENCIES, "Agency": "Mill School", "Kind": "Scool"}))
    fault = "row 3, Kind: There is no kind of agency “Scool”. Did you mean School?\n"
    tried = typed(own_database, file, email)
    assert tried == (
        1,
        f"{fault}Would come in: 1 added, 0 changed, 0 unchanged; faults: 1\n"
        "Nothing has been changed yet; say --go to bring it in.\n",
        "",
    )
    assert Agency.objects.count() == 0
    done = typed(own_database, file, email, "--go")
    assert done[:2] == (1, f"{fault}Brought in: 1 added, 0 changed, 0 unchanged; faults: 1\n")
    assert [agency.name for agency in Agency.objects.all()] == ["Weir Lane School"]
    file.write_bytes(as_csv(AGENCIES))
    assert typed(own_database, file, email, "--go")[:2] == (
        0,
        "Brought in: 0 added, 0 changed, 1 unchanged; faults: 0\n",
    )


def test_refusals_are_one_sentence(council: Council, own_database: Urls, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    assert typed(own_database, file, "x@council.example")[2] == (
        f"{file} cannot be read (No such file or directory); name the file that holds the list\n"
    )
    file.write_bytes(b"%PDF-1.7")
    chair = User.objects.get(pk=council.person("chair").user_id).email
    clerk = User.objects.get(pk=council.person("administrator").user_id).email
    assert typed(own_database, file, chair)[::2] == (
        2,
        f"{chair} keeps no lists of Made-up Council; name an administrator by e-mail address\n",
    )
    assert typed(own_database, file, clerk, authority="Nowhere")[::2] == (
        2,
        "There is no authority Nowhere; there are: Made-up Council\n",
    )
    assert typed(own_database, file, clerk)[:2] == (
        2,
        "file: This is a PDF, not a list. Save the list as .xlsx or CSV.\n"
        "Would come in: 0 added, 0 changed, 0 unchanged; faults: 1\n",
    )
