"""Plans that are open, of the children that the reader may see."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.views.work import calendar_of, pack_of, page_number
from quorate.web.work.moments import clock_at, now

KINDS = {"cp": "Child protection plans", "cin": "Child in need plans"}


@needs("see_own_work")
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Open plans, those of whom the next review is due first, with the last visit and the next review."""
    from quorate.audit.services import record
    from quorate.web.work import open_plans

    standing: Any = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "cp"
    number = page_number(request)
    first = number * open_plans.AT_MOST
    rows, total = open_plans.open_plans(
        standing, kind=kind, first=first, clock=clock_at(now()), calendar=calendar_of(pack_of(request))
    )
    record(action="case.listed", subject_kind="list", facts={"list": "plans", "count": len(rows)})
    address = f"{reverse('plans')}?{urlencode({'kind': kind})}&page="
    return page(
        request,
        "plans.html",
        title="Plans",
        place="plans",
        rows=rows,
        total=total,
        kind=kind,
        kinds=_kinds(request),
        first=first + 1,
        last=first + len(rows),
        before=f"{address}{number}" if number else "",
        after=f"{address}{number + 2}" if first + len(rows) < total else "",
        base=reverse("children"),
    )


def _kinds(request: HttpRequest) -> dict[str, str]:
    """What the authority calls the two plans."""
    pack = pack_of(request)
    words = pack.data["words"] if pack else {}
    called = {
        "cp": words.get("child_protection_plan", {}).get("say"),
        "cin": words.get("child_in_need_plan", {}).get("say"),
    }
    return {code: f"{said}s" if (said := called[code]) else title for code, title in KINDS.items()}
