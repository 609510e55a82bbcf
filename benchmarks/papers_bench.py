"""Papers: minutes of six pages with their data, and a conference's pack of twelve own copies, on one core.

Both are made from rows by a real database; the copies of a pack are searched for protected words, as before sending.
What was set before is set again for a fifth of the price, and typst remembers it: so every turn has other words, and
the copies of one pack have the same. WeasyPrint sets the words of the same minutes in the same run, where it is
installed (`pip install weasyprint`; it is no dependency of ours).
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

TURNS = int(os.environ.get("BENCH_TURNS", "15"))
AIMS = {"minutes of six pages": 40.0, "next reader's copy": 40.0, "pack of twelve letters": 600.0,
        "pack of twelve minutes": 600.0}  # fmt: skip
PROTECTED = (
    ("address", "17 Quillhaven Rise"), ("address", "Flat 4, 92 Ombersley Parade"), ("postcode", "QX17 4ZZ"),
    ("school", "Thornybeck Primary School"), ("surgery", "Larkmoor Health Centre"),
    ("telephone number", "07700 900461"), ("telephone number", "01632 960733"), ("e-mail address", "m@safe.example"),
)  # fmt: skip
"""As much as a family has; no paper here says any of it."""


def processor_time(deed: Callable[[], Any], turns: int = TURNS) -> tuple[float, float]:
    """p50 and p95 in milliseconds of processor time of this process, once warm."""
    deed()
    taken = []
    for _ in range(turns):
        began = time.process_time()
        deed()
        taken.append((time.process_time() - began) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def run() -> dict[str, float]:
    """Measures on a clone of the tests' database."""
    from benchmarks.place import fresh_database

    with fresh_database():
        return _measured()


def _measured() -> dict[str, float]:
    from pypdf import PdfReader

    from quorate.access.context import acting_as
    from quorate.documents.making import Facts, made
    from quorate.documents.setting import as_html, as_pdf
    from quorate.release.artefacts import Artefact, Recipient, rendition
    from quorate.release.scanning import Protected, leaks
    from tests.conferences.stages import at_clock
    from tests.documents.conference.making import Held

    def afresh(paper: Artefact, number: int) -> Artefact:
        """The same paper in other words: each paragraph with a number after it."""
        parts = (
            replace(part, paragraphs=tuple(replace(one, words=f"{one.words} {number}") for one in part.paragraphs))
            for part in paper.parts
        )
        return replace(paper, parts=tuple(parts))

    held, turn, protected = Held(long=50), count(), [Protected(*one) for one in PROTECTED]
    at, mother = at_clock(14), held.parent()
    people = (held.recipients("parent", "professional") * 4)[:12]
    everyone = [replace(one, key=str(number)) for number, one in enumerate(people)]
    with acting_as(held.agency.chair) as by:

        def own(code: str, one: Recipient, facts: Facts, number: int) -> bytes:
            paper = afresh(made(code, held.conference, one, at=at, by=by, facts=facts), number)
            return as_pdf(rendition(paper, one), held.pack)

        def minutes(number: int | None = None) -> bytes:
            to = replace(mother, name=f"Morgan {next(turn)}")
            return own("minutes", to, Facts(held.conference, at=at, by=by), next(turn) if number is None else number)

        def pack(code: str) -> list[bytes]:
            facts, number = Facts(held.conference, at=at, by=by), next(turn)
            named = [replace(one, name=f"{one.name} {next(turn)}") for one in everyone]
            copies = [own(code, one, facts, number) for one in named]
            assert [leaks(one, protected) for one in copies] == [[]] * len(copies)
            return copies

        pages = len(PdfReader(io.BytesIO(minutes())).pages)
        found = {
            "minutes of six pages": processor_time(minutes),
            "next reader's copy": processor_time(lambda: minutes(0)),
            "pack of twelve letters": processor_time(lambda: pack("decisions"), 5),
            "pack of twelve minutes": processor_time(lambda: pack("minutes"), 3),
        }
        words = as_html(rendition(made("minutes", held.conference, mother, at=at, by=by), mother), held.pack)
    numbers: dict[str, float] = {"pages": pages}
    print(f"{'':24} {'p50 ms':>9} {'p95 ms':>9} {'aim ms':>9}   ({pages} pages)")
    for name, (middle, high) in found.items():
        print(f"{name:24} {middle:9.1f} {high:9.1f} {AIMS[name]:9.0f}")
        numbers[name] = round(middle, 1)
    return numbers | _weasyprint(str(words), found["minutes of six pages"][0])


def _weasyprint(words: str, ours: float) -> dict[str, float]:
    try:
        import weasyprint
    except (ImportError, OSError) as fault:
        print(f"WeasyPrint is not here ({type(fault).__name__}): no ratio")
        return {}
    page = weasyprint.HTML(string=f'<html lang="en"><title>Minutes</title><body>{words}</body></html>')
    middle, high = processor_time(lambda: page.write_pdf(pdf_variant="pdf/ua-1"), 3)
    print(f"{'WeasyPrint, words alone':24} {middle:9.1f} {high:9.1f} {middle / ours:8.1f}x")
    return {"weasyprint": round(middle, 1)}
