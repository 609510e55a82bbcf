"""Letting more people read an entry of a record: one person asks, another agrees, each in their own session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.children.parts import NAMES
from quorate.web.permissions import needs
from quorate.web.work.moments import clock_at, now

AUDIENCES: Final = {
    "R": "The closed part: the chair and those who are named",
    "P": "The professionals of the conference",
    "F-person": "One person of the family, and the professionals",
    "C": "The child, and the professionals",
    "F-all": "Everybody at the conference, the family too",
}
"""For whom a text of a record is, by its label. Contact details have pages of their own."""
_ANSWERS: Final = {"agreed": "Agreed", "refused": "Not agreed", "withdrawn": "Taken back"}
both = require_http_methods(["GET", "POST"])


class AskForm(forms.Form):
    """For whom a text should be."""

    label = forms.ChoiceField(
        label="Who may read it from then on", widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it from then on"},
    )  # fmt: skip
    person = forms.ChoiceField(label="If one person of the family: who", required=False)

    def __init__(self, *args: Any, now_for: str, people: list[tuple[str, str]], **named: Any) -> None:
        from quorate.access.labelling import is_wider

        super().__init__(*args, **named)
        wider = [(code, words) for code, words in AUDIENCES.items() if is_wider(now_for, code)]
        self.fields["label"].choices = wider  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "Nobody"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One person is named where it is for one."""
        said = super().clean() or {}
        if said.get("label") == "F-person" and not said.get("person"):
            raise ValidationError({"person": "Choose for which person of the family it is"})
        return said


class NameForm(forms.Form):
    """Who reads a text of the closed part besides those who do already."""

    person = forms.ChoiceField(
        label="Who may read it from then on", error_messages={"required": "Choose who may read it from then on"}
    )

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].choices = [("", "Choose"), *staff]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label="Do you agree?", choices=(("agree", "Yes: it can be read so at once"), ("refuse", "No: nothing changes")),
        widget=forms.RadioSelect, error_messages={"required": "Say whether you agree"},
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """Nothing is asked; the button takes one's own request back."""


@needs("set_label", "agree_label")
@require_GET
def child_labels(request: HttpRequest, ref: str) -> HttpResponse:
    """What was asked for, what waits for a second person, and what became of the rest."""
    from quorate.access.models import LabelRequest
    from quorate.access.permissions import may_after_step_up
    from quorate.people.models import User
    from quorate.web.children.opening import opened
    from quorate.web.children.record import child_page

    clock = clock_at(now())
    found = opened(request, ref, "labels", NAMES)
    may_agree = may_after_step_up(found.standing, "agree_label", found.case)
    rows = list(LabelRequest.objects.filter(case=found.case).order_by("answer", "-asked_at")[:60])
    words = _words({row.text_id for row in rows})
    # Of the closed part nobody else learns that anything stands there.
    rows = [row for row in rows if row.from_label != "R" or row.text_id in words]
    ids = {one for row in rows for one in (row.asked_by, row.answered_by, *row.named_people) if one}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))
    listed = [
        {
            "row": row, "words": words.get(row.text_id, ""), "asked_by": names.get(row.asked_by, "Somebody"),
            "now_for": AUDIENCES[row.from_label], "then_for": _then_for(row, names),
            "answered_by": names.get(row.answered_by or row.asked_by, "Somebody"),
            "answer": _ANSWERS.get(row.answer, ""),
            "may_answer": may_agree and row.asked_by != found.standing.user_id,
            "is_own": row.asked_by == found.standing.user_id,
        }
        for row in rows
    ]  # fmt: skip
    return child_page(
        request, found, "child_labels.html", title="Who may read what", clock=clock,
        waiting=[one for one in listed if not one["answer"]], answered=[one for one in listed if one["answer"]],
    )  # fmt: skip


def _words(texts: set[UUID]) -> dict[UUID, str]:
    """What the texts say, as far as the reader reaches them."""
    from quorate.cases.models import AllegedHarm, ChronologyEntry

    entries = dict(ChronologyEntry.objects.filter(text_id__in=texts).values_list("text_id", "words"))
    alleged = AllegedHarm.objects.filter(text_id__in=texts).select_related("relative")
    return entries | {one.text_id: _alleged_words(one) for one in alleged}


def _alleged_words(alleged: Any) -> str:
    return f"{alleged.relative.full_name} is alleged to have harmed the child."


def _then_for(row: Any, names: Mapping[UUID, str]) -> str:
    """For whom it would be: of the closed part also who would be named on it."""
    named = [names[one] for one in row.named_people if one in names] if row.to_label == "R" else []
    return ", ".join([AUDIENCES[row.to_label], *(f"and {one}" for one in named)])


