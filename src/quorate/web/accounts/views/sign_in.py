"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from quorate.web.accounts import sessions
from quorate.web.accounts.following import next_or
from quorate.web.packs import authorities, procedure_of
from quorate.web.pages import page
from quorate.web.permissions import public

WHY_ENDED = {
    "idle": "You were signed out because nothing happened for 30 minutes.",
    "too-long": "You were signed out because you had been signed in for 12 hours.",
    "ended": "You have been signed out.",
}
UNSAVED = "You were signed out before this was saved. Sign in, and enter again what you had just sent."
KEPT = "What you had written was not saved, but it is kept for you: sign in, look at it and send it again."


@public
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways in. It asks for no name and no password, so it has nothing to give away."""
    if request.user.is_authenticated:
        return redirect(next_or(request, "home"))
    said = [WHY_ENDED.get(str(request.session.pop("ended", "")))]
    said += [words for asked, words in (("unsaved", UNSAVED), ("kept", KEPT)) if asked in request.GET]
    return page(
        request,
        "account/sign_in.html",
        title="Sign in",
        providers=_providers(),
        next=next_or(request, ""),
        demo_url=_demo_url(),
        leaflets=[(str(procedure_of(one).data["title"]), reverse("for_parents", args=[one])) for one in authorities()],
        why_ended=" ".join(filter(None, said)),
    )


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session. Also for whoever is signed out already."""
    sessions.end(request)
    answer = redirect("signed_out")
    # Together with the changed cookie this makes browsers forget the pages they kept for the Back button.
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@public
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Says that it is done."""
    return page(request, "account/signed_out.html", title="You have signed out")


@public
@require_GET
def refused_page(request: HttpRequest) -> HttpResponse:
    """Where django-allauth would sign people up, or tell them that they are known but shut out: the one refusal."""
    return page(request, "account/refused.html", title="You cannot sign in", status=403)


def _providers() -> list[dict[str, str]]:
    found = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [{"name": app["name"], "url": reverse("openid_connect_login", args=[app["provider_id"]])} for app in found]


def _demo_url() -> str | None:
    if settings.QUORATE_MODE != "demo":
        return None
    try:
        return reverse("demo_sign_in")
    except NoReverseMatch:
        return None
