"""The pages of reports: the grid, writing with two texts, sharing, files, the family's own words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.conferences.models import (
    Booklet,
    BookletAnswer,
    Conference,
    OwnAnswer,
    OwnReport,
    Report,
    ReportFile,
    ReportSection,
    ReportShare,
)
from quorate.conferences.queries.reports import Missing
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.people.models import User
from quorate.web.conferences.report_grid import missing_in_short
from quorate.web.work.moments import now
from tests.cases.making import Agency, Family
from tests.conferences.reports.making import begun, fill
from tests.conferences.stages import agreed, reported
from tests.web.visiting import checked, fetch, signed_in, words

pytestmark = pytest.mark.usefixtures("module_database")

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def browser_of(standing: Standing) -> Any:
    return signed_in(User.objects.get(pk=standing.user_id))


def on(name: str = "on") -> dict[str, str]:
    day = today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


class Place:
    """A family whose reports are in, and the social worker's browser."""

    def __init__(self, pack: str = "leicester") -> None:
        self.agency = Agency(pack=pack)
        self.family: Family = self.agency.family()
        self.conference: Conference = reported(self.agency, self.family)
        self.client = browser_of(self.agency.worker)

    def at(self, route: str, *args: Any) -> str:
        return reverse(route, args=[self.conference.case.ref, *args])

    def send(self, address: str, said: dict[str, Any], status: int = 302) -> Any:
        response = self.client.post(address, said)
        assert response.status_code == status, checked(response, address).words
        return response


@pytest.fixture(scope="module")
def place(module_database: Any) -> Place:
    return Place()


def test_the_grid_shows_every_report_beside_every_parent_in_few_queries(place: Place) -> None:
    client = browser_of(place.agency.worker)
    with CaptureQueriesContext(connection) as seen:
        page = fetch(client, place.at("conference_reports"))
    columns = [words for words in page.texts("th") if words.endswith((" father", " mother"))]
    assert columns == ["Frankie Sample father", "Morgan Example mother"]
    links = [one for one in page.texts("a") if one.startswith("Record it shared: Social worker's report")]
    assert links == [
        f"Record it shared: Social worker's report, {name}" for name in ("Frankie Sample", "Morgan Example")
    ]
    assert page.words.count("Shared in part") == 2
    # Whoever has the report can answer it, although the chronology is still owed to them.
    words = [one for one in page.texts("a") if one.startswith("Their words: Social worker's report")]
    assert words == [f"Their words: Social worker's report, {name}" for name in ("Frankie Sample", "Morgan Example")]
    own = [one["sql"] for one in seen.captured_queries if "conferences_" in one["sql"] or "cases_duty" in one["sql"]]
    # One for the conference with its children, one for the reports, one for the rest of the grid.
    assert len(own) == 3


def test_agencies_of_whom_the_same_is_missing_stand_in_one_sentence() -> None:
    told = [Missing("Social worker", "social-care", "The social work report is not authorised yet.", False)]
    told += [Missing(who, "health", "", False, is_asked=False) for who in ("GP, no name given yet", "A nurse")]
    told += [Missing("B. Oak", "police", "", False), Missing("Gran", "education", "Gran cannot come.", True)]
    assert missing_in_short(told) == [
        ("The social work report is not authorised yet.", False),
        ("Gran cannot come.", True),
        ("Nobody has asked GP and A nurse for a report: what they know is missing.", False),
        ("B. Oak has not sent a report: what they know is missing.", False),
    ]


