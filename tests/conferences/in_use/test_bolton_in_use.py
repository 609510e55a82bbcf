"""Bolton's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.cases.models import Duty
from quorate.conferences.models import ReportShare
from quorate.conferences.services import meeting_register, people
from quorate.conferences.services.record import approve_record, digest_of
from quorate.documents import record_drafts
from quorate.notices.services import ChangedSince, prepare
from quorate.notices.services.preparing import NobodyToTell, preview
from quorate.plans.models import CoreGroupMember
from quorate.plans.models.content import PlanContent
from quorate.plans.services import core_groups
from quorate.plans.services.core_groups import NewMember
from quorate.release.basis import basis_of
from tests.conferences.in_use.using import InUse, clock, day, in_months, in_working_days, on_this_day, said_twice
from tests.conferences.reports.making import social_work_report
from tests.conferences.stages import written_out
from tests.database import Urls

EXPECTED = (
    "You are expected at the conference and at core groups. If that is truly not possible, send a report of your work "
    "with the family."
)
CONTRIBUTE = (
    "Everybody who works with the family must contribute what they know. Where information is missing, the conference "
    "cannot decide well about the risk to the child."
)


@pytest.fixture(scope="module")
def use(module_database: Urls) -> Iterator[InUse]:
    with pytest.MonkeyPatch.context() as patch:
        on_this_day(patch)
        yield InUse("bolton")


@pytest.mark.clause("BOL-01", "BOL-10", "BOL-11", "BOL-12")
def test_the_invitation_tells_parents_who_meets_that_they_take_part_and_whom_they_may_bring(use: InUse) -> None:
    said = use.paper("invitation", use.row(use.family.mother)).splitlines()
    assert said_twice(" ".join(said)) == []
    for line in (
        "- A conference brings together the family, with the child whenever that is right, those who support or speak "
        "for them, and the professionals who have a part to play.",
        "- Parents are invited whenever it is possible. They come to talk about what is known and to help build their "
        "child's plan.",
        "They are there for you and listen. They do not speak in the meeting.",
    ):
        assert said.count(line) == 1, line
    (bring,) = [one for one in said if one.startswith("You can bring one person to be with you: ")]
    assert [one for one in ("solicitor", "advocate", "friend") if one not in bring] == []


@pytest.mark.clause("BOL-18")
def test_social_care_health_and_the_police_stand_on_the_list_as_invited(use: InUse) -> None:
    asked = {one.role: one.basis for one in use.invitees() if one.to_invite}
    assert {asked[role] for role in ("social_worker", "health_rep", "police_rep")} == {"always"}
    listed = use.page("conference_people", by=use.agency.worker).words
    assert [one for one in ("social_worker", "health_rep", "police_rep") if use.invitee(one).name not in listed] == []


@pytest.mark.clause("BOL-17")
def test_whether_several_disciplines_would_be_there_stands_above_the_list_by_agency(use: InUse) -> None:
    page = use.page("conference_people")
    (rule,) = [one for one in page.texts("p") if one.startswith("The rule.")]
    assert ("Several disciplines must be there" in rule, "BOL-17" in rule) == (True, True)
    agencies = [one.split(" ")[0] for one in page.texts("tr")]
    assert {"Police", "Health"} <= {one.title() for one in agencies}


@pytest.mark.clause("BOL-23")
def test_a_parent_who_has_the_report_later_than_24_hours_before_has_it_late_and_the_page_asks_why(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    report = social_work_report(use.agency, use.conference, at=clock(8))
    with acting_as(worker):
        owed = list(Duty.objects.filter(code="share-report-with-parents", conference_id=use.conference.pk))
    assert [(one.who, one.due_at) for one in owed] == [("social_worker", clock(10) - timedelta(hours=24))] * 2
    given = {"how": "handed-over", "time": "09:00", "parts": "report", **day("on")}
    asked = use.send("conference_share", report.pk, mother.person_id, by=worker, status=422, late_why="", **given)
    assert "This is after the limit. Say why it is late: it stays marked, and nothing is lost." in asked.words
    use.send("conference_share", report.pk, mother.person_id, by=worker, late_why="Written at night.", **given)
    with acting_as(worker):
        share = ReportShare.objects.get(report=report, person_id=mother.person_id)
    assert (share.shared_at, share.limit_at, share.is_late) == (clock(9), clock(10) - timedelta(hours=24), True)
    assert use.met("share-report-with-parents") == {mother.person_id}
    assert "Late" in use.page("conference_reports", by=worker).words


@pytest.mark.clause("BOL-09")
def test_every_child_is_owed_the_conference_booklet_until_it_has_it(use: InUse) -> None:
    worker = use.agency.worker
    assert [is_met for _, _, is_met in use.owed("give-child-booklet")] == [False, False]
    for child in use.family.children:
        use.send("conference_booklet_give", child.person_id, by=worker, code="conference-booklet", helper="",
                 at_school="", **day("on"))  # fmt: skip
    assert [is_met for _, _, is_met in use.owed("give-child-booklet")] == [True, True]
    assert "Child Protection Conference Booklet" in use.page("conference_children", by=worker).words


@pytest.mark.clause("BOL-38", "BOL-39", "BOL-40")
def test_practitioners_are_told_that_they_are_expected_and_must_contribute(use: InUse) -> None:
    said = use.paper("invitation", use.invitee("school_rep")).splitlines()
    assert (said.count(f"- {EXPECTED}"), said.count(f"- {CONTRIBUTE}")) == (1, 1)
    page = use.page("conference_attendance")
    assert [one for one in page.texts("p") if one.startswith((EXPECTED, CONTRIBUTE))] == [
        f"{EXPECTED} (BOL-38, BOL-39)", f"{CONTRIBUTE} (BOL-40)"
    ]  # fmt: skip


@pytest.mark.clause("BOL-39", "BOL-40")
def test_what_is_missing_is_named_before_the_meeting_and_where_it_is_decided(use: InUse) -> None:
    police = use.invitee("police_rep")
    use.send(
        "conference_person_answer", police.pk, by=use.agency.worker, answer="no", mode="", instead="",
        words="Nobody is free.",
    )  # fmt: skip
    owed = f"{police.name} cannot come and has not sent a report with views and a recommendation."
    assert owed in use.page("conference_reports").words
    use.start()
    mother = use.row(use.family.mother)
    for one in use.invitees():
        if one.pk == mother.pk or (one.kind == "professional" and one.role not in ("police_rep", "school_nurse")):
            use.comes_in(one.pk, direct_contact=True if one.agency_code else None)
    gates = use.page("conference_decide", use.table().children()[0].case_id).texts("li")
    (line,) = [one for one in gates if "BOL-39; BOL-40" in one]
    assert "There is no information from police." in line
    assert "Reports for: " in line


@pytest.mark.clause("BOL-28")
def test_the_chair_opens_with_why_the_conference_was_arranged(use: InUse) -> None:
    page = use.page("conference_meeting", more="?part=purpose")
    assert page.texts("h2")[0] == "The chair says clearly why the conference was arranged"
    assert "The children saw violence at home and nobody can say that it has stopped." in page.texts("p")


@pytest.mark.clause("BOL-08")
def test_the_childs_advocate_is_offered_and_comes_with_the_child(use: InUse) -> None:
    worker, child = use.agency.worker, use.family.children[0]
    use.send(
        "conference_step", "advocacy", by=worker, person=str(child.person_id), how="in-person", answer="yes",
        words="She wants somebody to speak for her.", **day("on"),
    )  # fmt: skip
    assert use.met("offer-advocate") == {child.person_id}
    with acting_as(worker) as by:
        people.add_invitee(
            conference=use.conference, kind="child", name="Child0 Example", role="child", basis="need",
            about=[child.case_id], why="Wants to come", person_id=child.person_id, by=by,
        )  # fmt: skip
    use.send(
        "conference_supporter_new",
        use.row(child.person_id).pk,
        by=worker,
        name="Ola Wren",
        kind="advocate",
        late_reason="Today",
    )
    advocate = next(one for one in use.invitees() if one.name == "Ola Wren")
    stay = use.comes_in(advocate.pk)
    assert (advocate.kind, stay.listening) == ("advocate", False), "an advocate speaks with the child or for the child"
    assert "Ola Wren" in use.page("conference_meeting").words


def test_a_child_can_be_named_to_the_core_group(use: InUse) -> None:
    child = use.family.children[0]
    page = use.page("conference_decide", child.case_id)
    group = [one.get("value") for one in page.all("input") if one.get("name") == "core_group"]
    assert str(use.row(child.person_id).pk) in group


@pytest.mark.clause("BOL-16")
def test_the_chair_offers_to_meet_a_parent_who_did_not_attend_and_what_became_of_it_is_kept(use: InUse) -> None:
    father, worker = use.row(use.family.father), use.agency.worker
    views = use.page("conference_meeting", more="?part=parent-views")
    links = [one.get("href") for one in views.all("a") if f"who={father.pk}" in str(one.get("href"))]
    assert len(links) == 1
    sent = use.browser().post(
        f"{use.at('conference_voice')}?part=parent-views&kind=views",
        {"invitee_id": str(father.pk), "kind": "views", "words": "He wants to see them.", "meant_for": "F-all",
         "told_by": "The social worker"},
    )  # fmt: skip
    assert sent.status_code == 302
    told = use.page("conference_meeting", more="?part=parent-views").words
    assert ("told by The social worker" in told, "He wants to see them." in told) == (True, True)
    use.send("conference_absent", father.pk, status=422, choice="go-on", why="He sent no word.", offer="")

    def basis() -> list[dict[str, str]]:
        with acting_as(use.chair):
            return basis_of(use.conference.pk, "decisions", None, [(father.pk, father.person_id, father.kind)])

    before = basis()
    use.send("conference_absent", father.pk, choice="go-on", why="He sent no word.", offer="yes")
    assert basis() != before, "a letter that was prepared without the offer does not go any more"
    use.table().decide_all()
    letters = [use.paper("decisions", one, hour=14) for one in (father, use.row(use.family.mother))]
    absent, offer = "You were not at the meeting.", "The chair offers to meet you."
    assert [(one.count(f"{absent} {offer}"), one.count(offer)) for one in letters] == [(1, 1), (0, 0)]
    # He came after all, late: he keeps the offer and is not told that he was not there.
    stay = use.comes_in(father.pk)
    late = use.paper("decisions", father, hour=14)
    assert (late.count(absent), late.count(offer)) == (0, 1)
    with acting_as(use.chair) as by:
        meeting_register.correct_stay(stay=stay, take_back=True, by=by)
    assert use.paper("decisions", father, hour=14) == letters[0]
    use.table().close()
    with acting_as(use.chair):
        use.conference.refresh_from_db()
    use.send(
        "conference_step", "meeting", by=worker, person=str(father.person_id), how="phone", answer="yes",
        words="On Friday.", **day("on"),
    )  # fmt: skip
    needs = [one for one in use.page("conference_needs", by=worker).texts("li") if one.startswith("Meeting with")]
    assert [one.split(": ")[0] for one in needs] == ["Meeting with the chair offered"]
    assert "yes, by phoneOn Friday." in needs[0]
    use.send(
        "conference_between_talk", by=worker, person_id=str(father.person_id), with_role="chair", kind="talk",
        words="They met for half an hour.", **day("talked_on"),
    )  # fmt: skip
    assert "They met for half an hour." in use.page("conference_between", by=worker).words


@pytest.mark.clause("BOL-38", "BOL-39")
def test_who_was_expected_and_did_not_come_stands_on_one_page_for_conference_and_core_groups(use: InUse) -> None:
    worker = use.agency.worker
    page = use.page("conference_attendance")
    police, nurse = use.invitee("police_rep"), use.invitee("school_nurse")
    said = "neither came nor sent a report with a recommendation. The conference decided without these recommendations."
    assert f"2 practitioners {said}" in page.words
    apologies = [one for one in page.texts("tr") if "Sent apologies, no report" in one]
    nothing = [one for one in page.texts("tr") if "Neither came nor sent a report" in one]
    assert [one.startswith(police.name) for one in apologies] == [True]
    assert [one.startswith(nurse.name) for one in nothing] == [True]
    assert "Frankie Sample: the conference goes ahead without them. He sent no word. A meeting is offered" in page.words

    with acting_as(worker):
        members = list(CoreGroupMember.objects.filter(conference=use.conference, kind="professional"))
        keys = [str(one.id) for one in members if one.role != "school_rep"]
        (school,) = [one for one in members if one.role == "school_rep"]
    form = {
        **{f"{kind}_{one.case_id}": said for one in use.family.children for kind, said in _VIEWS},
        "reminded": "yes", "came": keys, **day("held_on"),
    }  # fmt: skip
    refused = use.send("conference_between_group", by=worker, status=422, absent="", **form)
    assert f"Say why they did not come, or that nobody knows: {school.name}" in refused.words
    use.send("conference_between_group", by=worker, absent="The school was shut.", **form)
    (row,) = [one for one in use.page("conference_attendance").texts("tr") if one.startswith(school.name)]
    assert "Came 0 of 1 Did not come" in row
    assert row.endswith(": The school was shut.")


@pytest.mark.clause("BOL-36")
def test_the_plan_goes_to_family_and_core_group_alone_once_the_core_group_has_met(
    use: InUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quorate.web.conferences.opening.now", lambda: clock(14))
    worker, police, school = use.agency.worker, use.invitee("police_rep"), use.invitee("school_rep")
    with acting_as(worker) as by:
        aunt = people.add_invitee(
            conference=use.conference, kind="family", name="Halina Brambleday", role="family_member", by=by,
            basis="family", why="An aunt",
        )  # fmt: skip
    lead = NewMember("A social worker", "professional", "social_worker", user_id=worker.user_id, is_lead=True)
    group = [lead, NewMember(school.name, "professional", "school_rep", invitee_id=school.pk)]
    with acting_as(use.chair) as by:
        planned = PlanContent.objects.get(conference=use.conference).case_id
        said = {"conference": use.conference, "children": [planned], "on": clock(13).date(), "by": by}
        core_groups.name_core_group(members=[*group, NewMember(aunt.name, "family", invitee_id=aunt.pk)], **said)
        release = prepare(conference=use.conference, code="plan", by=by, at=clock(13))
    with acting_as(use.agency.manager) as by:
        copies = {one.name: one.kind for one in release.renditions.all()}
    parents = [use.row(one).name for one in (use.family.mother, use.family.father)]
    assert copies == {
        **dict.fromkeys(parents, "parent"), aunt.name: "family",
        use.invitee("social_worker").name: "professional", school.name: "professional",
    }  # fmt: skip
    assert "The child may be hurt when the adults fight." in use.paper("plan", aunt, hour=14)
    with pytest.raises(NobodyToTell), acting_as(use.chair) as by:
        preview(conference=use.conference, code="plan", invitee=police, by=by, at=clock(13))
    (owed,) = use.owed("distribute-plan")
    assert owed == ("lead_practitioner", None, False)
    with acting_as(use.chair) as by:
        # The school has left the group: what was prepared for it does not go.
        core_groups.name_core_group(members=[lead, NewMember(aunt.name, "family", invitee_id=aunt.pk)], **said)
    with pytest.raises(ChangedSince):
        use.lets_go(release, at=clock(14))
    with acting_as(use.chair) as by:
        release = prepare(conference=use.conference, code="plan", by=by, at=clock(13))
    with acting_as(use.agency.manager) as by:
        assert {one.name for one in release.renditions.all()} == copies.keys() - {school.name}
    use.lets_go(release, at=clock(14))
    assert use.owed("distribute-plan") == [("lead_practitioner", None, True)]


@pytest.mark.clause("BOL-37")
def test_the_notes_are_owed_within_twenty_working_days_until_they_have_gone(
    use: InUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quorate.web.conferences.opening.now", lambda: clock(14))
    ((who, due, is_met),) = use.owed("send-minutes")
    assert (who, due, is_met) == ("safeguarding_unit", in_working_days(20), False)
    with acting_as(use.agency.minute_taker) as by:
        record = record_drafts.prepare(conference=use.conference, at=clock(13), by=by)
        written_out(record, clock(13), by)
    with acting_as(use.chair) as by:
        approve_record(record=record, digest=digest_of(record), at=clock(13, 30), by=by)
        release = prepare(conference=use.conference, code="minutes", by=by, at=clock(13, 40))
    assert use.owed("send-minutes") == [(who, due, False)], "approved is not sent"
    use.lets_go(release, at=clock(14))
    assert use.owed("send-minutes") == [(who, due, True)]


@pytest.mark.clause("BOL-05")
def test_the_review_of_the_plan_is_owed_within_three_months(use: InUse) -> None:
    assert [due for _, due, _ in use.owed("hold-first-review")] == [in_months(3)]


_VIEWS = (("asked", "yes"), ("views", "I want it quiet."))
