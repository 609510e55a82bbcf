"""The form of a decision between the page and its draft: what was typed, kept as it is typed, never decided by that."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse

from quorate.cases.refusals import Refused
from quorate.conferences.services.decision_drafts import keep_draft
from quorate.conferences.versions import TwoTexts
from quorate.web.conferences.opening import OpenConference, conference_page
from quorate.web.forms import DateParts
from quorate.web.saving import Clash, saved_now, version_of
from quorate.web.two_texts import between, choose, keys_of

LATER = "later"
"""The name of the button that keeps the draft and decides nothing."""


def shown_again(said: Mapping[str, list[str]], form: forms.Form) -> dict[str, Any]:
    """A draft as initial values of its form. A day that is half typed is shown as far as it was."""
    shown: dict[str, Any] = {}
    for name, field in form.fields.items():
        listed = [said.get(key, []) for key in keys_of(field, name)]
        if isinstance(field.widget, DateParts):
            shown[name] = SimpleNamespace(**{
                part: "".join(one) for part, one in zip(("day", "month", "year"), listed, strict=True)
            })  # fmt: skip
        elif isinstance(field, forms.MultipleChoiceField):
            shown[name] = listed[0]
        else:
            shown[name] = "".join(listed[0][:1])
    return shown


def kept(request: HttpRequest, found: OpenConference, case_id: UUID, form: forms.Form) -> int | Clash | Refused:
    """Keeps what was sent as the draft; its version, both texts where somebody else has typed since, or why not."""
    choose(form)
    said = {
        key: [one.replace("\r\n", "\n") for one in form.data.getlist(key)]  # type: ignore[attr-defined]
        for name, field in form.fields.items()
        for key in keys_of(field, name)
        if any(form.data.getlist(key))  # type: ignore[attr-defined]  # always a QueryDict here
    }
    try:
        row = keep_draft(
            conference=found.conference, case_id=case_id, said=said, version=version_of(request), at=found.now,
            by=found.standing,
        )  # fmt: skip
    except TwoTexts as two:
        return between(form, shown_again(two.theirs, form), two)
    except Refused as refused:
        return refused
    return row.version


def answered(kept_as: int | Clash | Refused) -> HttpResponse:
    """The answer to the page's script."""
    if isinstance(kept_as, Refused):
        return JsonResponse({"state": "refused", "says": " ".join(kept_as.messages)}, status=422)
    if not isinstance(kept_as, Clash):
        return saved_now(kept_as)
    texts = [{"name": one.name, "yours": one.yours, "theirs": one.theirs} for one in kept_as.texts]
    said = {"state": "clash", "version": kept_as.version, "texts": texts, "who": kept_as.who, "at": kept_as.at}
    return JsonResponse(said, status=409)


def not_kept(
    request: HttpRequest, found: OpenConference, form: forms.Form, why: Clash | Refused, *, then: str, **shown: Any
) -> HttpResponse:
    """The page with both texts, or the refusal, above the form, which holds one's own. Nothing else is missing yet."""
    template = str(shown.pop("template"))
    if isinstance(why, Refused):
        form.errors.clear()
        form.add_error(None, why.messages)
        return conference_page(
            request, found, template, status=422, form=form, clash=None, back=then, held_by=(),
            **{**shown, "version": version_of(request)},
        )  # fmt: skip
    form.initial = {**form.initial, **shown_again(dict(form.data.lists()), form)}  # type: ignore[attr-defined]
    form.is_bound = False
    return conference_page(
        request, found, template, status=409, form=form, clash=why, back=then, held_by=(),
        **{**shown, "version": why.version},
    )  # fmt: skip


def is_for_later(request: HttpRequest) -> bool:
    """Whether what was sent is to be kept and not decided: by the button, or by a choice between two texts."""
    return LATER in request.POST or bool(request.POST.get("keep"))
