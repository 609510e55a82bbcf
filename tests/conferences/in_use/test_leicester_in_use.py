"""Leicester's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Child, Duty
from quorate.cases.services import add_chronology_entry, add_contact_way
from quorate.cases.wording import day_in_words
from quorate.challenges.models import Complaint
from quorate.conferences.models import (
    Booklet,
    BookletAnswer,
    Break,
    ChildQuestion,
    ChildsWords,
    Conference,
    OwnAnswer,
    OwnReport,
    PreparationStep,
    Report,
    ReportShare,
    Sitting,
)
from quorate.conferences.services import bookings, people
from quorate.notices.services import prepare
from quorate.plans.models import CoreGroup
from tests.cases.making import Agency
from tests.conferences.bookings.making import Office
from tests.conferences.in_use.using import PAGES, InUse, clock, day, in_months, in_working_days, said_twice
from tests.conferences.reports import making
from tests.database import Urls
from tests.web.visiting import checked

CLOCK = [clock(9, 30)]
"""What the pages' clock shows; the meeting should begin at ten."""


@pytest.fixture(scope="module")
def use(module_database: Urls) -> Iterator[InUse]:
    """Two children, of whom the elder is thirteen."""
    agency = Agency("leicester")
    family = agency.family(ages=(5, 13))
    with pytest.MonkeyPatch.context() as patch:
        for module in PAGES:
            patch.setattr(f"quorate.web.{module}.now", lambda: CLOCK[-1])
        made = InUse("leicester", agency=agency, family=family)
        with acting_as(agency.worker) as by:
            for one in people.invite_list_of(made.conference, by, clock(9)):
                if one.kind == "child":
                    people.add_suggested(conference=made.conference, suggestion=one, by=by)
        yield made


def elder(use: InUse) -> Child:
    return use.family.children[1]


def printed(use: InUse, who: Any, code: str, **said: str) -> str:
    """The words of a paper of the procedure as it is printed for somebody."""
    address = use.at("conference_family_paper", use.row(who).pk, code)
    answer = use.browser(use.agency.worker).post(address, said)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return pdf_words(answer.content)