def test_sharing_from_the_page_and_what_it_refuses(place: Place) -> None:
    with acting_as(place.agency.worker):
        report = Report.objects.get(conference=place.conference, code="social-work")
    address = place.at("conference_share", report.pk, place.family.father)
    # Nothing stands ready that nobody has chosen.
    assert re.findall(r'type="radio"[^>]*checked', place.client.get(address).content.decode()) == []
    page = checked(place.client.post(address, {**on(), "time": "00:00", "parts": ["report"]}), address)
    assert page.texts("a").count("Choose how they got it") == 1
    said = {**on(), "time": "00:00", "how": "handed-over", "parts": ["report", "genogram"]}
    page = checked(place.client.post(address, said), address)
    assert page.texts("a").count("The report was not finished then: check the day and the time.") == 1
    with acting_as(place.agency.worker):
        share = ReportShare.objects.get(report=report, person_id=place.family.father)
        hers = ReportShare.objects.get(report=report, person_id=place.family.mother)
    assert "it counts from when it was posted" in page.words
    grid = fetch(place.client, place.at("conference_reports"))
    wrong = "Recorded by mistake: Social worker's report, Morgan Example"
    assert grid.texts("a").count(wrong) == 1
    # Who did not record it is not offered to take it back.
    assert wrong not in fetch(browser_of(place.agency.chair), place.at("conference_reports")).texts("a")
    place.send(place.at("conference_share_wrong", hers.pk), {"reason": "It went to another house."})
    grid = fetch(place.client, place.at("conference_reports"))
    assert "Taken back: what stands above was recorded by mistake" in grid.words
    assert ("It went to another house." in grid.words, wrong in grid.texts("a")) == (True, False)
    for route in ("conference_share_step", "conference_comment", "conference_share_wrong"):
        fetch(place.client, place.at(route, share.pk))
    for route in ("conference_report", "conference_share_chair", "conference_share_professionals"):
        fetch(place.client, place.at(route, report.pk))
    fetch(place.client, place.at("conference_not_for", report.pk, place.family.father))
    fetch(place.client, place.at("conference_report_from"))


def _chosen_by_two(agency: Agency, report: Report, client: Any, at: Any) -> None:
    """Two who wrote the same words and chose otherwise beside them see what each has chosen."""
    with acting_as(agency.worker):
        row = ReportSection.objects.filter(report=report, kind="recommendation").order_by("position").first()
    assert row is not None
    address, same = at("conference_report_section", report.pk, row.pk), {"words": "Why.", "meant_for": "F-all"}
    plan = {"choice": "plan-made", "categories": ["neglect", "emotional"]}
    assert client.post(address, {**same, **plan, "version": str(row.version)}).status_code == 302
    stale = client.post(address, {**same, "choice": "no-plan", "version": str(row.version)})
    page = checked(stale, address)
    asked = [
        "What is recommended?: yours",
        "What is recommended?: theirs",
        "Kind of harm: yours",
        "Kind of harm: theirs",
    ]
    assert (stale.status_code, page.texts("h3")) == (409, asked)
    hidden = [one for one in page.all("input") if str(one.get("name")).startswith(("theirs-", "clashed"))]
    sent: dict[str, list[str]] = {}
    for one in hidden:
        sent.setdefault(str(one.get("name")), []).append(str(one.get("value")))
    version = str(row.version + 1)
    kept = {**same, **sent, "choice": "no-plan", "version": version, "keep": "theirs", "two_texts": "1"}
    assert client.post(address, kept).status_code == 302
    with acting_as(agency.worker):
        row.refresh_from_db()
    assert (row.choice, sorted(row.categories)) == ("plan-made", ["emotional", "neglect"])


