"""The first page of administration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from quorate.access.moments import today
from quorate.people import queries
from quorate.web.administration.finding import standing_of
from quorate.web.pages import page
from quorate.web.permissions import needs


@needs("administer")
@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """The lists with their lengths, and what has to be confirmed."""
    by = standing_of(request)
    lists = (
        ("administration_teams", "Teams", queries.teams_of(by).count()),
        ("administration_venues", "Buildings and rooms", queries.rooms_of(by).count()),
        ("administration_agencies", "Agencies", queries.agencies_of(by).count()),
        ("administration_professionals", "Professionals", queries.professionals_of(by, today()).count()),
        ("administration_users", "People who sign in", queries.users_of(by).count()),
    )
    to_confirm = list(queries.contact_points_to_review(by, today())[:50])
    return page(request, "administration/home.html", title="Administration", lists=lists, to_confirm=to_confirm)
