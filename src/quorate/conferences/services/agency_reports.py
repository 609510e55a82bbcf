"""The agencies' reports: asked for, asked for again, written here or brought in as a file, received."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.keeping import may_keep, require_giving
from quorate.conferences.models import Conference, Invitee, InviteeKind, Recommends, Report, ReportState
from quorate.conferences.models.report import AGENCY
from quorate.conferences.queries.report_contents import children_cases, recommended
from quorate.conferences.report_rules import told_as
from quorate.conferences.services.happening import happened
from quorate.conferences.services.reports import make_sections
from quorate.people.models import Agency


@quietly
@transaction.atomic
def ask_for_report(*, invitee: Invitee, on: date, by: Standing) -> Report:
    """Asks somebody who is invited for a report; the one that is there already comes back. Raises `Refused`."""
    _require_arranging(by, invitee.conference)
    refuse(
        invitee=None
        if invitee.kind == InviteeKind.PROFESSIONAL and invitee.role not in _NOT_ASKED
        else "Reports are asked of the professionals who work with the family."
    )
    found = Report.objects.filter(conference_id=invitee.conference_id, invitee_id=invitee.pk).first()
    if found is not None:
        return found
    report = Report(
        conference_id=invitee.conference_id, case_id=invitee.case_id, authority_id=invitee.authority_id, code=AGENCY,
        agency=invitee.agency or (invitee.professional.agency if invitee.professional else None),
        agency_code=invitee.agency_code, role=invitee.role, invitee_id=invitee.pk, author=invitee.name[:200],
        state=ReportState.ASKED, asked_on=on, asked_by=by.user_id, cannot_come=invitee.answer == "no",
    )  # fmt: skip
    report.save(force_insert=True)
    noted("report.asked", report, agency=report.agency_code)
    return report


_NOT_ASKED = frozenset({"chair", "minute_taker", "social_worker", "lead_practitioner", "team_manager"})


@transaction.atomic
def ask_everybody(*, conference: Conference, on: date, by: Standing) -> list[Report]:
    """Asks each invited professional who has not been asked: one request each (RDB-09)."""
    _require_arranging(by, conference)
    asked = set(Report.objects.filter(conference=conference).values_list("invitee_id", flat=True))
    invited = Invitee.objects.filter(
        conference=conference, kind=InviteeKind.PROFESSIONAL, removed_on__isnull=True
    ).exclude(to_invite=False)
    return [
        ask_for_report(invitee=one, on=on, by=by)
        for one in invited.select_related("case", "conference", "agency", "professional__agency")
        if one.pk not in asked and one.role not in _NOT_ASKED
    ]


@quietly
@transaction.atomic
def remind(*, report: Report, on: date, by: Standing) -> Report:
    """Notes that a report was asked for again. Raises `Refused` where it is in."""
    _require_arranging(by, report.conference)
    row = Report.objects.select_for_update().get(pk=report.pk)
    refuse(
        report="This report is in: there is nothing to ask for."
        if row.is_done
        else "It was asked for again today already."
        if on in row.reminded_on
        else None
    )
    row.reminded_on = [*row.reminded_on, on]
    row.save(update_fields=["reminded_on"])
    noted("report.reminded", row)
    return row


@quietly
@transaction.atomic
def begin_writing(*, report: Report, by: Standing) -> Report:
    """Makes the pack's parts of an agency's report, to be written here. Raises `NotAllowed`."""
    require_giving(by, report.case, report.agency_id)
    make_sections(report, by=by)
    if report.written_by is None:
        Report.objects.filter(pk=report.pk).update(written_by=by.user_id)
        report.refresh_from_db()
    return report


@quietly
@transaction.atomic
def add_agency_report(
    *, conference: Conference, agency: Agency | None, agency_code: str, author: str, by: Standing, role: str = ""
) -> Report:
    """A report that came from somebody who is not on the list. Raises `Refused`, `NotAllowed`."""
    require(by, "write", conference.case)
    refuse(
        author=None if author.strip() else "Say who wrote the report.",
        agency_code=None if agency_code else "Say which agency the report comes from.",
    )
    report = Report(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, code=AGENCY,
        agency=agency, agency_code=agency_code, role=role, author=author.strip()[:200], written_by=by.user_id,
        state=ReportState.DRAFT,
    )  # fmt: skip
    report.save(force_insert=True)
    noted("report.begun", report, code=report.code)
    return report


@quietly
@transaction.atomic
def receive(
    *,
    report: Report,
    by: Standing,
    at: datetime,
    recommendation: str = "",
    recommendation_words: str = "",
    cannot_come: bool | None = None,
) -> Report:
    """The report is in: from here nobody changes it. Records agency-information-received.

    `recommendation` is for all children; where the report was written here, the one of each child. Raises `Refused`
    where nothing has come.
    """
    require_giving(by, report.case, report.agency_id)
    row = Report.objects.select_for_update(of=("self",)).select_related("conference", "case").get(pk=report.pk)
    groups = recommended(row) or ({recommendation: children_cases(row)} if recommendation else {})
    refuse(
        report="This report is in already." if row.is_done else None if _holds_something(row) else _NOTHING_THERE,
        recommendation="Choose one of the recommendations."
        if recommendation and recommendation not in Recommends.values
        else None,
    )
    row.state, row.received_at, row.received_by = ReportState.RECEIVED, at, by.user_id
    row.recommendation = next(iter(groups)) if len(groups) == 1 else ""
    row.recommendation_words = recommendation_words.strip()
    is_absent = Invitee.objects.filter(pk=row.invitee_id, answer="no").exists() if row.invitee_id else False
    row.cannot_come = row.cannot_come or is_absent if cannot_come is None else cannot_come or is_absent
    row.save(
        update_fields=[
            "state", "received_at", "received_by", "recommendation", "recommendation_words", "cannot_come",
        ]
    )  # fmt: skip
    _tell(row, groups, by=by, at=at)
    return row


_NOTHING_THERE = "Nothing has come yet: write the report here, or bring in the file that they sent."


def _holds_something(row: Report) -> bool:
    return row.files.exists() or row.sections.exclude(words="").exists()


def _tell(row: Report, groups: dict[str, list[UUID]], *, by: Standing, at: datetime) -> None:
    """One event for each recommendation, about the children for whom it is; one without where there is none."""
    told = groups or {"": list[UUID]()}
    for recommendation, children in told.items():
        facts = {"agency": told_as(pack_of(row.conference), row)}
        if recommendation:
            facts["recommendation"] = recommendation
        happened("agency-information-received", row.conference, at=at, about=children, by=by, facts=facts)
    noted(
        "report.received", row, agency=row.agency_code, recommendation=",".join(groups),
        cannot_come=row.cannot_come,
    )  # fmt: skip


def _require_arranging(by: Standing, conference: Conference) -> None:
    """Passes for whoever writes or keeps the list. Raises NotAllowed, NoSuchRecord."""
    if not may(by, "write", conference.case) and not may_keep(by, conference.case):
        require(by, "write", conference.case)
