"""Papers of one conference: each person's own copy, what reaches somebody who was kept out, tagged, the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pdfua
import pytest
from django.db import transaction
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.conferences.models import Addendum, Card, Decision, Invitee, RecordSection
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.conferences.services.round import why_not_asked
from quorate.documents.making import CODES, Facts, NoSuchPaper, NotReadyYet, made
from quorate.documents.saying import day
from quorate.documents.setting import as_html, as_pdf, as_text, file_name
from quorate.notices.recipients import recipients_of
from quorate.plans.models import PlanAction
from quorate.release.artefacts import Recipient, rendition
from quorate.release.basis import basis_of
from tests.cases.making import Agency
from tests.conferences.stages import at_clock, booked, invited
from tests.documents.conference.making import Held

CLOSED = "The police keep a marker"
STAFF = "The health visitor has a doubt"
MOTHERS = "You asked for help yourself"
AFTERWARDS = ("decisions", "plan", "minutes", "summary")


@pytest.fixture(scope="module")
def held(module_database: Any) -> Held:
    return Held(numbers=True)


def everybody(held: Held, code: str) -> list[Recipient]:
    kinds = (
        ("parent",) if code == "summary" else ("professional",) if code == "day-sheet" else ("parent", "professional")
    )
    return held.recipients(*kinds)


def text(pdf: bytes) -> str:
    """The words of a PDF, one blank between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("code", [*AFTERWARDS, "invitation", "day-sheet"])
def test_an_independent_checker_finds_nothing_and_no_title_names_anybody(held: Held, code: str) -> None:
    for to in everybody(held, code)[:3]:
        pdf = held.pdf(code, to)
        assert [finding.message for finding in pdfua.validate(io.BytesIO(pdf)).findings] == []
        about = PdfReader(io.BytesIO(pdf)).metadata
        assert about is not None
        assert about.title == held.paper(code, to).title
        assert not any(name in str(about.title) for name in ("Morgan", "Frankie", "Example", "Child0"))


def test_the_minutes_say_of_what_they_are_who_wanted_a_plan_and_which_words_are_goals(held: Held) -> None:
    first, second = held.table.children()
    about = {
        to.kind: [one.words.split("\t") for one in held.paper("minutes", to).parts[0].paragraphs]
        for to in (held.parent(), held.recipients("professional")[0])
    }
    assert about["parent"] == [["Meeting", "Initial Child Protection Conference"]]
    told = dict(about["professional"])
    assert (told["Children"], told["Time booked"], told["Reference"]) == (
        f"{first.name} and {second.name}", "10:00 to 12:00", held.conference.reference,
    )  # fmt: skip
    paper = held.paper("minutes", held.parent())
    said = [one.words for part in paper.parts for one in part.paragraphs]
    assert "What has to be seen instead: For three months nobody shouts at night." in said
    # Below one title each child's name stands once, however many readers its lines have.
    for to in held.recipients("parent", "professional"):
        for part in held.paper("minutes", to).parts:
            heads = [one.words for one in part.paragraphs if one.kind == "heading"]
            assert [name for name in (first.given, second.given) if heads.count(name) > 1] == []
    views = [one for one in said if one.endswith((": a plan is needed", ": no plan is needed"))]
    asked = sum(not why_not_asked(one, child.case_id, held.pack) for child in (first, second)
                for one in held.table.professionals())  # fmt: skip
    assert len(views) == asked > 2
    # Whoever is kept out gets the decision all the same; this not.
    assert {part.code for part in paper.parts for one in part.paragraphs if one.words in views} == {"record"}


def test_what_is_closed_is_on_the_chairs_copy_alone(held: Held) -> None:
    copies = {
        to.name: as_text(held.paper("minutes", to), held.pack) for to in held.recipients("parent", "professional")
    }
    assert sorted(name for name, said in copies.items() if CLOSED in said) == ["A chair", "A minute_taker"]
    assert sorted(name for name, said in copies.items() if STAFF in said) == sorted(
        to.name for to in held.recipients("professional")
    )


