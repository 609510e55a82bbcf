"""Two people saved one text that has its own readers: both texts are shown with their readers, and the fewer hold."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms

from quorate.conferences.services.meeting_rules import narrower
from quorate.conferences.versions import TwoTexts
from quorate.web.saving import Clash
from quorate.web.two_texts import between

TWO_TEXTS: Final = "two_texts"
"""The hidden field that says on every later sending of the page: two texts have been shown (`saving.chosen`)."""


def two_texts_field() -> forms.CharField:
    """The field `TWO_TEXTS` of a form; empty until there are two texts."""
    return forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)


def with_readers(two: TwoTexts, form: forms.Form) -> Clash:
    """Both texts, with for whom each is, in words. The form then holds the readers whom both mean, as they are kept.

    Whoever wants more readers opens the page again: there it is their choice and not the rest of an older page.
    """
    clash = between(form, two.theirs, two)
    yours, theirs = two.yours, two.theirs
    label, people = narrower((theirs["meant_for"], theirs["named"]), (yours["meant_for"], yours["named"]))
    held: dict[str, list[str]] = {"meant_for": [label], "named": _ids(people), TWO_TEXTS: ["1"]}
    if "not_for" in yours:
        held["not_for"] = _ids({*theirs["not_for"], *yours["not_for"]})
    data = form.data.copy()  # type: ignore[attr-defined]  # always a QueryDict here
    for name, values in held.items():
        if name in form.fields:
            data.setlist(name, values)
    form.data = data
    return clash


def _ids(people: set[UUID] | list[UUID]) -> list[str]:
    return sorted(map(str, people))
