"""Lists from a spreadsheet: choose a file, see what would come in and what is wrong, bring it in."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.people.lists.bringing import Report, bring_in, dry_run
from quorate.people.lists.columns import COLUMNS
from quorate.people.lists.templates import template
from quorate.people.models import ListImport, ListKind
from quorate.web.accounts.posted import posted
from quorate.web.administration.finding import one_of, own_authority, standing_of
from quorate.web.administration.forms_of_people import ListForm
from quorate.web.pages import page
from quorate.web.permissions import needs

administers = needs("administer")
KEPT_FOR = timedelta(days=1)
SHOWN = 200
"""Faults, and rows, that a page shows at most."""


@administers
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is kept for a day at most, and only to be shown and brought in by whoever chose it."""
    by = standing_of(request)
    form = ListForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = ListImport.objects.create(
            authority_id=by.authority_id, kind=form.cleaned_data["kind"], brought_by_id=by.user_id,
            file_name=file.name[:200], content=file.read(),
        )  # fmt: skip
        return redirect("administration_list", ref=made.ref)
    kinds = [{"kind": kind, "title": ListKind(kind).label, "columns": columns} for kind, columns in COLUMNS.items()]
    return page(
        request,
        "administration/lists.html",
        title="Bring in a list",
        status=422 if form.is_bound else 200,
        form=form,
        kinds=kinds,
    )


@administers
@require_http_methods(["GET", "POST"])
def bring_list(request: HttpRequest, ref: str) -> HttpResponse:
    """What would come in and what is wrong; sent, it comes in and the page says what came of it."""
    by = standing_of(request)
    waiting = _own_waiting(by)
    # Two clicks at once bring it in once: the second waits for the first and finds nothing that waits.
    found = one_of(waiting.select_for_update() if request.method == "POST" else waiting, ref)
    work = bring_in if request.method == "POST" else dry_run
    report: Report = work(
        content=bytes(found.content), kind=found.kind, authority=own_authority(by), today=today(), by=by
    )
    if request.method == "POST":
        found.content, found.done_at = b"", timezone.now()
        found.save(update_fields=["content", "done_at"])
    return page(
        request,
        "administration/list.html",
        title="What came in" if request.method == "POST" else "What would come in",
        found=found,
        report=report,
        shown=SHOWN,
        is_done=request.method == "POST",
    )


def _own_waiting(by: Standing) -> QuerySet[ListImport]:
    return ListImport.objects.filter(
        authority_id=by.authority_id,
        brought_by_id=by.user_id,
        done_at__isnull=True,
        brought_at__gt=timezone.now() - KEPT_FOR,
    )


@administers
@require_GET
def list_template(request: HttpRequest, kind: str) -> HttpResponse:
    """A list to fill in, with one made-up row."""
    if kind not in COLUMNS:
        raise Http404
    answer = HttpResponse(template(kind), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return answer
