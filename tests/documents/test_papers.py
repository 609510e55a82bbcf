"""The papers of each procedure: every word of the procedure on them, room to write, tagged, the same each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfua
import pytest
from pypdf import PdfReader

from quorate.documents.papers import NoSuchPaper, paper_as_pdf, papers_of
from quorate.documents.typesetting import NoSuchLetter, NotSet, typeset
from quorate.procedure.library import Library
from quorate.procedure.pack import Pack

EDITIONS = ("barnet/2018", "bolton/2018", "bradford/2018", "leicester/2014", "redbridge/2020")


@cache
def library() -> Library:
    return Library(Path(__file__).parents[2] / "packs")


def pack(edition: str) -> Pack:
    return library().pack(edition, date(2026, 11, 22))


@cache
def pdf(edition: str, code: str) -> bytes:
    return paper_as_pdf(pack(edition), code)


def reader(edition: str, code: str) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(edition, code)))


@cache
def words(edition: str, code: str) -> str:
    """The text of the paper as it is read aloud: one line, one space between words, page feet taken out."""
    pages = [page.extract_text() for page in reader(edition, code).pages]
    return " ".join(re.sub(r"\S[^\n]*Page \d+ of \d+", " ", page) for page in pages).replace("\n", " ")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')).strip()


PAPERS = [(edition, paper.code) for edition in EDITIONS for paper in papers_of(pack(edition))]


@pytest.mark.parametrize(("edition", "code"), PAPERS)
def test_everything_the_procedure_says_stands_on_the_paper(edition: str, code: str) -> None:
    text = plain(words(edition, code))
    form = next(one for one in pack(edition).data["form"] if one["code"] == code)
    said = [form["title"]]
    for part in form["section"]:
        is_heading = part.get("repeats") and part.get("fields")
        said += [row[:1].upper() + row[1:] if is_heading else row for row in part.get("rows", ())]
        said += [part["title"], part.get("says") or ""]
        for field in part.get("fields", ()):
            said += [field["label"], field.get("help") or ""]
    assert [one for one in said if plain(one) not in text] == []


def test_how_the_office_is_reached_is_printed_and_a_way_that_it_does_not_have_is_not() -> None:
    text = words("bolton/2018", "practitioners-guide")
    office = next(one for one in pack("bolton/2018").data["contact"] if one["function"] == "general")
    assert [way for way in ("telephone", "email", "web") if office[way] not in text] == []
    assert [one.to_fill_in for one in papers_of(pack("bolton/2018")) if one.code == "practitioners-guide"] == [False]
    told = {**pack("bolton/2018").data, "contact": [{**office, "telephone": None}]}
    without = PdfReader(io.BytesIO(paper_as_pdf(replace(pack("bolton/2018"), data=told), "practitioners-guide")))
    said = " ".join(page.extract_text() for page in without.pages)
    assert ("Telephone" in said, "E-mail" in said) == (False, True)


def tags(edition: str, code: str) -> Iterator[tuple[str, Any]]:
    """The structure of the paper, in reading order: the kind of each element, and the element."""

    def below(element: Any) -> Iterator[tuple[str, Any]]:
        found = element.get_object()
        if isinstance(found, dict):
            if "/S" in found:
                yield str(found["/S"]), found
            held = found.get("/K", [])
            for one in held if isinstance(held, list) else [held]:
                yield from below(one)

    yield from below(reader(edition, code).trailer["/Root"]["/StructTreeRoot"])


@pytest.mark.parametrize(("edition", "code"), PAPERS)
def test_an_independent_checker_finds_nothing(edition: str, code: str) -> None:
    report = pdfua.validate(io.BytesIO(pdf(edition, code)))
    assert [finding.message for finding in report.findings] == []


@pytest.mark.parametrize(("edition", "code"), PAPERS)
def test_a_paper_says_its_language_title_and_headings_in_order(edition: str, code: str) -> None:
    root = reader(edition, code).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    about = reader(edition, code).metadata
    assert about is not None
    assert about.title == next(paper.title for paper in papers_of(pack(edition)) if paper.code == code)
    levels = [int(kind[2:]) for kind, _ in tags(edition, code) if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_paper_is_the_same_bytes() -> None:
    assert paper_as_pdf(pack("leicester/2014"), "parents-report") == pdf("leicester/2014", "parents-report")


def test_families_papers_name_help_and_never_the_office_of_another_agency() -> None:
    text = words("leicester/2014", "parents-leaflet")
    assert "0808 800 5000" in text
    assert "Police Child Abuse Investigation Unit" not in text


def test_words_can_be_filled_in_beforehand() -> None:
    made = paper_as_pdf(pack("leicester/2014"), "have-your-say-children", filled={"about-you.name": "Zofia B."})
    assert "Zofia B." in PdfReader(io.BytesIO(made)).pages[0].extract_text()


WRITTEN = {
    "Urdu": "آپ نے دھمکی دی", "Gujarati": "રેખા પટેલ", "Bengali": "রেখা", "Panjabi": "ਰੇਖਾ", "Hindi": "रेखा",
    "Tamil": "தமிழ்", "Thai": "เรขา", "Amharic": "ሰላም", "Arabic": "السلام", "Polish": "Łukasz Żółć", "a sign": "😀",
}  # fmt: skip


def test_names_are_printed_in_the_letters_that_families_write() -> None:
    def can_be_printed(words: str) -> bool:
        try:
            return bool(
                paper_as_pdf(pack("leicester/2014"), "have-your-say-children", filled={"about-you.name": words})
            )
        except NoSuchLetter:
            return False

    assert [language for language, words in WRITTEN.items() if not can_be_printed(words)] == []


@pytest.mark.parametrize(("sign", "called"), [("王", "cjk unified ideograph-738b"), ("\x07", "U+0007")])
def test_a_sign_that_no_typeface_has_is_named_in_a_sentence(sign: str, called: str) -> None:
    with pytest.raises(NoSuchLetter) as fault:
        paper_as_pdf(pack("leicester/2014"), "have-your-say-children", filled={"about-you.name": f"Rowan {sign}"})
    assert str(fault.value) == (
        f"A sign in it cannot be printed ({called}). Find it in the names and words that go into this paper, write "
        "that in letters that can be printed, and prepare the paper again."
    )


def test_a_paper_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(NoSuchPaper, match=r"barnet/2018 has no paper minutes; it has: parents-leaflet\."):
        paper_as_pdf(pack("barnet/2018"), "minutes")


def test_what_could_not_be_set_is_told_without_its_words() -> None:
    with pytest.raises(NotSet) as fault:
        typeset("sections", {"title": "12 Willowmere Close"})
    assert "Willowmere" not in str(fault.value)
