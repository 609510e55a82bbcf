"""Asks whoever guesses to wait. The answer takes the same work for known and unknown people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import unstash_login
from django.http import HttpRequest, HttpResponseBase

from quorate.web.accounts import slow_down
from quorate.web.pages import page

View = Callable[..., HttpResponseBase]


def network_address(request: HttpRequest) -> str:
    """Where this request comes from, as far as the proxies we trust say."""
    return str(get_adapter().get_client_ip(request))


def slowed(who_of: Callable[[HttpRequest], str], *, every_try: bool = False) -> Callable[[View], View]:
    """Refuse to look at what was posted while `who_of(request)` still has to wait. Nobody is ever locked out.

    With `every_try` each post counts, for pages on which there is nothing to get wrong, such as asking for a code.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if request.method != "POST":
                return view(request, *args, **named)
            who, address = who_of(request), network_address(request)
            seconds = slow_down.seconds_to_wait(who=who, address=address)
            if seconds:
                answer = page(request, "account/wait.html", title="Wait a moment", status=429, seconds=seconds)
                answer["Retry-After"] = str(seconds)
                return answer
            if every_try:
                slow_down.count_failure(who=who, address=address)
            return view(request, *args, **named)

        return guarded

    return decorator


def whoever_is_signing_in(request: HttpRequest) -> str:
    """Whose second factor or code is being asked for; the same shape of answer when it is nobody's."""
    login = unstash_login(request, peek=True)
    if login is None:
        return "nobody"
    return str(login.user.pk) if login.user else str(login.email or "nobody")


def whoever_is_asked_about(request: HttpRequest) -> str:
    """The e-mail address that was typed."""
    return "asks|" + request.POST.get("email", "")[:254]


def whoever_is_signed_in(request: HttpRequest) -> str:
    """The id of the user of this session."""
    return str(request.user.pk)
