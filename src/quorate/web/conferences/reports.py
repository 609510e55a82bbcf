"""The tab of reports: the grid, one report to read, and everything that is done with it as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.permissions import NoSuchRecord, require
from quorate.audit.services import record
from quorate.cases.refusals import Refused
from quorate.conferences.keeping import may_keep, require_giving
from quorate.conferences.models import Report, ReportFile
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.queries.people import kept_out_all
from quorate.conferences.queries.report_contents import has_words_for, missing_of, parts_there
from quorate.conferences.queries.report_grid import report_grid
from quorate.conferences.queries.reports import missing_information, report_for_paper, report_of, reports_of
from quorate.conferences.report_rules import parts_to_authorise
from quorate.conferences.services import agency_reports, report_files, reports
from quorate.plans.services.reports import authorise_with_plan
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.report_forms import AuthoriseForm, FileForm, ReceiveForm, ReportFromForm
from quorate.web.conferences.report_grid import missing_in_short, own_cells, rows_of
from quorate.web.permissions import needs

TAB = "conference_reports"


def opened_report(
    request: HttpRequest, ref: str, report: UUID, *, action: str = "read"
) -> tuple[OpenConference, Report]:
    """The conference and one of its reports. What must not be done with it raises as `require` does."""
    found = opened(request, ref, "reports")
    if action not in ("read", "contribute"):
        require(found.standing, action, found.case)
    one = report_of(found.conference, report)
    one.conference = found.conference
    if action == "contribute":
        require_giving(found.standing, found.case, one.agency_id)
    return found, one


def to(found: OpenConference, route: str, *args: Any) -> str:
    """The address of a page of this conference."""
    return reverse(route, args=[found.ref, *args])


@needs("see_case")
@require_GET
def conference_reports(request: HttpRequest, ref: str) -> HttpResponse:
    """Has every parent had every report?"""
    found = opened(request, ref, "reports")
    listed = reports_of(found.conference)
    grid = report_grid(found.conference, listed, found.now)
    kept = kept_out_all(found.conference, grid.once_out)
    return conference_page(
        request, found, "conference_reports.html", title="Reports", tab=TAB, parents=grid.parents,
        rows=rows_of(found, grid, {person for person, one in kept.items() if one.scope == "whole"}),
        own=own_cells(found, grid),
        missing=missing_in_short(missing_information(found.conference, listed, grid.listed)),
        has_social_work=any(one.code == SOCIAL_WORK for one in listed),
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_report(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """One report to read: its parts, its files, what the family said to it."""
    from quorate.web.conferences.report_pages import report_shown

    found, one = opened_report(request, ref, report)
    told = report_for_paper(one)
    return conference_page(
        request, found, "conference_report.html", title="A report", tab=TAB, told=told, report=one,
        shown=report_shown(found, one, told),
    )  # fmt: skip


@needs("write")
@require_POST
def conference_report_begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin the social work report, or go on with it."""
    found = opened(request, ref, "reports")
    made = reports.begin_report(conference=found.conference, by=found.standing, at=found.now)
    return redirect(to(found, "conference_report_write", made.pk))


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_report_ready(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """Say that the report is whole; what is missing stands here."""
    found, one = opened_report(request, ref, report, action="write")
    refusal = ""
    if request.method == "POST":
        try:
            reports.make_ready(report=one, by=found.standing, at=found.now)
            return redirect(to(found, "conference_report", one.pk))
        except Refused as refused:
            refusal = " ".join(refused.sentences.values())
    return conference_page(
        request, found, "conference_report_ready.html", title="Is the report whole?", tab=TAB, report=one,
        missing=missing_of(one), refusal=refusal, status=422 if refusal else 200,
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_report_authorise(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """The second person: checklist, parts, authorised."""
    found, one = opened_report(request, ref, report, action="write")
    there = sorted(parts_there(one), key=("report", "chronology", "genogram", "plan").index)
    wanted = parts_to_authorise(found.pack, found.conference.kind) | {"report"}
    form = AuthoriseForm(
        request.POST or None,
        parts=there,
        lines=_lines_of(found),
        initial={"parts": sorted(set(there) & wanted) or there},
    )
    return fill_in(
        request, found, form,
        lambda said: authorise_with_plan(
            report=one, by=found.standing, at=found.now, parts=said["parts"], checked=said["checked"]
        ),
        title="Authorise the report", tab=TAB, then=to(found, "conference_report", one.pk), button="Authorise",
        explains="When you authorise it, the family may be given what is meant for them. You are the second person.",
    )  # fmt: skip


def _lines_of(found: OpenConference) -> list[str]:
    """The pack's checklist before authorising: the one that its duty names, else none."""
    named = next(
        (one.get("checklist") for one in found.pack.data["duty"] if "report-authorised" in (one.get("met_by") or ())),
        None,
    )
    lists = [one for one in found.pack.data["checklist"] if one["code"] == named]
    return [str(line) for one in lists for line in one["items"]]


@needs("write")
@require_POST
def conference_report_back(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """Open an authorised report again, while nobody of the family has it."""
    found, one = opened_report(request, ref, report, action="write")
    try:
        reports.take_back(report=one, by=found.standing, at=found.now)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences.values()))
        return redirect(to(found, "conference_report", one.pk))
    return redirect(to(found, "conference_report_write", one.pk))


@needs("manage_people", "write")
@require_POST
def conference_report_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask every professional who is invited and has not been asked for a report."""
    found = opened(request, ref, "reports")
    agency_reports.ask_everybody(conference=found.conference, on=found.today, by=found.standing)
    return redirect(to(found, TAB))


@needs("manage_people", "write")
@require_POST
def conference_report_remind(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """Note that it was asked for again."""
    found, one = opened_report(request, ref, report)
    # In by now, or asked again a moment ago by somebody else: the page says so.
    with suppress(Refused):
        agency_reports.remind(report=one, on=found.today, by=found.standing)
    return redirect(to(found, "conference_report", one.pk))


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_report_from(request: HttpRequest, ref: str) -> HttpResponse:
    """A report from somebody who is not on the list."""
    found = opened(request, ref, "reports")

    def add(said: Mapping[str, Any]) -> str:
        made = agency_reports.add_agency_report(conference=found.conference, agency=None, by=found.standing, **said)
        return to(found, "conference_report", made.pk)

    return fill_in(
        request, found, ReportFromForm(request.POST or None, agencies=_agencies(found)), add,
        title="A report from somebody else", tab=TAB, then=to(found, TAB), button="Go on",
    )  # fmt: skip


def _agencies(found: OpenConference) -> list[tuple[str, str]]:
    never = set(found.pack.data["agencies"]["never_counted"])
    codes = [code for code in found.pack.data["agencies"]["roles"] if code not in never]
    return [(code, found.word(code)[:1].upper() + found.word(code)[1:]) for code in codes]


@needs("manage_people", "contribute")
@require_http_methods(["GET", "POST"])
def conference_report_file(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """Bring in the file that an agency sent."""
    found, one = opened_report(request, ref, report)
    if not may_keep(found.standing, found.case):
        require_giving(found.standing, found.case, one.agency_id)
    form = FileForm(request.POST or None, request.FILES or None, can_close=one.agency_id is not None)

    def keep(said: Mapping[str, Any]) -> object:
        return report_files.keep_file(
            conference=found.conference, report=one, content=said["file"].read(), name=said["file"].name,
            by=found.standing, at=found.now, meant_for=said["meant_for"],
            named=[one.agency_id] if said["meant_for"] == "R" and one.agency_id else [],
        )  # fmt: skip

    return fill_in(
        request, found, form, keep, title="Bring in a file", tab=TAB, then=to(found, "conference_report", one.pk),
        template="conference_report_file.html", button="Keep this file",
    )  # fmt: skip


@needs("contribute")
@require_http_methods(["GET", "POST"])
def conference_report_receive(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """The agency's report is in, with what it recommends."""
    from quorate.conferences.report_rules import recommendations

    found, one = opened_report(request, ref, report, action="contribute")
    form = ReceiveForm(
        request.POST or None, recommendations=recommendations(found.conference.kind),
        is_for_family=has_words_for(one), initial={"cannot_come": one.cannot_come},
    )  # fmt: skip

    def receive(said: Mapping[str, Any]) -> object:
        told = {key: value for key, value in said.items() if key != "empty_meant"}
        return agency_reports.receive(report=one, by=found.standing, at=found.now, **told)

    return fill_in(
        request, found, form, receive,
        title="The report is in", tab=TAB, then=to(found, "conference_report", one.pk), button="It is in",
        explains="From then on nobody changes it, and it can be shared with the parents.",
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_file(request: HttpRequest, ref: str, file: UUID) -> HttpResponse:
    """A file as it came, to take out: never shown in the page."""
    found = opened(request, ref, "file")
    kept = ReportFile.objects.filter(conference=found.conference, pk=file).first()
    if kept is None:
        raise NoSuchRecord
    record(
        action="report.file-opened", subject_kind="reportfile", subject_id=kept.pk, case_id=found.case.pk,
        facts={"kind": kept.kind},
    )  # fmt: skip
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    return response


urlpatterns = [
    path("conferences/<ref:ref>/reports/", conference_reports, name="conference_reports"),
    path("conferences/<ref:ref>/reports/begin/", conference_report_begin, name="conference_report_begin"),
    path("conferences/<ref:ref>/reports/ask/", conference_report_ask, name="conference_report_ask"),
    path("conferences/<ref:ref>/reports/from/", conference_report_from, name="conference_report_from"),
    path("conferences/<ref:ref>/reports/<uuid:report>/", conference_report, name="conference_report"),
    path("conferences/<ref:ref>/reports/<uuid:report>/ready/", conference_report_ready, name="conference_report_ready"),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/authorise/", conference_report_authorise,
        name="conference_report_authorise",
    ),
    path("conferences/<ref:ref>/reports/<uuid:report>/back/", conference_report_back, name="conference_report_back"),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/remind/", conference_report_remind, name="conference_report_remind"
    ),
    path("conferences/<ref:ref>/reports/<uuid:report>/file/", conference_report_file, name="conference_report_file"),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/receive/", conference_report_receive,
        name="conference_report_receive",
    ),
    path("conferences/<ref:ref>/files/<uuid:file>/", conference_file, name="conference_file"),
]  # fmt: skip
