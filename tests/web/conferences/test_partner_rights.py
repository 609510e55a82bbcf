"""A guest of a partner agency: writes the own agency's report, and does none of the council's work."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.db.utils import ProgrammingError
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NotAllowed
from quorate.access.standing import Standing
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.services import record_event
from quorate.conferences.models import Attendance, PreparationStep, Report, ReportSection, ReportShare
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.services import agency_reports
from quorate.people.models import Agency as PartnerAgency
from quorate.people.models import User
from tests.cases.making import Agency
from tests.conferences.stages import reported, sitting
from tests.plans.making import Afterwards
from tests.web.visiting import checked, fetch, signed_in

pytestmark = pytest.mark.usefixtures("module_database")

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def browser_of(standing: Standing) -> Any:
    return signed_in(User.objects.get(pk=standing.user_id))


def done_today() -> dict[str, str]:
    return {"done_on_day": str(today().day), "done_on_month": str(today().month), "done_on_year": str(today().year)}


def test_what_the_council_has_to_do_is_not_recorded_by_a_partner() -> None:
    after = Afterwards("bolton")
    agency, conference = after.agency, after.conference
    police = agency.person("partner")
    agency.give(conference.case, police)
    offered, taken, worker, guest = 0, [], browser_of(agency.worker), browser_of(police)
    with acting_as(police):
        duties = list(Duty.objects.filter(conference_id=conference.pk, settled=""))
    for one in duties:
        address = reverse("duty", args=[one.pk])
        offered += worker.post(address, {}).status_code == 422
        page = guest.get(address)
        if guest.post(address, done_today()).status_code != 404 or b"Record that it is done" in page.content:
            taken.append(one.code)
    assert (taken, offered > 0) == ([], True)
    with acting_as(police) as by:
        cases = list(CaseEvent.objects.filter(conference_id=conference.pk).values_list("case_id", flat=True)[:1])
        with pytest.raises(NotAllowed):
            record_event(code="minutes-sent", cases=cases, day=today(), conference=conference, by=by)
    # What stands between conferences is the children's workers' too; whom they would see as others is nobody's of them.
    for route in ("conference_between_visit", "conference_between_rhythm", "conference_preview"):
        assert (route, guest.get(reverse(route, args=[conference.case.ref])).status_code) == (route, 403)
    links = fetch(guest, reverse("conference_between", args=[conference.case.ref])).texts("a")
    assert {"A visit to a child", "Preview as…"} & set(links) == set()
    # Nor is a chair who has no child's record asked to fill in a visit for nothing.
    chair = fetch(browser_of(agency.chair), reverse("conference_between", args=[conference.case.ref])).texts("a")
    assert ("A core group" in chair, "A visit to a child" in chair) == (True, False)


def again(row: Model) -> Model:
    """The same once more, as a new row."""
    row.pk = uuid4()
    row._state.adding = True
    return row


def test_the_database_refuses_them_too() -> None:
    agency = Agency()
    conference = sitting(agency, agency.family())
    police = agency.person("partner")
    with acting_as(agency.chair):
        case = conference.case
    agency.give(case, police)
    with acting_as(agency.chair):
        event = CaseEvent.objects.filter(conference_id=conference.pk, code="attended").first()
        stay = Attendance.objects.filter(conference=conference).first()
    assert event is not None and stay is not None
    event.event_id, event.recorded_by = uuid4(), police.user_id
    step = PreparationStep(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=uuid4(),
        kind="advocate", done_on=today(), done_by_id=police.user_id,
    )  # fmt: skip
    with acting_as(police):
        for row in (again(event), again(stay), step):
            with pytest.raises(ProgrammingError), transaction.atomic():
                row.save(force_insert=True)
        assert Attendance.objects.filter(pk=stay.pk).update(until_at=None) == 0


def test_a_partner_writes_and_hands_in_the_own_agencys_report_and_touches_no_other() -> None:
    agency = Agency()
    family = agency.family()
    conference = reported(agency, family)
    police, school = agency.person("partner"), agency.person("partner")
    agency.give(conference.case, police)
    agency.give(conference.case, school)
    with acting_as(agency.worker) as by:
        mine, theirs = (
            agency_reports.add_agency_report(
                conference=conference, agency=PartnerAgency.objects.get(pk=one.agency_id), agency_code=code,
                author=code, by=by,
            )
            for one, code in ((police, "police"), (school, "education"))
        )  # fmt: skip
        social_work = Report.objects.get(conference=conference, code=SOCIAL_WORK)
        shared = ReportShare.objects.filter(conference=conference).first()
    guest = browser_of(police)

    def at(route: str, *more: Any) -> str:
        return reverse(route, args=[conference.case.ref, *more])

    fetch(guest, at("conference_report_write", mine.pk))
    with acting_as(police):
        part = ReportSection.objects.filter(report=mine).first()
    assert part is not None and shared is not None
    sent = guest.post(
        at("conference_report_section", mine.pk, part.pk),
        {"words": "We were called twice.", "meant_for": "F-all", "version": part.version},
    )
    assert sent.status_code == 302, checked(sent, "section").words
    paper = SimpleUploadedFile("report.pdf", PDF, content_type="application/pdf")
    sent = guest.post(at("conference_report_file", mine.pk), {"file": paper, "meant_for": "P"})
    assert sent.status_code == 302, checked(sent, "file").words
    sent = guest.post(at("conference_report_receive", mine.pk), {"recommendation": "plan-made", "cannot_come": ""})
    assert sent.status_code == 302, checked(sent, "receive").words
    with acting_as(agency.worker):
        told = CaseEvent.objects.filter(conference_id=conference.pk, recorded_by=police.user_id)
        assert {(one.code, one.facts["recommendation"]) for one in told} == {
            ("agency-information-received", "plan-made")
        }
    for route, key in (
        ("conference_report_write", theirs.pk), ("conference_report_write", social_work.pk),
        ("conference_report_receive", theirs.pk), ("conference_report_receive", social_work.pk),
        ("conference_report_file", theirs.pk), ("conference_report_file", social_work.pk),
        ("conference_report_authorise", social_work.pk), ("conference_report_back", social_work.pk),
        ("conference_share_chair", social_work.pk), ("conference_share_step", shared.pk),
        ("conference_report_remind", mine.pk),
    ):  # fmt: skip
        ask = guest.get if route == "conference_report_write" else guest.post
        assert (route, ask(at(route, key)).status_code in (403, 404)) == (route, True)
    words = fetch(guest, at("conference_reports")).words
    assert [one for one in ("Not for this parent", "Ask everybody", "Share it") if one in words] == []
