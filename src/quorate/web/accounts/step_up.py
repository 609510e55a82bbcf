"""What is too grave for a session that somebody left open asks for a proof less than five minutes old."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from quorate.web.accounts import session_rules as rules
from quorate.web.accounts.moments import now

View = Callable[..., HttpResponseBase]


def stepped_up(view: View) -> View:
    """Let the view run only after a fresh proof; otherwise lead to the proof first and then back here.

    What was posted is not kept on the way: after the proof the page is shown again and has to be sent again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if rules.stepped_up(request.session, now=now().timestamp()):
            return view(request, *args, **named)
        return redirect(f"{reverse('step_up')}?{urlencode({'next': request.path})}")

    return guarded
