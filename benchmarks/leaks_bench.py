"""Leaks: every paper of generated families for everybody, taken apart and searched; nothing protected may be found.

`BENCH_FAMILIES=20` looks through fewer. Each family keeps one of the five procedures and goes from the booking to the
approved record; before that, words are written into it that only some may read, and addresses, schools, surgeries,
telephone numbers and e-mail addresses that nobody may be told, and streets by themselves, as people in a hurry write
them, for which the gate has to hold every copy they come into. How they are drawn: `tests/release/grown.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any

FAMILIES = int(os.environ.get("BENCH_FAMILIES", "500"))
SHAPES = 20
"""An initial conference, a review, one about an unborn child and a transfer of each of the five procedures, with one,
two or three children."""
AT_ONCE = 63
"""Families in one database, so that what a family costs does not grow with how many there are."""
ASIDE = os.cpu_count() or 1
"""Databases that are filled and looked through beside one another, each by a process of its own."""


def run(families: int = FAMILIES) -> dict[str, float]:
    """Looks, prints, and returns the numbers. Raises AssertionError where anything leaked."""
    told: Counter[str] = Counter({"leaks": 0})
    began = perf_counter()
    each = min(AT_ONCE, -(-families // ASIDE))
    parts = [range(first, min(first + each, families)) for first in range(0, families, each)]
    with ProcessPoolExecutor(ASIDE, mp_context=get_context("spawn")) as pool:
        for looking in as_completed([pool.submit(_look_through, numbers) for numbers in parts]):
            told.update(looking.result())
            print(f"  {told['families']} families, {told['renditions']:,} renditions", flush=True)
    told["seconds"] = round(perf_counter() - began)
    for what, number in told.items():
        print(f"{what:<60}{number:>10,}")
    return {what: float(number) for what, number in told.items()}


def _look_through(numbers: range) -> Counter[str]:
    """What was seen of these families, in a database and a process of its own."""
    from benchmarks.place import fresh_database

    told: Counter[str] = Counter()
    own = process_time()
    with fresh_database() as urls:
        from tests.release.leaking import grown_families  # models: only once Django stands

        for number, drawn, kept in grown_families(numbers, shapes=SHAPES, superuser=urls.superuser):
            _count(number, drawn, kept, told)
    told["processor seconds"] = round(process_time() - own)
    return told


def _count(number: int, drawn: Any, kept: list[Any], told: Counter[str]) -> None:
    from tests.release.leaking import counted, leaking

    bad = leaking(kept)
    assert bad == [], f"family {number}: {bad}"
    told["families"] += 1
    told["protected words planted"] += len(drawn.protected)
    told["words for some readers planted"] += len(drawn.canaries)
    told["parents kept out of all of it"] += sum(scope == "whole" for scope in drawn.kept_out.values())
    told["parents kept out of a part"] += sum(scope == "part" for scope in drawn.kept_out.values())
    told["fathers of some of the children"] += drawn.halves
    told["renditions"] += len(kept)
    told["leaks"] += len(bad)
    told["streets planted in words of others"] += len(drawn.planted)
    told["streets in copies that the gate would hold"] += sum(one.held for one in kept)
    for one in kept:
        for label in one.own:
            told[f"words {label} found where they belong, with a {one.kind}"] += 1
    told.update(counted(kept))
