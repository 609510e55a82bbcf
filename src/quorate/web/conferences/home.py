"""The first page of a conference: where we are, the one thing that is next, and the rest of what there is to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from quorate.conferences.models import Cancellation
from quorate.web.conferences.opening import Asked, conference_page, opened, opened_with
from quorate.web.permissions import needs
from quorate.web.wording import day


def _readings(asked: Asked) -> list[QuerySet[Any, Any]]:
    from quorate.conferences.queries.asked_out import requests_to_keep_out
    from quorate.conferences.queries.undecided import left_undecided
    from quorate.plans.queries.not_needed import children_not_needed
    from quorate.web.conferences import glance, preparing

    left = children_not_needed().filter(conference=asked.conference)
    undecided = left_undecided().filter(conference=asked.conference)
    # Its own row level security: whoever is only asked to come opens the page of no conference, nor reads why.
    why = Cancellation.objects.filter(conference=asked.conference)
    asked_out = requests_to_keep_out().filter(conference=asked.conference)
    return [left, undecided, why, asked_out, *preparing.readings(asked), *glance.readings(asked)]


@needs("see_case")
@require_GET
def conference(request: HttpRequest, ref: str) -> HttpResponse:
    """Preparation: the timeline, what is next, what is to do before the day and after it."""
    from quorate.web.conferences import asked_out, glance, no_longer, preparing
    from quorate.web.views.work import calendar_of

    found, told = opened_with(request, ref, "preparation", _readings)
    left, undecided, cancelled, out, duties, events, adults, refs, *margin = told
    asked = asked_out.asked_out_of(found, out)
    keeping_out = preparing.KeepingOut.of(asked, out, is_keeper=found.keeps)
    return conference_page(
        request, found, "conference.html", title="Conference", tab="conference",
        told=preparing.preparation_of(found, calendar_of(found.pack), (duties, events, adults, refs), keeping_out),
        asked_out=asked,
        glance=glance.glance_of(found, margin), no_longer=no_longer.no_longer_needed(found, left),
        undecided=no_longer.undecided_of(found, undecided),
        cancelled=cancelled[0] if cancelled else None,
        since=day(date.fromisoformat(str(found.pack.data["in_force_from"]))),
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_looks(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has looked at the conference."""
    from quorate.audit.queries import looks_at
    from quorate.web.views.case import MOST_LOOKS, looks_in_words

    found = opened(request, ref, "looks")
    may = "look_at_access_log" in found.can
    looks = looks_in_words(looks_at(found.case.pk, last=MOST_LOOKS)) if may else []
    return conference_page(
        request, found, "conference_looks.html", title="Who has looked", tab="conference_looks", sees_looks=may,
        looks=looks,
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/", conference, name="conference"),
    path("conferences/<ref:ref>/looks/", conference_looks, name="conference_looks"),
]
