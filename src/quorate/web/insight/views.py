"""How well dates are kept: the service's page and a team's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from quorate.access.moments import today
from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.insight.counting import count_anew
from quorate.insight.figures import figures
from quorate.people.models import Team
from quorate.web.insight.words import SOURCES, part
from quorate.web.pages import page
from quorate.web.permissions import needs


@needs("see_own_work")
def insight(request: HttpRequest) -> HttpResponse:
    """The whole service, for those whose role sees its figures; everybody else is told whom to ask."""
    by: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    if not may(by, "see_service_figures"):
        return page(request, "insight.html", title="Insight", place="insight", parts=None, teams=[])
    behind = count_anew()
    record(action="figures.read", subject_kind="authority", subject_id=by.authority_id, facts={"of": "service"})
    teams = list(Team.objects.filter(authority_id=by.authority_id, closed_on__isnull=True).order_by("name"))
    return page(
        request,
        "insight.html",
        title="How dates are kept",
        place="insight",
        parts=[part(one) for one in figures(until=today())],
        teams=teams,
        own_team=by.team_id,
        behind=behind,
        sources=SOURCES,
    )


@needs("see_service_figures")
def team(request: HttpRequest, ref: str) -> HttpResponse:
    """One team: for its own manager every number, for others of the service without the small ones."""
    by: Standing = request.standing  # type: ignore[attr-defined]
    found = Team.objects.filter(authority_id=by.authority_id, ref=ref).first()
    if found is None:
        raise Http404
    own = found.pk == by.team_id and may(by, "see_team_figures")
    require(by, "see_team_figures" if own else "see_service_figures")
    behind = count_anew()
    record(action="figures.read", subject_kind="team", subject_id=found.pk, facts={"of": "own" if own else "team"})
    parts = [part(one) for one in figures(until=today(), team_id=found.pk, own=own)]
    return page(
        request,
        "team.html",
        title="How a team keeps its dates",
        place="insight",
        team=found,
        own=own,
        parts=parts,
        behind=behind,
        sources=SOURCES,
    )
