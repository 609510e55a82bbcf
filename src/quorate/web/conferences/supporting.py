"""Who comes with somebody of the family, by the procedure's rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from quorate.conferences.queries.people import invitee_of, safety_concerns_of
from quorate.conferences.services import supporters
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.people import keeping, one_of, shown_and_sent
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first


@needs("write")
@shown_and_sent
def conference_supporter_new(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """Somebody who comes with a member of the family."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)
    rule = supporters.supporter_rule(found.pack)
    kinds = [*rule.kinds, supporters.INTERPRETER]
    form = forms.SupporterForm(
        posted(request),
        choices={"kind": [(one, capitalize_first(found.word(one))) for one in kinds]},
    )

    def do(said: Mapping[str, Any]) -> object:
        made = supporters.name_supporter(
            conference=found.conference, helped=row, at=found.now, by=found.standing, **said
        )
        # Called as somebody who is feared: the page of the one who was named says so.
        is_asked = any(made.pk in one.namesakes for one in safety_concerns_of(found.conference))
        return one_of(found, made.pk) if is_asked else None

    clauses = "; ".join(rule.source[:2])
    says = f"With {row.name}: {rule.in_words().lower()} ({clauses}). Nobody in the family interprets."
    return fill_in(
        request, found, form, do, title="Who comes with this person?", tab="conference_people",
        then=one_of(found, key), explains=says,
        fields={"helped": "name", "person_id": "name"},
    )  # fmt: skip


@needs("manage_people")
@require_POST
def conference_confidence(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """A supporter has said that they keep to themselves what they hear."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)
    supporters.acknowledge_confidence(invitee=row, on=found.today, by=found.standing)
    return redirect(one_of(found, key))


urlpatterns = [
    path(
        "conferences/<ref:ref>/people/<uuid:key>/supporter/", conference_supporter_new, name="conference_supporter_new"
    ),
    path("conferences/<ref:ref>/people/<uuid:key>/confidence/", conference_confidence, name="conference_confidence"),
]
