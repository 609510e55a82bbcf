"""One's own account: where one is signed in, how one proves it, what one acts as."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from quorate.access.roles import ROLES
from quorate.people.models import Membership, User
from quorate.web.accounts import sessions
from quorate.web.accounts.devices import device_of
from quorate.web.accounts.forms import ActingAsForm
from quorate.web.accounts.standing import current_memberships
from quorate.web.pages import page
from quorate.web.permissions import signed_in


@signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """The page about oneself."""
    return _account_page(request, _acting_as_form(request))


@signed_in
@require_POST
def acting_as(request: HttpRequest) -> HttpResponse:
    """Change what this session acts as."""
    form = _acting_as_form(request, request.POST)
    if not form.is_valid():
        return _account_page(request, form, status=422)
    assert isinstance(request.user, User)
    sessions.change_acting_as(request, request.user, form.chosen())
    return redirect("home")


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this user, this one too."""
    assert isinstance(request.user, User)
    sessions.end_everywhere(request.user, except_key=request.session.session_key)
    sessions.end(request)
    answer = redirect("signed_out")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def name_of(membership: Membership) -> str:
    """A membership in words: the role, for whom, in which authority."""
    role = ROLES.get(membership.role)
    place = membership.agency or membership.team
    words = [role.title if role else membership.role, str(place) if place else "", membership.authority.name]
    return ", ".join(filter(None, words))


def _acting_as_form(request: HttpRequest, data: Any = None) -> ActingAsForm:
    assert isinstance(request.user, User)
    held = current_memberships(request.user)
    names = {str(one.pk): name_of(one) for one in held}
    return ActingAsForm(data, held=held, names=names, initial={"membership": request.session.get("membership")})


def _account_page(request: HttpRequest, form: ActingAsForm, *, status: int = 200) -> HttpResponse:
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return page(
        request,
        "account/account.html",
        title="Your account",
        status=status,
        form=form,
        several=len(form.held) > 1,
        acting_as=next((name_of(m) for key, m in form.held.items() if key == request.session.get("membership")), ""),
        sessions=_sessions(request),
        has_app=Authenticator.Type.TOTP in types,
    )


def _sessions(request: HttpRequest) -> list[dict[str, Any]]:
    found = UserSession.objects.filter(user=request.user).order_by("-created_at")
    return [
        {
            "device": device_of(one.user_agent),
            "since": one.created_at,
            "address": one.ip,
            "is_this": one.session_key == request.session.session_key,
        }
        for one in found
    ]
