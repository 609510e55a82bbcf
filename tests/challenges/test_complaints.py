"""Complaints and corrections: their way, their window, the talk before, and what another way takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.cases.services import record_event
from quorate.challenges.models import Complaint, Correction
from quorate.challenges.services.complaints import (
    answer_complaint,
    make_formal,
    note_talk,
    receive_complaint,
    window_of,
)
from quorate.challenges.services.corrections import answer_correction, challenge_minutes
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference
from quorate.conferences.services.founding import found_conference
from quorate.conferences.services.requests import children_cases
from quorate.people.models import User
from tests.cases.making import Agency
from tests.conferences.stages import agreed, with_enquiry
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import checked, fetch, signed_in

HELD = date(2026, 11, 4)  # a Wednesday
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def day(module_database: Urls) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield


def held(pack: str) -> tuple[Agency, Conference]:
    """A conference asked for three weeks ago and held on Wednesday 4 November."""
    agency = Agency(pack)
    family = agency.family(children=1)
    with acting_as(agency.worker):
        with_enquiry(agency, family, HELD - timedelta(days=8))
    conference = agreed(agency, family, on=HELD - timedelta(days=2))
    with acting_as(agency.worker) as by:
        record_event(
            code="conference-held", cases=children_cases(conference), day=HELD, conference=conference, by=by
        )  # fmt: skip
    return agency, conference


def complain(agency: Agency, conference: Conference, **said: Any) -> Complaint:
    routes = pack_of(conference).data["complaints"]["routes"]
    with acting_as(agency.manager) as by:
        return receive_complaint(
            **{
                "conference": conference, "about": "conference", "who": "parent", "name": "Morgan Example",
                "words": "I was not heard.", "received_on": TODAY, "in_writing": True, "grounds": ["decision"],
                "route": routes[0], "on": TODAY, "by": by, **said,
            }
        )  # fmt: skip


@pytest.mark.clause("BRD-26")
def test_after_the_window_a_complaint_is_taken_with_a_reason_and_stays_marked_as_late() -> None:
    agency, conference = held("bradford")
    with acting_as(agency.manager):
        # Ten working days after Wednesday 4 November.
        assert window_of(conference) == date(2026, 11, 18)
    on_time = complain(agency, conference, received_on=date(2026, 11, 18))
    assert (on_time.is_late, on_time.window_ends_on) == (False, date(2026, 11, 18))
    with pytest.raises(Refused, match="why the complaint is taken all the same"):
        complain(agency, conference)
    late = complain(agency, conference, late_reason="The decision reached her late.")
    assert (late.is_late, late.late_accepted_by) == (True, agency.manager.user_id)
    with acting_as(agency.manager):
        told = CaseEvent.objects.filter(conference_id=conference.id, code="complaint-received")
        assert [one.facts["grounds"] for one in told] == [["decision"], ["decision"]]
    # One parent has used it, and the next conference is asked for: it is closed for the other parent all the same.
    with acting_as(agency.worker) as by:
        cases = list(ProtectedCase.objects.filter(pk__in=children_cases(conference)))
        next_one = found_conference(kind="initial", cases=cases, by=by, on=TODAY)
        facts = {"reference": next_one.reference, "kind": "initial"}
        record_event(
            code="conference-requested", cases=children_cases(conference), day=TODAY, facts=facts, conference=next_one,
            by=by,
        )  # fmt: skip
    with acting_as(agency.manager):
        assert window_of(conference) == date(2026, 11, 18)
    with pytest.raises(Refused, match="why the complaint is taken all the same"):
        complain(agency, conference, name="Frankie Sample")


@pytest.mark.clause("RDB-44")
def test_first_they_talk_with_whom_when_and_what_came_of_it() -> None:
    agency, conference = held("redbridge")
    row = complain(agency, conference)
    assert (row.stage, row.route[:13]) == ("informal", "First talk to")
    with acting_as(agency.manager) as by:
        with pytest.raises(Refused, match="with whom they talked"):
            note_talk(complaint=row, talked_with="", talked_on=TODAY, outcome="…", is_settled=False, on=TODAY, by=by)
        note_talk(
            complaint=row, talked_with="The chair", talked_on=TODAY, outcome="She would like another date.",
            is_settled=False, on=TODAY, by=by,
        )  # fmt: skip
        kept = Complaint.objects.get(pk=row.pk)
        assert (kept.talked_with, kept.talked_on, kept.talk_outcome, kept.stage) == (
            "The chair", TODAY, "She would like another date.", "informal",
        )  # fmt: skip


@pytest.mark.clause("RDB-45")
def test_then_it_is_formal_and_the_page_leads_to_the_councils_procedure() -> None:
    agency, conference = held("redbridge")
    row = complain(agency, conference)
    formal = pack_of(conference).data["complaints"]["routes"][1]
    with acting_as(agency.manager) as by:
        make_formal(complaint=row, route=formal, by=by)
        answer_complaint(complaint=row, answer="We hold it again.", answered_on=TODAY, on=TODAY, by=by)
        told = CaseEvent.objects.get(conference_id=conference.id, code="complaint-answered")
        assert (told.facts["route"], told.day) == ("route-2", TODAY)
    client = signed_in(User.objects.get(pk=agency.manager.user_id))
    page = fetch(client, reverse("conference_complaints", args=[conference.case.ref]))
    links = [str(one.get("href")) for one in page.all("a")]
    assert [one for one in links if "redbridge.gov.uk" in one] == [
        "https://www.redbridge.gov.uk/tell-us/tell-us-whats-wrong/tell-us-what-we-did-wrong/"
    ]


@pytest.mark.clause("BAR-50")
def test_the_procedures_own_ways_are_offered_and_no_other() -> None:
    agency, conference = held("barnet")
    client = signed_in(User.objects.get(pk=agency.manager.user_id))
    page = fetch(client, reverse("conference_complaint_new", args=[conference.case.ref]))
    routes = [one.get("value") for one in page.all("input") if one.get("name") == "route"]
    offered = [one for one in page.texts("label") if "chair" in one.lower() or "complaints process" in one]
    assert (len(routes), len(offered)) == (4, 4)
    assert page.texts("label").count("How the conference was run") == 1
    with pytest.raises(Refused, match="one of the ways"):
        complain(agency, conference, route="Write to the newspaper.")


@pytest.mark.clause("BAR-52")
def test_a_complaint_about_the_service_is_passed_on_and_the_rules_hear_nothing_of_it() -> None:
    agency, conference = held("barnet")
    client = signed_in(User.objects.get(pk=agency.manager.user_id))
    address = reverse("conference_complaint_new", args=[conference.case.ref])
    form = fetch(client, address)
    known = next(one.get("value") for one in form.all("input") if one.get("name") == "passed_to")
    assert "council's complaints process" in str(known)
    answer = client.post(
        address,
        {
            "about": "service", "who": "parent", "name": "Morgan Example", "words": "Nobody rings back.",
            "stage": "informal", "in_writing": "no", "passed_to": known, "received_on_day": 20,
            "received_on_month": 11, "received_on_year": 2026,
        },
    )  # fmt: skip
    assert answer.status_code == 302, checked(answer, address).words
    with acting_as(agency.manager):
        row = Complaint.objects.get(conference=conference)
        assert (row.stage, row.about, row.passed_to) == ("passed", "service", known)
        assert list(CaseEvent.objects.filter(conference_id=conference.id, code="complaint-received")) == []


def test_a_partner_reads_no_complaint() -> None:
    agency, conference = held("bolton")
    complain(agency, conference, grounds=["process"])
    partner = agency.person("partner")
    agency.give(conference.case, partner)
    with acting_as(partner):
        assert list(Complaint.objects.all()) == []


def test_minutes_are_challenged_and_the_chair_says_what_becomes_of_it() -> None:
    agency, conference = held("bolton")
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    with acting_as(agency.worker) as by:
        record_event(
            code="minutes-sent", cases=children_cases(conference), day=date(2026, 11, 18), conference=conference, by=by
        )  # fmt: skip
        row = challenge_minutes(
            conference=conference, name="Morgan Example", passage="I shouted.", should_say="I spoke loudly.",
            received_on=TODAY, on=TODAY, by=by,
        )  # fmt: skip
        assert row.window_ends_on == date(2026, 12, 2)
        with pytest.raises(Exception, match="sign"):
            answer_correction(correction=row, outcome="noted", answer="As she says.", on=TODAY, at=NOW, by=by)
    with acting_as(chair) as by:
        answer_correction(correction=row, outcome="noted", answer="Kept beside the minutes.", on=TODAY, at=NOW, by=by)
        assert Correction.objects.get(pk=row.pk).outcome == "noted"
        assert CaseEvent.objects.filter(conference_id=conference.id, code="minutes-challenged").count() == 1
