"""One way for every form about a conference: show it, say what is wrong at the field, do it, go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quorate.web.conferences.opening import OpenConference, conference_page
from quorate.web.two_texts import Do, Sent, Stands, mark_shown, sent


def fill_in(
    request: HttpRequest,
    found: OpenConference,
    form: forms.Form,
    do: Do,
    *,
    title: str,
    tab: str,
    then: str,
    template: str = "conference_form.html",
    button: str = "Save",
    explains: str = "",
    fields: Mapping[str, str] | None = None,
    stands: Stands | None = None,
    holds: Stands | None = None,
    **context: Any,
) -> HttpResponse:
    """Show `form`; when it is sent and right, call `do` with what was entered and go to `then`, or where `do` says.

    What the service refuses stands at its field (`fields`: the service's names for ours); what the procedure does not
    allow yet stands above the form, each gate with its clause (`held_by` in the template). Where somebody else saved
    since the form was opened (the service raises `TwoTexts`; with `holds`, what the form shows at first has changed),
    both texts are shown (`stands`, `holds`: see `two_texts.sent`).
    """
    told = sent(form, do, fields or {}, stands, holds) if request.method == "POST" else Sent()
    if told.is_saved:
        return redirect(told.went if isinstance(told.went, str) else then)
    status = 409 if told.clash else 422 if form.is_bound else 200
    return conference_page(
        request, found, template, title=title, tab=tab, status=status, form=form, back=then, button=button,
        explains=explains, held_by=told.held_by, clash=told.clash,
        opened_as=mark_shown(form, told.clash) if holds else "", **context,
    )  # fmt: skip
