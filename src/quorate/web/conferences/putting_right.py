"""A visit, a meeting or a talk between conferences that was entered by mistake is taken back from their page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.plans.models import CoreGroup, MeetingKind, TalkAfterwards, Visit
from quorate.plans.services.putting_right import take_back_by_mistake
from quorate.web.accounts.posted import posted
from quorate.web.children.putting_right import SAYS, ReasonForm
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, opened
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first, day


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_between_mistake(request: HttpRequest, ref: str, kind: str, key: UUID) -> HttpResponse:
    """Take back a visit, a meeting or a talk that was entered by mistake."""
    found = opened(request, ref, "mistake")
    what, on = _what(found, kind, key)

    def do(said: Mapping[str, Any]) -> None:
        take_back_by_mistake(
            kind=kind, key=key, cases=found.case_ids, conference_id=found.conference.pk, reason=said["reason"],
            on=found.today, by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, ReasonForm(posted(request)), do, title="Entered by mistake", tab="conference_plan",
        then=reverse("conference_between", args=[found.ref]), button="Take it back",
        explains=f"{what}, {day(on)}. {SAYS}",
    )  # fmt: skip


def _what(found: OpenConference, kind: str, key: UUID) -> tuple[str, date]:
    """What it is and of which day. Raises `NoSuchRecord` for anything that does not stand here."""
    if kind == "visit":
        visit = Visit.objects.filter(pk=key, case_id__in=found.case_ids, taken_back_on__isnull=True).first()
        if visit is not None:
            name = next(one.given for one in found.children if one.case_id == visit.case_id)
            return f"A visit to {name}", visit.visited_on
    if kind == "meeting":
        rows = CoreGroup.objects.filter(pk=key, children__overlap=found.case_ids, taken_back_on__isnull=True)
        if (group := rows.first()) is not None:
            word = "core_group" if group.kind == MeetingKind.CORE_GROUP else "network_meeting"
            return capitalize_first(found.word(word)), group.held_on
    if kind == "talk":
        talk = TalkAfterwards.objects.filter(pk=key, conference=found.conference, taken_back_on__isnull=True).first()
        if talk is not None:
            return "A talk after the conference", talk.talked_on
    raise NoSuchRecord


urlpatterns = [
    path(
        "conferences/<ref:ref>/between/mistakes/<slug:kind>/<uuid:key>/", conference_between_mistake,
        name="conference_between_mistake",
    ),
]  # fmt: skip
