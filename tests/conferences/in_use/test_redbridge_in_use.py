"""Redbridge's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Need
from quorate.challenges.models import Complaint
from quorate.conferences.models import Conference, Decision, Invitee
from quorate.conferences.services import people
from quorate.documents import record_drafts
from quorate.documents.facts import Facts
from quorate.plans.models import ActionProgress
from tests.cases.making import Agency
from tests.conferences.in_use.using import InUse, clock, day, in_months, on_this_day, said_twice
from tests.database import Urls
from tests.web.visiting import checked


@pytest.fixture(scope="module")
def use(module_database: Urls) -> Iterator[InUse]:
    with pytest.MonkeyPatch.context() as patch:
        on_this_day(patch)
        agency = Agency(pack="redbridge")
        yield InUse("redbridge", agency=agency, family=agency.family(ages=(13, 8)))


@pytest.mark.clause("RDB-01", "RDB-02", "RDB-05", "RDB-17", "RDB-18", "RDB-19", "RDB-46")
def test_the_invitation_asks_a_parent_to_come_and_says_whom_to_bring_whom_to_tell_and_who_helps(use: InUse) -> None:
    said = use.paper("invitation", use.row(use.family.mother)).splitlines()
    assert (said_twice(" ".join(said)), "Do this at least 2 days before the meeting." in said) == ([], True)
    for line in (
        "- A conference is held when children's services worry that a child is, or could be, seriously harmed. What is "
        "known about the family is shared with the professionals who need it.",
        "- Your being there matters: please come, and take part.",
        "- The chair is independent and does not manage the child's social worker.",
        "You can bring somebody to be with you: a friend, a supporter or an advocate.",
        "Please tell the chair who is coming.",
        "- If you need an interpreter, tell the social worker before the conference.",
        "- Citizens Advice, your local office",
        "- Family Rights Group, free advice line: 0808 801 0366",
        "- A solicitor who specialises in work with children",
        "- Children's Legal Centre",
    ):
        assert said.count(line) == 1, line


@pytest.mark.clause("RDB-08")
def test_the_social_worker_owes_each_parent_to_explain_why_and_says_on_the_page_that_it_was_done(use: InUse) -> None:
    code, worker, mother = "explain-conference-to-parents", use.agency.worker, use.family.mother
    assert [(who, is_met) for who, _, is_met in use.owed(code)] == [("social_worker", False)] * 2
    assert code in use.duties_shown(worker)
    use.send("conference_step", "concerns", by=worker, person=str(mother), how="in-person", words="", **day("on"))
    assert use.met(code) == {mother}


@pytest.mark.clause("RDB-18")
def test_a_supporter_named_after_the_two_days_is_taken_with_the_reason_which_the_chair_reads(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    rule = use.page("conference_person", mother.pk, by=worker).words
    assert "The time to say so is over; a supporter named late is still accepted, with the reason." in rule
    named = {"name": "Agata Nettlefold", "kind": "friend"}
    late = use.send("conference_supporter_new", mother.pk, by=worker, status=422, late_reason="", **named)
    assert "This comes after the time to say so. It is still accepted: say why it comes late." in late.words
    use.send("conference_supporter_new", mother.pk, by=worker, late_reason="She was asked this morning.", **named)
    assert "Named late: She was asked this morning." in use.page("conference_people").words


@pytest.mark.clause("RDB-19")
def test_that_a_parent_needs_an_interpreter_is_noted_and_open_until_one_is_arranged(use: InUse) -> None:
    worker, mother = use.agency.worker, str(use.family.mother)
    use.send("conference_need_new", by=worker, person=mother, kind="interpreter", words="Polish")
    assert "Interpreter: Polish Not arranged yet" in use.page("conference_needs", by=worker).words
    with acting_as(worker):
        need = Need.objects.get(person_id=mother, kind="interpreter")
    use.send("conference_need_met", need.pk, by=worker, how="Booked with the agency")
    page = use.page("conference_needs", by=worker).words
    assert ("Not arranged yet" in page, "Booked with the agency" in page) == (False, True)


@pytest.mark.clause("RDB-20")
def test_from_ten_a_child_may_come_where_it_is_right_and_the_parent_agrees(use: InUse) -> None:
    worker, (older, younger) = use.agency.worker, use.family.children
    asked = use.page("conference_child_coming", by=worker)
    assert "From the age of 10: where it is appropriate for the child" in asked.words
    assert "Does the parent agree?" in asked.texts("legend")

    def coming(child: object, **said: str) -> list[str]:
        use.send(
            "conference_child_coming", by=worker, person=str(child.person_id), wanted="yes", words="Yes.", **said,  # type: ignore[attr-defined]
            **day("on"),
        )  # fmt: skip
        told = use.page("conference_needs", by=worker).texts("p")
        return [one for one in told if one.startswith("Coming to the conference")]

    agreed = {"parent_agrees": "yes", "chair_agrees": "yes"}
    start = "Coming to the conference: "
    assert coming(younger, **agreed) == [], "nobody of the family but those on the list stands there"
    with acting_as(worker) as by:
        for child, name in ((older, "Child0 Example"), (younger, "Child1 Example")):
            people.add_invitee(
                conference=use.conference, kind="child", name=name, role="child", basis="need", about=[child.case_id],
                why="Wants to come", person_id=child.person_id, by=by,
            )  # fmt: skip
    assert coming(older, chair_agrees="yes") == [
        f"{start}not settled; still to find out: the parent's agreement.", f"{start}does not come."
    ]  # fmt: skip
    assert coming(older, **agreed) == [f"{start}may come.", f"{start}does not come."]
    assert coming(older, parent_agrees="no", chair_agrees="yes") == [f"{start}does not come."] * 2


@pytest.mark.clause("RDB-22")
def test_a_child_is_offered_an_advocate_and_may_pick_somebody_else(use: InUse) -> None:
    worker, child = use.agency.worker, use.family.children[0]
    use.send(
        "conference_step", "advocacy", by=worker, person=str(child.person_id), how="in-person", answer="yes",
        words="She picked her aunt.", **day("on"),
    )  # fmt: skip
    assert use.met("offer-advocate") == {child.person_id}
    use.send(
        "conference_supporter_new", use.row(child.person_id).pk, by=worker, name="Halina Brambleday", kind="supporter",
        late_reason="Picked today",
    )  # fmt: skip
    with acting_as(worker):
        helper = Invitee.objects.get(conference=use.conference, name="Halina Brambleday")
        assert helper.supporter_of is not None
        assert helper.supporter_of.person_id == child.person_id


@pytest.mark.clause("RDB-12", "RDB-13")
def test_the_chair_meets_each_parent_face_to_face_by_link_or_by_phone_and_in_no_other_way(use: InUse) -> None:
    mother, father = use.row(use.family.mother), use.row(use.family.father)
    page = use.page("conference_meet_parent", mother.pk)
    modes = [one.get("value") for one in page.all("input") if one.get("name") == "mode"]
    assert modes == ["in_person", "virtual", "phone"]
    listed = page.texts("label")
    asked = ("Go through the agenda.", "Answer questions about how the conference works.")
    worries = "Ask what worries the parents about the conference, and talk it over."
    assert [one for one in (*asked, worries) if one not in listed] == []
    use.send("conference_meet_parent", mother.pk, status=422, mode="letter")
    use.send("conference_meet_parent", mother.pk, mode="phone", ticked=[*asked, worries], raised="The school's dates.")
    use.send("conference_meet_parent", father.pk, mode="virtual", ticked=list(asked))
    assert use.met("meet-parents") == {use.family.mother, use.family.father}
    assert "Wants brought up: The school's dates." in use.page("conference_meeting").words


@pytest.mark.clause("RDB-06", "RDB-15")
def test_the_chair_sees_who_has_been_heard_and_what_a_parent_says_of_home_stands_there(use: InUse) -> None:
    use.start()
    use.full()
    mother = use.row(use.family.mother)
    part = {"more": "?part=parent-views"}

    def heard() -> int:
        return use.page("conference_meeting", **part).words.count("has contributed") - 1  # one explains the sign

    assert heard() == 0
    address = use.at("conference_voice") + "?part=parent-views"
    sent = use.browser().post(
        address, {"invitee_id": str(mother.pk), "kind": "said", "words": "It is calmer at home.", "meant_for": "F-all"}
    )
    assert sent.status_code == 302
    assert heard() == 1
    assert "It is calmer at home." in use.page("conference_meeting", **part).texts("p")
    lists = use.page("conference_checklists")
    everybody = "Everyone has had the chance to help plan for safety."
    assert [one for one in lists.texts("label") if one.startswith(everybody)] != []


@pytest.mark.clause("RDB-04", "RDB-07", "RDB-33")
def test_a_plan_may_name_several_of_the_four_kinds_of_harm(use: InUse) -> None:
    table = use.table()
    first, second = table.children()
    page = use.page("conference_decide", first.case_id)
    boxes = [(one.get("value"), one.get("type")) for one in page.all("input") if one.get("name") == "categories"]
    assert sorted(boxes) == [(one, "checkbox") for one in ("emotional", "neglect", "physical", "sexual")]
    # The chair decides; whoever else knows the case does not.
    said = {"outcome": "no-plan", "reason": "It is enough."}
    for other in (use.agency.worker, use.agency.manager):
        use.send("conference_decide", first.case_id, by=other, status=403, **said)
    for child, plan in ((first, "yes"), (second, "no")):
        table.hear(child)
        table.say(child, plan)
    table.decide(first, table.plan_made(categories=("physical", "neglect")))
    table.decide(second, table.no_plan())
    with acting_as(use.chair):
        decision = Decision.objects.get(case_id=first.case_id)
        assert (decision.categories, decision.by_role) == (["physical", "neglect"], "chair")


@pytest.mark.clause("RDB-42")
def test_a_parent_says_what_they_think_of_plan_and_decision_and_it_stands_in_their_papers(use: InUse) -> None:
    mother, first = use.row(use.family.mother), use.table().children()[0]
    form = use.page("conference_dissent")
    assert "RDB-42" in " ".join(use.page("conference_decisions").texts("p"))
    kinds = [one.get("value") for one in form.all("input") if one.get("name") == "kind"]
    assert {"on-decision", "on-plan"} <= set(kinds)
    said = {"person": str(mother.pk), "words": "I can live with that.", "kind": "on-decision"}
    use.send("conference_dissent", child=str(first.case_id), **said)
    use.send("conference_dissent", **said | {"kind": "on-plan", "words": "Tuesday is too early for me."})
    page = use.page("conference_decisions")
    words = ["“I can live with that.”", "“Tuesday is too early for me.”"]
    assert sorted(one for one in page.texts("p") if one in words) == words
    letter = use.paper("decisions", mother, hour=14)
    assert "You can say what you think of the plan and of the decisions that were made." in letter
    with acting_as(use.chair) as by:
        parts = record_drafts.sections_of(Facts(use.conference, at=clock(13), by=by))
    hers = [one for one in parts if "I can live with that." in one.words or "Tuesday is too early" in one.words]
    assert {(one.meant_for, tuple(one.named)) for one in hers} == {("F-person", (mother.person_id,))}
    assert sum(one.words.count(f"{mother.name}: ") for one in hers) == 2


@pytest.mark.clause("RDB-35", "RDB-36")
def test_the_core_group_meets_again_and_again_and_the_review_is_owed_within_three_months(use: InUse) -> None:
    table, worker = use.table(), use.agency.worker
    planned = table.children()[0]
    table.write_plan(planned)
    table.close()
    with acting_as(use.chair):
        use.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    assert [due for _, due, _ in use.owed("hold-first-review")] == [in_months(3)]
    assert [is_met for _, _, is_met in use.owed("hold-first-core-group")] == [False]
    page = use.page("conference_between_group", by=worker)
    lines = {str(one.get("name")): "better" for one in page.all("select") if str(one.get("name")).startswith("how_")}
    assert len(lines) == 2, "each line of the plan is looked at"
    use.send(
        "conference_between_group", by=worker, absent="Nobody knows.", reminded="yes", chair_words="A. Example",
        **{f"asked_{planned.case_id}": "yes", f"views_{planned.case_id}": "I want it quiet."}, **lines,
        **day("held_on"),
    )  # fmt: skip
    with acting_as(worker):
        assert ActionProgress.objects.filter(direction="better").count() == 2
    assert [is_met for _, _, is_met in use.owed("hold-first-core-group")] == [True]
    ((_, again, is_met),) = use.owed("hold-next-core-group")
    assert (again, is_met) == (today() + timedelta(weeks=6), False)
    assert "I want it quiet." in use.page("conference_between", by=worker).words


@pytest.mark.clause("RDB-43")
@pytest.mark.parametrize("ground", ["process", "decision"])
def test_a_parent_complains_about_how_it_was_held_or_what_was_decided(use: InUse, ground: str) -> None:
    manager, mother = use.agency.manager, use.row(use.family.mother)
    page = use.page("conference_complaint_new", by=manager)
    grounds = [one.get("value") for one in page.all("input") if one.get("name") == "grounds"]
    assert grounds == ["process", "decision"]
    said = {
        "about": "conference", "who": "parent", "person": str(mother.pk), "name": "", "words": f"About {ground}.",
        "stage": "formal", "in_writing": "yes", "route": "0", "grounds": ground, **day("received_on"),
    }  # fmt: skip
    people = {one.get("value") for one in page.all("option")}
    said["person"] = next(str(one) for one in (mother.pk, mother.person_id) if str(one) in people)
    address = use.at("conference_complaint_new")
    answer = use.browser(manager).post(address, said)
    assert answer.status_code == 302, checked(answer, address).words
    with acting_as(manager):
        row = Complaint.objects.get(conference=use.conference, words=f"About {ground}.")
        told = CaseEvent.objects.filter(code="complaint-received", conference_id=use.conference.pk)
        assert (row.grounds, row.who) == ([ground], "parent")
        assert ground in str(told.order_by("-recorded_at")[0].facts["grounds"])
