"""Proving again who is there, for what is too grave for a session that somebody left open."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quorate.audit.services import record
from quorate.web.accounts import sessions
from quorate.web.accounts.following import next_or
from quorate.web.accounts.forms import CodeAgainForm
from quorate.web.accounts.posted import posted
from quorate.web.accounts.waiting import slowed, whoever_is_signed_in
from quorate.web.pages import page
from quorate.web.permissions import signed_in

TITLE = "Confirm that it is you"


@signed_in
@require_http_methods(["GET", "POST"])
@slowed(whoever_is_signed_in)
def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator app's code; without an app, send to the provider; in a demonstration, for a click."""
    way = _way(request)
    form = CodeAgainForm(posted(request), user=request.user) if way == "code" else None
    if request.method == "POST" and (_proved_by_code(form) or way == "demo"):
        sessions.step_up(request, method=way)
        return redirect(next_or(request, "account"))
    if request.method == "POST" and form is None:
        record(
            action="step-up.failed",
            subject_kind="user",
            subject_id=request.user.pk,
            outcome="refused",
            facts={"method": way},
        )
    following = next_or(request, "account")
    provider_url = _provider(request, following)
    return page(
        request, "account/step_up.html", title=TITLE, form=form, way=way, next=following, provider_url=provider_url
    )


def _proved_by_code(form: CodeAgainForm | None) -> bool:
    if form is None or not form.is_valid():
        return False
    form.save()
    return True


def _way(request: HttpRequest) -> str:
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return "code"
    if request.session.get(sessions.METHOD) == "role" and settings.QUORATE_MODE == "demo":
        return "demo"
    return "provider" if SocialAccount.objects.filter(user=request.user).exists() else "none"


def _provider(request: HttpRequest, following: str) -> str | None:
    account = SocialAccount.objects.filter(user=request.user).first()
    if account is None:
        return None
    # The provider has to ask for the proof anew and to say when it did.
    asked = {"next": following, "auth_params": urlencode({"prompt": "login", "max_age": "0"})}
    return f"{reverse('openid_connect_login', args=[account.provider])}?{urlencode(asked)}"
