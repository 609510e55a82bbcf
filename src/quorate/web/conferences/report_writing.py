"""Writing a report part by part: each part saves itself, has its own readers, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.keeping import require_giving
from quorate.conferences.models import Invitee, Report, ReportSection, SectionKind
from quorate.conferences.models.report import AGENCY, WRITABLE
from quorate.conferences.queries.report_contents import missing_of, sections_of
from quorate.conferences.queries.report_grid import parents_of
from quorate.conferences.queries.reports import title_of
from quorate.conferences.report_rules import joined_part, recommendations
from quorate.conferences.services import agency_reports, reports
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import Asked, OpenConference, conference_page, opened_with
from quorate.web.conferences.report_forms import PartForm, SectionForm
from quorate.web.conferences.reports import TAB, opened_report, to
from quorate.web.conferences.two_readers import with_readers
from quorate.web.permissions import needs
from quorate.web.saving import Clash, chosen, keeping, version_of, written
from quorate.web.wording import capitalize_first


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part as it is written: its form, its address, and what of the case's record stands under it."""

    section: ReportSection
    title: str
    child: str
    form: SectionForm
    href: str
    joined: str
    more: str


@needs("contribute")
@require_GET
def conference_report_write(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """All parts of a report, to be written."""
    found, one = opened_report(request, ref, report, action="contribute")
    if one.code == AGENCY and one.state in WRITABLE:
        one = agency_reports.begin_writing(report=one, by=found.standing)
        one.conference = found.conference
    if one.state not in WRITABLE:
        raise NoSuchRecord
    choices = choices_of(found)
    parts = [shown_part(found, section, choices) for section in sections_of(one) if section.position < _JOINED]
    return conference_page(
        request, found, "conference_report_write.html", title="Write a report", tab=TAB, report=one,
        name=title_of(one), parts=parts, missing=missing_of(one),
    )  # fmt: skip


_JOINED = 900
"""From here on stands what was joined when it was authorised."""


def choices_of(found: OpenConference) -> dict[str, Any]:
    """What can be chosen beside the words of any part."""
    return _choices(found) | {"family": _family(found)}


def _family(found: OpenConference) -> list[tuple[str, str]]:
    return [(str(one.person_id), f"{one.name} ({one.relation.lower()})") for one in parents_of(found.conference)]


def _choices(found: OpenConference) -> dict[str, Any]:
    data = found.pack.data["decisions"]
    return {
        # Read once, and only where somebody is named or the form is shown: what saves itself seldom does either.
        "family": cache(lambda: _family(found)),
        "recommendations": recommendations(found.conference.kind),
        "categories": [(code, capitalize_first(found.word(code))) for code in data["categories"]],
    }


def shown_part(
    found: OpenConference, section: ReportSection, choices: Mapping[str, Any], data: Any = None
) -> ShownPart:
    """One part with its form."""
    names = {one.case_id: one.given for one in found.children}
    form = SectionForm(
        data, kind=section.kind, **choices, auto_id=f"part-{section.pk}-%s",
        initial={
            "choice": section.choice, "words": section.words, "meant_for": section.meant_for,
            "named": [str(one) for one in section.named], "categories": section.categories,
        },
    )  # fmt: skip
    child = names.get(section.child_case_id, "") if section.child_case_id else ""
    return ShownPart(
        section, capitalize_first(section.title), child, form,
        to(found, "conference_report_section", section.report_id, section.pk), joined_part(section.title),
        to(found, "conference_report_part", section.report_id, section.pk),
    )  # fmt: skip


@needs("contribute")
@require_http_methods(["GET", "POST"])
def conference_report_section(request: HttpRequest, ref: str, report: UUID, section: UUID) -> HttpResponse:
    """One part: saved as one writes; where two have written, both texts."""
    found, one, row = _section(request, ref, report, section)
    data = written(request, ["words"], ["choice", "categories"])
    part = shown_part(found, row, _choices(found), data)

    def save(said: Mapping[str, Any]) -> ReportSection:
        return reports.save_section(
            section=row, words=said["words"], version=version_of(request), by=found.standing, at=found.now,
            meant_for=said["meant_for"], named=_named(said, row, one), choice=said.get("choice"),
            categories=said.get("categories") if row.kind == SectionKind.RECOMMENDATION else None,
            chose=chosen(request),
        )  # fmt: skip

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        version = clash.version if clash else version_of(request) if request.method == "POST" else row.version
        part.form.offer_family()
        return conference_page(
            request, found, "conference_report_section.html", title="A part of a report", tab=TAB, report=one,
            part=part, clash=clash, version=version, status=status,
            back=to(found, "conference_report_write", one.pk),
        )  # fmt: skip

    then = f"{to(found, 'conference_report_write', one.pk)}#part-{row.pk}"
    return keeping(request, part.form, save, shown=shown, then=then, both=with_readers)


@needs("contribute")
@require_http_methods(["GET", "POST"])
def conference_report_part(request: HttpRequest, ref: str, report: UUID, section: UUID) -> HttpResponse:
    """Something more under the same title, for other readers."""
    found, one, row = _section(request, ref, report, section)
    form = PartForm(request.POST or None, named_choices=[*choices_of(found)["family"], *_agencies(found)])
    return fill_in(
        request, found, form,
        lambda said: reports.add_part(
            section=row, meant_for=said["meant_for"], words=said["words"], by=found.standing, at=found.now,
            named=[UUID(key) for key in said["named"]],
        ),
        title="Add something for other readers", tab=TAB, then=to(found, "conference_report_write", one.pk),
        explains=f"It stands under the title “{capitalize_first(row.title)}”.",
    )  # fmt: skip


def _section(
    request: HttpRequest, ref: str, report: UUID, section: UUID
) -> tuple[OpenConference, Report, ReportSection]:
    found, (whole, rows) = opened_with(request, ref, "reports", _readings, report=report, section=section)
    if not whole or not rows:
        raise NoSuchRecord
    one, row = whole[0], rows[0]
    require_giving(found.standing, found.case, one.agency_id)
    one.conference, one.case = found.conference, found.case
    row.report, row.case = one, found.case
    return found, one, row


def _readings(asked: Asked, *, report: UUID, section: UUID) -> tuple[QuerySet[Any, Any], ...]:
    whole = Report.objects.select_related("agency").filter(conference=asked.conference, pk=report)
    # Of this very report, which is of this conference: asked by way of the report, its policies would be asked twice.
    return whole, ReportSection.objects.filter(case=asked.case, report=report, pk=section)


def _named(said: Mapping[str, Any], row: ReportSection, report: Report) -> Sequence[UUID]:
    """The people of the family whom it is for; of a closed part the agency that writes it."""
    if said["meant_for"] == "F-person":
        return [UUID(key) for key in said.get("named") or ()]
    if said["meant_for"] == "R":
        return row.named or ([report.agency_id] if report.agency_id else [])
    return []


def _agencies(found: OpenConference) -> list[tuple[str, str]]:
    rows = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True, agency__isnull=False)
    return sorted({(str(one.agency_id), str(one.agency)) for one in rows.select_related("agency")})


urlpatterns = [
    path("conferences/<ref:ref>/reports/<uuid:report>/write/", conference_report_write, name="conference_report_write"),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/parts/<uuid:section>/", conference_report_section,
        name="conference_report_section",
    ),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/parts/<uuid:section>/more/", conference_report_part,
        name="conference_report_part",
    ),
]  # fmt: skip
