"""Bradford's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent
from quorate.conferences.models import ParentAbsence
from quorate.conferences.services import people
from quorate.documents import record_drafts
from quorate.documents.facts import Facts
from quorate.notices.models import Message
from quorate.notices.outbox import send_one
from quorate.notices.services import prepare, release_and_queue
from quorate.people.models import User
from tests import clock as clocks
from tests.conferences.in_use.using import InUse, clock, day, in_months, in_working_days, on_this_day, said_twice
from tests.database import Urls
from tests.notices.making import Remembering

_BY_AGE = ("school_nurse", "school_rep")
"""Whom the procedure asks for where children are at school."""


@pytest.fixture(scope="module")
def use(module_database: Urls) -> Iterator[InUse]:
    with pytest.MonkeyPatch.context() as patch:
        on_this_day(patch)
        yield InUse("bradford")


@pytest.mark.clause("BRD-01", "BRD-05", "BRD-08", "BRD-10", "BRD-12")
def test_the_invitation_tells_a_parent_what_it_is_whom_to_bring_and_with_whom_to_talk_first(use: InUse) -> None:
    said = use.paper("invitation", use.row(use.family.mother))
    assert (said_twice(said), said.count("IF YOU CANNOT COME"), "If you cannot come" in said) == ([], 1, False)
    for words in (
        "Several agencies meet because a child may have been hurt or harmed, or may be in future.",
        "Minutes are taken of the conference.",
        "You can see the Chairperson who leads the meeting about half an hour before it starts.",
        "You can bring one person to be with you",
        "They must keep private what they hear.",
    ):
        assert words in said
    assert "If you are not sure about coming, you can talk first with your social worker" in said


@pytest.mark.clause("BRD-12")
def test_a_parent_who_is_unsure_is_offered_a_talk_with_those_whom_the_procedure_names(use: InUse) -> None:
    worker, mother = use.agency.worker, use.family.mother
    unsure = "Morgan Example is not sure about coming. They can talk first with somebody who will be there: "
    use.send("conference_step", "wishes", by=worker, person=str(mother), how="phone", answer="unsure", **day("on"))
    assert unsure + "social worker, health visitor, midwife, school nurse" in use.page("conference_needs").words
    offered = use.page("conference_step", "talk", by=worker).texts("option")
    named = [one for one in offered if one.endswith((", social worker", ", school nurse", ", health visitor"))]
    assert (len(named) > 1, [one for one in offered if "police" in one]) == (True, [])
    police = use.invitee("police_rep")
    told = {"person": str(mother), "how": "phone", "answer": "yes", "words": "She will come.", **day("on")}
    use.send("conference_step", "talk", by=worker, status=422, with_invitee=str(police.pk), **told)
    use.send("conference_step", "talk", by=worker, with_invitee=str(use.invitee("school_nurse").pk), **told)
    page = use.page("conference_needs").words
    assert ("is not sure about coming" in page, "She will come." in page) == (False, True)


@pytest.mark.clause("BRD-09")
def test_those_whom_the_children_s_ages_ask_for_stand_on_the_list_with_the_reason(use: InUse) -> None:
    assert {one.role: one.basis for one in use.invitees() if one.role in _BY_AGE} == dict.fromkeys(_BY_AGE, "age")
    assert [one for one in use.invitees() if one.role == "midwife"] == [], "nobody is unborn"


@pytest.mark.clause("BRD-29")
def test_each_parent_is_owed_the_leaflet_until_it_is_given(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    assert len(use.owed("give-parents-leaflet")) == 2
    use.send("conference_step", "leaflet", by=worker, person=str(mother.person_id), how="in-person", **day("on"))
    assert use.met("give-parents-leaflet") == {mother.person_id}


@pytest.mark.clause("BRD-08")
def test_each_parent_brings_one_person_who_says_that_they_keep_it_to_themselves(use: InUse) -> None:
    worker, mother, late = use.agency.worker, use.row(use.family.mother), {"late_reason": "Asked this morning"}
    use.send("conference_supporter_new", mother.pk, by=worker, name="Agata Nettlefold", kind="friend", **late)
    again = use.send(
        "conference_supporter_new", mother.pk, by=worker, status=422, name="Another", kind="friend", **late
    )
    assert "One supporter may come with each person (BRD-08); take the other off the list first." in again.words
    pending = "Has not yet said that they keep to themselves what they hear"
    assert pending in use.page("conference_people", by=worker).words
    named = next(one for one in use.invitees() if one.name == "Agata Nettlefold")
    letter = use.paper("invitation", named)
    assert ("You are there for somebody of the family." in letter, "You can bring" in letter) == (True, False)
    use.send("conference_confidence", named.pk, by=worker)
    assert pending not in use.page("conference_people", by=worker).words
    assert "said so on" in use.page("conference_person", named.pk, by=worker).words
    father = use.row(use.family.father)
    use.send("conference_supporter_new", father.pk, by=worker, name="His Brother", kind="family_member", **late)


@pytest.mark.clause("BRD-07")
def test_whether_a_child_comes_is_decided_by_what_is_right_for_that_child(use: InUse) -> None:
    child, worker = use.family.children[0], use.agency.worker
    assert "Where it is appropriate for the child" in use.page("conference_child_coming", by=worker).words
    with acting_as(worker) as by:
        people.add_invitee(
            conference=use.conference, kind="child", name="Child0 Example", role="child", basis="need",
            about=[child.case_id], why="Wants to come", person_id=child.person_id, by=by,
        )  # fmt: skip
    use.send(
        "conference_child_coming", by=worker, person=str(child.person_id), wanted="yes", mode="part",
        chair_agrees="no", words="A letter is better for her.", **day("on"),
    )  # fmt: skip
    page = use.page("conference_needs", by=worker).words
    assert ("Coming to the conference: does not come" in page, "A letter is better for her." in page) == (True, True)


@pytest.mark.clause("BRD-10", "BRD-11", "BRD-15")
def test_the_chair_meets_a_parent_goes_through_the_list_and_writes_down_what_was_asked(use: InUse) -> None:
    mother = use.row(use.family.mother)
    assert use.page("conference_meeting").words.count("usually 30 minutes before the start") == 2
    items = use.page("conference_meet_parent", mother.pk).texts("label")
    tries = "Ask what the parents want to know about the purpose and the process, and try to answer."
    plan, purpose = "Explain what a Child Protection Plan means.", "Explain what the conference is for."
    run = "Explain how the conference will be run, and when the parents speak."
    assert [one for one in (tries, plan, purpose, run) if one not in items] == []
    use.send(
        "conference_meet_parent", mother.pk, mode="in_person", ticked=[tries, plan, purpose, run],
        questions="Can you take my child? No, only a court can.", still_open="Who minds him on Friday?",
    )  # fmt: skip
    assert use.met("meet-parents") == {mother.person_id}
    page = use.page("conference_meeting").words
    assert "Met The chair meets Morgan ExampleStill open: Who minds him on Friday?" in page
    kept = use.page("conference_meet_parent", mother.pk)
    assert "Can you take my child? No, only a court can." in kept.texts("textarea")
    ticked = [one.get("value") for one in kept.all("input") if one.get("name") == "ticked" and "checked" in one.attrib]
    assert ticked == [purpose, run, plan, tries]


@pytest.mark.clause("BRD-13")
def test_it_goes_ahead_without_a_parent_unless_the_chair_finds_exceptional_circumstances(use: InUse) -> None:
    mother, father = use.row(use.family.mother), use.row(use.family.father)
    use.start()
    for one in use.invitees():
        if one.kind == "professional" or one.pk == mother.pk:
            use.comes_in(one.pk, direct_contact=True if one.agency_code else None)
    opening = use.page("conference_meeting", more="?part=opening").words
    rule = "The conference goes ahead without a parent, unless exceptional circumstances keep that parent away."
    assert (rule in opening, "Frankie Sample: The chair decides" in opening) == (True, True)
    child = use.table().children()[0]
    asked = "The chair has decided whether to go on without a parent who is not here, and why"
    assert asked in use.page("conference_decide", child.case_id).words
    assert "Not said yet: Frankie Sample." in use.page("conference_decide", child.case_id).words
    blank = use.send("conference_absent", father.pk, status=422, choice="put-off", why="  ", offer="no")
    assert "Write down why" in blank.words
    away = {"choice": "put-off", "why": "He is in hospital since last night.", "offer": "no"}
    went = use.send("conference_absent", father.pk, **away)
    assert (went.path, went.query) == (use.at("conference_adjourn"), "why=parent-unable")
    chosen = use.page("conference_adjourn", more="?why=parent-unable").all("input")
    assert [one.get("value") for one in chosen if "checked" in one.attrib] == ["parent-unable"]
    use.send("conference_absent", father.pk, choice="go-on", why="He rang: he has changed his mind.", offer="no")
    opening = use.page("conference_meeting", more="?part=opening").words
    assert "the conference goes ahead without them. He rang: he has changed his mind." in opening
    assert "Not said yet" not in use.page("conference_decide", child.case_id).words
    with acting_as(use.chair):
        assert list(ParentAbsence.objects.values_list("choice", flat=True)) == ["put-off", "go-on"]
    use.send("conference_absent", mother.pk, status=404, choice="go-on", why="She is here.", offer="no")
    assert opening.count("Morgan Example: ") == 0


@pytest.mark.clause("BRD-02")
def test_the_analysis_shows_the_five_aims_of_the_model(use: InUse) -> None:
    page = use.page("conference_meeting", more="?part=analysis")
    aims = [
        "Share what is known and what the concerns about the child are",
        "Let the parents take part in that sharing",
        "Look at what people are worried about and at what is working well",
        "Agree a Safety Plan that lowers the risk to the child",
        "Decide whether the child has been, or is at risk of being, significantly harmed",
    ]
    assert [one for one in page.texts("li") if one in aims] == aims
    assert page.texts("h3")[:3] == ["What are we worried about?", "What is working well?", "What needs to happen?"]


@pytest.mark.clause("BRD-13")
def test_the_record_says_why_it_went_on_to_that_parent_and_the_professionals_alone(use: InUse) -> None:
    with acting_as(use.chair) as by:
        facts: Any = Facts(use.conference, at=clock(13), by=by)
        (part,) = [one for one in record_drafts.sections_of(facts) if "went on without" in one.words]
    assert (part.meant_for, tuple(part.named)) == ("F-person", (use.family.father,))
    assert part.words == "- The chair went on without Frankie Sample: He rang: he has changed his mind."


@pytest.mark.clause("BRD-16")
def test_the_social_worker_goes_through_the_plan_again_with_each_parent(use: InUse) -> None:
    use.table().decide_all()
    use.table().close()
    with acting_as(use.chair):
        use.conference.refresh_from_db()
    worker, mother = use.agency.worker, use.family.mother
    again = "Go through the Child Protection Plan again with "
    assert again in use.page("conference", by=worker).words
    use.send(
        "conference_between_talk", by=worker, person_id=str(mother), with_role="social_worker", kind="plan-explained",
        words="She knows what has to change.", **day("talked_on"),
    )  # fmt: skip
    assert use.met("explain-plan-to-parents") == {mother}
    assert "She knows what has to change." in use.page("conference_between", by=worker).words


@pytest.mark.clause("BRD-23")
def test_the_plan_is_owed_its_review_within_three_months(use: InUse) -> None:
    assert [due for _, due, _ in use.owed("hold-first-review")] == [in_months(3)]


@pytest.mark.clause("BRD-21", "BRD-22")
def test_the_parents_get_their_copy_of_the_decisions_from_the_social_workers_hands(
    use: InUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quorate.web.conferences.opening.now", lambda: clock(14))
    ((who, due, is_met),) = use.owed("send-decisions")
    assert (who, due, is_met) == ("safeguarding_unit", in_working_days(1), False)
    through, mother = Remembering(), use.family.mother
    with acting_as(use.chair) as by:
        prepared = prepare(conference=use.conference, code="decisions", by=by, at=clock(13))
    with acting_as(use.agency.manager) as by:
        release = release_and_queue(release=prepared, by=by, at=clock(13, 5))
        waiting = list(Message.objects.filter(release=release, channel="email").order_by("name"))
    for one in waiting:
        send_one(message_id=one.pk, by=use.agency.manager, through=through, now=lambda: clock(13, 10))
    with acting_as(use.chair):
        worker = User.objects.get(pk=use.agency.worker.user_id).email
        theirs = list(release.messages.filter(through="social_worker").order_by("name"))
        with_worker = {(one.state, one.channel, one.why) for one in theirs}
        sent = CaseEvent.objects.filter(code="decisions-sent", case=use.family.cases[0])
    assert {one.person_id for one in theirs} == {mother, use.family.father}
    assert with_worker == {("waiting", "hand", "with-carrier")}
    to_bring = [one for one in through.mails if "hand it to that person yourself" in str(one.get_body())]
    assert [one["To"] for one in to_bring] == [worker, worker], "nothing goes to a parent's own address"
    assert use.owed("send-decisions") == [(who, due, True)], "the social worker has them"
    assert use.met("hand-decisions-to-parents") == set()
    page = use.page("conference_papers", by=use.agency.worker)
    assert page.words.count("It is with whoever hands it over") == 2
    (hers,) = [one for one in theirs if one.person_id == mother]
    for wrong in (dt.timedelta(days=1), dt.timedelta(days=-1)):
        on = day("on", clocks.now().date() + wrong)
        use.send("conference_message", hers.pk, by=use.agency.worker, does="handed", **on)
    assert use.met("hand-decisions-to-parents") == set(), "it was not there to be handed over, or is not yet"
    use.send("conference_message", hers.pk, by=use.agency.worker, does="handed", **day("on"))
    assert use.met("hand-decisions-to-parents") == {mother}
    with acting_as(use.chair):
        said = [one.facts for one in sent.order_by("recorded_at") if one.facts["to"] == "parent"]
        others = [role for one in sent for role in one.facts["to"] if one.facts["to"] != "parent"]
    assert [one["parent"] for one in said] == [str(mother)]
    assert ("social_worker" in others, "parent" in others) == (True, False)
    told = use.page("conference_paper", release.pk, by=use.agency.worker).words
    assert told.count("Handed over on") == 1
