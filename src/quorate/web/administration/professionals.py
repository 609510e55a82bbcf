"""Professionals of the agencies: who is invited, whether or not they ever sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.moments import today
from quorate.people import queries, services
from quorate.people.models import Agency, Professional
from quorate.web.accounts.posted import posted
from quorate.web.administration.filling_in import fill_in
from quorate.web.administration.finding import one_of, standing_of
from quorate.web.administration.forms_of_people import LastDayForm, MoveForm, NewProfessionalForm, ProfessionalForm
from quorate.web.administration.paging import paged
from quorate.web.pages import page
from quorate.web.permissions import needs

administers = needs("administer")


@administers
@require_GET
def professionals(request: HttpRequest) -> HttpResponse:
    """Everybody of the agencies who is there today."""
    found = paged(request, queries.professionals_of(standing_of(request), today()), named="full_name")
    return page(request, "administration/professionals.html", title="Professionals", part=found)


@administers
@require_http_methods(["GET", "POST"])
def professional_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody to an agency."""
    by = standing_of(request)
    agency = one_of(queries.agencies_of(by), ref)
    return fill_in(
        request,
        NewProfessionalForm(posted(request), initial={"begins_on": today()}),
        lambda said: services.add_professional(agency=agency, **said, by=by),
        title=f"Add a professional of {agency.name}",
        then=_address(agency),
    )


@administers
@require_http_methods(["GET", "POST"])
def professional_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a name, job title or work number."""
    by = standing_of(request)
    found = one_of(queries.all_professionals_of(by), ref)
    shown = {one: getattr(found, one) for one in ("full_name", "job_title", "work_telephone")}
    return fill_in(
        request,
        ProfessionalForm(posted(request), initial=shown),
        lambda said: services.change_professional(professional=found, **said, by=by),
        title="Change a professional",
        then=_address(found.agency),
        explains=_who(found),
        changes=found,
    )


@administers
@require_http_methods(["GET", "POST"])
def professional_end(request: HttpRequest, ref: str) -> HttpResponse:
    """Say when somebody's last day at an agency is."""
    by = standing_of(request)
    found = one_of(queries.all_professionals_of(by), ref)
    return fill_in(
        request,
        LastDayForm(posted(request), professional=found, initial={"ends_on": today()}),
        lambda said: services.end_professional(professional=found, on=said["ends_on"], by=by),
        title="Last day at the agency",
        then=_address(found.agency),
        explains=_who(found),
    )


@administers
@require_http_methods(["GET", "POST"])
def professional_move(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody goes to another agency; the time at the one before stays in the record."""
    by = standing_of(request)
    found = one_of(queries.all_professionals_of(by), ref)
    others = queries.agencies_of(by).exclude(pk=found.agency_id)
    form = MoveForm(posted(request), agencies=others, initial={"job_title": found.job_title, "on": today()})
    return fill_in(
        request,
        form,
        lambda said: services.move_professional(
            professional=found, agency=form.chosen(), job_title=said["job_title"], on=said["on"], by=by
        ),
        title="Move to another agency",
        then=_address(found.agency),
        explains=_who(found),
    )


def _who(found: Professional) -> str:
    return f"{found.full_name}, {found.job_title}, {found.agency.name}."


def _address(agency: Agency) -> str:
    return reverse("administration_agency", args=[agency.ref])
