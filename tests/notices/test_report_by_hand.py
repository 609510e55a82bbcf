"""Where the procedure has the social worker hand out the report, it goes through the social worker's hands."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.services import add_relative
from quorate.conferences.models import Invitee, Report, ReportSection, ReportShare
from quorate.conferences.services import reports
from quorate.conferences.services.people import add_invitee
from quorate.notices.carriers import carrier_is_there
from quorate.notices.services import AnotherPrepares, ChangedSince, release_and_queue
from quorate.notices.services.answering import handed_over
from quorate.people.models import User
from quorate.people.services import add_agency, add_contact_point
from quorate.release.closed import which_are_not_whole
from quorate.release.models import StoredRendition
from quorate.web.work.moments import now
from tests.conferences.reports import making
from tests.notices.making import Remembering, Stage
from tests.web.visiting import fetch, signed_in, words

pytestmark = pytest.mark.usefixtures("rolled_back")
DUTY = "hand-report-to-professionals"


def told(stage: Stage) -> list[list[str]]:
    """The parts of the report that the rules know the professionals to have, time by time."""
    with acting_as(stage.agency.worker):
        rows = CaseEvent.objects.filter(code="report-shared", case=stage.family.cases[0]).order_by("recorded_at")
        return [one.facts["parts"] for one in rows if one.facts["with"] == ["professionals"]]


def met(stage: Stage) -> bool:
    with acting_as(stage.agency.worker):
        return Duty.objects.get(code=DUTY, conference_id=stage.conference.pk).met_on is not None


def read(pdf: bytes | memoryview) -> str:
    """The words of a PDF."""
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in PdfReader(io.BytesIO(bytes(pdf))).pages))


def desk(stage: Stage, name: str, mailbox: str = "") -> Invitee:
    """An agency on the list of people, with a mailbox or without."""
    agency = add_agency(authority=stage.agency.authority, name=name, kind="police", by=OPERATOR)
    if mailbox:
        add_contact_point(
            agency=agency, kind="secure_email", value=mailbox, owner="The desk", review_on=today() + timedelta(days=90),
            by=OPERATOR,
        )  # fmt: skip
    with acting_as(stage.agency.manager) as by:
        return add_invitee(
            conference=stage.conference, kind="professional", role="police_rep", name=name, why="Was there",
            agency=agency, by=by,
        )  # fmt: skip


def with_closed_words(stage: Stage, *readers: Invitee) -> Report:
    """The social work report, authorised; its first part is for these alone, beside the chair and the minute-taker."""
    report = making.begun(stage.agency, stage.conference)
    making.fill(report, stage.agency)
    with acting_as(stage.agency.worker) as by:
        part = ReportSection.objects.filter(report=report).select_related("case", "report")[0]
        reports.save_section(
            section=part, words="There is a marker.", version=part.version, by=by, at=now(), meant_for="R",
            named=[one.agency_id for one in readers if one.agency_id is not None],
        )  # fmt: skip
        reports.make_ready(report=report, by=by, at=now())
    with acting_as(stage.agency.manager) as by:
        return reports.authorise(report=report, by=by, at=now(), parts=["report"])


GOES_WITH_IT = "The genogram goes with it, as a paper of its own: parents are not given it."


def previewed(stage: Stage, report: Report, who: Invitee) -> tuple[str, str]:
    """What the preview as somebody says of the genogram, and what stands in the file that it shows."""
    browser = signed_in(User.objects.get(pk=stage.chair.user_id))
    where = reverse("conference_preview", args=[stage.conference.case.ref])
    page = fetch(browser, there := f"{where}?person={who.pk}&paper=report:{report.pk}")
    assert f"As {who.name} would get it" in page.words
    linked = [one.get("href", "") for one in page.all("a") if words(one).startswith("Look at the genogram")]
    file, there_too = browser.get(f"{there}&file=enclosed"), f"{where}?person={who.pk}&paper=report%3A{report.pk}"
    if file.status_code != 200:
        assert (linked, GOES_WITH_IT in page.words) == ([], False)
        return "", str(file.status_code)
    assert (linked, GOES_WITH_IT in page.words) == ([f"{there_too}&file=enclosed"], True)
    return GOES_WITH_IT, read(file.content)


@pytest.mark.clause("LEI-40", "LEI-43")
def test_the_professionals_have_the_report_from_the_social_workers_hands_and_never_by_mail() -> None:
    stage, through = Stage("leicester"), Remembering()
    police, probation = desk(stage, "Police", "police@force.example"), desk(stage, "Probation")
    report = with_closed_words(stage, police, probation)
    # Whoever does not read the closed part would hand it out without: the police would never have their words.
    with pytest.raises(AnotherPrepares, match=r"^This paper is prepared by somebody who may read all of it: "):
        stage.prepared("report", subject=report.pk)
    before = [previewed(stage, report, one) for one in (police, stage.invitee(stage.family.mother))]
    release = stage.prepared("report", by=stage.chair, subject=report.pk)
    with acting_as(stage.agency.manager) as by:
        release_and_queue(release=release, by=by, at=now())
    with acting_as(stage.chair):
        holds_closed = {one.recipient for one in StoredRendition.objects.filter(release=release, holds_closed=True)}
        closed = {one.recipient: one for one in release.messages.filter(recipient__in=holds_closed)}
        drawn = {one.recipient: one for one in StoredRendition.objects.filter(release=release)}
    # The genogram is a paper of its own; parents are not given it, because it names others of the family.
    kinds = {(one.kind, one.enclosed_code, bool(one.enclosed)) for one in drawn.values()}
    assert kinds == {("parent", "", False), ("professional", "genogram", True)}
    assert before == [(GOES_WITH_IT, read(drawn[police.pk].enclosed)), ("", "404")], "as the preview says and shows"
    genogram = read(drawn[probation.pk].enclosed)
    assert "The same in words" in genogram
    said = ("Morgan Example: mother; female; born on", "Child0 Example, the child in focus:", "copy is for Probation")
    assert [genogram.count(one) for one in said] == [2, 1, 1]
    # What only some may read goes to them directly, though others carry the rest; the worker alone sends it.
    assert [one.name for one in closed.values() if one.through] == []
    assert [closed[one.pk].channel for one in (police, probation)] == ["email", "hand"]
    with acting_as(stage.chair):
        carried = release.messages.exclude(through="").select_related("rendition")[0]
        was_there = carrier_is_there(carried)
        carried.rendition = StoredRendition.objects.get(release=release, recipient=police.pk)
        assert (was_there, carrier_is_there(carried)) == (True, False)
    for one in stage.messages(state="waiting", channel="email"):
        if one.recipient not in holds_closed:
            stage.send(through, one)
    with acting_as(stage.agency.worker):
        worker = User.objects.get(pk=stage.agency.worker.user_id).email
        theirs = list(release.messages.filter(through="social_worker").order_by("name"))
        roles = {one.pk: one.role for one in Invitee.objects.filter(conference=stage.conference)}
        rest = release.messages.filter(through="").exclude(recipient__in=[police.pk, probation.pk])
        directly = {roles[one.recipient] for one in rest}
    brought = {roles[one.recipient] for one in theirs}
    assert {"police_rep", "school_nurse"} <= brought and brought.isdisjoint(directly)
    assert directly <= {"parent", "social_worker", "chair", "minute_taker"}
    assert {(one.state, one.why) for one in theirs} == {("waiting", "with-carrier")}
    assert {one["To"] for one in through.mails if "hand it to that person yourself" in str(one.get_body())} == {worker}
    assert told(stage) == [], "the social worker's own copy is no copy of theirs"
    with acting_as(stage.agency.worker) as by:
        for n, one in enumerate(theirs):
            assert ReportShare.objects.filter(report=report, recipient="professionals").count() == 0, f"after {n}"
            handed_over(message=one, by=by, at=now(), taken_by="Ola Sedgewick")
    assert told(stage) == [["report", "chronology", "genogram"]]
    assert met(stage)


def test_a_report_whose_genogram_has_changed_since_is_prepared_again_and_an_agencys_stays() -> None:
    stage = Stage("leicester")
    (agencys, *_) = making.agency_reports(stage.agency, stage.conference)
    report = making.social_work_report(stage.agency, stage.conference)
    releases = [stage.prepared("report", by=stage.chair, subject=one.pk) for one in (report, agencys)]
    with acting_as(stage.agency.worker) as by:
        add_relative(
            case=stage.family.cases[0], relation="partner_of_mother", given_names="Rowan", family_name="Hidden",
            on=today(), by=by,
        )  # fmt: skip
    with acting_as(stage.agency.manager) as by:
        with pytest.raises(ChangedSince):
            release_and_queue(release=releases[0], by=by, at=now())
        assert release_and_queue(release=releases[1], by=by, at=now()).messages.count() > 0
        assert set(releases[1].renditions.values_list("enclosed_code", flat=True)) == {""}


def test_an_agencys_report_and_a_report_where_nobody_hands_it_out_go_directly() -> None:
    stage = Stage("leicester")
    (report, *_) = making.agency_reports(stage.agency, stage.conference)
    release = stage.released("report", subject=report.pk)
    with acting_as(stage.agency.worker):
        assert set(release.messages.values_list("through", flat=True)) == {""}
    other = Stage("bolton")
    closed = with_closed_words(other, desk(other, "Police"))
    release = other.released("report", by=other.chair, subject=closed.pk)
    with acting_as(other.agency.worker):
        assert set(release.messages.values_list("through", flat=True)) == {""}
        asked = [("report", closed.pk), ("report", None)]
        assert which_are_not_whole(other.conference.pk, asked, reads_closed=False) == {("report", closed.pk)}
    with acting_as(stage.chair):
        asked = [("report", closed.pk)]
        assert which_are_not_whole(stage.conference.pk, asked, reads_closed=False) == set(), "of another conference"
