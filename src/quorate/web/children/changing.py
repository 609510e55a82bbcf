"""One way for every form about a child: show it, say what is wrong at the field, do it, go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quorate.web.children.people import name_of
from quorate.web.pages import page
from quorate.web.two_texts import Do, Sent, Stands, mark_shown, sent


def fill_in(
    request: HttpRequest,
    form: forms.Form,
    do: Do,
    *,
    title: str,
    then: str,
    back: str = "",
    found: Any = None,
    button: str = "Save",
    explains: str = "",
    fields: Mapping[str, str] | None = None,
    holds: Stands | None = None,
    has_nothing: bool = False,
) -> HttpResponse:
    """Show `form`; when it is sent and right, call `do` with what was entered and go to `then`, or where `do` says.

    What the service refuses stands at its field like any other mistake (`fields`: the service's names for ours).
    `holds` locks the row and gives what stands in it now, by the fields of the form: where somebody else has changed
    what the form shows, both texts are shown. Without anything to choose (`has_nothing`) there is no button.
    """
    told = sent(form, do, fields or {}, holds=holds) if request.method == "POST" else Sent()
    if told.is_saved:
        return redirect(told.went if isinstance(told.went, str) else then)
    return page(
        request,
        "child_form.html",
        title=title,
        place="children",
        status=409 if told.clash else 422 if form.is_bound else 200,
        form=form,
        back=back or then,
        button="" if has_nothing else button,
        explains=explains,
        child_name=name_of(found.child) if found else "",
        clash=told.clash,
        opened_as="" if holds is None else mark_shown(form, told.clash),
        held_by=told.held_by,
        reference=found.child.reference if found else "",
    )
