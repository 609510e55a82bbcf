"""Which papers there are: reports and answers to complaints go as the others do, and what waits says for what."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.challenges.models import Complaint
from quorate.conferences.models import Report, ReportShare, Sitting
from quorate.conferences.services.people import add_invitee
from quorate.conferences.services.sharing import Reader, agree_not_for, comment, not_for
from quorate.documents.letters import NotReadyYet
from quorate.notices.offers import Offer, offers_of
from quorate.notices.services import ChangedSince, NobodyToTell, handed_over, release_and_queue
from quorate.release.models import Release
from tests import clock
from tests.conferences.reports import making
from tests.conferences.stages import at_clock
from tests.notices.making import MOTHER, Remembering, Stage, keep_out
from tests.notices.test_reactions import cancel

NOW = "It can be prepared as soon as "


def offers(stage: Stage, *codes: str) -> list[Offer]:
    with acting_as(stage.agency.manager):
        return [one for one in offers_of(stage.conference) if one.code in codes]


def waits(stage: Stage) -> dict[str, str]:
    with acting_as(stage.agency.manager):
        return {one.title: one.not_yet for one in offers_of(stage.conference)}


def let_out(stage: Stage, release: Release) -> Release:
    with acting_as(stage.agency.manager) as by:
        return release_and_queue(release=release, by=by, at=clock.now())


def read(release: Release, stage: Stage, person: Any) -> str:
    with acting_as(stage.chair):
        row = release.renditions.get(person_id=person)
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(row.content))).pages)


def shares(stage: Stage) -> dict[tuple[str, Any], tuple[str, bool]]:
    with acting_as(stage.agency.manager):
        rows = ReportShare.objects.filter(shared_at__isnull=False)
        return {(one.recipient, one.person_id): (one.how, one.is_late) for one in rows}


def test_each_paper_that_waits_says_for_what(stage: Stage) -> None:
    assert waits(stage) == {
        "Invitations": "",
        "Day sheet": "",
        "One-page summary for the family": f"{NOW}the decision for each child is recorded.",
        "Decision letters": f"{NOW}the decision for each child is recorded.",
        "Plans": f"No plan is written here. {NOW}a child has one.",
        "Minutes": f"There is no record yet. {NOW}the chair has approved the record.",
    }
    making.begun(stage.agency, stage.conference)
    report = "Report to the conference: Social worker's report"
    assert {one.title: one.not_yet for one in offers(stage, "report")} == {
        report: f"{NOW}the manager has authorised it."
    }
    assert [one.due_on is not None for one in offers(stage, "report", "invitation")] == [True, True]
    keep_out(stage)
    father = stage.invitee(stage.family.father).name
    (letter,) = offers(stage, "exclusion-letter")
    assert (letter.title, letter.not_yet) == (f"Letter about not coming to the conference: {father}", "")


def test_no_letter_is_offered_that_a_day_on_which_it_began_does_not_take_place(stage: Stage) -> None:
    stage.released()
    stage.send_all(Remembering())
    starts_at = stage.conference.starts_at
    assert starts_at is not None
    with acting_as(stage.chair) as by:
        sat = Sitting(
            conference=stage.conference, case_id=stage.conference.case_id, planned_at=starts_at - timedelta(days=1),
            authority_id=stage.conference.authority_id, started_at=at_clock(9), ended_at=at_clock(9, 30),
            started_by=by.user_id,
        )  # fmt: skip
        sat.save(force_insert=True)
    cancel(stage)
    # Another day than the one on which it sat had been told.
    assert offers(stage, "not-going-on") == []
    assert [one.not_yet for one in offers(stage, "cancelled")] == [""]
    with acting_as(stage.chair):
        assert Sitting.objects.filter(pk=sat.pk).update(planned_at=starts_at) == 1
    assert (offers(stage, "cancelled"), [one.not_yet for one in offers(stage, "not-going-on")]) == ([], [""])
    with pytest.raises(NotReadyYet, match="It began on the day"):
        stage.prepared("cancelled", by=stage.office)


def test_a_report_goes_to_each_reader_and_is_noted_as_shared_with_them(stage: Stage) -> None:
    report = making.social_work_report(stage.agency, stage.conference)
    (offer,) = offers(stage, "report")
    assert (offer.subject, offer.not_yet) == (report.pk, "")
    released = let_out(stage, stage.prepared("report", subject=report.pk))
    father = stage.message_to(stage.family.father, "report")
    assert shares(stage) == {}
    through = Remembering()
    assert stage.send(through, stage.message_to(stage.family.mother, "report")) == "sent"
    assert [to for _, to, _ in through.sent] == [MOTHER]
    assert list(shares(stage)) == [("parent", stage.family.mother)]
    with acting_as(stage.agency.manager) as by:
        type(father).objects.filter(pk=father.pk).update(channel="hand")
        handed_over(message=father, by=by, at=clock.now())
    assert {key: how for key, (how, _) in shares(stage).items()} == {
        ("parent", stage.family.mother): "e-mail", ("parent", stage.family.father): "handed-over",
    }  # fmt: skip
    with acting_as(stage.agency.manager):
        released.refresh_from_db()
        assert released.why == ""


def test_a_report_that_a_parent_has_commented_on_since_or_must_not_have_does_not_go(stage: Stage) -> None:
    report = making.social_work_report(stage.agency, stage.conference)
    making.share_with_parents(stage.agency, stage.family, stage.conference)
    release = stage.prepared("report", subject=report.pk)
    with acting_as(stage.agency.worker) as by:
        share = ReportShare.objects.get(report=report, person_id=stage.family.mother)
        comment(
            share=share, words="I was at work.", by_name="Morgan", at=clock.now(), by=by, now=clock.now(),
            meant_for="F-person",
        )  # fmt: skip
    with pytest.raises(
        ChangedSince, match=r"^What it tells has been changed since it was prepared\. Prepare it again\.$"
    ):
        let_out(stage, release)
    # The chair agrees that a parent does not get the agencies' reports: nobody can send them round that.
    (other, *_) = making.agency_reports(stage.agency, stage.conference)
    before = stage.prepared("report", subject=other.pk)
    with acting_as(stage.agency.worker) as by:
        asked = not_for(
            report=Report.objects.select_related("case", "conference").get(pk=other.pk),
            reader=Reader("parent", stage.family.father), reason="It names a refuge.", by=by, at=clock.now(),
        )  # fmt: skip
    with acting_as(stage.chair) as by:
        agree_not_for(share=asked, agrees=True, by=by, at=clock.now())
    with pytest.raises(ChangedSince, match="Who this person is to the conference"):
        let_out(stage, before)
    again = stage.prepared("report", subject=other.pk)
    with acting_as(stage.agency.manager):
        assert stage.family.father not in set(again.renditions.values_list("person_id", flat=True))


def test_the_answer_to_a_complaint_goes_to_whoever_complained_and_to_nobody_else(stage: Stage) -> None:
    with acting_as(stage.agency.manager) as by:
        complaint = Complaint(
            case_id=stage.conference.case_id, authority_id=stage.conference.authority_id, conference=stage.conference,
            who="parent", person_id=stage.family.mother, name="Morgan Example", words="Nobody listened",
            stage="formal", in_writing=True, received_on=today(), recorded_by=by.user_id,
        )  # fmt: skip
        complaint.save(force_insert=True)
    found = {one.code: one.not_yet for one in offers(stage, "complaint-acknowledgement", "complaint-answer")}
    assert found == {"complaint-acknowledgement": "", "complaint-answer": f"{NOW}it is answered."}
    acknowledged = stage.prepared("complaint-acknowledgement", subject=complaint.pk)
    with acting_as(stage.agency.manager):
        Complaint.objects.filter(pk=complaint.pk).update(
            stage="answered", answered_on=today(), answer="We are sorry.\n- The chair will ask you first next time."
        )
    # What was prepared says that it is still looked at: that is true no more.
    with pytest.raises(ChangedSince, match=r"^What it tells has been changed"):
        let_out(stage, acknowledged)
    (offer,) = offers(stage, "complaint-acknowledgement", "complaint-answer")
    assert (offer.title, offer.not_yet) == ("Answer to a complaint: Morgan Example", "")
    release = stage.prepared("complaint-answer", subject=offer.subject)
    with acting_as(stage.agency.manager):
        assert list(release.renditions.values_list("person_id", flat=True)) == [stage.family.mother]
    said = read(release, stage, stage.family.mother)
    assert ("We are sorry." in said, "The chair will ask you first next time." in said) == (True, True)
    assert "Nobody listened" not in said
    with pytest.raises(NobodyToTell):
        stage.prepared("complaint-answer")


def test_a_small_child_who_complains_is_answered_in_plain_words(stage: Stage) -> None:
    child = stage.family.children[0]
    with acting_as(stage.agency.worker) as by:
        add_invitee(
            conference=stage.conference, kind="child", name="Child0 Example", role="child", basis="need",
            about=[child.case_id], person_id=child.person_id, why="She wants to come.", by=by,
        )  # fmt: skip
    with acting_as(stage.agency.manager) as by:
        complaint = Complaint(
            case_id=stage.conference.case_id, authority_id=stage.conference.authority_id, conference=stage.conference,
            who="child", person_id=child.person_id, name="Child0 Example", words="Nobody asked me", stage="formal",
            in_writing=True, received_on=today(), recorded_by=by.user_id, route="By the procedure for complaints.",
        )  # fmt: skip
        complaint.save(force_insert=True)
    said = read(stage.prepared("complaint-acknowledgement", subject=complaint.pk), stage, child.person_id)
    assert ("We think about what you said." in said, "By the procedure" in said) == (True, False)
    with acting_as(stage.agency.manager):
        Complaint.objects.filter(pk=complaint.pk).update(
            stage="answered", answered_on=today(), answer="You are right. We will ask you next time."
        )
    said = read(stage.prepared("complaint-answer", subject=complaint.pk), stage, child.person_id)
    assert ("We will ask you next time." in said, "You did nothing wrong." in said) == (True, True)
