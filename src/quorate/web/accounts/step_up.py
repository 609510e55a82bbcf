"""What is too grave for a session that somebody left open asks for a proof less than five minutes old."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from quorate.web.accounts import kept
from quorate.web.accounts import session_rules as rules
from quorate.web.accounts.moments import now

View = Callable[..., HttpResponseBase]


def stepped_up(view: View) -> View:
    """Let the view run only after a fresh proof; otherwise lead to the proof first and then back here.

    Nothing is done on the way: after the proof the page is shown again, or what was typed on it, to be sent again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if rules.stepped_up(request.session, now=now().timestamp()):
            return view(request, *args, **named)
        return step_up_first(request)

    return guarded


def step_up_first(request: HttpRequest) -> HttpResponseBase:
    """Leads to the proof, and then to the page that asked for it; to what was typed on it, where something was."""
    going_on = reverse("kept_forms") if kept.keep(request, request.user.pk) else request.path
    return redirect(f"{reverse('step_up')}?{urlencode({'next': going_on})}")
