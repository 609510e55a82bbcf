"""One way for every form of these pages: show it, say what is wrong, do it, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from quorate.web.pages import page
from quorate.web.two_texts import Sent, held, mark_shown, sent

Do = Callable[[Mapping[str, Any]], object]


def fill_in(
    request: HttpRequest,
    form: forms.Form,
    do: Do,
    *,
    title: str,
    then: str,
    button: str = "Save",
    explains: str = "",
    changes: Model | None = None,
) -> HttpResponse:
    """Show `form` under `title`; when it is sent and right, call `do` with what was entered and go to `then`.

    What the service refuses (a name that is taken, say) stands in the summary of mistakes like any other mistake.
    `changes` is the row that the form shows at first, field by field: where somebody else has changed it since the form
    was opened, nothing is saved, and both texts are shown.
    """
    holds = None if changes is None else held(changes, lambda: {one: getattr(changes, one) for one in form.initial})
    told = sent(form, do, {}, holds=holds) if request.method == "POST" else Sent()
    if told.is_saved:
        return redirect(then)
    return page(
        request,
        "administration/form.html",
        title=title,
        status=409 if told.clash else 422 if form.is_bound else 200,
        form=form,
        back=then,
        button=button,
        explains=explains,
        clash=told.clash,
        opened_as=mark_shown(form, told.clash) if holds else "",
        administration_url=reverse("administration"),
    )
