"""The list of children."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.views.work import calendar_of, pack_of, page_number
from quorate.web.work.moments import clock_at, now


@needs("see_own_work")
@require_GET
def children(request: HttpRequest) -> HttpResponse:
    """The children that the reader may see, with what is next for each; forty a page."""
    from quorate.access.permissions import may
    from quorate.audit.services import record
    from quorate.cases.children_list import children_listed
    from quorate.web.children import listing
    from quorate.web.children.opening import standing_of

    standing = standing_of(request)
    sort = request.GET.get("sort", "")
    sort = sort if sort in listing.SORTS else "name"
    number = page_number(request)
    first = number * listing.AT_MOST
    clock, calendar = clock_at(now()), calendar_of(pack_of(request))
    found = children_listed(standing, sort=sort, first=first, at_most=listing.AT_MOST, now=clock.now)
    rows, total = [listing.row_of(one, clock, calendar) for one in found], found[0].total if found else 0
    record(action="case.listed", subject_kind="list", facts={"list": "children", "count": len(rows)})
    return page(
        request,
        "children.html",
        title="Children",
        place="children",
        rows=rows,
        total=total,
        sort=sort,
        sorts=listing.SORTS,
        first=first + 1,
        last=first + len(rows),
        page_size=listing.AT_MOST,
        before=_page(sort, number) if number else "",
        after=_page(sort, number + 2) if first + len(rows) < total else "",
        may_add=may(standing, "open_case"),
        base=reverse("children"),
    )


def _page(sort: str, number: int) -> str:
    return f"{reverse('children')}?{urlencode({'sort': sort, 'page': number})}"