def test_each_parent_gets_their_own_page_and_never_the_others_lines(held: Held) -> None:
    mother, father = held.parent(), held.parent(held.table.family.father)
    for code in ("summary", "minutes"):
        assert MOTHERS in as_text(held.paper(code, mother), held.pack)
        assert MOTHERS not in as_text(held.paper(code, father), held.pack)
    assert "This copy is for Morgan Example" in text(held.pdf("summary", mother))
    assert "Frankie, you" in as_text(held.paper("summary", father), held.pack)


def test_the_familys_page_is_one_page_with_worries_and_strengths(held: Held) -> None:
    pdf = held.pdf("summary", held.parent())
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    parts = [part.code for part in held.paper("summary", held.parent()).parts]
    assert parts == [
        "decisions", "cannot", "worries", "strengths", "childs-words", "plan", "dates", "complaint", "contacts",
    ]  # fmt: skip


def test_a_child_who_wants_nobody_else_to_know_is_not_quoted(held: Held) -> None:
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        for one in facts.childs_words:
            one.child_said = "chair"
        paper = made("summary", held.conference, held.parent(), at=at_clock(14), by=by, facts=facts)
    assert "childs-words" not in [part.code for part in rendition(paper, held.parent()).parts]


def test_the_same_paper_is_the_same_bytes(held: Held) -> None:
    for code in AFTERWARDS:
        assert held.pdf(code, held.parent()) == held.pdf(code, held.parent())


def test_somebody_kept_out_of_the_meeting_gets_decisions_and_rights_and_nothing_that_was_said(held: Held) -> None:
    father = replace(held.parent(held.table.family.father), kept_out="whole")
    assert {part.code for part in held.paper("decisions", father).parts} == {"decisions", "complaint", "contacts"}
    minutes = held.paper("minutes", father).parts
    assert [part.code for part in minutes] == ["decisions", "complaint", "complaint"]
    # What his copy holds may be wrong too, and he may say so: as it stands in hers.
    hers = next(one for one in held.paper("minutes", held.parent()).parts if one.code == "corrections")
    said = [[line.words for line in one.paragraphs] for one in (minutes[-2], hers)]
    assert (minutes[-2].title, said[0]) == (hers.title, said[1])
    # Word for word what the decision letter says of it, by the authority's own procedure.
    assert minutes[-1] == next(one for one in held.paper("decisions", father).parts if one.code == "complaint")
    assert held.pack.data["complaints"]["routes"][0].rstrip(".") in minutes[-1].paragraphs[1].words
    assert "complaint" not in [part.code for part in held.paper("minutes", held.parent()).parts]
    for code in ("invitation", "day-sheet"):
        assert held.paper(code, father).is_empty


def test_what_a_part_is_kept_from_somebody_for_is_kept_in_what_is_added_to_it_and_in_the_decisions(held: Held) -> None:
    mother, father = held.parent(), held.parent(held.table.family.father)

    def section(code: str, words: str, *not_for: Any) -> RecordSection:
        return RecordSection(code=code, title=code, words=words, meant_for="F-all", named=[], not_for=list(not_for))

    def added(words: str, about: str, *named: Any) -> Addendum:
        label = "F-person" if named else "F-all"
        return Addendum(words=words, section_code=about, meant_for=label, named=list(named), added_at=at_clock(13))

    sections = [
        section("views", "Told without him.", father.person_id), section("reports", "Told to both."),
        section("decisions", "And why she is afraid.", father.person_id),
    ]  # fmt: skip
    more = [
        added("More of what he did not hear.", "views"), added("More of the reports.", "reports"),
        added("Said of nothing.", ""), added("His own correction.", "views", father.person_id),
    ]  # fmt: skip
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        facts.written = (sections, more)
        paper = made("minutes", held.conference, mother, at=at_clock(14), by=by, facts=facts)
    untold = ("corrections", "about")
    his = [one.words for part in rendition(paper, father).parts for one in part.paragraphs if part.code not in untold]
    assert [words.rpartition("2026. ")[2] for words in his] == [
        "Told to both.", "More of the reports.", "His own correction.",
    ]  # fmt: skip
    hers = str([one.words for part in rendition(paper, mother).parts for one in part.paragraphs])
    assert all(words in hers for words in ("Told without him.", "And why she is afraid.", "Said of nothing."))