def pdf_words(pdf: bytes | memoryview) -> str:
    """The words of a PDF."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(pdf))).pages)
    return re.sub(r"\s+", " ", text.replace("’", "'"))


# --- Before the meeting ---------------------------------------------------------------------------------


@pytest.mark.clause("LEI-29", "LEI-43", "LEI-47")
def test_invitations_ask_parents_to_come_early_and_professionals_to_have_read_and_be_on_time(use: InUse) -> None:
    parents = use.paper("invitation", use.row(use.family.mother))
    assert said_twice(parents) == []
    assert "Please come 15 minutes before the start, so that the chair can meet you." in parents
    on_time = "The conference begins at the planned time. Please have read the reports by then"
    assert on_time in use.paper("invitation", use.invitee("school_nurse"))
    assert on_time in use.paper("day-sheet", use.invitee("school_nurse"))


@pytest.mark.clause("LEI-02", "LEI-09")
def test_it_was_booked_in_time_and_each_parent_is_asked_about_an_interpreter_with_the_booking(use: InUse) -> None:
    ((who, _, is_met),) = use.owed("book-conference")
    assert (who, is_met) == ("social_worker", True)
    worker, mother = use.agency.worker, use.family.mother
    assert [is_met for _, _, is_met in use.owed("ask-about-interpreter")] == [False, False]
    assert "ask-about-interpreter" in use.duties_shown(worker)
    use.send("conference_step", "needs", by=worker, person=str(mother), how="phone", words="", items=["interpreter"],
             **day("on"))  # fmt: skip
    assert use.met("ask-about-interpreter") == {mother}
    use.send("conference_need_new", by=worker, person=str(mother), kind="interpreter", words="Polish")
    assert "Interpreter: Polish Not arranged yet" in use.page("conference_needs", by=worker).words


@pytest.mark.clause("LEI-73")
def test_a_parents_form_is_printed_with_the_names_and_birthdays_of_their_own_children(use: InUse) -> None:
    row = use.row(use.family.mother)
    assert "Your report to the conference" in use.page("conference_needs", by=use.agency.worker).words
    form = use.page("conference_family_paper", row.pk, "parents-report", by=use.agency.worker)
    filled = {str(one.get("name")): str(one.get("value") or "") for one in form.all("input")
              if str(one.get("name")).startswith("children.")}  # fmt: skip
    birthdays = {one.given_names: day_in_words(one.born_on) for one in use.family.children if one.born_on}
    assert sorted(filled.values()) == sorted([*birthdays.values(), "Child0 Example", "Child1 Example"])
    said = printed(use, use.family.mother, "parents-report", **filled)
    for name, born in birthdays.items():
        assert f"Child's name {name} Example Date of birth {born}" in said


@pytest.mark.clause("LEI-15", "LEI-50", "LEI-65", "LEI-108")
def test_police_and_family_doctor_are_on_the_list_with_the_school_and_the_parents(use: InUse) -> None:
    asked = [one.role for one in use.invitees() if one.to_invite]
    assert [one for one in (*_CORE, "parent") if one not in asked] == []
    listed = use.page("conference_people", by=use.agency.worker).words
    assert [one for one in _CORE if use.invitee(one).name not in listed] == []


_CORE = ("police_rep", "probation_officer", "gp", "school_nurse", "school_rep")
"""The core list of the conference form, where the children are at school."""


@pytest.mark.clause("LEI-13", "LEI-25")
def test_the_unit_sends_the_letters_and_the_social_worker_gives_each_parent_the_leaflet(use: InUse) -> None:
    ((who, _, is_met),) = use.owed("send-invitations")
    assert (who, is_met) == ("safeguarding_unit", False)
    with acting_as(use.agency.administrator) as by:
        release = prepare(conference=use.conference, code="invitation", by=by, at=clock(9, 5))
    use.lets_go(release, at=clock(9, 20))
    assert [is_met for _, _, is_met in use.owed("send-invitations")] == [True]
    worker, mother = use.agency.worker, use.family.mother
    use.send("conference_step", "leaflet", by=worker, person=str(mother), how="in-person", **day("on"))
    assert (len(use.owed("give-parents-leaflet")), use.met("give-parents-leaflet")) == (2, {mother})


@pytest.mark.clause("LEI-62", "LEI-64")
def test_a_childs_leaflet_is_printed_with_the_names_and_has_room_for_questions(use: InUse) -> None:
    child = elder(use)
    form = use.page("conference_family_paper", use.row(child.person_id).pk, "childrens-leaflet", by=use.agency.worker)
    filled = {
        str(one.get("name")): one.get("value") for one in form.all("input") if "my-numbers" in (one.get("name") or "")
    }
    worker = use.invitee("social_worker").name
    assert filled["my-numbers.my-name"] == use.row(child.person_id).name
    assert filled["my-numbers.my-social-worker"] == worker
    said = printed(
        use, child.person_id, "childrens-leaflet",
        **{name: value or "" for name, value in filled.items()} | {"my-numbers.their-number": "01632 960999"},
    )  # fmt: skip
    assert f"My name {use.row(child.person_id).name} My social worker {worker} Their number 01632 960999" in said
    assert "My question" in said
    # Nobody else of the family gets it with a child's name, and a parent's papers are not a child's.
    address = use.at("conference_family_paper", use.row(use.family.mother).pk, "childrens-leaflet")
    assert use.browser(use.agency.worker).get(address).status_code == 404


def test_a_paper_in_which_somebody_typed_what_is_protected_is_not_printed(use: InUse) -> None:
    child = elder(use)
    with acting_as(use.agency.worker) as by:
        add_contact_way(
            case=child.case, person_id=use.family.father, kind="phone", value="07700 900777", on=today(), by=by
        )
    said = {"my-numbers.my-name": "Robin", "my-numbers.their-number": "+44 7700 900 777"}
    kept = use.send("conference_family_paper", use.row(child.person_id).pk, "childrens-leaflet", by=use.agency.worker,
                    status=422, **said)  # fmt: skip
    # Said once at the top, without the words; what was typed stays to be put right.
    assert "This paper was not printed: it holds an address, or a way to reach somebody" in kept.words
    assert "777" not in kept.words
    assert [one.get("value") for one in kept.all("input") if one.get("name") == "my-numbers.my-name"] == ["Robin"]


@pytest.mark.clause("LEI-82", "LEI-90")
@pytest.mark.parametrize(("number", "code"), [(0, "have-your-say-children"), (1, "have-your-say-young-people")])
def test_booklets_carry_the_childs_name_and_the_day_of_the_meeting(use: InUse, number: int, code: str) -> None:
    said = printed(use, use.family.children[number].person_id, code, **{"about-you.name": "Robin Example",
                   "about-you.date-of-meeting": "Fri 4 Dec 2026"})  # fmt: skip
    assert ("Robin Example" in said, "Fri 4 Dec 2026" in said) == (True, True)


@pytest.mark.clause("LEI-26", "LEI-72", "LEI-74", "LEI-75", "LEI-76", "LEI-77", "LEI-78", "LEI-79", "LEI-80", "LEI-81")
def test_the_parents_form_is_filled_in_on_the_page_and_read_by_the_author_and_the_chair(use: InUse) -> None:
    worker, mother = use.agency.worker, use.family.mother
    went = use.send("conference_bring", mother, by=worker, kind="form:parents-report", words="", said_by="",
                    meant_for="P", **day("on"))  # fmt: skip
    with acting_as(worker):
        own = OwnReport.objects.get(conference=use.conference, person_id=mother)
    assert went.path == use.at("conference_own", own.pk)
    page = use.page("conference_own", own.pk, by=worker)
    assert "in your own words, what you think is going on in your family" in page.words
    fields = {
        "issues": "What should the conference think about?",
        "doing-well": "How do you and your family keep your child safe? What goes well?",
        "should-know": "What else ought professionals to know?",
        "disagree": "Is there anything in the papers that you do not agree with?",
        "worries": "What are the worries about your child?",
        "safer": "What could you or other people do so that your child is safer?",
    }
    assert [words for words in fields.values() if words not in page.texts("label")] == []
    assert "Names of the parents or carers" in page.texts("label")
    scales = [
        one for one in page.all("select") if [two.get("value") for two in one][1:] == [str(n) for n in range(1, 11)]
    ]
    assert len(scales) == 2, "one number for each child, from 1 to 10"
    assert "1: there is no safety, and the child is going to be hurt once more" in page.words
    names = {str(one.get("name")) for tag in ("textarea", "input", "select") for one in page.all(tag)}
    said = {next(one for one in names if one.startswith(code)): f"About {code}." for code in fields}
    said[str(scales[0].get("name"))] = "7"
    use.send("conference_own", own.pk, by=worker, version=str(own.version), meant_for="P", **said)
    with acting_as(use.chair):
        kept = set(OwnAnswer.objects.filter(own_report=own).exclude(words="").values_list("words", flat=True))
        assert {f"About {code}." for code in fields} <= kept
        assert OwnAnswer.objects.get(own_report=own, number=7).section == "scale"
    for reader in (use.chair, worker):
        assert "About disagree." in use.page("conference_own", own.pk, by=reader).words


@pytest.mark.clause("LEI-95", "LEI-97", "LEI-98", "LEI-99", "LEI-100", "LEI-101")
def test_a_young_person_at_school_has_the_booklet_and_every_question_of_it_is_kept(use: InUse) -> None:
    worker, child = use.agency.worker, elder(use)
    use.send(
        "conference_child_coming", by=worker, person=str(child.person_id), wanted="no", mode="", chair_agrees="",
        words="I have school then.", **day("on"),
    )  # fmt: skip
    assert "does not come" in use.page("conference_needs", by=worker).words
    assert "Give a booklet to Child1" in use.page("conference_children", by=worker).words
    use.send("conference_booklet_give", child.person_id, by=worker, code="have-your-say-young-people",
             helper="R. Willowbank", at_school="yes", **day("on"))  # fmt: skip
    with acting_as(worker):
        booklet = Booklet.objects.get(conference=use.conference, child_case_id=child.case_id)
    assert (booklet.at_school, booklet.helper) == (True, "R. Willowbank")
    asked = ("going-well", "my-worries", "others-worries", "what-must-change", "who-could-help")
    for code in asked:
        address = f"{use.at('conference_booklet_page', booklet.pk)}?section={code}&field={code}"
        answer = use.browser(worker).post(
            address,
            {"words": f"My words: {code}", "seen_by": "professionals", "version": "0", "section": code, "field": code},
        )
        assert answer.status_code == 302
    use.send("conference_booklet_return", booklet.pk, by=worker, helper="", at_school="yes", **day("on"))
    with acting_as(use.agency.manager):
        kept = BookletAnswer.objects.filter(booklet=booklet).values_list("section", "words")
        assert dict(kept) == {code: f"My words: {code}" for code in asked}
    page = use.page("conference_children", by=worker).words
    assert ("Filled in because the child is at school then" in page, "Helped by R. Willowbank" in page) == (True, True)


@pytest.mark.clause("LEI-86", "LEI-87", "LEI-88")
def test_a_younger_childs_booklet_asks_for_words_and_drawings_on_three_pages(use: InUse) -> None:
    worker, child = use.agency.worker, use.family.children[0]
    use.send("conference_booklet_give", child.person_id, by=worker, code="have-your-say-children", helper="",
             at_school="", **day("on"))  # fmt: skip
    with acting_as(worker):
        booklet = Booklet.objects.get(conference=use.conference, child_case_id=child.case_id)
    page = use.page("conference_booklet", booklet.pk, by=worker)
    for title in ("Good things", "Worries", "Wishes"):
        assert (f"{title}, in words" in page.words, f"{title}, as a drawing" in page.words) == (True, True)
    links = [str(one.get("href")) for one in page.all("a")]
    assert sum("drawing" in one and "/drawing/" in one for one in links) >= 3


@pytest.mark.clause("LEI-62")
def test_a_childs_question_waits_on_the_page_until_the_social_worker_has_answered_it(use: InUse) -> None:
    worker, child = use.agency.worker, elder(use)
    use.send("conference_question", child.person_id, by=worker, words="Do I have to move?", seen_by="")
    page = use.page("conference_children", by=worker)
    assert "Do I have to move? Not answered yet Answer it" in page.words
    with acting_as(worker):
        question = ChildQuestion.objects.get(conference=use.conference)
    use.send("conference_question_answer", question.pk, by=worker, words="No. You stay with your mum.")
    page = use.page("conference_children", by=worker).words
    assert ("Not answered yet" in page, "No. You stay with your mum." in page) == (False, True)


@pytest.mark.clause("LEI-32", "LEI-33", "LEI-56", "LEI-94")
def test_a_child_who_would_like_to_come_does_so_in_one_of_three_ways_once_the_chair_agrees(use: InUse) -> None:
    worker, child = use.agency.worker, use.family.children[0]
    labels = use.page("conference_child_coming", by=worker).texts("label")
    assert [one for one in ("For all of it", "For a part", "Meets the chair before") if one not in labels] == []

    def settle(mode: str, chair_agrees: str) -> str:
        said = {"person": str(child.person_id), "wanted": "yes", "mode": mode, "words": "I can say it.", **day("on")}
        use.send("conference_child_coming", by=worker, chair_agrees=chair_agrees, **said)
        return use.page("conference_needs", by=worker).words

    assert "Coming to the conference: not settled; still to find out: the chair's agreement." in settle("whole", "")
    for mode in ("whole", "part", "chair_before"):
        assert "Coming to the conference: may come." in settle(mode, "yes")
        with acting_as(worker):
            agreed = PreparationStep.objects.filter(person_id=child.person_id, kind="wishes", chair_agrees=True)
            assert agreed.filter(mode=mode).count() == 1


@pytest.mark.clause("LEI-57", "LEI-96")
def test_a_child_has_somebody_for_support_and_an_advocate_may_come_instead(use: InUse) -> None:
    worker, child = use.agency.worker, elder(use)
    row = use.row(child.person_id)
    for kind, name in (("friend", "Ola Wren"), ("advocate", "Sam Advocate")):
        use.send("conference_supporter_new", row.pk, by=worker, name=name, kind=kind)
    use.send("conference_step", "advocacy", by=worker, person=str(child.person_id), how="phone", answer="yes",
             words="", **day("on"))  # fmt: skip
    page = use.page("conference_person", row.pk, by=worker).words
    assert ("Ola Wren" in page, "Sam Advocate" in page) == (True, True)
    assert use.met("offer-advocate") == {child.person_id}


# --- The day --------------------------------------------------------------------------------------------


@pytest.mark.clause("LEI-46", "LEI-47")
def test_the_day_goes_step_by_step_reports_are_asked_about_and_a_late_start_says_why(use: InUse) -> None:
    CLOCK.append(clock(10, 30))
    steps = use.page("conference_meeting").texts("li")
    assert "Begin at the planned time; everybody has read the reports by then." in steps
    assert "The chair meets the parents, then begins the meeting." in steps
    late = use.send("conference_start", status=422, late_why="")
    assert "It begins 30 minutes late. Say why, in a few words." in late.words
    use.send("conference_start", late_why="The interpreter's train was late")
    with acting_as(use.chair):
        assert Sitting.objects.get(conference=use.conference).late_why == "The interpreter's train was late"
        use.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))


@pytest.mark.clause("LEI-58")
def test_a_child_leaves_for_a_break_at_any_point_and_comes_back(use: InUse) -> None:
    row = use.row(elder(use).person_id)
    for one in use.invitees():
        if one.kind in ("parent", "professional") or one.pk == row.pk:
            use.comes_in(one.pk, clock(10, 30), direct_contact=True if one.agency_code else None)
    assert "A child leaves whenever they need a break." in use.page("conference_meeting_break").words
    use.send("conference_meeting_break", asked_by=str(row.pk), why="")
    with acting_as(use.chair):
        taken = Break.objects.get(sitting__conference=use.conference)
        assert (taken.asked_by, taken.ended_at) == (row.pk, None)
    use.send("conference_meeting_break", do="end")
    with acting_as(use.chair):
        assert Break.objects.get(pk=taken.pk).ended_at is not None


@pytest.mark.clause("LEI-59")
def test_what_a_child_wrote_is_read_out_and_who_read_it_is_kept(use: InUse) -> None:
    child = use.family.children[0]
    use.send("conference_childs_words", child.case_id, kind="letter", words="Please help Mum.", child_said="everyone",
             read_out_by="The social worker")  # fmt: skip
    page = use.page("conference_meeting", more="?part=child-views").words
    assert "read out by The social worker “Please help Mum.”" in page
    with acting_as(use.chair):
        assert ChildsWords.objects.get(conference=use.conference, child_case_id=child.case_id).kind == "letter"


@pytest.mark.clause("LEI-96")
def test_an_advocate_comes_instead_of_the_young_person_and_says_what_they_think(use: InUse) -> None:
    advocate = next(one for one in use.invitees() if one.name == "Sam Advocate")
    use.comes_in(advocate.pk, clock(10, 31))
    use.send("conference_childs_words", elder(use).case_id, kind="advocate", words="He wants to stay at his school.",
             child_said="everyone", read_out_by="Sam Advocate")  # fmt: skip
    page = use.page("conference_meeting", more="?part=child-views").words
    assert "The child's advocate, read out by Sam Advocate “He wants to stay at his school.”" in page


@pytest.mark.clause("LEI-53", "LEI-66", "LEI-68", "LEI-92")
def test_the_professionals_decide_on_one_category_and_the_young_person_has_it_explained(use: InUse) -> None:
    table, child = use.table(), elder(use)
    for one in table.children():
        table.hear(one)
        table.say(one, "yes" if one.case_id == child.case_id else "no")
        made = one.case_id == child.case_id
        decision = table.decide(one, table.plan_made() if made else table.no_plan())
        if made:
            table.write_plan(one)
            assert (decision.by_role, decision.categories) == ("professionals", ["neglect"])
    table.close()
    code, worker = "explain-category-to-young-person", use.agency.worker
    with acting_as(worker):
        duty = Duty.objects.get(code=code, met_on=None)
        assert (duty.case_id, duty.belongs_to) == (child.case_id, "social_worker")
    listed = [str(one.get("href")) for one in use.page("conference", by=worker).all("a")]
    assert use.at("conference_between") in listed
    use.send(
        "conference_between_talk", by=worker, person_id=str(child.person_id), with_role="lead_practitioner",
        kind="category-explained", words="We talked about what neglect means.", **day("talked_on"),
    )  # fmt: skip
    with acting_as(worker):
        assert Duty.objects.filter(code=code, met_on=today()).count() == 1
        (event,) = CaseEvent.objects.filter(code="category-explained")
        assert (event.case_id, event.facts) == (child.case_id, {"by": "lead_practitioner"})
    assert "what the category means" in use.page("conference_between", by=worker).words
    paper = use.paper("plan", use.row(use.family.mother), hour=13)
    for words in ("What must be seen instead", "Who does what, and by when", "Find a place at the Tuesday group."):
        assert words in paper


@pytest.mark.clause("LEI-70")
def test_a_second_conference_is_owed_within_three_months(use: InUse) -> None:
    assert [due for _, due, _ in use.owed("hold-first-review")] == [in_months(3)]


@pytest.mark.clause("LEI-05", "LEI-54")
def test_every_core_group_asks_for_the_childs_views_and_says_when_the_next_conference_is(use: InUse) -> None:
    worker, child = use.agency.worker, elder(use)
    page = use.page("conference_between_group", by=worker)
    assert [one for one in page.texts("legend") if "told again that the next conference is on" in one] != []
    lines = {str(one.get("name")): "better" for one in page.all("select") if str(one.get("name")).startswith("how_")}
    said = {"reminded": "yes", "chair_words": "A. Example", "absent": "Nobody knows.", **lines, **day("held_on")}
    asked, views = f"asked_{child.case_id}", f"views_{child.case_id}"
    without = use.send("conference_between_group", by=worker, status=422, **{asked: "no", views: ""}, **said)
    told = [one for one in without.texts("li") if one.startswith("Say for each child what the child said, or why")]
    assert told != []
    use.send("conference_between_group", by=worker, **{asked: "yes", views: "I want it quiet."}, **said)
    with acting_as(worker):
        group = CoreGroup.objects.get(conference=use.conference)
    assert (group.next_date_reminded, group.views[str(child.case_id)]["words"]) == (True, "I want it quiet.")


@pytest.mark.clause("LEI-61")
def test_a_child_who_disagrees_complains_and_is_told_of_the_chair_and_the_procedure(use: InUse) -> None:
    page = use.page("conference_complaint_new", by=use.agency.manager)
    assert "A child" in page.texts("label")
    route = "A child asks the social worker about the complaints procedure, or talks with the chair."
    assert route in page.texts("label")
    said = {
        "about": "conference", "who": "child", "person": "", "name": "Child1 Example",
        "words": "Nobody asked me.", "stage": "informal", "in_writing": "no", "route": "1", **day("received_on"),
        "grounds": next(one.get("value") for one in page.all("input") if one.get("name") == "grounds"),
    }  # fmt: skip
    address = use.at("conference_complaint_new")
    answer = use.browser(use.agency.manager).post(address, said)
    assert answer.status_code == 302, checked(answer, address).words
    with acting_as(use.agency.manager):
        row = Complaint.objects.get(conference=use.conference)
        assert (row.who, row.route) == ("child", route)
        assert CaseEvent.objects.filter(code="complaint-received", conference_id=use.conference.pk).exists()


# --- The review ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def review(use: InUse) -> InUse:
    """The review of the elder child's plan, begun from its page after the conference and booked by the office."""
    CLOCK.append(clock(15))
    worker = use.agency.worker
    page = use.page("conference_review", by=worker)
    again = {str(one.get("name")): "yes" for one in page.all("input") if str(one.get("name")).startswith("again_")}
    use.send("conference_review", by=worker, **again)
    made = copy.copy(use)
    made.kind = "review"
    with acting_as(worker):
        made.conference = Conference.objects.select_related("case").get(kind="review")
    office = Office(use.agency, use.family)
    start, end = office.times(25)
    with acting_as(office.administrator) as by:
        bookings.book(
            conference=made.conference, starts_at=start, ends_at=end, room=office.room, chair_id=office.chair.user_id,
            minute_taker_id=office.writer.user_id, at=clock(15), by=by,
        )  # fmt: skip
    with acting_as(worker):
        made.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    return made


