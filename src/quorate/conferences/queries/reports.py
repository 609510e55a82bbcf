"""Reading reports: which there are, one with its parts for a paper, and what is missing before the conference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.editions import pack_of, role_word
from quorate.conferences.models import (
    Conference,
    Invitee,
    InviteeKind,
    Recommends,
    Report,
    ReportComment,
    ReportSection,
    SectionKind,
)
from quorate.conferences.models.report import AGENCY, SOCIAL_WORK
from quorate.conferences.queries.finding import children_of
from quorate.conferences.queries.report_contents import has_recommendation, sections_of
from quorate.conferences.report_rules import report_title

HOW_KNOWN = {"said": "What the child said", "observed": "What was observed of the child and of the care"}


@dataclass(frozen=True, slots=True)
class PaperSection:
    """One part of a report as a paper needs it. `child` is the child's given name, "" for all of them.

    `how_known` says of a child's views whether they were said or observed, `recommendation` in words what the report
    recommends for the child, with its `categories`.
    """

    title: str
    child_case_id: UUID | None
    child: str
    words: str
    meant_for: str
    named: tuple[UUID, ...]
    kind: str
    how_known: str
    recommendation: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperComment:
    """What somebody of the family said to the report, under their own name; `about` is the title of a part, or ""."""

    by_name: str
    person_id: UUID
    words: str
    said_at: datetime
    disagrees: bool
    about: str
    meant_for: str
    named: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReportForPaper:
    """A report with everything that the reader reaches of it; parts with nothing in them are left out."""

    report: Report
    title: str
    author: str
    sections: tuple[PaperSection, ...]
    comments: tuple[PaperComment, ...]


def reports_of(conference: Conference) -> list[Report]:
    """The reports of a conference that the reader may see: the social work report first, then by who wrote them."""
    rows = list(Report.objects.filter(conference=conference).select_related("agency"))
    for row in rows:
        row.conference = conference
    return sorted(rows, key=lambda one: (one.code != SOCIAL_WORK, one.agency_code, one.author, str(one.pk)))


def report_of(conference: Conference, report_id: Any) -> Report:
    """One of them. Raises NoSuchRecord: another agency's draft is not there either."""
    found = (
        Report.objects.select_related("agency", "case", "conference")
        .filter(conference=conference, pk=report_id)
        .first()
    )
    if found is None:
        raise NoSuchRecord
    return found


def report_for_paper(report: Report) -> ReportForPaper:
    """The report for a paper: parts, recommendations in words, and the family's comments appended."""
    names = {one.case_id: one.given for one in children_of(report.conference)}
    sections = sections_of(report)
    comments = ReportComment.objects.filter(report=report, taken_back_at__isnull=True).order_by("said_at", "id")
    titles = {one.pk: one.title for one in sections}
    return ReportForPaper(
        report,
        title_of(report),
        author_of(report),
        tuple(_section(one, names) for one in sections if one.words.strip() or one.choice),
        tuple(
            PaperComment(
                one.by_name, one.person_id, one.words, one.said_at, one.disagrees,
                titles.get(one.section_id, "") if one.section_id else "", one.meant_for, tuple(one.named),
            )
            for one in comments
        ),
    )  # fmt: skip


def _section(one: ReportSection, names: dict[UUID, str]) -> PaperSection:
    is_advice = one.kind == SectionKind.RECOMMENDATION
    return PaperSection(
        title=one.title,
        child_case_id=one.child_case_id,
        child=names.get(one.child_case_id, "") if one.child_case_id else "",
        words=one.words,
        meant_for=one.meant_for,
        named=tuple(one.named),
        kind=one.kind,
        how_known="" if is_advice else HOW_KNOWN.get(one.choice, ""),
        recommendation=str(Recommends(one.choice).label) if is_advice and one.choice else "",
        categories=tuple(one.categories),
    )


def title_of(report: Report) -> str:
    """What the authority calls the report; of an agency's, whose it is: "Midwife"."""
    pack = pack_of(report.conference)
    if report.code != AGENCY:
        return report_title(pack, report.code)
    # "Professional" says nothing: whoever has no other part is called by the agency.
    role = "" if report.role == "professional" else report.role
    named = role_word(pack, role or report.agency_code or report.role)
    return f"{named[:1].upper()}{named[1:]}"


def author_of(report: Report) -> str:
    """Who wrote it, in words."""
    if report.author:
        return report.author
    from quorate.people.models import User

    if report.written_by is None:
        return ""
    found = User.objects.filter(pk=report.written_by).values_list("display_name", flat=True).first()
    return str(found or "")


@dataclass(frozen=True, slots=True)
class Missing:
    """Information that the conference does not have: from whom, and in one sentence what that means (BOL-40)."""

    who: str
    agency_code: str
    says: str
    is_breach: bool
    """An agency that cannot come has to send its report and recommendation, and has not (BOL-20)."""
    is_asked: bool = True
    """Whether somebody has asked them for a report."""


def missing_information(
    conference: Conference, reports: Sequence[Report] | None = None, listed: Sequence[Invitee] | None = None
) -> list[Missing]:
    """What nobody has sent: for the chair, before and while the conference decides.

    `reports` and `listed` (everybody on the list) are read where they are not given.
    """
    told = list(reports_of(conference) if reports is None else reports)
    everybody = Invitee.objects.filter(conference=conference, removed_on__isnull=True).order_by("name", "id")
    by_invitee = {one.invitee_id: one for one in told if one.invitee_id}
    found: list[Missing] = []
    if not any(one.code == SOCIAL_WORK and one.is_done for one in told):
        found.append(Missing("Social worker", "social-care", "The social work report is not authorised yet.", False))
    for one in everybody if listed is None else listed:
        is_asked = one.kind == InviteeKind.PROFESSIONAL and one.to_invite is not False
        if is_asked and one.agency_code not in ("", "social-care"):
            said = _missing_of(one, by_invitee.get(one.pk))
            found += [] if said is None else [said]
    return found


def _missing_of(one: Invitee, report: Report | None) -> Missing | None:
    is_in = report is not None and report.is_done
    if is_in and (report is None or has_recommendation(report)):
        return None
    if one.answer == "no":
        what = "a recommendation" if is_in else "a report with views and a recommendation"
        return Missing(one.name, one.agency_code, f"{one.name} cannot come and has not sent {what}.", True)
    if is_in:
        return None
    asked = "has not been asked for a report" if report is None else "has not sent a report"
    says = f"{one.name} {asked}: what they know is missing."
    return Missing(one.name, one.agency_code, says, False, is_asked=report is not None)
