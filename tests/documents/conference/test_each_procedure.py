"""The papers of a held conference under each procedure: what every paper must say, and how hard it is to read."""

from __future__ import annotations

import io
from functools import cache
from types import SimpleNamespace
from typing import Any

import pdfua
import pytest

from quorate.access.context import acting_as
from quorate.conferences.models import RecordSection
from quorate.conferences.services.record import empty_parts, stands_under
from quorate.documents import record_drafts
from quorate.documents.facts import Facts
from quorate.documents.reading_age import LIMITS, reading_age
from quorate.documents.setting import as_pdf, as_text, notice
from quorate.release.artefacts import Recipient, Rendition
from tests.conferences.stages import at_clock
from tests.documents.conference.making import Held
from tests.documents.conference.test_own_copies import text

PACKS = ("barnet", "bolton", "bradford", "leicester", "redbridge")
FAMILYS = ("invitation", "summary", "decisions", "plan", "minutes")
OFFICES = ("invitation", "day-sheet", "decisions", "plan", "minutes")


@pytest.fixture(scope="module", params=PACKS)
def held(request: Any, module_database: Any) -> Held:
    return Held(request.param)


@cache
def copies(held: Held) -> list[Rendition]:
    """Every paper, as the mother and as the social worker of the list get it."""
    worker = next(one for one in held.recipients("professional") if "R" not in one.labels)
    wanted: list[tuple[str, Recipient]] = [(code, held.parent()) for code in FAMILYS]
    wanted += [(code, worker) for code in OFFICES]
    return [held.paper(code, to) for code, to in wanted]


Held.__hash__ = object.__hash__  # type: ignore[method-assign]  # one conference, one key of the cache


@pytest.mark.clause("BRD-04", "BAR-45")
def test_every_paper_says_that_it_is_confidential_in_the_authoritys_words(held: Held) -> None:
    sentence = next(one["says"] for one in held.pack.data["statement"] if one["code"] == "confidential")
    for paper in copies(held):
        assert sentence in text(as_pdf(paper, held.pack))
        assert sentence in as_text(paper, held.pack)


@pytest.mark.clause("BOL-06")
def test_papers_name_the_guidance_that_governs_in_its_edition(held: Held) -> None:
    said = held.pack.data["guidance"]["title"]
    for paper in copies(held):
        assert said in " ".join(notice(paper, held.pack))
    if held.pack_name == "bolton":
        worker = copies(held)[-1]
        assert notice(worker, held.pack)[-1] == (
            "Made under Working Together to Safeguard Children 2018, and the procedure of Bolton of 2018."
        )


@pytest.mark.clause("LEI-67")
def test_no_paper_speaks_of_a_register(held: Held) -> None:
    for paper in copies(held):
        assert "register" not in as_text(paper, held.pack).lower()
    assert "plan" in as_text(copies(held)[2], held.pack)


@pytest.mark.clause("BAR-43")
def test_the_parents_minutes_contain_the_plan(held: Held) -> None:
    minutes = next(one for one in copies(held) if one.code == "minutes" and one.recipient.kind == "parent")
    said = as_text(minutes, held.pack)
    for line in ("The child may be hurt when the adults fight.", "Ring the helpline the first time it gets loud."):
        assert line in said


def test_a_heading_whose_matter_stands_under_another_is_not_asked_for_and_has_its_readers(held: Held) -> None:
    """The cards hold worries and strengths: nobody has to write that there was nothing to say of them."""
    asks_twice = [one for one in held.pack.data["minutes"]["contain"] if "protects" in one or "strengths" in one]
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        out = facts.room.not_for()
        rows = [
            RecordSection(code=one.code, title=one.title, words=one.words) for one in record_drafts.sections_of(facts)
        ]
        vars(facts)["room"] = SimpleNamespace(not_for=lambda **_: frozenset({held.agency_mother}), kept_out_by={})
        (drawn,) = [one for one in record_drafts.sections_of(facts) if one.title.lower() in asks_twice]
    first = next(one.title for one in rows if one.code == "analysis")
    assert (drawn.code, drawn.words, drawn.not_for, out) == ("analysis", "", (held.agency_mother,), frozenset())
    assert (stands_under(rows), drawn.title != first) == ({drawn.title: first}, True)
    empty = empty_parts(held.conference, rows)
    assert (drawn.title in (*empty.asked_for, *empty.others), "Who disagreed and why" in empty.asked_for) == (
        False,
        True,
    )
    # Where no card says anything either, both headings are asked for.
    bare = [one for one in rows if one.code != "analysis" or not one.words]
    bare.append(RecordSection(code="analysis", title=first, words=""))
    assert {first, drawn.title} <= set(empty_parts(held.conference, bare).asked_for)


@pytest.mark.clause("BRD-27")
def test_decision_letters_say_where_and_until_when_one_can_complain(held: Held) -> None:
    letter = next(one for one in copies(held) if one.code == "decisions" and one.recipient.kind == "parent")
    said = as_text(letter, held.pack)
    for office in held.pack.data.get("contact", ()):
        if office["function"] == "complaints" and office["audience"] in ("parents", "everyone"):
            assert office["name"] in said
            assert str(office.get("address") or office.get("web")) in said
    if held.pack_name == "bradford":
        assert "6th Floor, McMillan Tower, Princes Way, Bradford, BD1 1NN" in said
        assert "Please do this by " in said


def test_an_independent_checker_finds_nothing_on_any(held: Held) -> None:
    for paper in copies(held):
        assert [one.message for one in pdfua.validate(io.BytesIO(as_pdf(paper, held.pack))).findings] == []


def test_families_can_read_them(held: Held) -> None:
    for paper in copies(held):
        if paper.recipient.kind == "parent" and paper.code != "minutes":
            age = reading_age(one.words for part in paper.parts for one in part.paragraphs if one.kind != "row")
            print(f"{held.pack.id} {paper.code}: reading age {age}")
            assert age <= LIMITS["parents"], paper.code
