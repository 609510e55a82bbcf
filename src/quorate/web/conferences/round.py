"""The round on the page: people × children, hidden until all are in where the chair wishes it, and the decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import Asked, OpenConference, conference_page, opened_to_lead, opened_with
from quorate.web.permissions import needs

shown_and_sent = require_http_methods(["GET", "POST"])
_CLAUSE: Final = re.compile(r"[A-Z]{3}-[0-9]+")


def may_lead(found: OpenConference) -> bool:
    """Whether whoever looks leads the meeting or writes it down."""
    return found.leads


def child_of(found: OpenConference, key: UUID | str) -> Any:
    """The child of the conference with this case. Raises `NoSuchRecord`."""
    for child in found.children:
        if str(child.case_id) == str(key):
            return child
    raise NoSuchRecord


def decisions_page(found: OpenConference) -> str:
    """The address of the tab of the round and the decisions."""
    return reverse("conference_decisions", args=[found.ref])


def _readings(asked: Asked) -> list[QuerySet[Any, Any]]:
    from quorate.conferences.models import Adjournment, Decision, Dissent
    from quorate.conferences.queries.round import readings
    from quorate.web.conferences.register_after import since_readings

    return [
        *since_readings(asked),
        Decision.objects.filter(conference=asked.conference, withdrawn_at__isnull=True),
        Dissent.objects.filter(conference=asked.conference).order_by("at"),
        Adjournment.objects.filter(conference=asked.conference).order_by("at"),
        *readings(asked.conference),
    ]


@needs("see_case")
@require_GET
def conference_decisions(request: HttpRequest, ref: str) -> HttpResponse:
    """What each person thinks, and what was decided for each child."""
    from quorate.conferences.queries.round import grid_of
    from quorate.web.conferences.register_after import quorum_since

    found, told = opened_with(request, ref, "decisions", _readings)
    right, held, rows, dissents, adjournments, *of_grid = told
    decided = {row.case_id: row for row in rows}
    only = request.GET.get("child", "")
    shown = [child_of(found, only)] if only else found.children
    rules = found.pack.data["decisions"]
    return conference_page(
        request, found, "conference_decisions.html", title="The round and the decisions", tab="conference_decisions",
        grid=grid_of(of_grid, shown, found.pack),
        one_child=shown[0].case_id if only else None, clauses=clauses_of(rules["source"]), decided=decided,
        dissents=dissents, adjournments=adjournments,
        leads=may_lead(found), sits=found.conference.state == "sitting",
        quorum_since=quorum_since(found, [right, held]),
        given={child.case_id: child.given for child in found.children},
        rules=rules,
        asks_what_they_say=next((one for one in found.pack.data["agenda"]["items"] if one["code"] == "dissent"), None),
    )  # fmt: skip


def clauses_of(source: Iterable[str]) -> list[str]:
    """Of what a rule rests on the clauses of the authority's own papers."""
    return [one for one in source if _CLAUSE.fullmatch(one)]


@needs("write")
@shown_and_sent
def conference_view(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody's view for one child, or change it."""
    from quorate.conferences.models import Invitee, View
    from quorate.conferences.services.round import Said, give_view
    from quorate.web.conferences.decisions_forms import ViewForm

    found = opened_to_lead(request, ref, "round")
    people = _asked(found)
    form = ViewForm(
        posted(request), initial=_initial(request.GET, found, View), people=[(str(one.id), one.name) for one in people],
        children=[(str(child.case_id), child.given) for child in found.children], pack=found.pack, word=found.word,
    )  # fmt: skip

    def save(said: Mapping[str, Any]) -> None:
        view = Said(said["plan"], tuple(said["categories"]), said["reason"], said["written"])
        give_view(
            conference=found.conference, invitee=Invitee.objects.get(pk=said["person"]),
            child_case_id=UUID(said["child"]), said=view, pack=found.pack, at=found.now, by=found.standing,
            base_version=said["version"] or 0, meant_for=said["meant_for"],
        )  # fmt: skip

    return fill_in(
        request, found, form, save, title="Somebody's view", tab="conference_decisions", then=decisions_page(found),
        button="Save the view", fields={"invitee": "person"},
        explains="One child at a time. A view is what this person thinks, with the reason.",
        stands=lambda: _readable(_initial(request.POST, found, View)),
    )  # fmt: skip


def _asked(found: OpenConference) -> list[Any]:
    from quorate.conferences.models import Invitee
    from quorate.conferences.services.round import why_not_asked

    rows = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True)
    cases = [child.case_id for child in found.children]
    return [one for one in rows if any(not why_not_asked(one, case, found.pack) for case in cases)]


def _initial(named: Mapping[str, str], found: OpenConference, model: Any) -> dict[str, Any]:
    """Who and which child are named; what is there already, unless it is hidden."""
    from quorate.conferences.models import Round

    said = {name: named.get(name, "") for name in ("person", "child")}
    if not (_is_key(said["person"]) and _is_key(said["child"])):
        return {}
    row = model.objects.filter(
        conference=found.conference, invitee_id=said["person"], child_case_id=said["child"]
    ).first()
    hidden = Round.objects.filter(
        conference=found.conference, child_case_id=said["child"], opened_at__isnull=True
    ).exists()
    if row is None:
        return said
    if hidden:
        return {**said, "version": row.version}
    return {
        **said, "plan": row.plan, "categories": row.categories, "reason": row.reason, "written": row.written,
        "meant_for": row.meant_for, "version": row.version,
    }  # fmt: skip


def _readable(said: dict[str, Any]) -> dict[str, Any] | None:
    """What stands, or None while it is hidden."""
    return said if "reason" in said else None


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@needs("write")
@require_POST
def conference_views_hide(request: HttpRequest, ref: str) -> HttpResponse:
    """Hide the views for the children who are named, until all are in."""
    from quorate.conferences.services.round import hide_views

    found = opened_to_lead(request, ref, "round")
    named = [child_of(found, key).case_id for key in request.POST.getlist("child")]
    hide_views(conference=found.conference, child_case_ids=named, at=found.now, by=found.standing)
    return redirect(decisions_page(found))


@needs("write")
@shown_and_sent
def conference_views_open(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Open one child's column: at once when all are in, else with the reason."""
    from quorate.conferences.queries.round import round_grid
    from quorate.conferences.services.round import open_views
    from quorate.web.conferences.decisions_forms import OpenForm

    found = opened_to_lead(request, ref, "round")
    child = child_of(found, key)
    column = round_grid(found.conference, [child], found.pack).columns[0]
    if not column.hidden:
        return redirect(decisions_page(found))

    def do(said: Mapping[str, Any]) -> None:
        open_views(
            conference=found.conference, child_case_id=child.case_id, waiting=len(column.waiting),
            reason=said.get("reason", ""), at=found.now, by=found.standing,
        )  # fmt: skip

    if not column.waiting and request.method == "POST":
        do({})
        return redirect(decisions_page(found))
    return fill_in(
        request, found, OpenForm(posted(request)), do, title="Open the views without waiting",
        tab="conference_decisions", then=decisions_page(found), button="Open the views",
        explains="Still to come: " + ", ".join(column.waiting) if column.waiting else "All views are in.",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/decisions/", conference_decisions, name="conference_decisions"),
    path("conferences/<ref:ref>/decisions/view/", conference_view, name="conference_view"),
    path("conferences/<ref:ref>/decisions/hide/", conference_views_hide, name="conference_views_hide"),
    path("conferences/<ref:ref>/decisions/open/<uuid:key>/", conference_views_open, name="conference_views_open"),
]
