"""The list supplied, the answers to the invitations, and who was reminded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from quorate.conferences.queries.people import invitee_of, invitees_of, kept_out_all
from quorate.conferences.services import people
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import conference_page
from quorate.web.conferences.people import keeping, list_of, shown_and_sent
from quorate.web.permissions import needs
from quorate.web.two_texts import held
from quorate.web.wording import capitalize_first


@needs("manage_people", "write")
@shown_and_sent
def conference_person_answer(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """What somebody answered to the invitation."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)
    ways = (
        found.pack.data["parents"]["alternatives_to_attending"] if row.is_family else ["report with a recommendation"]
    )

    def shown() -> dict[str, Any]:
        return {"answer": row.answer, "mode": row.mode, "instead": row.instead, "words": row.answer_words}

    form = forms.AnswerForm(
        posted(request), initial=shown(),
        choices={"instead": [("", "Nothing said"), *((one, capitalize_first(one)) for one in ways)]},
    )  # fmt: skip
    return fill_in(
        request, found, form,
        lambda said: people.record_answer(invitee=row, at=found.now, by=found.standing, **said),
        title="Record the answer", tab="conference_people", then=list_of(found), explains=row.name,
        holds=held(row, shown),
    )  # fmt: skip


@needs("manage_people", "write")
@shown_and_sent
def conference_remind(request: HttpRequest, ref: str) -> HttpResponse:
    """Those who were invited and have not answered, and that they were reminded."""
    found = keeping(request, ref)
    waiting = [one for one in invitees_of(found.conference) if one.invited_on is not None and not one.answer]
    out = kept_out_all(found.conference, [one.person_id for one in waiting if one.person_id])
    rows = [one for one in waiting if not (one.person_id and out[one.person_id].scope == "whole")]
    if request.method == "POST":
        people.note_invited(invitees=rows, how="", on=found.today, by=found.standing)
        return redirect(list_of(found))
    return conference_page(
        request, found, "conference_remind.html", title="Remind", tab="conference_people", rows=rows,
        back=list_of(found),
    )  # fmt: skip


@needs("manage_people")
@require_POST
def conference_list_supplied(request: HttpRequest, ref: str) -> HttpResponse:
    """The list is complete: whoever books and invites is told."""
    found = keeping(request, ref)
    people.supply_invite_list(conference=found.conference, at=found.now, by=found.standing)
    return redirect(list_of(found))


urlpatterns = [
    path("conferences/<ref:ref>/people/<uuid:key>/answer/", conference_person_answer, name="conference_person_answer"),
    path("conferences/<ref:ref>/people/remind/", conference_remind, name="conference_remind"),
    path("conferences/<ref:ref>/people/complete/", conference_list_supplied, name="conference_list_supplied"),
]
