"""What parents and children bring in their own words, and who reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.models import (
    Booklet,
    BookletAnswer,
    ChildQuestion,
    Conference,
    OwnAnswer,
    OwnReport,
    ReportFile,
)
from quorate.conferences.queries import children_of
from quorate.conferences.services import booklets, own_reports, report_files
from quorate.conferences.services.own_reports import Said
from quorate.conferences.versions import TwoTexts
from quorate.web.work.moments import now
from tests.cases.making import Agency, Family
from tests.conferences.stages import agreed

pytestmark = pytest.mark.usefixtures("module_database")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"


class Place:
    """A family whose conference is agreed; the chair, a minute-taker and a partner work on it too."""

    def __init__(self, pack: str, **said: Any) -> None:
        self.agency = Agency(pack=pack)
        self.family: Family = self.agency.family()
        self.conference: Conference = agreed(self.agency, self.family)
        self.partner = self.agency.person("partner")
        with acting_as(self.agency.manager):
            for one in (self.agency.chair, self.agency.minute_taker, self.partner):
                self.agency.give(self.conference.case, one)

    def events(self, code: str) -> list[CaseEvent]:
        with acting_as(self.agency.worker):
            return list(CaseEvent.objects.filter(conference_id=self.conference.pk, code=code).order_by("day", "id"))


@pytest.fixture(scope="module")
def leicester(module_database: Any) -> Place:
    return Place("leicester")


@pytest.mark.clause("LEI-26")
def test_parents_get_leicesters_form_and_their_answers_come_in_word_for_word(leicester: Place) -> None:
    place, mother = leicester, leicester.family.mother
    with acting_as(place.agency.worker) as by:
        with pytest.raises(Refused):
            own_reports.give_form(
                conference=place.conference, person_id=mother, form="parents-leaflet", on=today(), by=by
            )
        own = own_reports.give_form(
            conference=place.conference, person_id=mother, form="parents-report", on=today(), by=by
        )
        assert (own.given_on, own.received_on) == (today(), None)
        child = place.family.children[0].case_id
        words = "We had a hard winter.\nNow it is better."
        told = [Said("issues", "issues", words), Said("disagree", "disagree", "He never hit her."),
                Said("scale", "how-safe", number=7, child_case_id=child)]  # fmt: skip
        own_reports.save_answers(own_report=own, answers=told, version=own.version, by=by)
        with pytest.raises(TwoTexts):
            own_reports.save_answers(own_report=own, answers=told[:1], version=1, by=by)
        for wrong in (
            Said("scale", "how-safe", number=11),
            Said("issues", "issues", number=3),
            Said("no", "such", "x"),
        ):
            with pytest.raises(Refused):
                own_reports.save_answers(own_report=own, answers=[wrong], version=own.version, by=by)
        with pytest.raises(Refused):
            own_reports.receive_own(own_report=own, how="telephone", on=today(), by=by)
        own_reports.receive_own(own_report=own, how="telephone", on=today(), by=by, agreed_by_them=True)
        kept = {(one.section, one.words, one.number) for one in OwnAnswer.objects.filter(own_report=own)}
    assert kept == {("issues", words, None), ("disagree", "He never hit her.", None), ("scale", "", 7)}
    (event, *_) = place.events("parent-report-received")
    assert (event.facts["parent"], event.facts["how"]) == (str(mother), "telephone")


@pytest.mark.clause("BAR-20")
def test_a_parent_who_would_rather_not_come_sends_a_letter_a_recording_or_somebody() -> None:
    place = Place("barnet")
    father = place.family.father
    with acting_as(place.agency.worker) as by:

        def bring(kind: str, **said: Any) -> OwnReport:
            return own_reports.take_contribution(
                conference=place.conference, person_id=father, kind=kind, on=today(), by=by, **said
            )

        bring("letter", words="Dear all, I will not come.")
        recording = bring("recording", has_file=True)
        report_files.keep_file(
            conference=place.conference, contribution=recording, content=b"ID3\x04" + b"\0" * 40, name="message.mp3",
            by=by, at=now(),
        )  # fmt: skip
        with pytest.raises(Refused):
            bring("representative")
        bring("representative", said_by="My sister Ada")
        kept = {one.kind: (one.words, one.said_by) for one in OwnReport.objects.filter(conference=place.conference)}
        sounds = list(ReportFile.objects.filter(contribution_id=recording.pk).values_list("kind", "name"))
    assert kept == {
        "letter": ("Dear all, I will not come.", ""), "recording": ("", ""), "representative": ("", "My sister Ada")
    }  # fmt: skip
    assert sounds == [("mp3", "message.mp3")]
    told = {(one.facts["parent"], one.facts["how"]) for one in place.events("parent-report-received")}
    assert told == {(str(father), how) for how in ("letter", "recording", "representative")}


@pytest.mark.clause("LEI-102")
def test_the_booklet_fits_the_age_and_at_twelve_the_child_chooses(leicester: Place) -> None:
    def offered(years: int) -> list[str]:
        from dataclasses import replace

        with acting_as(leicester.agency.worker):
            child = children_of(leicester.conference)[0]
            aged = replace(child, born_on=today().replace(year=today().year - years))
            return [one["code"] for one in booklets.booklets_for(leicester.conference, aged, today())]

    younger, older = "have-your-say-children", "have-your-say-young-people"
    assert (offered(5), offered(11)) == ([younger], [younger])
    assert (offered(12), offered(13)) == ([younger, older], [older])
    with acting_as(leicester.agency.worker):
        from dataclasses import replace

        unborn = replace(children_of(leicester.conference)[0], born_on=None, expected_on=today() + timedelta(days=70))
        assert booklets.booklets_for(leicester.conference, unborn, today()) == []


def given(place: Place, number: int = 0) -> Booklet:
    child = place.family.children[number]
    with acting_as(place.agency.worker) as by:
        found = Booklet.objects.filter(conference=place.conference, child_case_id=child.case_id).first()
        return found or booklets.give_booklet(
            conference=place.conference, child_case_id=child.case_id, code="have-your-say-children", on=today(), by=by
        )


def answered(place: Place, booklet: Booklet, seen_by: str, words: str = "Nan's  house.") -> BookletAnswer:
    with acting_as(place.agency.worker) as by:
        known = BookletAnswer.objects.filter(booklet=booklet, field="good-things-words").first()
        return booklets.save_answer(
            booklet=booklet, section="good-things", field="good-things-words", words=words, seen_by=seen_by,
            version=known.version if known else 0, by=by, at=now(),
        )  # fmt: skip


def test_until_the_child_chooses_only_the_two_read_and_then_whom_the_child_lets(leicester: Place) -> None:
    booklet = given(leicester)
    found: dict[str, list[bool]] = {}
    everybody = (leicester.agency.worker, leicester.agency.chair, leicester.agency.manager,
                 leicester.agency.minute_taker, leicester.partner)  # fmt: skip
    for choice in ("", "two", "professionals", "everyone"):
        answer = answered(leicester, booklet, choice)
        found[choice] = []
        for somebody in everybody:
            with acting_as(somebody):
                found[choice].append(BookletAnswer.objects.filter(pk=answer.pk).exists())
    nobody_else = [True, True, False, False, False]
    assert found == {"": nobody_else, "two": nobody_else, "professionals": [True] * 5, "everyone": [True] * 5}
    with acting_as(leicester.agency.worker):
        kept = BookletAnswer.objects.get(booklet=booklet)
        assert (kept.words, kept.meant_for) == ("Nan's  house.", "F-all")


def test_a_drawing_is_an_image_and_goes_no_further_than_its_page(leicester: Place) -> None:
    booklet = given(leicester, 1)
    with acting_as(leicester.agency.worker) as by:
        answer = booklets.save_answer(
            booklet=booklet, section="good-things", field="good-things-drawing", words="", seen_by="", version=0, by=by,
            at=now(),
        )  # fmt: skip
        with pytest.raises(Refused):
            report_files.keep_file(
                conference=leicester.conference, answer=answer, content=b"%PDF-1 %%EOF", name="a.pdf", by=by, at=now()
            )
        drawing = report_files.keep_file(
            conference=leicester.conference, answer=answer, content=PNG, name="house.png", by=by, at=now()
        )
    for somebody, sees in (
        (leicester.agency.chair, True),
        (leicester.partner, False),
        (leicester.agency.manager, False),
    ):
        with acting_as(somebody):
            assert ReportFile.objects.filter(pk=drawing.pk).exists() is sees
    with acting_as(leicester.agency.worker) as by:
        booklets.save_answer(
            booklet=booklet, section="good-things", field="good-things-drawing", words="", seen_by="professionals",
            version=1, by=by, at=now(),
        )  # fmt: skip
    with acting_as(leicester.partner):
        assert ReportFile.objects.filter(pk=drawing.pk).exists()


@pytest.mark.clause("LEI-95")
def test_a_child_who_is_at_school_fills_in_the_booklet_and_who_helped_is_kept() -> None:
    place = Place("leicester")
    booklet = given(place)
    with acting_as(place.agency.worker) as by:
        booklets.return_booklet(
            booklet=booklet, on=today(), by=by, helper="R. Willowbank, social worker", at_school=True
        )
        booklet.refresh_from_db()
    assert (booklet.at_school, booklet.helper, booklet.returned_on) == (True, "R. Willowbank, social worker", today())
    child = place.family.children[0].case_id
    told = [(one.code, one.case_id) for code in ("booklet-given", "booklet-returned") for one in place.events(code)]
    assert told == [("booklet-given", child), ("booklet-returned", child)]


@pytest.mark.clause("LEI-62")
def test_a_childs_own_questions_are_kept_until_they_are_answered(leicester: Place) -> None:
    child = leicester.family.children[0].case_id
    with acting_as(leicester.agency.worker) as by:
        asked = booklets.ask_question(
            conference=leicester.conference, child_case_id=child, words="Do I have to move?", on=today(), by=by
        )
        assert asked.answered_on is None
        booklets.answer_question(question=asked, words="No. You stay with your mum.", on=today(), by=by)
    with acting_as(leicester.agency.chair):
        kept = ChildQuestion.objects.get(pk=asked.pk)
    assert (kept.words, kept.answer_words, kept.answered_on) == (
        "Do I have to move?", "No. You stay with your mum.", today(),
    )  # fmt: skip


@pytest.mark.clause("LEI-34", "RDB-21")
@pytest.mark.parametrize("pack", ["leicester", "redbridge"])
def test_a_child_is_heard_without_coming(pack: str) -> None:
    place = Place(pack)
    child = place.family.children[0].case_id
    kinds = ("letter", "drawings", "meeting-chair", "phone-chair")
    with acting_as(place.agency.worker) as by:
        with pytest.raises(Refused):
            booklets.take_views(conference=place.conference, child_case_id=child, kind="letter", on=today(), by=by)
        for kind in kinds:
            made = booklets.take_views(
                conference=place.conference, child_case_id=child, kind=kind, on=today(), by=by, words=f"Said: {kind}",
                has_file=kind == "drawings", seen_by="professionals",
            )  # fmt: skip
            if kind == "drawings":
                report_files.keep_file(
                    conference=place.conference, contribution=made, content=PNG, name="house.png", by=by, at=now()
                )
    with acting_as(place.partner):
        told = {one.kind: one.words for one in OwnReport.objects.filter(conference=place.conference)}
    assert told == {kind: f"Said: {kind}" for kind in kinds}
    events = place.events("views-collected")
    assert {(one.case_id, one.facts["how"]) for one in events} == {
        (child, how) for how in ("letter", "drawings", "meeting-with-chair", "phone-call-with-chair")
    }
