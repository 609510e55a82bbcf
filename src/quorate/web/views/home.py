"""My work, and the places of the main navigation that are still to come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from quorate.web.packs import today
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.wording import long_day

_WHOSE = {"mine": "Mine", "team": "My team", "all": "All I may see"}


@needs("see_own_work")
def home(request: HttpRequest) -> HttpResponse:
    """The landing page of every member of staff: what is to be done, the most pressing first."""
    asked = request.GET.get("whose", "")
    whose = asked if asked in _WHOSE else "mine"
    return page(request, "home.html", title="My work", place="home", day=long_day(today()), whose=whose, choices=_WHOSE)


def _to_come(request: HttpRequest, route: str, title: str, says: str) -> HttpResponse:
    return page(request, "to_come.html", title=title, place=route, says=says)


@needs("see_own_work")
def diary(request: HttpRequest) -> HttpResponse:
    """The diary; its pages are still to come."""
    return _to_come(
        request, "diary", "Diary", "Conferences by room and by chair, and a finder for free times, will be here."
    )


@needs("see_own_work")
def children(request: HttpRequest) -> HttpResponse:
    """The children one works with; their pages are still to come."""
    return _to_come(request, "children", "Children", "The children you work with, and their conferences, will be here.")


@needs("see_own_work")
def plans(request: HttpRequest) -> HttpResponse:
    """Plans between conferences; their pages are still to come."""
    return _to_come(request, "plans", "Plans", "Plans between conferences, with core groups and visits, will be here.")


@needs("see_own_work")
def insight(request: HttpRequest) -> HttpResponse:
    """Timeliness and participation; its pages are still to come."""
    return _to_come(request, "insight", "Insight", "How well dates are kept and families take part will be here.")
