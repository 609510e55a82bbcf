"""What one had typed when one was signed out: looked at, sent again, or thrown away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.people.models import User
from quorate.web.accounts import kept
from quorate.web.pages import page
from quorate.web.permissions import signed_in


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the route is for who is signed in
    return request.user


@signed_in
@require_GET
def kept_forms(request: HttpRequest) -> HttpResponse:
    """What is kept for whoever is signed in, and for nobody else."""
    found = kept.kept_for(_user(request))
    return page(request, "account/kept.html", title="What you had written", kept=found)


@signed_in
@require_POST
def kept_send(request: HttpRequest, kept_id: uuid.UUID) -> HttpResponse:
    """Send a kept form to where it was going: the browser sends the same fields on (307), checked there like any.

    Raises NoSuchRecord (page 404) where it is not theirs or is gone.
    """
    going_to = kept.note_sent(_user(request), kept_id)
    if going_to is None:
        raise NoSuchRecord
    answer = HttpResponse(status=307)
    answer["Location"] = going_to
    return answer


@signed_in
@require_POST
def kept_throw_away(request: HttpRequest, kept_id: uuid.UUID) -> HttpResponse:
    """Forget a kept form."""
    kept.throw_away(_user(request), kept_id)
    messages.success(request, "Thrown away.")
    return redirect("kept_forms")
