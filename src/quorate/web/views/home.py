"""The places of the main navigation that are still to come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from quorate.web.pages import page
from quorate.web.permissions import needs


def _to_come(request: HttpRequest, route: str, title: str, says: str) -> HttpResponse:
    return page(request, "to_come.html", title=title, place=route, says=says)


@needs("see_own_work")
def diary(request: HttpRequest) -> HttpResponse:
    """The diary; its pages are still to come."""
    return _to_come(
        request, "diary", "Diary", "Conferences by room and by chair, and a finder for free times, will be here."
    )
