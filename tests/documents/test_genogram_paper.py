"""The genogram on paper: tagged, drawn for those who see it, and told in words for those who do not."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pdfua
from pypdf import PdfReader

from quorate.cases.family_picture import FamilyPicture, picture_of
from quorate.cases.genogram.family import Family, Person, Tie
from quorate.documents.genogram import WIDE, family_on_paper
from quorate.documents.genogram_svg import as_svg
from quorate.documents.papers import COLOURS
from quorate.documents.typesetting import typeset
from quorate.web.sample_families import sample_families

ON = date(2026, 11, 20)


def paper(*pictures: FamilyPicture) -> bytes:
    families = [family_on_paper(f"Child {n}", one, is_first=not n) for n, one in enumerate(pictures)]
    data: dict[str, Any] = {
        "title": "Genogram", "authority": "Made-up Council", "brand": COLOURS, "footer": "Made-up Council · Genogram",
        "dated": "Friday 20 November 2026", "recipient": "A. Reader", "families": families,
        "wide": any(one["width"] > WIDE for one in families), "notice": ["Confidential."],
    }  # fmt: skip
    return typeset("genogram", data)


def words(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("-\n", "-"))


def test_every_family_is_drawn_and_told_and_an_independent_checker_finds_nothing() -> None:
    pictures = [one for _, one in sample_families(ON)]
    pdf = paper(*pictures)
    assert [one.message for one in pdfua.validate(io.BytesIO(pdf)).findings] == []
    said = words(pdf)
    told = [fact for one in pictures for person in one.told for fact in person.facts]
    assert [one for one in told if one not in said] == []
    # Who does not see the drawing hears the whole of it.
    alt = family_on_paper("Zofia", pictures[0], is_first=True)["alt"]
    assert alt.startswith("Genogram of 4 people in 2 generations. Zofia Brambleday, the child in focus: ")
    assert "separated from Imran Quillfeather (2016 to 2026)" in alt


def test_no_name_breaks_the_drawing() -> None:
    def picture(name: str) -> FamilyPicture:
        people = (Person("c", name, "F", date(2019, 2, 3), in_focus=True), Person("m", name, died_on=ON, says="Mother"))
        return picture_of(Family(people, (Tie("m", "c", "parent_of"),)), ON)

    svg = as_svg(picture('A"<b>&\x07]]>\u202e').drawing)
    assert [one for one in ("<b>", "\x07", "\u202e", "]]>") if one in svg] == []
    assert svg.count("&lt;b&gt;&amp;") == 2
    assert 'A"<b>&]]>: mother; died on 20 November 2026' in words(paper(picture('A"<b>&]]>')))
