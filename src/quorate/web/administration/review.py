"""The queue of the information governance lead: every emergency access is judged within two working days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.models import BreakGlass
from quorate.access.moments import today
from quorate.access.queries import broken_glass_to_review
from quorate.access.services import review_break_glass
from quorate.audit.services import record
from quorate.people.models import User
from quorate.web.accounts.posted import posted
from quorate.web.administration.finding import standing_of
from quorate.web.administration.forms import ReviewForm
from quorate.web.pages import page
from quorate.web.permissions import needs

reviews = needs("review_break_glass")


@reviews
@require_GET
def break_glass_queue(request: HttpRequest) -> HttpResponse:
    """Emergency accesses nobody has judged yet, the longest waiting first."""
    rows = _rows(broken_glass_to_review(standing_of(request)))
    record(
        action="audit.read",
        subject_kind="break_glass",
        facts={"list": "break-glass-queue", "count": len(rows)},
    )
    return page(request, "break_glass/queue.html", title="Emergency access to review", waiting=rows)


@reviews
@require_http_methods(["GET", "POST"])
def break_glass_review(request: HttpRequest, broken_id: UUID) -> HttpResponse:
    """Judge one of them. Nobody judges their own."""
    by = standing_of(request)
    broken = broken_glass_to_review(by).filter(pk=broken_id).first()
    if broken is None or broken.user_id == by.user_id:
        raise Http404
    form = ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        review_break_glass(broken=broken, verdict=form.cleaned_data["verdict"], by=by)
        return redirect("break_glass_queue")
    return page(
        request,
        "break_glass/review.html",
        title="Review an emergency access",
        status=422 if form.is_bound else 200,
        form=form,
        row=_rows([broken])[0],
    )


def _rows(found: Iterable[BreakGlass]) -> list[dict[str, Any]]:
    broken = list(found)
    names = dict(User.objects.filter(pk__in={one.user_id for one in broken}).values_list("pk", "display_name"))
    return [
        {
            "id": one.pk,
            "who": names.get(one.user_id, "Somebody who is not listed any more"),
            "reason": one.get_reason_code_display(),
            "text": one.text,
            "opened_at": one.opened_at,
            "due_on": one.review_due_on,
            "late": one.review_due_on < today(),
        }
        for one in broken
    ]
