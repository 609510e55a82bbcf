"""Searching for a child or reference among the cases that one may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.searching import found_by

LONGEST = 100


@needs("search")
def search(request: HttpRequest) -> HttpResponse:
    """What was found; what one may not see is not there. The words searched for stay out of the title."""
    said = request.GET.get("q", "").strip()[:LONGEST]
    found = found_by(request, said) if said else []
    return page(request, "search.html", title="Search", said=said, found=found)
