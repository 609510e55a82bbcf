"""An import that is killed and begun again ends as one that was left in peace, row by row."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from django.conf import settings

from quorate.returns.importing import batch
from tests.database import fresh_clone
from tests.returns.bringing import TODAY, Council
from tests.returns.killing import started, through_kills
from tests.returns.making import children, file_of

KILLS = 2


def test_an_import_killed_and_resumed_equals_one_undisturbed(
    database: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "QUORATE_TODAY", TODAY)
    assert killed_equals_undisturbed(tmp_path, count=batch.BATCH * 2, kills=KILLS, seed=1) >= 1


def killed_equals_undisturbed(folder: Path, *, count: int, kills: int, seed: int) -> int:
    """Checks it for one file and so many kills; gives how many of them met the import at work."""
    file = folder / "census.xml"
    file.write_bytes(file_of(list(children(count))))
    with fresh_clone() as urls:
        council = Council()
        begun = time.perf_counter()
        process = started(urls, file, council.pack, council.email)
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said.decode()
        took = time.perf_counter() - begun
        undisturbed = council.rows()
    with fresh_clone() as urls:
        council = Council()
        met, said_last = through_kills(
            urls, file, council.pack, council.email, kills=kills, rng=random.Random(seed), longest=took * 0.9
        )
        assert council.rows() == undisturbed, said_last
    assert len(undisturbed["Child"]) == count
    return met
