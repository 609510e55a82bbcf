"""One way for every form of these pages: show it, say what is wrong, do it, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from quorate.web.pages import page

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
) -> HttpResponse:
    """Show `form` under `title`; when it is sent and right, call `do` with what was entered and go to `then`.

    What the service refuses (a name that is taken, say) stands in the summary of mistakes like any other mistake.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect(then)
    return page(
        request,
        "administration/form.html",
        title=title,
        status=422 if form.is_bound else 200,
        form=form,
        back=then,
        button=button,
        explains=explains,
        administration_url=reverse("administration"),
    )
