"""Where to go next, without ever being sent to another site."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def next_or(request: HttpRequest, name: str) -> str:
    """The path asked for by `next` if it is one of ours, else the page of this name ("" for nothing)."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse(name) if name else ""
