"""People who may sign in, and what they may act as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.moments import today
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.people import queries, services
from quorate.people.models import Agency, Membership, User
from quorate.web.accounts.moments import now
from quorate.web.accounts.posted import posted
from quorate.web.accounts.sessions import end_everywhere
from quorate.web.accounts.standing import is_dormant
from quorate.web.administration.filling_in import fill_in
from quorate.web.administration.finding import memberships_in, one_of, own_authority, standing_of
from quorate.web.administration.forms import EndForm, MembershipForm, UserForm
from quorate.web.administration.forms_of_people import NameForm
from quorate.web.administration.paging import paged
from quorate.web.pages import page
from quorate.web.permissions import needs

keeps_users = needs("administer_users")


@keeps_users
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in for one's authority, with what they act as."""
    by = standing_of(request)
    part = paged(request, queries.users_of(by), named="display_name")
    roles: dict[object, list[str]] = {}
    for held in memberships_in(by).filter(user__in=[one.pk for one in part.records]):
        if _in_force(held):
            roles.setdefault(held.user_id, []).append(_in_words(held))
    found = [_row(user, roles.get(user.pk, [])) for user in part.records]
    return page(request, "administration/users.html", title="People who sign in", people=found, part=part)


@keeps_users
@require_http_methods(["GET", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """Add somebody. Staff are given what they act as on the next page; a partner's agency is asked here."""
    by = standing_of(request)
    agencies = {agency.ref: agency for agency in queries.agencies_of(by)}
    form = UserForm(posted(request), agencies=agencies.values())
    return fill_in(
        request,
        form,
        lambda said: _add(request, said, by=by, agency=agencies.get(said["agency"])),
        title="Add a person",
        then=reverse("administration_users"),
    )


@transaction.atomic
def _add(request: HttpRequest, said: Mapping[str, Any], *, by: Standing, agency: Agency | None) -> None:
    if agency is None:
        services.add_user(
            email=said["email"], display_name=said["display_name"], authority=own_authority(by), by=by,
            work_telephone=said["work_telephone"],
        )  # fmt: skip
        return
    # Somebody of a partner agency may already work with another authority: one person, one way to sign in.
    user = User.objects.filter(email__iexact=said["email"], authority__isnull=True).first()
    typed = said["work_telephone"]
    known = user
    if user is None:
        user = services.add_user(email=said["email"], display_name=said["display_name"], by=by, work_telephone=typed)
    services.begin_membership(
        user=user, authority=own_authority(by), role="partner", begins_on=today(), agency=agency, by=by
    )
    if known is not None and typed not in ("", known.work_telephone):
        _number(request, known, typed, by)


def _number(request: HttpRequest, known: User, typed: str, by: Standing) -> None:
    """The work number of a partner who could sign in before: set where one's own authority alone works with them."""
    try:
        services.change_user(user=known, display_name=known.display_name, work_telephone=typed, by=by)
    except services.AnotherKeepsThem:
        messages.info(
            request,
            f"{known.display_name} could sign in already and works with another authority too: the work telephone that"
            " you typed was not kept.",
        )


@keeps_users
@require_GET
def user(request: HttpRequest, ref: str) -> HttpResponse:
    """One person with their memberships."""
    by = standing_of(request)
    found = one_of(queries.users_of(by).select_related("confirmed_by"), ref)
    held = memberships_in(by).filter(user=found)
    rows = [{"membership": one, "words": _in_words(one), "in_force": _in_force(one)} for one in held]
    return page(
        request,
        "administration/user.html",
        title=found.display_name,
        person=found,
        memberships=rows,
        dormant=is_dormant(found, at=now()),
    )


@keeps_users
@require_http_methods(["GET", "POST"])
def membership_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin a membership."""
    by = standing_of(request)
    found = one_of(queries.users_of(by), ref)
    form = MembershipForm(
        posted(request),
        is_staff=found.authority_id == by.authority_id,
        teams=[team for team in queries.teams_of(by) if team.closed_on is None],
        agencies=[agency for agency in queries.agencies_of(by) if agency.is_open],
        first=today(),
    )

    def begin(said: Mapping[str, Any]) -> None:
        team, agency = form.team_and_agency()
        services.begin_membership(
            user=found,
            authority=own_authority(by),
            role=said["role"],
            begins_on=said["begins_on"],
            ends_on=said["ends_on"],
            team=team,
            agency=agency,
            by=by,
        )

    return fill_in(request, form, begin, title=f"What {found.display_name} may act as", then=_address(found))


@keeps_users
@require_http_methods(["GET", "POST"])
def membership_end(request: HttpRequest, ref: str) -> HttpResponse:
    """End a membership. If that day is past, what the person has open ends with their next click."""
    by = standing_of(request)
    held = one_of(memberships_in(by), ref)
    return fill_in(
        request,
        EndForm(posted(request), membership=held, initial={"ends_on": today()}),
        lambda said: services.end_membership(membership=held, on=said["ends_on"], by=by),
        title=f"End the time of {held.user.display_name} as {_in_words(held)}",
        then=_address(held.user),
        button="End it",
    )


@keeps_users
@require_http_methods(["GET", "POST"])
def user_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change the name that is shown of somebody, or their work number."""
    by = standing_of(request)
    found = one_of(queries.users_of(by), ref)
    shown = {"display_name": found.display_name, "work_telephone": found.work_telephone}
    return fill_in(
        request,
        NameForm(posted(request), initial=shown),
        lambda said: services.change_user(user=found, **said, by=by),
        title="Name and work telephone",
        then=_address(found),
        changes=found,
    )


@keeps_users
@require_POST
def user_deactivate(request: HttpRequest, ref: str) -> HttpResponse:
    """Shut somebody out at once, on every device; a partner of other authorities too, out of this one."""
    by = standing_of(request)
    found = one_of(queries.users_of(by), ref)
    if not services.deactivate_user(user=found, by=by).is_active:
        end_everywhere(found)
    return redirect(_address(found))


@keeps_users
@require_POST
def user_reactivate(request: HttpRequest, ref: str) -> HttpResponse:
    """Open an account again that was shut or had gone dormant."""
    by = standing_of(request)
    found = one_of(queries.users_of(by), ref)
    try:
        services.reactivate_user(user=found, by=by)
    except services.AnotherKeepsThem as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect(_address(found))


def _address(user: User) -> str:
    return reverse("administration_user", args=[user.ref])


def _in_words(membership: Membership) -> str:
    role = ROLES.get(membership.role)
    place = membership.agency or membership.team
    title = role.title if role else membership.role
    return f"{title}, {place}" if place else title


def _in_force(membership: Membership) -> bool:
    day = today()
    return membership.begins_on <= day and (membership.ends_on is None or membership.ends_on >= day)


def _row(user: User, roles: list[str]) -> dict[str, Any]:
    state = "" if user.is_active else "Shut"
    if not state and is_dormant(user, at=now()):
        state = "Not used for more than 45 days"
    return {"user": user, "roles": roles, "state": state or ("" if roles else "Acts as nothing yet")}
