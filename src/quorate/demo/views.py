"""Sign-in by role, for demonstrations. It is the one way in without a proof, so it locks itself twice."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from quorate.access.moments import today
from quorate.access.roles import ROLES
from quorate.demo.families.guide import sights, walks
from quorate.demo.queries import authorities_to_choose_from, made_up_user, people_of
from quorate.web.accounts import sessions
from quorate.web.accounts.following import next_or
from quorate.web.pages import page
from quorate.web.permissions import public

# Counts as two factors, so that one sees what a member of staff sees, but never as a fresh proof.
BY_ROLE = sessions.Proof(method="role", second_factor=True, proved_at=None)


@public
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Choose a made-up person and be signed in as them. Anywhere but in a demonstration this page does not exist."""
    if settings.QUORATE_MODE != "demo":
        raise Http404
    return _sign_in(request) if request.method == "POST" else _choose(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    user = made_up_user(request.POST.get("person", ""))
    if user is None:
        raise Http404
    if request.user.is_authenticated:
        sessions.end(request)
    record_authentication(request, user, BY_ROLE.method)
    request.demo_proof = BY_ROLE  # type: ignore[attr-defined]
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_or(request, "home")))
    return answer


def _choose(request: HttpRequest) -> HttpResponse:
    authorities = authorities_to_choose_from()
    asked = request.GET.get("authority", "")
    chosen = next((one for one in authorities if one.pack == asked), authorities[0] if authorities else None)
    people = people_of(chosen, on=today()) if chosen else []
    return page(
        request,
        "demo/sign_in.html",
        title="Sign in as a made-up person",
        authorities=authorities,
        chosen=chosen,
        people=people,
        sights=sights(chosen.pack, today=today()) if chosen else [],
        walks=walks(chosen.pack, today=today()) if chosen else [],
        refs={person.user.display_name: person.user.ref for person in people},
        titles={role: one.title for role, one in ROLES.items()},
        next=next_or(request, ""),
    )