def of_review(review: InUse, code: str) -> list[Duty]:
    """The duties of this code of the review alone."""
    with acting_as(review.agency.worker):
        return list(Duty.objects.filter(conference_id=review.conference.pk, code=code).order_by("about_id"))


@pytest.mark.clause("LEI-01", "LEI-12")
def test_a_review_goes_its_own_way_its_list_is_due_fifteen_working_days_before(review: InUse) -> None:
    # Booked at the conference before it: nobody has a day's time to book it.
    assert of_review(review, "book-conference") == []
    start = review.conference.starts_at.date()
    (owed,) = of_review(review, "supply-invite-list")
    assert (owed.who, owed.met_on) == ("social_worker", None)
    assert owed.due_on == min(in_working_days(10), start - timedelta(weeks=3))
    worker = review.agency.worker
    assert "supply-invite-list" in review.duties_shown(worker)
    steps = review.page("conference_checklists", by=worker)
    assert "For a review: if a plan will probably end, invite an Early Help team manager." in steps.texts("label")


@pytest.mark.clause("LEI-12", "LEI-19")
def test_the_early_help_manager_is_offered_with_the_invite_list_before_any_report_is_written(review: InUse) -> None:
    worker = review.agency.worker
    page = review.page("conference_person_new", by=worker)
    (offered,) = [one for one in page.texts("label") if one.startswith("Early Help team manager")]
    assert offered.endswith("help can then step down to Early Help · LEI-19")
    (code,) = [one.get("value") for one in page.all("input") if str(one.get("value")).endswith("-early-help-manager")]
    review.send("conference_person_new", by=worker, take=code)
    row = review.invitee("early_help_manager")
    assert (row.to_invite, row.source) == (True, ["LEI-19"])
    assert row.name in review.page("conference_people", by=worker).words
    review.send("conference_list_supplied", by=worker)
    assert [one.met_on for one in of_review(review, "supply-invite-list")] == [today()]


