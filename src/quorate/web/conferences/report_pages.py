"""One report as it is read: its parts by title, each with its readers, its files, the genogram, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from quorate.access.permissions import facts_of
from quorate.cases.family_picture import FamilyPicture, family_picture
from quorate.conferences.keeping import may_give
from quorate.conferences.models import Report, ReportFile
from quorate.conferences.models.report import AGENCY, SOCIAL_WORK, WRITABLE
from quorate.conferences.queries.reports import PaperSection, ReportForPaper
from quorate.conferences.report_rules import authorising_roles, report_rule
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import capitalize_first

READERS: Final = {
    "F-all": ("Everybody, the family too", "info", ""),
    "F-person": ("Some of the family", "info", ""),
    "P": ("Professionals", "plain", ""),
    "R": ("Closed part", "private", "lock"),
}
"""What a paragraph's audience is called."""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What the page of one report shows besides its parts."""

    groups: list[tuple[str, list[PaperSection]]]
    files: list[ReportFile]
    pictures: list[tuple[str, FamilyPicture]]
    agency_words: str
    may_write: bool
    may_give: bool
    may_authorise: bool
    may_take_back: bool
    is_agency: bool
    absent_words: str


def report_shown(found: OpenConference, report: Report, told: ReportForPaper) -> ShownReport:
    """The parts by title, the files without their bytes, a genogram a child, and what this reader may do."""
    writes, is_social_work = "write" in found.can, report.code == SOCIAL_WORK
    gives = may_give(found.standing, found.case, report.agency_id)
    rule = report_rule(found.pack, report.code)
    return ShownReport(
        groups=[(capitalize_first(title), list(same)) for title, same in groupby(told.sections, lambda one: one.title)],
        files=list(ReportFile.objects.filter(report=report).defer("content").order_by("uploaded_at", "id")),
        pictures=_pictures(found) if is_social_work else [],
        agency_words=found.word(report.agency_code) if report.agency_code else "",
        may_write=gives and report.state in WRITABLE,
        may_give=gives,
        may_authorise=writes and report.state == "ready" and _may_authorise(found, report),
        may_take_back=writes and report.state == "authorised",
        is_agency=report.code == AGENCY,
        absent_words=str(rule.get("if_absent") or ""),
    )


def _may_authorise(found: OpenConference, report: Report) -> bool:
    facts = facts_of(found.case)
    is_other = found.standing.user_id not in (report.written_by, report.ready_by)
    return facts is not None and is_other and bool(set(facts.roles) & set(authorising_roles(found.pack, report.code)))


def _pictures(found: OpenConference) -> list[tuple[str, FamilyPicture]]:
    """One drawing of the family, from the eldest child's record: brothers and sisters stand in it."""
    for child in found.children[:1]:
        return [(child.name, family_picture(_handle(child.case_id), found.today))]
    return []


def _handle(case: UUID) -> Any:
    from quorate.access.models import ProtectedCase

    return ProtectedCase(pk=case)
