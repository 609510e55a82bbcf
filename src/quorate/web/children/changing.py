"""One way for every form about a child: show it, say what is wrong at the field, do it, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quorate.web.children.people import name_of
from quorate.web.pages import page

Do = Callable[[Mapping[str, Any]], object]


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
) -> HttpResponse:
    """Show `form`; when it is sent and right, call `do` with what was entered and go to `then`, or where `do` says.

    What the service refuses stands at its field like any other mistake (`fields`: the service's names for ours).
    """
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                went = do(form.cleaned_data)
        except ValidationError as refusal:
            _hang(form, refusal, fields or {})
        else:
            return redirect(went if isinstance(went, str) else then)
    return page(
        request,
        "child_form.html",
        title=title,
        place="children",
        status=422 if form.is_bound else 200,
        form=form,
        back=back or then,
        button=button,
        explains=explains,
        child_name=name_of(found.child) if found else "",
        reference=found.child.reference if found else "",
    )


def _hang(form: forms.Form, refusal: ValidationError, fields: Mapping[str, str]) -> None:
    """The service's sentences at the fields of the form; at its head where there is no such field."""
    said = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, sentences in said.items():
        ours = fields.get(name, name)
        form.add_error(ours if ours in form.fields else None, list(sentences))
