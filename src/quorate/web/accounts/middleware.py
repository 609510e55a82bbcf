"""Ends sessions that are no longer to be believed, before anything else of the request is done."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils.crypto import constant_time_compare

from quorate.access.permissions import StepUpNeeded
from quorate.people.models import User
from quorate.web.accounts import kept, sessions
from quorate.web.accounts import session_rules as rules
from quorate.web.accounts.moments import now
from quorate.web.accounts.session_store import look_of
from quorate.web.accounts.standing import membership_of
from quorate.web.accounts.step_up import step_up_first

# Pages that somebody may use before a second factor is set up: setting it up, and leaving.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "sign_out",
        "account_logout",
        "signed_out",
        "step_up",
        "mfa_reauthenticate",
    }
)

Answer = Callable[[HttpRequest], HttpResponse]


class SessionRules:
    """30 minutes idle, 12 hours in all, and not a request longer than the membership it stands on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or end its session first and then let it pass as nobody's."""
        if "_auth_user_id" not in request.session:
            return self.get_response(request)
        _recognise(request)
        reason = _why_it_ends(request)
        if reason is not None:
            was = request.session.get("_auth_user_id", "")
            sessions.end(request, reason=reason)
            request.session["ended"] = reason if reason in ("idle", "too-long") else "ended"
            if reason in ("idle", "too-long"):
                request.session[kept.WAS] = was
            return self.get_response(request)
        _note_seen(request)
        if not rules.has_second_factor(request.session) and _name_of(request) not in BEFORE_SECOND_FACTOR:
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What needs a fresh proof leads to it, whichever view asked; then back, or to what was typed."""
        if isinstance(exception, StepUpNeeded):
            return step_up_first(request)
        return None


def _recognise(request: HttpRequest) -> None:
    """Take the user who was seen with the session, on the conditions on which Django would fetch them.

    Where one fails, Django fetches the user itself and decides what becomes of the session.
    """
    session, look = request.session, look_of(request.session)
    if look is None or look.user is None or look.authority is None:
        return
    same = session["_auth_user_id"] == str(look.user.pk) and session.get(BACKEND_SESSION_KEY) == sessions.KNOWN_USER
    proof = session.get(HASH_SESSION_KEY) or ""
    if same and constant_time_compare(proof, look.user.get_session_auth_hash()):
        request.user = look.user
        request._cached_user = look.user  # type: ignore[attr-defined]  # where Django keeps the one it fetched
        request.acting_for = look.authority  # type: ignore[attr-defined]  # for the header of the page


def _why_it_ends(request: HttpRequest) -> str | None:
    reason = rules.ending(request.session, now=now().timestamp())
    if reason is not None:
        return reason
    user = request.user
    if not isinstance(user, User):
        # The backend does not know an inactive user any more.
        return "leaver"
    look, held = look_of(request.session), request.session.get(sessions.MEMBERSHIP)
    if look is not None and look.user is user and str(look.membership) == held:
        return None
    return None if membership_of(user, held) else "leaver"


def _note_seen(request: HttpRequest) -> None:
    at = now()
    if rules.seen_again(request.session, now=at.timestamp()):
        request.session[rules.SEEN] = at.timestamp()
        User.objects.filter(pk=request.session["_auth_user_id"]).update(last_used_at=at)


def _name_of(request: HttpRequest) -> str | None:
    if request.path.startswith(str(settings.STATIC_URL)):
        return "signed_out"
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None
