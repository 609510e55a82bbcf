"""Clauses about what leaflets, forms and booklets say and leave room for: read back from the finished PDF."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from quorate.documents.papers import paper_as_pdf
from quorate.procedure.library import Library

mark = pytest.mark
BARNET = ("barnet/2018", "parents-leaflet")
BRADFORD = ("bradford/2018", "parents-leaflet")
REDBRIDGE = ("redbridge/2020", "parents-leaflet")
BOLTON = ("bolton/2018", "practitioners-guide")
CHILDREN = ("leicester/2014", "childrens-leaflet")
PARENTS = ("leicester/2014", "parents-leaflet")
REPORT = ("leicester/2014", "parents-report")
YOUNGER = ("leicester/2014", "have-your-say-children")
OLDER = ("leicester/2014", "have-your-say-young-people")
WHO = ("mum", "dad", "carer", "social worker", "independent chairperson", "school nurse", "sometimes grandparents")
HELP = (
    "Childline 0800 1111",
    "Kidscape",
    "National Children's Bureau",
    "NSPCC 0808 800 5000",
    "Children's Legal Centre",
)

ROWS: list[tuple[pytest.MarkDecorator, tuple[str, str], tuple[str, ...]]] = [
    (mark.clause("BRD-28"), BRADFORD, ("safeguarding procedures and more information are on the website",)),
    (
        mark.clause("RDB-46"),
        REDBRIDGE,
        ("Citizens Advice", "Family Rights Group", "solicitor who", "Children's Legal Centre"),
    ),
    (mark.clause("BAR-51"), BARNET, ("Senior Safeguarding Officer", "Oakleigh Road South")),
    (mark.clause("BAR-53"), BARNET, ("London procedures explain the arrangements in full",)),
    (mark.clause("BAR-54"), BARNET, ("Your social worker Telephone The chair Telephone",)),
    (mark.clause("BAR-55"), BARNET, ("race, religion, disability, gender, age or sexuality",)),
    (mark.clause("BAR-56"), BARNET, ("Your social worker arranges a translation if you ask",)),
    (
        mark.clause("BOL-41"),
        BOLTON,
        ("Ask the Bolton Safeguarding Children Partnership", "Telephone", "E-mail", "Website"),
    ),
    (
        mark.clause("LEI-49"),
        CHILDREN,
        ("keep you safe and happy at home", "can decide that you must live somewhere else"),
    ),
    (
        mark.clause("LEI-53"),
        CHILDREN,
        ("what has to be different so that you are safe", "Those people are your Core Group"),
    ),
    (mark.clause("LEI-56"), CHILDREN, ("If you would like to come, tell your social worker; you may then be invited",)),
    (mark.clause("LEI-57"), CHILDREN, ("You can bring a person who supports you",)),
    (mark.clause("LEI-63"), CHILDREN, HELP),
    (mark.clause("LEI-64"), CHILDREN, ("My name My social worker Their number",)),
    (mark.clause("LEI-68"), PARENTS, ("lists what professionals and parents each have to do",)),
    (mark.clause("LEI-69"), PARENTS, ("suffering significant harm or is in danger of it",)),
    (mark.clause("LEI-71"), PARENTS, HELP),
    (mark.clause("LEI-72"), REPORT, ("in your own words, what you think is going on in your family",)),
    (mark.clause("LEI-73"), REPORT, ("Child's name Date of birth", "Number 2 Child's name")),
    (
        mark.clause("LEI-74"),
        REPORT,
        ("the conference think about? For example how you feel, your home, drink or drugs",),
    ),
    (mark.clause("LEI-75"), REPORT, ("How do you and your family keep your child safe? What goes well?",)),
    (mark.clause("LEI-76"), REPORT, ("What else ought professionals to know?",)),
    (mark.clause("LEI-77"), REPORT, ("anything in the papers that you do not agree with?",)),
    (mark.clause("LEI-78"), REPORT, ("What are the worries about your child?",)),
    (
        mark.clause("LEI-79"),
        REPORT,
        ("is your child today? 1 2 3 4 5 6 7 8 9 10", "1: there is no safety", "10: the child is so"),
    ),
    (mark.clause("LEI-80"), REPORT, ("What could you or other people do so that your child is safer?",)),
    (mark.clause("LEI-81"), REPORT, ("Names of the parents or carers Date",)),
    (mark.clause("LEI-82"), YOUNGER, ("My name The day of the meeting",)),
    (
        mark.clause("LEI-83"),
        YOUNGER,
        ("in the social care office", "you, or a brother or sister, might not be safe enough"),
    ),
    (mark.clause("LEI-84"), YOUNGER, (*WHO, "head teacher or someone from school", "others who work with the parents")),
    (mark.clause("LEI-85"), YOUNGER, ("They find out how safe you are", "a special plan is made to help")),
    (mark.clause("LEI-86"), YOUNGER, ("Good things, in words Good things, as a drawing",)),
    (mark.clause("LEI-87"), YOUNGER, ("Worries, in words", "Worries, as a drawing")),
    (mark.clause("LEI-88"), YOUNGER, ("Wishes, in words", "Wishes, as a drawing")),
    (
        mark.clause("LEI-89"),
        YOUNGER,
        ("Quality Assurance Unit", "Children's Rights and Participation Service", "454 2425"),
    ),
    (mark.clause("LEI-90"), OLDER, ("My name Date of the meeting",)),
    (mark.clause("LEI-91"), OLDER, ("being scared of what goes on at home", "being hit", "going hungry")),
    (mark.clause("LEI-93"), OLDER, WHO),
    (mark.clause("LEI-94"), OLDER, ("all of it, a part, a talk with the chair before, not there",)),
    (mark.clause("LEI-97"), OLDER, ("What goes well for you and your family?",)),
    (mark.clause("LEI-98"), OLDER, ("What are you worried about, for yourself or your family?",)),
    (mark.clause("LEI-99"), OLDER, ("Why do you think other people are worried?",)),
    (mark.clause("LEI-100"), OLDER, ("What would have to be different for you to feel safe?",)),
    (mark.clause("LEI-101"), OLDER, ("Who could help to make that happen?",)),
    (
        mark.clause("LEI-110"),
        ("leicester/2014", "conference-invitation-form"),
        ("safeguardingunitinvites@leicester.gov.uk", "3 weeks before the conference"),
    ),
    (mark.clause("LEI-110"), ("leicester/2014", "pre-birth-invitation-form"), ("2 weeks before the conference",)),
    (mark.clause("LEI-111"), ("leicester/2014", "conference-invitation-form"), ("CONFINVITE/APR14",)),
    (mark.clause("LEI-111"), ("leicester/2014", "pre-birth-invitation-form"), ("PBCONFINVITE/APR14",)),
]


@cache
def read_back(edition: str, code: str) -> str:
    pack = Library(Path(__file__).parents[2] / "packs").pack(edition, date(2026, 11, 22))
    pages = PdfReader(io.BytesIO(paper_as_pdf(pack, code))).pages
    text = " ".join(page.extract_text() for page in pages).replace("’", "'")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("paper", "says"), [pytest.param(paper, says, marks=clause, id=clause.args[0]) for clause, paper, says in ROWS]
)
def test_the_paper_says_it(paper: tuple[str, str], says: tuple[str, ...]) -> None:
    text = read_back(*paper)
    assert [one for one in says if one not in text] == []
