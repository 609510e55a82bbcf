"""Leicester's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Child, Duty
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
    Sitting,
)
from quorate.conferences.services import people
from quorate.notices.services import prepare
from quorate.plans.models import CoreGroup
from tests.cases.making import Agency
from tests.conferences.in_use.using import PAGES, InUse, clock, day, in_months, said_twice
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
            patch.setattr(f"quorate.web.conferences.{module}.now", lambda: CLOCK[-1])
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
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
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


@pytest.mark.clause("LEI-15", "LEI-50", "LEI-65")
def test_police_and_family_doctor_are_on_the_list_with_the_school_and_the_parents(use: InUse) -> None:
    asked = [one.role for one in use.invitees() if one.to_invite]
    assert [one for one in ("police_rep", "gp", "school_nurse", "school_rep", "parent") if one not in asked] == []
    listed = use.page("conference_people", by=use.agency.worker).words
    assert [one for one in ("police_rep", "gp") if use.invitee(one).name not in listed] == []


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
    lines = {str(one.get("name")): "better" for one in page.all("input") if str(one.get("name")).startswith("how_")}
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
        "words": "Nobody asked me.", "stage": "informal", "in_writing": "no", "route": "0", **day("received_on"),
        "grounds": next(one.get("value") for one in page.all("input") if one.get("name") == "grounds"),
    }  # fmt: skip
    address = use.at("conference_complaint_new")
    answer = use.browser(use.agency.manager).post(address, said)
    assert answer.status_code == 302, checked(answer, address).words
    with acting_as(use.agency.manager):
        row = Complaint.objects.get(conference=use.conference)
        assert (row.who, row.route) == ("child", route)
        assert CaseEvent.objects.filter(code="complaint-received", conference_id=use.conference.pk).exists()
