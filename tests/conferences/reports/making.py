"""Reports, quickly, by the services that the pages use."""

from __future__ import annotations

from datetime import datetime, timedelta

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Conference, Report, ReportSection, SectionKind
from quorate.conferences.services import agency_reports as agency_services
from quorate.conferences.services import reports, sharing
from quorate.conferences.services.sharing import Reader
from quorate.web.work.moments import now
from tests.cases.making import Agency, Family


def fill(report: Report, agency: Agency, *, recommends: str = "plan-made") -> None:
    """Writes every part of a report, for the family to read; each child's views as said."""
    with acting_as(agency.worker) as by:
        for section in ReportSection.objects.filter(report=report).select_related("case", "report"):
            choice = {SectionKind.VIEWS: "said", SectionKind.RECOMMENDATION: recommends}.get(section.kind, "")
            reports.save_section(
                section=section, words=f"What we know of {section.title}.", version=section.version, by=by, at=now(),
                meant_for="F-all", choice=choice,
            )  # fmt: skip


def begun(agency: Agency, conference: Conference) -> Report:
    """The social work report, with its empty parts."""
    with acting_as(agency.worker) as by:
        return reports.begin_report(conference=conference, by=by, at=now())


def social_work_report(
    agency: Agency, conference: Conference, *, recommends: str = "plan-made", at: datetime | None = None
) -> Report:
    """Written by the worker and authorised by the manager, just now or at an instant of today."""
    report = begun(agency, conference)
    fill(report, agency, recommends=recommends)
    with acting_as(agency.worker) as by:
        reports.make_ready(report=report, by=by, at=now())
    with acting_as(agency.manager) as by:
        return reports.authorise(report=report, by=by, at=at or now(), parts=["report"])


def share_with_parents(agency: Agency, family: Family, conference: Conference, *, at: datetime | None = None) -> None:
    """Both parents have the social work report, handed over by the worker."""
    with acting_as(agency.worker) as by:
        report = Report.objects.get(conference=conference, code="social-work")
        for person in (family.mother, family.father):
            sharing.share(
                report=report, reader=Reader("parent", person), at=at or now(), how="handed-over",
                by_words="A social worker", late_why="Written today." if at is None else "", by=by,
                now=now() + timedelta(seconds=1),
            )  # fmt: skip


def agency_reports(agency: Agency, conference: Conference, *, recommends: str = "plan-made") -> list[Report]:
    """Asked of everybody who is invited, written here, and in: each with a recommendation."""
    with acting_as(agency.worker) as by:
        asked = agency_services.ask_everybody(conference=conference, on=today(), by=by)
    come_in(agency, asked, recommends=recommends)
    return asked


def come_in(agency: Agency, asked: list[Report], *, recommends: str = "plan-made") -> None:
    """Reports that were asked for are written here, and in: each with a recommendation."""
    with acting_as(agency.worker) as by:
        for report in asked:
            agency_services.begin_writing(report=report, by=by)
            for section in ReportSection.objects.filter(report=report).select_related("case", "report"):
                reports.save_section(
                    section=section, words=f"Of {section.title}.", version=section.version, by=by, at=now(),
                )  # fmt: skip
            agency_services.receive(report=report, by=by, at=now(), recommendation=recommends)