@pytest.mark.clause("LEI-28", "LEI-30", "LEI-35", "LEI-40", "LEI-41", "LEI-43")
def test_the_reviews_report_carries_the_plan_as_it_stands_and_each_parent_has_all_of_it(review: InUse) -> None:
    worker, manager, mother = review.agency.worker, review.agency.manager, review.family.mother
    with acting_as(worker) as by:
        add_chronology_entry(
            case=elder(review).case, happened_on=today() - timedelta(days=9), words="Seen alone at school.",
            on=today(), by=by,
        )  # fmt: skip
    review.send("conference_report_begin", by=worker)
    with acting_as(worker):
        report = Report.objects.get(conference=review.conference, code="social-work")
    asked = review.page("conference_report_write", report.pk, by=worker).words
    assert "The child protection plan brought up to date" in asked
    making.fill(report, review.agency, recommends="plan-ended")
    review.send("conference_report_ready", report.pk, by=worker)
    page = review.page("conference_report_authorise", report.pk, by=manager)
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox"]
    # What the procedure authorises together is ticked beforehand.
    parts = [one.get("value") for one in boxes if one.get("name") == "parts" and one.get("checked") is not None]
    assert parts == ["report", "chronology", "genogram", "plan"]
    lines = [one.get("value") for one in boxes if one.get("name") == "checked"]
    review.send("conference_report_authorise", report.pk, by=manager, parts=parts, checked=lines)
    assert [one.met_on for one in of_review(review, "authorise-report")] == [today()]
    # The lines of the plan, as they were agreed and as the core group saw them last, are of what was authorised.
    plan = f"Ring the helpline the first time it gets loud, by {day_in_words(today() + timedelta(days=20))}. To do; on"
    told = review.page("conference_report", report.pk, by=worker).words
    assert (plan in told, f"{day_in_words(today())}: better." in told) == (True, True)

    given = {"how": "handed-over", "time": "15:00", **day("on")}
    assert "In time until" in review.page("conference_share", report.pk, mother, by=worker).words
    for part, met in (("report", set()), ("chronology", set()), ("plan", {mother})):
        review.send("conference_share", report.pk, mother, by=worker, parts=part, **given)
        owed = of_review(review, "share-report-with-parents")
        assert {one.about_id for one in owed if one.met_on} == met, part
        assert len(owed) == 2
    with acting_as(worker):
        share = ReportShare.objects.get(report=report, person_id=mother)
    assert (share.how, share.parts) == ("handed-over", ["chronology", "plan", "report"])

    with acting_as(review.chair) as by:
        release = prepare(conference=review.conference, code="report", by=by, at=clock(15), subject=report.pk)
        copies = {one.recipient: one for one in release.renditions.all()}
    hers, nurse = copies[review.row(mother).pk], copies[review.invitee("school_nurse").pk]
    for copy_ in (hers, nurse):
        assert plan in pdf_words(copy_.content)
    assert (hers.enclosed_code, nurse.enclosed_code) == ("", "genogram")
    assert "Child1 Example, the child in focus" in pdf_words(nurse.enclosed)
    address = review.at("conference_paper_file", release.pk, nurse.pk) + "?file=enclosed"
    answer = review.browser(manager).get(address)
    assert (answer.content, answer["Content-Disposition"]) == (bytes(nurse.enclosed), 'inline; filename="enclosed.pdf"')
    assert "Genogram with it" in review.page("conference_paper", release.pk, by=manager).words