def test_the_page_does_not_hint_at_lines_of_the_plan_that_are_for_others(held: Held) -> None:
    to = held.parent()
    with acting_as(held.agency.chair) as by:
        facts = Facts(held.conference, at=at_clock(14), by=by)
        (case, *_) = sorted(to.children)
        facts.actions = [
            PlanAction(
                case_id=case, who="The police", what=f"Look into {number}", meant_for="P", named=[], order=number
            )
            for number in range(14)
        ] + [PlanAction(case_id=case, who="Morgan", what="Rings", meant_for="F-all", named=[], order=20)]
        paper = rendition(made("summary", held.conference, to, at=at_clock(14), by=by, facts=facts), to)
    (plan,) = [part for part in paper.parts if part.code == "plan"]
    assert "Rings" in str(plan) and "There is more" not in str(plan)


def test_whoever_leads_and_whoever_writes_are_asked_for_no_report(held: Held) -> None:
    with acting_as(held.agency.chair):
        roles = {str(one.pk): one.role for one in Invitee.objects.filter(conference=held.conference)}
    asked = {
        roles[one.key]: {"reports", "expectations"} & {part.code for part in held.paper("invitation", one).parts}
        for one in held.recipients("professional")
    }
    leading = {"chair", "minute_taker"}
    assert leading < asked.keys()
    assert asked == {role: set() if role in leading else {"reports", "expectations"} for role in asked}


@pytest.mark.clause("BOL-14", "BOL-16")
def test_the_letter_to_somebody_kept_out_gives_the_reasons_and_offers_a_meeting(own_database: Any) -> None:
    agency = Agency()
    family = agency.family(1)
    conference = booked(agency, family, to=invited(agency, family))
    with acting_as(agency.chair) as by:
        decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", at=at_clock(9), by=by, scope="whole",
            words="Last time the meeting had to stop because of the shouting.", ground="child-request",
            ground_words="The child begged the teacher",
        )  # fmt: skip
        people = recipients_of(conference, invitees_of(conference))
        father = next(one for one in people if one.person_id == family.father)
        artefact = made("exclusion-letter", conference, father, at=at_clock(9), by=by)
        mother = next(one for one in people if one.person_id == family.mother)
        with pytest.raises(NotReadyYet, match="Nobody has decided"):
            made("exclusion-letter", conference, mother, at=at_clock(14), by=by)
    assert father.kept_out == "whole"
    letter, pack = rendition(artefact, father), Held.pack_of("bolton")
    parts = [part.code for part in letter.parts]
    assert parts == ["reasons", "views-asked", "offer", "decisions", "complaint", "contacts"]
    said = as_text(letter, pack)
    assert "Last time the meeting had to stop because of the shouting." in said
    assert "The chair offers to meet you." in said
    assert not any(hour in said for hour in ("10:00", "10am", "10 am")), "the hour for views is the meeting's"
    assert "Before the next one we think about it again." in said
    assert not any(hidden in said for hidden in ("begged", "teacher", "child-request", "asked for it"))
    assert [finding.message for finding in pdfua.validate(io.BytesIO(as_pdf(letter, pack))).findings] == []


