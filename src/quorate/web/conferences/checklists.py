"""The checklists of the procedure on a conference's pages: shown, ticked, and a tick taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from quorate.conferences.services.checklists import Checklist, checklists_of, tick
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.permissions import needs


def of_asking(found: OpenConference) -> list[Checklist]:
    """The lists that belong to asking for a conference: those of the invite list, those that are all there is to do for
    their duty, and those of no duty at all."""
    duties = found.pack.data["duty"]
    elsewhere = {one["checklist"] for one in duties if one.get("checklist") and not _is_of_asking(one)}
    codes = [
        one["code"] for one in found.pack.data["checklist"]
        if one["code"] not in elsewhere and one["who"] == "social_worker"
    ]  # fmt: skip
    return checklists_of(found.conference, found.pack, codes)


def _is_of_asking(duty: Mapping[str, Any]) -> bool:
    return not {"invite-list-supplied", "checklist-done"}.isdisjoint(duty.get("met_by") or ())


@needs("see_case")
@require_GET
def conference_checklists(request: HttpRequest, ref: str) -> HttpResponse:
    """Every checklist of the procedure, as far as it is done for this conference."""
    found = opened(request, ref, "checklists")
    return conference_page(
        request, found, "conference_checklists.html", title="Checklists", tab="conference",
        checklists=checklists_of(found.conference, found.pack), keeps=may_tick(found),
    )  # fmt: skip


def may_tick(found: OpenConference) -> bool:
    """Whether the reader may tick."""
    return bool({"write", "manage_people"} & found.can)


@needs("manage_people", "write")
@require_POST
def conference_checklist(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Make these the ticked items of one list; goes back to where it was ticked."""
    found = opened(request, ref, "checklist")
    items = [int(one) for one in request.POST.getlist("item") if one.isascii() and one.isdigit() and len(one) < 4]
    about = request.POST.get("about", "")
    tick(
        conference=found.conference, pack=found.pack, checklist=code, items=items, by=found.standing, on=found.today,
        about=UUID(about) if _is_uuid(about) else None,
        people=[UUID(one) for one in request.POST.getlist("person") if _is_uuid(one)],
    )  # fmt: skip
    then = request.POST.get("then", "")
    safe = url_has_allowed_host_and_scheme(then, allowed_hosts=None) and then.startswith("/")
    return redirect(then if safe else reverse("conference_checklists", args=[found.ref]))


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


urlpatterns = [
    path("conferences/<ref:ref>/checklists/", conference_checklists, name="conference_checklists"),
    path("conferences/<ref:ref>/checklists/<slug:code>/", conference_checklist, name="conference_checklist"),
]
