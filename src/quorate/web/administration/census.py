"""Census files: choose one, see what would come in and what is wrong, bring it in, read the report."""

from __future__ import annotations

import csv
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.permissions import require
from quorate.people import queries
from quorate.returns.importing.runs import faults_of
from quorate.returns.importing.uploads import give_up, keep_upload
from quorate.returns.importing.wording import kind_lines, report_lines
from quorate.returns.jobs import BRING, LOOK, order
from quorate.returns.models import ImportRun, RunState
from quorate.web.accounts.posted import posted
from quorate.web.administration.finding import standing_of
from quorate.web.administration.forms_of_census import CensusForm
from quorate.web.pages import page
from quorate.web.permissions import needs

administers = needs("administer")
SHOWN = 200
"""Faults that a page shows at most; the file of faults has all that are kept."""
RUNS_SHOWN = 20


@administers
@require_http_methods(["GET", "POST"])
def census(request: HttpRequest) -> HttpResponse:
    """Choose a file, and those that came in before."""
    by = standing_of(request)
    teams = list(queries.teams_of(by).order_by("name"))
    form = CensusForm(posted(request), request.FILES if request.method == "POST" else None, teams=teams)
    if request.method == "POST" and form.is_valid():
        require(by, "open_case")
        file = form.cleaned_data["file"]
        run = keep_upload(
            chunks=file.chunks, file_name=file.name, size=file.size, by=by, at=timezone.now(),
            team_id=form.team_of("team"), unit_id=form.team_of("unit"),
        )  # fmt: skip
        if run.state == RunState.LOOKING:
            order(LOOK, run=run, by=by)
        return redirect("administration_census_run", key=run.pk)
    earlier = list(ImportRun.objects.filter(authority_id=by.authority_id).order_by("-begun_at")[:RUNS_SHOWN])
    return page(
        request,
        "administration/census.html",
        title="Bring in a census file",
        status=422 if form.is_bound else 200,
        form=form,
        earlier=earlier,
    )


@administers
@require_GET
def census_run(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far a file has come, what would come in or came in, and what is wrong in it."""
    run = _run(request, key)
    is_mine = run.begun_by == standing_of(request).user_id
    is_done = run.state == RunState.DONE
    shown = faults_of(run)[:SHOWN] if run.state in (RunState.LOOKED, RunState.DONE) else []
    return page(
        request,
        "administration/census_run.html",
        title="What came in" if is_done else "What would come in" if run.state == RunState.LOOKED else "A census file",
        run=run,
        is_mine=is_mine,
        lines=report_lines(run.report, gone=is_done),
        kinds=kind_lines(run.report),
        faults=shown,
        more=int(run.report.get("faults", 0)) - len(shown),
    )


@administers
@require_POST
def census_go(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring the file in, or go on where it stopped."""
    by = standing_of(request)
    require(by, "open_case")
    run = _run(request, key)
    if run.begun_by == by.user_id and run.state in (RunState.LOOKED, RunState.GOING):
        order(BRING, run=run, by=by, other_authority=bool(run.said) and "other" in request.POST)
    return redirect("administration_census_run", key=run.pk)


@administers
@require_POST
def census_give_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget a file that was looked at."""
    run = _run(request, key)
    if run.begun_by == standing_of(request).user_id and run.state in (RunState.LOOKED, RunState.LOOKING):
        give_up(run=run)
    return redirect("administration_census")


@administers
@require_GET
def census_faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every fault that is kept, as a list to work through."""
    run = _run(request, key)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="census-faults.csv"'
    rows = csv.writer(answer)
    rows.writerow(("Line", "Child", "Element", "What is wrong", "How to mend it", "What it costs", "Census rule"))
    for fault in faults_of(run):
        rows.writerow(
            (fault.line, _cell(fault.local_id), fault.element, _cell(fault.what), fault.mend, fault.weight, fault.rule)
        )
    return answer


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _run(request: HttpRequest, key: UUID) -> ImportRun:
    run = ImportRun.objects.filter(authority_id=standing_of(request).authority_id, pk=key).first()
    if run is None:
        raise Http404
    return run