@needs("set_label")
@both
def child_alleged_ask(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Ask that one more person who works with the child may read an allegation. It stays in the closed part."""
    from quorate.access.services import ask_for_label
    from quorate.cases.models import AllegedHarm
    from quorate.web.children.opening import opened

    found = opened(request, ref, "labels", NAMES)
    here = AllegedHarm.objects.select_related("text__case", "relative").filter(relative=key, case=found.case)
    alleged = here.filter(withdrawn_on__isnull=True).order_by("recorded_on", "pk").first()
    if alleged is None:
        raise NoSuchRecord
    form = NameForm(posted(request), staff=_staff(found, alleged.text.named_people))

    def ask(said: Mapping[str, Any]) -> None:
        try:
            with transaction.atomic():
                ask_for_label(text=alleged.text, label="R", named_people=[UUID(said["person"])], by=found.standing)
        except IntegrityError:
            raise ValidationError("This was asked for already and waits for an answer.") from None

    return fill_in(
        request, form, ask, title="Ask that somebody may read this", then=_there(found), found=found,
        button="Ask a second person",
        explains=f"{_alleged_words(alleged)} It stays in the closed part. Nothing changes before somebody else who "
        "reads it has agreed.",
    )  # fmt: skip


def _staff(found: Any, named: list[UUID]) -> list[tuple[str, str]]:
    """Those who work with the child today and do not stand on the text yet."""
    from quorate.access.models import Grant
    from quorate.web.packs import today

    day = today()
    held = Grant.objects.filter(case=found.case, user__isnull=False, user__is_active=True, begins_on__lte=day)
    rows = held.exclude(ends_on__lt=day).values_list("user_id", "user__display_name")
    return sorted({(str(one), name) for one, name in rows if one not in named}, key=lambda one: one[1])


@needs("set_label")
@both
def child_label_ask(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Ask that an entry of the chronology may be read by more people. It changes when somebody else has agreed."""
    from quorate.access.services import ask_for_label
    from quorate.cases.models import ChronologyEntry
    from quorate.web.children.changes import _who as people_of_record
    from quorate.web.children.opening import opened

    found = opened(request, ref, "labels", NAMES)
    entry = ChronologyEntry.objects.select_related("text__case").filter(pk=key, case=found.case).first()
    if entry is None:
        raise NoSuchRecord
    form = AskForm(posted(request), now_for=entry.text.label, people=people_of_record(found))

    def ask(said: Mapping[str, Any]) -> None:
        named = [UUID(said["person"])] if said["label"] == "F-person" else []
        try:
            with transaction.atomic():
                ask_for_label(text=entry.text, label=said["label"], named_people=named, by=found.standing)
        except IntegrityError:
            raise ValidationError("This was asked for already and waits for an answer.") from None

    return fill_in(
        request, form, ask, title="Ask that more people may read this", then=_there(found), found=found,
        button="Ask a second person",
        explains=f"“{entry.words}” Today it is for: {AUDIENCES[entry.text.label].lower()}. Nothing changes before "
        "somebody else has agreed.",
    )  # fmt: skip


@needs("agree_label", "set_label")
@both
def child_label_answer(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The second person agrees or does not; whoever asked takes it back."""
    from quorate.access.models import LabelRequest
    from quorate.access.permissions import require
    from quorate.access.services import agree_to_label, refuse_label, withdraw_label_request
    from quorate.people.models import User
    from quorate.web.children.opening import opened

    found = opened(request, ref, "labels", NAMES)
    row = LabelRequest.objects.select_related("text", "case").filter(pk=key, case=found.case, answer="").first()
    if row is None:
        raise NoSuchRecord
    is_own = row.asked_by == found.standing.user_id
    require(found.standing, "set_label" if is_own else "agree_label", found.case)

    def answer(said: Mapping[str, Any]) -> None:
        if is_own:
            withdraw_label_request(request=row, by=found.standing)
        elif said["answer"] == "agree":
            agree_to_label(request=row, by=found.standing)
        else:
            refuse_label(request=row, by=found.standing)

    words = _words({row.text_id}).get(row.text_id, "")
    if row.from_label == "R" and not words:
        raise NoSuchRecord
    return fill_in(
        request, (TakeBackForm if is_own else AnswerForm)(posted(request)), answer,
        title="Take your request back" if is_own else "May more people read this?", then=_there(found), found=found,
        button="Take it back" if is_own else "Send your answer",
        explains=f"“{words}” Today it is for: {AUDIENCES[row.from_label].lower()}. Asked for: "
        f"{_then_for(row, dict(User.objects.filter(pk__in=row.named_people).values_list('pk', 'display_name')))}.",
    )  # fmt: skip


def _there(found: Any) -> str:
    return reverse("child_labels", args=[found.ref])


urlpatterns = [
    path("children/<ref:ref>/labels/", child_labels, name="child_labels"),
    path("children/<ref:ref>/chronology/<uuid:key>/label/", child_label_ask, name="child_label_ask"),
    path("children/<ref:ref>/relatives/<uuid:key>/alleged/label/", child_alleged_ask, name="child_alleged_ask"),
    path("children/<ref:ref>/labels/<uuid:key>/", child_label_answer, name="child_label_answer"),
]