def _saved_in_few(client: Any, address: str, said: dict[str, str]) -> Any:
    """The answer to what saves itself: session, conference, part with the look, the save with its entry."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(address, said, headers={"X-Quorate-Autosave": "1"})
    done = [one["sql"] for one in seen if one["sql"].split()[0] not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")]
    assert len(done) == 4, done
    return answer


def test_two_texts_of_one_part_are_both_shown_and_one_is_chosen() -> None:
    agency = Agency()
    family = agency.family()
    conference = agreed(agency, family)
    report = begun(agency, conference)
    client = browser_of(agency.worker)

    def at(route: str, *args: Any) -> str:
        return reverse(route, args=[conference.case.ref, *args])

    for route, key in (("reports", []), ("report_write", [report.pk]), ("report", [report.pk])):
        fetch(client, at(f"conference_{route}", *key))
    with acting_as(agency.worker):
        section = ReportSection.objects.filter(report=report, title="concerns").get()
    address = at("conference_report_section", report.pk, section.pk)
    fetch(client, at("conference_report_part", report.pk, section.pk))
    first = _saved_in_few(client, address, {"words": "Mine.", "meant_for": "F-all", "version": "1"})
    assert (first.status_code, first.json()["state"], first.json()["version"]) == (200, "saved", 2)
    stale = client.post(address, {"words": "Theirs.", "meant_for": "F-all", "version": "1"})
    page = checked(stale, address)
    assert (stale.status_code, page.texts("h3")) == (409, ["Words: yours", "Words: theirs"])
    both = {"words": "Theirs.", "theirs-words": "Mine.", "meant_for": "F-all", "version": "2", "keep": "both"}
    assert client.post(address, both).status_code == 302
    with acting_as(agency.worker):
        section.refresh_from_db()
    assert (section.words, section.version) == ("Mine.\n\nTheirs.", 3)
    narrow = {"words": section.words, "meant_for": "P", "version": "3"}
    assert client.post(address, narrow).status_code == 302
    wide = {"words": section.words, "meant_for": "F-all"}
    # A refusal does not bring an older page up to date.
    long = client.post(address, {**wide, "words": "x" * 40_001, "version": "3"})
    kept = [one.get("value") for one in checked(long, address).all("input") if one.get("name") == "version"]
    assert (long.status_code, kept) == (422, ["3"])
    stale = client.post(address, {**wide, "version": "3"})
    page = checked(stale, address)
    assert (stale.status_code, page.texts("h3")) == (409, ["For whom is this?: yours", "For whom is this?: theirs"])
    assert [one.get("value") for one in page.all("input") if one.get("name") == "two_texts"] == ["1"]
    assert [one.get("value") for one in page.all("option") if one.get("selected") is not None] == ["P"]
    assert client.post(address, {**wide, "version": "4", "keep": "yours"}).status_code == 302
    with acting_as(agency.worker):
        section.refresh_from_db()
    assert (section.meant_for, section.version) == ("P", 5)
    assert client.post(address, {**wide, "version": "5"}).status_code == 302
    with acting_as(agency.worker):
        section.refresh_from_db()
    assert section.meant_for == "F-all"
    _chosen_by_two(agency, report, client, at)
    refused = client.post(at("conference_report_ready", report.pk))
    assert (refused.status_code, "Still missing: strengths" in checked(refused, address).words) == (422, True)
    fill(report, agency)
    assert client.post(at("conference_report_ready", report.pk)).status_code == 302
    manager = browser_of(agency.manager)
    _waits_for_the_manager(manager, client, at("conference_report", report.pk))
    fetch(manager, at("conference_report_authorise", report.pk))
    assert manager.post(at("conference_report_authorise", report.pk), {"parts": ["report"]}).status_code == 302
    fetch(client, at("conference_report_write", report.pk), 404)


def _waits_for_the_manager(manager: Any, writer: Any, there: str) -> None:
    """Whoever may authorise it has it in their My work, and whoever wrote it does not."""
    line = "Authorise the social work report"
    told = [
        [one.get("href") for one in fetch(who, reverse("home")).all("a") if words(one).startswith(line)]
        for who in (manager, writer)
    ]
    assert told == [[there], []]


def test_an_agencys_file_is_brought_in_and_only_ever_given_as_a_download(place: Place) -> None:
    address = place.at("conference_report_from")
    place.send(address, {"author": "Dr K. Hartsease", "agency_code": "health"})
    with acting_as(place.agency.worker):
        report = Report.objects.get(conference=place.conference, author="Dr K. Hartsease")
    address = place.at("conference_report_file", report.pk)
    bad = SimpleUploadedFile("letter.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    page = checked(place.client.post(address, {"file": bad, "meant_for": "P"}), address)
    assert [one[:40] for one in page.texts("a") if one.startswith("This file")] == [
        "This file is not what we can take. We ta"
    ]
    good = SimpleUploadedFile("../letter.html", PDF, "text/html")
    place.send(address, {"file": good, "meant_for": "P"})
    receive = place.at("conference_report_receive", report.pk)
    fetch(place.client, receive)
    empty = checked(place.client.post(receive, {"recommendation": "plan-made", "cannot_come": "on"}), receive)
    asks = "Tick that a parent’s copy is to stay empty, or go back and say of the parts for whom they are"
    assert empty.texts("a").count(asks) == 1
    place.send(receive, {"recommendation": "plan-made", "cannot_come": "on", "empty_meant": "on"})
    share = place.at("conference_share", report.pk, place.family.father)
    given = {**on(), "time": "00:00", "how": "handed-over", "parts": ["report"]}
    said = [one for one in checked(place.client.post(share, given), share).texts("a") if one.startswith("Their copy")]
    assert said == [
        "Their copy of this report is empty. Tick that they have been told so, or have its writer say for whom the"
        " parts are"
    ]
    with acting_as(place.agency.worker):
        kept = ReportFile.objects.get(report=report)
    got = place.client.get(place.at("conference_file", kept.pk))
    assert (got.status_code, got.content == PDF) == (200, True)
    assert (got["Content-Type"], got["Content-Disposition"], got["X-Content-Type-Options"]) == (
        "application/octet-stream", 'attachment; filename="letter.html"', "nosniff",
    )  # fmt: skip
    stranger = browser_of(place.agency.person("social_worker"))
    fetch(stranger, place.at("conference_file", kept.pk), 404)


def test_the_parents_own_report_is_entered_question_by_question(place: Place) -> None:
    bring = place.at("conference_bring", place.family.mother)
    fetch(place.client, bring)
    place.send(bring, {"kind": "form:parents-report", **on()})
    with acting_as(place.agency.worker):
        own = OwnReport.objects.get(conference=place.conference, form="parents-report")
    address = place.at("conference_own", own.pk)
    page = fetch(place.client, address)
    child = place.family.children[0].case_id
    # The children's names and birthdays stand in the record: nobody types them again.
    assert [one for one in page.texts("label") if "Date of birth" in one] == []
    said = {
        "issues__issues": "We had a hard winter.",
        f"scale__how-safe__{child}": "7",
        "meant_for": "P",
        "version": "1",
    }
    place.send(address, said)
    with acting_as(place.agency.worker):
        kept = {
            one.field: (one.words, one.number)
            for one in OwnAnswer.objects.filter(own_report=own).exclude(words="", number=None)
        }
    assert kept == {"issues": ("We had a hard winter.", None), "how-safe": ("", 7)}
    receive = place.at("conference_own_receive", own.pk)
    fetch(place.client, receive)
    place.send(receive, {"how": "paper", **on()})
    assert "We had a hard winter." in fetch(place.client, address).words


def test_a_booklet_is_given_filled_in_and_returned(place: Place) -> None:
    child = place.family.children[0]
    give = place.at("conference_booklet_give", child.person_id)
    fetch(place.client, give)
    place.send(give, {"code": "have-your-say-children", **on(), "helper": "Gran", "at_school": "yes"})
    with acting_as(place.agency.worker):
        booklet = Booklet.objects.get(conference=place.conference)
    asked = "?section=good-things&field=good-things-words"
    page = fetch(place.client, place.at("conference_booklet_page", booklet.pk) + asked)
    # Nothing is chosen for the child: the page stands at "not chosen".
    chosen = [
        one.get("value") for one in page.all("input") if one.get("name") == "seen_by" and one.get("checked") is not None
    ]
    assert chosen == [""]
    said = {
        "section": "good-things",
        "field": "good-things-words",
        "words": "Nan's house",
        "seen_by": "",
        "version": "0",
    }
    place.send(place.at("conference_booklet_page", booklet.pk), said)
    with acting_as(place.agency.worker):
        assert BookletAnswer.objects.get(booklet=booklet).words == "Nan's house"
    fetch(place.client, place.at("conference_booklet_drawing", booklet.pk) + asked)
    back = place.at("conference_booklet_return", booklet.pk)
    fetch(place.client, back)
    place.send(back, {**on(), "helper": "Gran", "at_school": "yes"})
    fetch(place.client, place.at("conference_booklet", booklet.pk))
    page = fetch(place.client, place.at("conference_children"))
    assert page.words.count("Nan's house") == 1
    for route in ("conference_views", "conference_question"):  # brothers' and sisters' pages look alike: it says whose
        assert f"From {child.given_names}." in fetch(place.client, place.at(route, child.person_id)).texts("p")
    question = place.at("conference_question", child.person_id)
    place.send(question, {"words": "Do I have to move?", "seen_by": ""})
    manager = fetch(browser_of(place.agency.manager), place.at("conference_children"))
    assert ("Nan's house" in manager.words, "Do I have to move?" in manager.words) == (False, False)


def test_no_report_is_offered_to_somebody_whom_the_chair_keeps_out(place: Place) -> None:
    shared = [one for one in fetch(place.client, place.at("conference_reports")).texts("a") if "Record it sha" in one]
    with acting_as(place.agency.chair) as by:
        decide_exclusion(
            conference=place.conference, person_id=place.family.father, outcome="excluded", scope="whole",
            ground="violence", words="What was said frightened people.", at=now(), by=by,
        )  # fmt: skip
    page = fetch(place.client, place.at("conference_reports"))
    left = [one for one in page.texts("a") if "Record it sha" in one]
    assert left == [one for one in shared if not one.endswith("Frankie Sample")] != shared
    not_any_more = [one for one in page.texts("td") if "They are kept out: they get the letter" in one]
    assert len(not_any_more) == len({one.split(": ")[1].split(",")[0] for one in shared}) - 1  # one they have in part
