"""Teams, buildings and rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.moments import today
from quorate.people import queries, services
from quorate.web.accounts.posted import posted
from quorate.web.administration.filling_in import fill_in
from quorate.web.administration.finding import one_of, own_authority, standing_of
from quorate.web.administration.forms import RoomForm, TeamForm, VenueForm
from quorate.web.administration.paging import paged
from quorate.web.pages import page
from quorate.web.permissions import needs

administers = needs("administer")


@administers
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """The teams of one's authority."""
    found = paged(request, queries.teams_of(standing_of(request)).select_related("confirmed_by"), named="name")
    return page(request, "administration/teams.html", title="Teams", part=found)


@administers
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    by = standing_of(request)
    return fill_in(
        request,
        TeamForm(posted(request)),
        lambda said: services.add_team(authority=own_authority(by), **said, by=by),
        title="Add a team",
        then=reverse("administration_teams"),
    )


@administers
@require_http_methods(["GET", "POST"])
def team_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a team another name or number."""
    by = standing_of(request)
    team = one_of(queries.teams_of(by), ref)
    return fill_in(
        request,
        TeamForm(posted(request), initial={"name": team.name, "telephone": team.telephone}),
        lambda said: services.change_team(team=team, **said, by=by),
        title="Change a team",
        then=reverse("administration_teams"),
        changes=team,
    )


@administers
@require_POST
def team_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a team; it stays in the record."""
    by = standing_of(request)
    services.close_team(team=one_of(queries.teams_of(by), ref), on=today(), by=by)
    return redirect("administration_teams")


@administers
@require_GET
def venues(request: HttpRequest) -> HttpResponse:
    """Buildings with their rooms."""
    by = standing_of(request)
    rooms: dict[object, list[object]] = {}
    part = paged(request, queries.venues_of(by).select_related("confirmed_by"), named="name")
    for room in queries.rooms_of(by).filter(venue__in=[one.pk for one in part.records]).select_related("confirmed_by"):
        rooms.setdefault(room.venue_id, []).append(room)
    found = [{"venue": venue, "rooms": rooms.get(venue.pk, [])} for venue in part.records]
    return page(request, "administration/venues.html", title="Buildings and rooms", venues=found, part=part)


@administers
@require_http_methods(["GET", "POST"])
def venue_new(request: HttpRequest) -> HttpResponse:
    """Add a building."""
    by = standing_of(request)
    return fill_in(
        request,
        VenueForm(posted(request)),
        lambda said: services.add_venue(authority=own_authority(by), **said, by=by),
        title="Add a building",
        then=reverse("administration_venues"),
    )


@administers
@require_http_methods(["GET", "POST"])
def venue_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a building's name, address or directions."""
    by = standing_of(request)
    venue = one_of(queries.venues_of(by), ref)
    known = {"name": venue.name, "address": venue.address, "how_to_get_in": venue.how_to_get_in}
    return fill_in(
        request,
        VenueForm(posted(request), initial=known),
        lambda said: services.change_venue(venue=venue, **said, by=by),
        title="Change a building",
        then=reverse("administration_venues"),
        changes=venue,
    )


@administers
@require_http_methods(["GET", "POST"])
def room_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a room's name, seats or what it offers."""
    by = standing_of(request)
    room = one_of(queries.rooms_of(by), ref)
    fields = ("name", "seats", "is_step_free", "joins_by_video")
    return fill_in(
        request,
        RoomForm(posted(request), initial={name: getattr(room, name) for name in fields}),
        lambda said: services.change_room(room=room, **said, by=by),
        title="Change a room",
        then=reverse("administration_venues"),
        changes=room,
    )


@administers
@require_http_methods(["GET", "POST"])
def room_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a room to a building."""
    by = standing_of(request)
    venue = one_of(queries.venues_of(by), ref)
    return fill_in(
        request,
        RoomForm(posted(request)),
        lambda said: services.add_room(venue=venue, **said, by=by),
        title=f"Add a room to {venue.name}",
        then=reverse("administration_venues"),
    )


@administers
@require_POST
def room_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a room: it cannot be booked any more."""
    by = standing_of(request)
    services.close_room(room=one_of(queries.rooms_of(by), ref), by=by)
    return redirect("administration_venues")
