"""The agencies' reports: asked of each, chased, in with a recommendation; what is missing; who reads whose draft."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.models import Invitee, InviteeKind, Report, ReportFile, ReportSection
from quorate.conferences.queries.reports import missing_information, reports_of
from quorate.conferences.services import agency_reports, people, report_files, reports
from quorate.people.models import Agency as PartnerAgency
from quorate.web.work.moments import now
from tests.cases.making import Agency
from tests.conferences.stages import agreed, invited

pytestmark = pytest.mark.usefixtures("module_database")

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def word(**more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", more.pop("types", b"<Types/>"))
        packed.writestr("word/document.xml", b"<w:document/>")
        for name, content in more.items():
            packed.writestr(name, content)
    return made.getvalue()


@pytest.mark.clause("RDB-09")
def test_each_professional_is_asked_for_a_report_and_asked_again() -> None:
    agency = Agency(pack="redbridge")
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker) as by:
        asked = agency_reports.ask_everybody(conference=conference, on=today(), by=by)
        listed = Invitee.objects.filter(conference=conference, kind=InviteeKind.PROFESSIONAL, removed_on=None)
        theirs = listed.exclude(
            role__in=("chair", "minute_taker", "social_worker", "lead_practitioner", "team_manager")
        )
        assert {one.invitee_id for one in asked} == {one.pk for one in theirs.exclude(to_invite=False)} != set()
        assert {(one.state, one.asked_on) for one in asked} == {("asked", today())}
        assert agency_reports.ask_everybody(conference=conference, on=today(), by=by) == []
        again = agency_reports.remind(report=asked[0], on=today(), by=by)
        assert again.reminded_on == [today()]
        with pytest.raises(Refused):
            agency_reports.remind(report=asked[0], on=today(), by=by)


@pytest.mark.clause("BOL-20", "BOL-40")
def test_an_agency_that_cannot_come_owes_a_report_with_a_recommendation_and_what_is_missing_is_said() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker) as by:
        agency_reports.ask_everybody(conference=conference, on=today(), by=by)
        invitee = Invitee.objects.filter(conference=conference, agency_code="education").first()
        assert invitee is not None
        people.record_answer(invitee=invitee, answer="no", at=now(), by=by, words="Ill.")
        invitee.refresh_from_db()
        report = Report.objects.get(invitee_id=invitee.pk)

        def said() -> list[tuple[str, bool]]:
            return [(one.says, one.is_breach) for one in missing_information(conference) if one.who == invitee.name]

        owed = f"{invitee.name} cannot come and has not sent a report with views and a recommendation."
        assert said() == [(owed, True)]
        with pytest.raises(Refused) as refused:
            agency_reports.receive(report=report, by=by, at=now(), recommendation="plan-made")
        assert refused.value.sentences["report"].startswith("Nothing has come yet")
        agency_reports.begin_writing(report=report, by=by)
        part = ReportSection.objects.filter(report=report).select_related("case", "report").first()
        assert part is not None
        reports.save_section(section=part, words="He is often late.", version=1, by=by, at=now())
        report.refresh_from_db()
        agency_reports.receive(report=report, by=by, at=now(), cannot_come=True)
        short = f"{invitee.name} cannot come and has not sent a recommendation."
        assert said() == [(short, True)]
        others = [one for one in missing_information(conference) if one.who != invitee.name]
        assert {one.is_breach for one in others} == {False}


def test_with_a_recommendation_nothing_is_missing_and_the_rules_hear_of_it() -> None:
    agency = Agency()
    family = agency.family()
    conference = invited(agency, family)
    with acting_as(agency.worker) as by:
        report = agency_reports.ask_everybody(conference=conference, on=today(), by=by)[0]
        report_files.keep_file(
            conference=conference, report=report, content=PDF, name="../../report.pdf", by=by, at=now()
        )
        agency_reports.receive(report=report, by=by, at=now(), recommendation="plan-ended", cannot_come=True)
        kept = ReportFile.objects.get(report=report)
        assert (kept.kind, kept.name, bytes(kept.content) == PDF, len(kept.sha256)) == ("pdf", "report.pdf", True, 64)
        event = CaseEvent.objects.filter(conference_id=conference.pk, code="agency-information-received").first()
        assert event is not None
        assert (event.facts["agency"], event.facts["recommendation"]) == (report.role, "plan-ended")
        assert [one for one in missing_information(conference) if one.who == report.author] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (b"MZ\x90\x00 program", "This file is not what we can take"),
        (b"<script>alert(1)</script>", "This file is not what we can take"),
        (word(**{"word/vbaProject.bin": b"x"}), "This file is not what we can take"),
        (word(types=b"<Types macroEnabled/>"), "This file is not what we can take"),
        (b"PK\x03\x04 broken", "This file is not what we can take"),
        (PDF.replace(b"/Catalog", b"/Catalog /JavaScript (x)"), "This PDF holds a program"),
        (b"%PDF-" + b" " * (15 << 20) + b"%%EOF", "This file is longer than 15 MB"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    found = report_files.fault_of(content)
    assert found is not None
    assert found.startswith(says)


def test_what_a_file_is_stands_in_the_file() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"
    files = {"pdf": PDF, "docx": word(), "png": png, "jpeg": b"\xff\xd8\xff\xe0 \xff\xd9"}
    assert {kind: report_files.kind_of(content) for kind, content in files.items()} == {kind: kind for kind in files}
    assert [report_files.fault_of(content) for content in files.values()] == [None] * 4


def test_a_partner_reads_and_writes_the_own_agencys_draft_and_no_other() -> None:
    agency = Agency()
    family = agency.family()
    conference = agreed(agency, family)
    school, police = agency.person("partner"), agency.person("partner")
    chair = agency.person("chair")
    with acting_as(agency.manager):
        for one in (school, police, chair):
            agency.give(conference.case, one)
    with acting_as(agency.worker) as by:
        drafts = [
            agency_reports.add_agency_report(
                conference=conference, agency=PartnerAgency.objects.get(pk=one.agency_id), agency_code=code,
                author=code, by=by,
            )
            for one, code in ((school, "education"), (police, "police"))
        ]  # fmt: skip
    with acting_as(police) as by:
        assert [one.agency_code for one in reports_of(conference)] == ["police"]
        mine = Report.objects.select_related("case", "conference").get(agency_code="police", conference=conference)
        agency_reports.begin_writing(report=mine, by=by)
        open_part, closed_part = list(ReportSection.objects.filter(report=mine).select_related("case", "report"))[:2]
        reports.save_section(section=open_part, words="We were called twice.", version=1, by=by, at=now())
        reports.save_section(
            section=closed_part, words="An investigation runs.", version=1, by=by, at=now(), meant_for="R",
            named=[police.agency_id],  # type: ignore[list-item]
        )  # fmt: skip
    with acting_as(school):
        assert ReportSection.objects.filter(report=mine).count() == 0
        assert Report.objects.filter(pk=mine.pk).update(author="Forged") == 0
    with acting_as(agency.worker) as by:
        mine.refresh_from_db()
        agency_reports.receive(report=mine, by=by, at=now() + timedelta(seconds=1), recommendation="plan-made")
    with acting_as(school):
        assert [one.agency_code for one in reports_of(conference)] == ["education", "police"]
        words = set(ReportSection.objects.filter(report=mine).values_list("words", flat=True))
        assert ("We were called twice." in words, "An investigation runs." in words) == (True, False)
    with acting_as(chair):
        words = set(ReportSection.objects.filter(report=mine).values_list("words", flat=True))
        assert "An investigation runs." in words
    assert [one.agency_code for one in drafts] == ["education", "police"]
