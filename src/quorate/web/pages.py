"""Turning what a view found into a page: one way for all, so that every page has its title, menu and colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from quorate.web.addresses import address
from quorate.web.forms import has_mistakes
from quorate.web.viewer import Viewer, procedure_title, viewer_of


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the main navigation."""

    title: str
    address: str
    here: bool


# The places of the main navigation: title, and the route that opens it.
_PLACES = (
    ("My work", "home"),
    ("Diary", "diary"),
    ("Children", "children"),
    ("Plans", "plans"),
    ("Insight", "insight"),
    ("How we work", "how_we_work"),
)


def page(
    request: HttpRequest, template: str, *, title: str, place: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """The page of a template. `place` names the route of the main navigation to which it belongs.

    Rendered at once, inside the transaction of the request: nothing is read from the database after this returns.
    """
    viewer = viewer_of(request)
    context = {
        **shell(viewer, place),
        "title": title,
        "messages": list(get_messages(request)),
        "page_title": page_title(title, viewer, wrong=has_mistakes(context.values())),
        **context,
    }
    return HttpResponse(render_to_string(template, context, request), status=status)


def shell(viewer: Viewer | None, place: str = "") -> dict[str, Any]:
    """What the layout needs besides the title."""
    return {
        "viewer": viewer,
        "authority": procedure_title(viewer.pack) or viewer.authority if viewer else "",
        "brand": viewer.pack if viewer and procedure_title(viewer.pack) else "",
        "places": [Place(name, address(route), route == place) for name, route in _PLACES] if viewer else [],
        "is_practice": getattr(settings, "QUORATE_MODE", "production") == "demo",
        "home_address": address("home"),
        "accounts_address": address("account"),
        "sign_out_address": address("sign_out"),
        "sign_in_address": address("sign_in"),
        "administration_address": address("administration") if _may_administer(viewer) else "",
    }


def page_title(title: str, viewer: Viewer | None, *, wrong: bool = False) -> str:
    """ "My work – Northshire – Quorate": what the tab says. Titles hold no name of a child or parent."""
    parts = [title, procedure_title(viewer.pack) or viewer.authority if viewer else "", "Quorate"]
    return ("Error: " if wrong else "") + " – ".join(part for part in parts if part)


def _may_administer(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.may_administer
