"""Reports of made-up conferences that the stories say were written: their parts, and with whom they were shared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from quorate.cases.fact_checks import LONDON
from quorate.conferences.models import (
    Conference,
    Invitee,
    Report,
    ReportSection,
    ReportShare,
    ReportShareStep,
    SectionKind,
)
from quorate.conferences.report_rules import parts_of
from quorate.demo.families.record import Written
from quorate.demo.families.report_words import CATEGORY, WHY_PLAN, Told, agency_words
from quorate.demo.families.telling import Family, Happening, Sitting
from quorate.procedure.pack import Pack

if TYPE_CHECKING:
    from quorate.demo.families.writing import Rows

LATELY = timedelta(days=30)  # what was held before is read from its record, not from its reports
_AGENCY_ROLES = {"police": "police_rep", "health": "health_visitor", "education": "school_rep"}


@dataclass
class Reported:
    """Rows of reports, saved table by table: finished only after their parts stand, as the database wants it."""

    reports: list[Report] = field(default_factory=list)
    sections: list[ReportSection] = field(default_factory=list)
    shares: list[ReportShare] = field(default_factory=list)
    steps: list[ReportShareStep] = field(default_factory=list)
    finished: list[Report] = field(default_factory=list)

    def save(self) -> None:
        """In the order in which they hang on each other."""
        Report.objects.bulk_create(self.reports)
        ReportSection.objects.bulk_create(self.sections)
        ends = ("state", "authorised_at", "authorised_by", "received_at", "received_by", "recommendation")
        for row in self.finished:
            row.state = "received" if row.received_at else "authorised"
        Report.objects.bulk_update(self.finished, ends)
        ReportShare.objects.bulk_create(self.shares)
        ReportShareStep.objects.bulk_create(self.steps)


def reports(
    family: Family, written: Written, sitting: Sitting, made: Conference, pack: Pack, listed: list[Invitee], rows: Rows
) -> None:  # fmt: skip
    """Puts the reports of one conference to the rows, if it is to come or was held lately."""
    if sitting.held_on is not None and sitting.held_on < family.days.today - LATELY:
        return
    told = [one for one in family.happenings if one.sitting is sitting]
    cases = [written.cases[key].id for key in sitting.who]
    kids = {written.cases[kid.key].id: kid for kid in family.kids if kid.key in sitting.who}
    about = Told({case: kids[case] for case in cases}, family.days.today)
    authorised = next((one for one in told if one.code == "report-authorised"), None)
    if authorised is not None:
        row = _social_work(written, sitting, made, pack, about, authorised, rows)
        _shares(row, [one for one in told if one.code == "report-shared"], written, rows)
    elif sitting.state == "booked":
        _begun(written, sitting, made, pack, about, rows)
    _of_agencies(sitting, made, pack, listed, told, rows)


def _base(made: Conference) -> dict[str, Any]:
    return {"case": made.case, "authority_id": made.authority_id, "conference": made}


def _begun(
    written: Written, sitting: Sitting, made: Conference, pack: Pack, about: Told, rows: Rows
) -> Report:  # fmt: skip
    row = Report(
        **_base(made), code="social-work", role="social_worker", written_by=written.staff.worker, state="draft",
        author=rows.names.get(written.staff.worker, ""),
    )  # fmt: skip
    rows.reported.reports.append(row)
    rows.note("report.begun", row, code=row.code)
    _sections(row, pack, sitting, about, rows)
    return row


def _social_work(
    written: Written, sitting: Sitting, made: Conference, pack: Pack, about: Told, told: Happening, rows: Rows
) -> Report:  # fmt: skip
    row = _begun(written, sitting, made, pack, about, rows)
    row.recommendation = _recommends(sitting)
    row.ready_by, row.ready_at = written.staff.worker, _noon(told.when)
    row.authorised_at, row.authorised_by = _noon(told.when), rows.by.user_id
    rows.reported.finished.append(row)
    rows.note("report.authorised", row, parts=",".join(told.facts["parts"]), children=len(about.kids))
    return row


def _sections(row: Report, pack: Pack, sitting: Sitting, about: Told, rows: Rows) -> None:
    for number, part in enumerate(parts_of(pack, row.code, sitting.kind, about.kids)):
        if part.kind == SectionKind.RECOMMENDATION:
            words, choice = WHY_PLAN, _recommends(sitting)
        else:
            words, choice = about.words(part, number)
        rows.reported.sections.append(
            ReportSection(
                **_base(row.conference), report=row, position=number, title=part.title, child_case_id=part.child,
                kind=part.kind, words=words, choice=choice, meant_for="F-all", written_by=row.written_by, version=2,
                categories=[CATEGORY] if choice in ("plan-made", "plan-continues") else [],
            )
        )  # fmt: skip


def _recommends(sitting: Sitting) -> str:
    return "plan-continues" if sitting.kind == "review" else "plan-made"


def _shares(report: Report, told: list[Happening], written: Written, rows: Rows) -> None:
    for one in told:
        reader, at = str(one.facts["with"]), _noon(one.when)
        person = UUID(written.people[reader]) if reader in written.people else None
        row = ReportShare(
            **_base(report.conference), report=report, person_id=person, recipient="parent" if person else reader,
            parts=one.facts["parts"], shared_at=at, how="handed-over" if person else "link", by_words=report.author,
            shared_by=rows.by.user_id,
        )  # fmt: skip
        rows.reported.shares.append(row)
        rows.reported.steps.append(
            ReportShareStep(
                **_base(report.conference), share=row, step="shared", at=at, how=row.how, by_words=report.author,
                parts=row.parts, recorded_by=rows.by.user_id, recorded_at=at,
            )
        )  # fmt: skip
        rows.note("report.shared", row, recipient=row.recipient, late=False)


def _of_agencies(
    sitting: Sitting, made: Conference, pack: Pack, listed: list[Invitee], told: list[Happening], rows: Rows
) -> None:  # fmt: skip
    by_role = {one.role: one for one in listed}
    received = {str(one.facts["agency"]): one for one in told if one.code == "agency-information-received"}
    for code, role in _AGENCY_ROLES.items():
        of = by_role.get(role)
        if of is None or of.invited_on is None:
            continue
        row = Report(
            **_base(made), code="agency", agency=of.agency, agency_code=code, invitee_id=of.id, role=role,
            author=of.name, state="asked", asked_on=of.invited_on, asked_by=rows.by.user_id,
        )  # fmt: skip
        rows.reported.reports.append(row)
        rows.note("report.asked", row, agency=code)
        if code in received:
            _received(row, received[code], sitting, pack, rows)


def _received(row: Report, told: Happening, sitting: Sitting, pack: Pack, rows: Rows) -> None:
    titles = [part.title for part in parts_of(pack, row.code, sitting.kind, [])]
    rows.reported.sections += [
        ReportSection(
            **_base(row.conference), report=row, position=number, title=title, words=agency_words(row.role, title),
            meant_for="F-all", version=2,
        )
        for number, title in enumerate(titles)
    ]  # fmt: skip
    row.recommendation = _recommends(sitting)
    row.received_at, row.received_by = _noon(told.when), rows.by.user_id
    rows.reported.finished.append(row)
    rows.note("report.received", row, agency=row.agency_code, recommendation=row.recommendation, cannot_come=False)


def _noon(when: date | datetime) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(12), LONDON)
