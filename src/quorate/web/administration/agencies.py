"""Partner agencies and where they are reached."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.people import queries, services
from quorate.people.models import Agency, ContactPoint
from quorate.web.accounts.posted import posted
from quorate.web.administration.filling_in import fill_in
from quorate.web.administration.finding import one_of, own_authority, standing_of
from quorate.web.administration.forms import AgencyForm, ConfirmForm, ContactPointForm
from quorate.web.administration.forms_of_people import ContactPointChangeForm
from quorate.web.administration.paging import paged
from quorate.web.pages import page
from quorate.web.permissions import needs

administers = needs("administer")


@administers
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies of one's authority."""
    found = paged(request, queries.agencies_of(standing_of(request)), named="name")
    return page(request, "administration/agencies.html", title="Agencies", part=found)


@administers
@require_http_methods(["GET", "POST"])
def agency_new(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    by = standing_of(request)
    return fill_in(
        request,
        AgencyForm(posted(request)),
        lambda said: services.add_agency(authority=own_authority(by), **said, by=by),
        title="Add an agency",
        then=reverse("administration_agencies"),
    )


@administers
@require_GET
def agency(request: HttpRequest, ref: str) -> HttpResponse:
    """One agency with its contact points; those to be confirmed again are marked in words."""
    by = standing_of(request)
    found = one_of(queries.agencies_of(by).select_related("confirmed_by"), ref)
    return page(
        request,
        "administration/agency.html",
        title=found.name,
        agency=found,
        contact_points=list(queries.contact_points_of(by, found).select_related("confirmed_by")),
        part=paged(request, queries.professionals_at(by, found, today()), named="full_name"),
        today=today(),
    )


@administers
@require_http_methods(["GET", "POST"])
def agency_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change an agency's name, or what it is."""
    by = standing_of(request)
    found = one_of(queries.agencies_of(by), ref)
    return fill_in(
        request,
        AgencyForm(posted(request), initial={"name": found.name, "kind": found.kind}),
        lambda said: services.change_agency(agency=found, **said, by=by),
        title="Change an agency",
        then=_address(found),
        changes=found,
    )


@administers
@require_POST
def agency_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close an agency; it stays in the record."""
    by = standing_of(request)
    services.close_agency(agency=one_of(queries.agencies_of(by), ref), by=by)
    return redirect("administration_agencies")


@administers
@require_http_methods(["GET", "POST"])
def contact_point_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a contact point."""
    by = standing_of(request)
    found = one_of(queries.agencies_of(by), ref)
    return fill_in(
        request,
        ContactPointForm(posted(request)),
        lambda said: services.add_contact_point(agency=found, **said, by=by),
        title=f"Add a contact point of {found.name}",
        then=_address(found),
    )


@administers
@require_http_methods(["GET", "POST"])
def contact_point_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that a contact point was checked with the agency, and until when that counts."""
    by = standing_of(request)
    point = _contact_point(by, ref)
    return fill_in(
        request,
        ConfirmForm(posted(request)),
        lambda said: services.confirm_contact_point(contact_point=point, review_on=said["review_on"], by=by),
        title=f"Confirm a contact point of {point.agency.name}",
        then=_address(point.agency),
        button="It is right",
        explains=f"Ask the agency whether {point.value} still reaches them. {point.owner} keeps it right.",
    )


@administers
@require_http_methods(["GET", "POST"])
def contact_point_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change an address or number, or who keeps it right."""
    by = standing_of(request)
    point = _contact_point(by, ref)
    return fill_in(
        request,
        ContactPointChangeForm(posted(request), initial={"value": point.value, "owner": point.owner}),
        lambda said: services.change_contact_point(contact_point=point, **said, by=by),
        title=f"Change a contact point of {point.agency.name}",
        then=_address(point.agency),
        changes=point,
    )


@administers
@require_POST
def contact_point_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a contact point out of use; it stays in the record."""
    by = standing_of(request)
    point = _contact_point(by, ref)
    services.close_contact_point(contact_point=point, by=by)
    return redirect(_address(point.agency))


def _contact_point(by: Standing, ref: str) -> ContactPoint:
    mine = ContactPoint.objects.filter(agency__authority_id=by.authority_id, is_open=True)
    return one_of(mine.select_related("agency"), ref)


def _address(agency: Agency) -> str:
    return reverse("administration_agency", args=[agency.ref])
