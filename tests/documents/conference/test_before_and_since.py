"""Papers before the day and long after it: reports with what the parents say, a new date, no meeting, a complaint."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pdfua
import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.challenges.models import Complaint
from quorate.conferences.models import Conference, Report, ReportComment
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services.bookings import cancel, move
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.documents.making import NoSuchPaper, NotReadyYet, made
from quorate.documents.saying import day, moment, time
from quorate.documents.setting import as_pdf, as_text
from quorate.notices.recipients import recipients_of
from quorate.release.artefacts import Recipient, rendition
from tests.cases.making import Agency, Family
from tests.conferences.stages import at_clock, reported
from tests.documents.conference.making import Held

PACK = "bolton"


class Before:
    """A conference that is booked, its reports in."""

    def __init__(self) -> None:
        self.agency = Agency(PACK)
        self.family: Family = self.agency.family(1)
        self.conference: Conference = reported(self.agency, self.family)

    def to(self, person: Any) -> Recipient:
        with acting_as(self.agency.chair):
            people = recipients_of(self.conference, invitees_of(self.conference))
        return next(one for one in people if one.person_id == person)

    def said(self, code: str, to: Recipient, subject: Any = None) -> str:
        with acting_as(self.agency.chair) as by:
            paper = rendition(made(code, self.conference, to, at=at_clock(9), by=by, subject=subject), to)
        pdf = as_pdf(paper, Held.pack_of(PACK))
        assert [finding.message for finding in pdfua.validate(io.BytesIO(pdf)).findings] == []
        return as_text(paper, Held.pack_of(PACK))


@pytest.fixture
def before(own_database: Any) -> Before:
    return Before()


def test_a_report_goes_with_what_the_parents_say_of_it_marked_as_theirs(before: Before) -> None:
    with acting_as(before.agency.worker) as by:
        report = Report.objects.get(conference=before.conference, code="social-work")
        ReportComment(
            case_id=report.case_id, authority_id=report.authority_id, conference=before.conference, report=report,
            person_id=before.family.mother, by_name="Morgan Example", words="I was at work that night.", disagrees=True,
            said_at=at_clock(8), taken_down_by=by.user_id, meant_for="F-person", named=[before.family.mother],
        ).save(force_insert=True)  # fmt: skip
    mother, father = before.to(before.family.mother), before.to(before.family.father)
    said = before.said("report", mother, report.pk)
    assert said.index("WHAT THE FAMILY SAYS ABOUT THIS REPORT") < said.index("Morgan Example, ")
    assert ": does not agree\nI was at work that night." in said
    assert "I was at work that night." not in before.said("report", father, report.pk)
    assert "Authorised on: " in said
    with acting_as(before.agency.chair) as by, pytest.raises(NoSuchPaper, match="no such report"):
        made("report", before.conference, mother, at=at_clock(9), by=by, subject=before.conference.pk)


def test_a_moved_meeting_says_both_days_and_a_cancelled_one_that_nobody_comes(before: Before) -> None:
    mother = before.to(before.family.mother)
    start = before.conference.starts_at
    assert start is not None
    # A frightened parent looks for the day first, and only then for what happens before the meeting.
    (when,) = [one for one in before.said("invitation", mother).split("\n\n") if one.startswith("WHEN AND WHERE")]
    assert [line.partition(":")[0] for line in when.split("\n")[1:5]] == ["Day", "Time", "Place", "How"]
    assert "The chair who leads the meeting sees you just before it starts and tells you how it goes." in when
    with acting_as(before.agency.administrator) as by:
        later = start + timedelta(days=1 if start.weekday() != 4 else 3)
        booked = move(
            conference=before.conference, starts_at=later, ends_at=later + timedelta(hours=2),
            reason="The chair is ill", authorised_by="The head of service", by=by, at=at_clock(9),
        )  # fmt: skip
        before.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    said = before.said("moved", mother)
    assert said.startswith("The meeting has moved\n")
    assert f"It is no longer on {moment(start)}." in said
    assert f"It is now on {day(booked.starts_at)} at {time(booked.starts_at)}." in said
    assert f"Day: {booked.starts_at:%A} {booked.starts_at.day} " in said
    assert "ill" not in said.replace("will", "")
    with acting_as(before.agency.administrator) as by:
        booked = move(
            conference=before.conference, starts_at=later + timedelta(hours=3), ends_at=later + timedelta(hours=5),
            reason="The chair is ill", authorised_by="The head of service", by=by, at=at_clock(9),
        )  # fmt: skip
        before.conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    said = before.said("moved", mother)
    assert f"It is no longer on {moment(later)}.\n" in said.replace("\n\n", "\n")
    assert f"It is now on {day(later)} at {time(booked.starts_at)}." in said
    with acting_as(before.agency.administrator) as by:
        cancel(conference=before.conference, reason="They moved away", authorised_by="A manager", by=by, at=at_clock(9))
    assert "Please do not come that day." in before.said("cancelled", mother)
    with acting_as(before.agency.chair) as by, pytest.raises(NotReadyYet, match="No date is booked"):
        made("invitation", before.conference, mother, at=at_clock(9), by=by)


def test_whoever_is_kept_out_is_told_whom_to_ring(before: Before) -> None:
    with acting_as(before.agency.chair) as by:
        decided = decide_exclusion(
            conference=before.conference, person_id=before.family.father, outcome="excluded", ground="violence",
            at=at_clock(9), by=by, words="What you said frightened people.",
        )  # fmt: skip
    said = before.said("exclusion-letter", before.to(before.family.father), decided.pk)
    assert "Bolton Safeguarding Children Partnership: 01204 337479" in said
    both = "To speak to A social_worker, your social worker, or A chair, the chair,"
    assert f"{both} ring Bolton Safeguarding Children Partnership on 01204 337479 and ask for them." in said
    assert ("Room 2" in said, "10:00" in said) == (False, False)
    # Whoever is not to come needs its day for nothing but to be there.
    on = before.conference.starts_at
    assert on is not None
    assert said.count(day(on)) == 0


def test_a_complaint_is_acknowledged_with_what_follows(before: Before) -> None:
    mother = before.to(before.family.mother)
    with acting_as(before.agency.manager) as by:
        complaint = Complaint(
            case_id=before.conference.case_id, authority_id=before.conference.authority_id,
            conference=before.conference, who="parent", person_id=before.family.mother, name="Morgan Example",
            words="Nobody listened", stage="formal", in_writing=True, received_on=today(), recorded_by=by.user_id,
        )  # fmt: skip
        complaint.save(force_insert=True)
    said = before.said("complaint-acknowledgement", mother, complaint.pk)
    assert "You told us on " in said
    assert "The decision stays as it is while we look at this." in said
    assert "Nobody listened" not in said
