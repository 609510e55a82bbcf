"""What parents bring: their own report entered from paper or as it is said, a letter, a recording, somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import OwnReport, ReportFile
from quorate.conferences.queries import SubjectChild
from quorate.conferences.queries.report_grid import parents_of
from quorate.conferences.services import own_reports, report_files
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.own_forms import BringForm, OwnReportForm, ReceiveOwnForm
from quorate.web.conferences.reports import TAB, to
from quorate.web.permissions import needs
from quorate.web.saving import Clash, keeping, version_of, written


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_bring(request: HttpRequest, ref: str, person: UUID) -> HttpResponse:
    """What a parent brings: the form for their own report is given, or a letter, recording or somebody comes."""
    found = opened(request, ref, "own-words")
    parent = next((one for one in parents_of(found.conference) if one.person_id == person), None)
    if parent is None:
        raise NoSuchRecord
    form = BringForm(
        request.POST or None, request.FILES or None, forms_of_pack=own_reports.parents_forms(found.pack),
        initial={"on": found.today, "meant_for": "P"},
    )  # fmt: skip
    return fill_in(
        request, found, form, lambda said: _brought(found, person, said), title="What a parent brings", tab=TAB,
        then=to(found, TAB), template="conference_report_file.html", button="Keep it", explains=f"From {parent.name}.",
    )  # fmt: skip


def _brought(found: OpenConference, person: UUID, said: Mapping[str, Any]) -> str:
    kind, _, form = said["kind"].partition(":")
    if form:
        made = own_reports.give_form(
            conference=found.conference, person_id=person, form=form, on=said["on"], by=found.standing
        )
        return to(found, "conference_own", made.pk)
    content = said["file"].read() if said["file"] else b""
    made = own_reports.take_contribution(
        conference=found.conference, person_id=person, kind=kind, on=said["on"], by=found.standing,
        words=said["words"], said_by=said["said_by"], meant_for=said["meant_for"] or "P", has_file=bool(said["file"]),
    )  # fmt: skip
    if said["file"]:
        report_files.keep_file(
            conference=found.conference, content=content, name=said["file"].name, by=found.standing, at=found.now,
            contribution=made,
        )  # fmt: skip
    return to(found, "conference_own", made.pk)


@needs("see_case")
@require_http_methods(["GET", "POST"])
def conference_own(request: HttpRequest, ref: str, own: UUID) -> HttpResponse:
    """One thing that a parent brought: their own report to fill in with them, or their words to read."""
    found, row = _own(request, ref, own)
    form = _form(found, row, written(request, []))
    if form is None or row.received_on is not None or "write" not in found.can:
        return _shown(request, found, row, form, None, 200)
    return keeping(
        request, form,
        lambda said: own_reports.save_answers(
            own_report=row, answers=form.told(), version=version_of(request), by=found.standing,
            meant_for=said["meant_for"],
        ),
        shown=lambda clash, status: _shown(request, found, row, form, clash, status),
        then=to(found, "conference_own", row.pk),
    )  # fmt: skip


def _shown(
    request: HttpRequest,
    found: OpenConference,
    row: OwnReport,
    form: OwnReportForm | None,
    clash: Clash | None,
    status: int,
) -> HttpResponse:
    names = {one.person_id: one.name for one in parents_of(found.conference)}
    files = ReportFile.objects.filter(contribution_id=row.pk).defer("content")
    return conference_page(
        request, found, "conference_own.html", title="What a parent brings", tab=TAB, own=row, form=form,
        name=names.get(row.person_id, "A parent"), sections=_sections(found, row, form), clash=clash,
        version=clash.version if clash else row.version, files=list(files), status=status,
        is_open=form is not None and row.received_on is None and "write" in found.can,
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_own_receive(request: HttpRequest, ref: str, own: UUID) -> HttpResponse:
    """The parents' own report is in."""
    found, row = _own(request, ref, own)
    form = ReceiveOwnForm(request.POST or None, initial={"on": found.today})
    return fill_in(
        request, found, form,
        lambda said: own_reports.receive_own(own_report=row, by=found.standing, **said),
        title="Their report is in", tab=TAB, then=to(found, "conference_own", row.pk), button="It is in",
        fields={"own_report": "how"},
    )  # fmt: skip


def _own(request: HttpRequest, ref: str, own: UUID) -> tuple[OpenConference, OwnReport]:
    found = opened(request, ref, "own-words")
    row = OwnReport.objects.filter(conference=found.conference, pk=own, child_case_id=None).first()
    if row is None:
        raise NoSuchRecord
    row.conference, row.case = found.conference, found.case
    return found, row


def _form(found: OpenConference, row: OwnReport, data: Any) -> OwnReportForm | None:
    said = next((one for one in own_reports.parents_forms(found.pack) if one["code"] == row.form), None)
    if said is None:
        return None
    return OwnReportForm(
        data, form=said, scale=found.pack.data["scale"], children=_children(found, row), answers=row.answers.all(),
        meant_for=row.meant_for,
    )  # fmt: skip


def _children(found: OpenConference, row: OwnReport) -> list[SubjectChild]:
    """The children of whom this parent is one."""
    theirs = next((one.children for one in parents_of(found.conference) if one.person_id == row.person_id), frozenset())
    return [one for one in found.children if one.case_id in theirs] or found.children


def _sections(found: OpenConference, row: OwnReport, form: OwnReportForm | None) -> list[dict[str, Any]]:
    """The form's sections in order: title, words to read, and its fields as they stand in the form."""
    said = next((one for one in own_reports.parents_forms(found.pack) if one["code"] == row.form), None)
    if form is None or said is None:
        return []
    by_section: dict[str, list[Any]] = {}
    for one in form.asked:
        by_section.setdefault(one.section, []).append(form[one.name])
    return [
        {"title": part["title"], "says": part.get("says") or "", "fields": by_section.get(part["code"], [])}
        for part in said["section"]
        if part["code"] in by_section or part.get("says")
    ]


urlpatterns = [
    path("conferences/<ref:ref>/bring/<uuid:person>/", conference_bring, name="conference_bring"),
    path("conferences/<ref:ref>/own/<uuid:own>/", conference_own, name="conference_own"),
    path("conferences/<ref:ref>/own/<uuid:own>/receive/", conference_own_receive, name="conference_own_receive"),
]
