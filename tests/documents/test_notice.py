"""That a paper is confidential stands at its end, and never on a page by itself."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from quorate.documents.setting import as_pdf, notice
from quorate.procedure.library import Library
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, rendition

PACK = Library(Path(__file__).parents[2] / "packs").pack("bolton", date(2026, 11, 22))
READER = Recipient(str(UUID(int=1)), "parent", "Morgan Example", UUID(int=1), labels=frozenset({"F-all"}))


def pages(code: str, lines: int, last: tuple[Paragraph, ...]) -> list[str]:
    said = tuple(Paragraph(f"Line {number}.", "F-all") for number in range(lines))
    paper = Artefact(code, UUID(int=2), "A letter", (Part("opening", "", said), Part("contacts", "Who to ask", last)))
    reader = PdfReader(io.BytesIO(as_pdf(rendition(paper, READER), PACK)))
    return [page.extract_text() for page in reader.pages]


@pytest.mark.parametrize("code", ["decisions", "minutes"])
@pytest.mark.parametrize("kind", ["item", ""])
def test_what_stands_before_the_notice_goes_to_the_next_page_with_it(code: str, kind: str) -> None:
    last = (
        Paragraph("The office: 01632 960001.", "F-all", kind=kind),
        Paragraph("Help: 01632 960002.", "F-all", kind=kind),
    )
    sets = [pages(code, lines, last) for lines in range(16, 44)]
    first, second = next((one, two) for one, two in pairwise(sets) if len(one) == 1 and len(two) == 2)
    own = notice(rendition(Artefact(code, UUID(int=2), "A letter", ()), READER), PACK)[0][:40]
    assert (own in first[0].replace("\n", " "), own in second[1].replace("\n", " ")) == (True, True)
    # Every length at which there are two pages: the second one begins with something that the letter says.
    for said in (one for one in sets if len(one) == 2):
        assert "Help: 01632 960002." in said[1]