def test_a_child_gets_own_words_about_itself_by_its_age(held: Held) -> None:
    with acting_as(held.agency.chair):
        child = held.table.children()[0]
    to = Recipient(
        "c", "child", child.given, child.person_id, children=frozenset({child.case_id}), labels=frozenset({"C"})
    )
    paper = held.paper("decisions", to)
    assert paper.title == "What the grown-ups decided"
    plan = held.pack.data["words"]["child_protection_plan"]["say"]
    assert [one.words for one in paper.parts[0].paragraphs][:2] == [
        "You have a plan", f"It is called a {plan}. It says what each of us will do to keep you safe.",
    ]  # fmt: skip
    # "Today" is the day of the meeting, on whichever day the page is made.
    with acting_as(held.agency.chair) as by:
        later = Facts(held.conference, at=at_clock(14) + timedelta(days=3), by=by)
        page = rendition(made("summary", held.conference, to, at=later.at, by=by, facts=later), to)
    assert (page.title, page.fields["dated"]) == ("What the grown-ups decided today", day(at_clock(10)))
    assert "www.boltonsafeguardingchildren.org.uk" in text(as_pdf(page, held.pack)).split(), "broken within its name"
    assert not any(other.given in as_text(paper, held.pack) for other in held.table.children()[1:])
    assert [finding.message for finding in pdfua.validate(io.BytesIO(as_pdf(paper, held.pack))).findings] == []


def test_previews_hold_no_markup_that_somebody_wrote(held: Held) -> None:
    paper = held.paper("decisions", replace(held.parent(), name="<script>"))
    first = paper.parts[0]
    words = (('<b>x</b> & "y"', ""), ("<i>A</i> has a plan\tIt says what we do.", "box"))
    hostile = replace(
        first, paragraphs=tuple(replace(first.paragraphs[0], words=one, kind=kind) for one, kind in words)
    )
    shown = as_html(replace(paper, parts=(hostile,)), held.pack)
    assert "<p>&lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot;</p>" in shown
    assert "<p><strong>&lt;i&gt;A&lt;/i&gt; has a plan</strong> It says what we do.</p>" in shown


def test_a_file_is_named_by_its_paper_and_day(held: Held) -> None:
    assert file_name(held.paper("minutes", held.parent()), on=date(2026, 11, 26)) == "minutes-2026-11-26.pdf"


def test_what_is_not_there_is_a_sentence(held: Held) -> None:
    with acting_as(held.agency.chair) as by:
        with pytest.raises(NoSuchPaper, match="There is no paper menu; there are invitation, "):
            made("menu", held.conference, held.parent(), at=at_clock(14), by=by)
        with pytest.raises(NotReadyYet, match="has not been moved"):
            made("moved", held.conference, held.parent(), at=at_clock(14), by=by)
        with pytest.raises(NotReadyYet, match="did not begin, or it may go on"):
            made("not-going-on", held.conference, held.parent(), at=at_clock(14), by=by)
    assert len(CODES) == 15


@pytest.mark.parametrize(
    "change, stops",
    [
        (lambda: Card.objects.filter(words__startswith="The children sleep").update(meant_for="P"), {"summary"}),
        (lambda: Decision.objects.update(withdrawn_at=at_clock(15)), {"decisions", "plan", "summary"}),
        (lambda: PlanAction.objects.update(what="Something else."), {"decisions", "plan", "summary"}),
        (lambda: Invitee.objects.filter(kind="parent").update(attends_separately=True), {"day-sheet", "summary"}),
    ],
)
def test_a_paper_prepared_before_its_words_or_their_readers_changed_is_told_from_it(
    held: Held, change: Any, stops: set[str]
) -> None:
    def rests_on() -> dict[str, str]:
        mother = (held.agency_mother, held.agency_mother, "parent")
        return {
            code: basis_of(held.conference.pk, code, None, [mother])[0]["text"] for code in (*AFTERWARDS, "day-sheet")
        }

    with acting_as(held.agency.chair):
        before, point = rests_on(), transaction.savepoint()
        assert rests_on() == before
        assert change() > 0
        after = rests_on()
        transaction.savepoint_rollback(point)
    assert {code for code in before if before[code] != after[code]} == stops
