"""Whether somebody around the child is the same human as somebody in another record; joining the two, parting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.cases.refusals import Refused
from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.children.people import name_of
from quorate.web.children.putting_right import ReasonForm
from quorate.web.packs import today
from quorate.web.permissions import needs
from quorate.web.wording import day
from quorate.web.work.moments import now

_SAYS: Final = (
    "Nothing is moved. Who is kept out of a conference, who is afraid of whom and where post is not safe then hold for "
    "both records, and the stricter of the two wins."
)
_NOBODY: Final = (
    "Nobody of a name that sounds like this stands in another record that you see. Where you know of one, ask whoever "
    "works with that child."
)
_CHANGED: Final = (
    "Nothing was saved: nobody is left to join here. Perhaps you or somebody else said already that it is the same "
    "person; the page of the family shows it."
)


class SameForm(forms.Form):
    """Who in another record it is, and how that is known."""

    other = forms.ChoiceField(
        label="Who is the same person?", widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who it is",
            "invalid_choice": "That was changed since you opened this page: look at the list again and choose",
        },
    )  # fmt: skip
    reason = forms.CharField(
        label="How do you know?", max_length=250, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the mother told us; the date of birth and the address are the same.",
        error_messages={"required": "Say how you know", "max_length": "Use at most 250 letters"},
    )  # fmt: skip

    def __init__(self, data: Any, *, doubles: Sequence[Any]) -> None:
        super().__init__(data)
        if doubles:
            self.fields["other"].choices = [  # type: ignore[attr-defined]
                (str(one.relative.pk), _who(one)) for one in doubles
            ]
        else:
            self.fields.clear()


def _who(double: Any) -> str:
    row, child = double.relative, double.child
    said = f"{row.full_name}, {row.get_relation_display().lower()} of {name_of(child)} ({child.reference})"
    if double.same_birth:
        return f"{said}: the same date of birth, {day(row.born_on)}"
    return said if row.born_on is None else f"{said}, born {day(row.born_on)}"


@needs("write")
@require_http_methods(["GET", "POST"])
def relative_same(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Two records are of one adult: what stands on either holds for both from now on."""
    from quorate.cases.one_person import likely_doubles
    from quorate.conferences.services.one_person import join_people

    found, one = _one(request, ref, key)
    doubles = likely_doubles(one)

    def do(said: Mapping[str, Any]) -> None:
        other = next((each.relative for each in doubles if str(each.relative.pk) == said.get("other")), None)
        if other is None:
            # The page was opened before it was said, here or by somebody else: nothing is left to choose.
            raise Refused({"": _CHANGED})
        join_people(relative=one, other=other, reason=said["reason"], on=today(), at=now(), by=found.standing)

    return fill_in(
        request, SameForm(posted(request), doubles=doubles), do, title="The same person in another record",
        then=reverse("child_family", args=[found.ref]), found=found, button="It is the same person",
        explains=f"{one.full_name}, {one.get_relation_display().lower()}. {_SAYS if doubles else _NOBODY}",
        has_nothing=not doubles,
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def relative_apart(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """They are two people after all."""
    from quorate.cases.models import SamePerson
    from quorate.cases.one_person import joined_with
    from quorate.conferences.services.one_person import part_people

    found, one = _one(request, ref, key)
    joined: list[SamePerson] = joined_with(one)
    if not joined:
        raise NoSuchRecord

    def do(said: Mapping[str, Any]) -> None:
        for each in joined:
            part_people(joined=each, reason=said["reason"], on=today(), by=found.standing)

    return fill_in(
        request, ReasonForm(posted(request)), do, title="They are two people",
        then=reverse("child_family", args=[found.ref]), found=found, button="Part them again",
        explains=f"{one.full_name}: joined with another record. Reason then: {joined[0].reason} What was decided about "
        "one of them holds for that one alone again; check who is kept out of which conference.",
    )  # fmt: skip


def _one(request: HttpRequest, ref: str, key: UUID) -> tuple[Any, Any]:
    from quorate.access.permissions import require
    from quorate.cases.models import Relative
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form")
    if "write" not in found.can:
        require(found.standing, "write", found.case)
    rows = Relative.objects.select_related("case").filter(pk=key, case=found.case, removed_on__isnull=True)
    one = rows.first()
    if one is None:
        raise NoSuchRecord
    return found, one


urlpatterns = [
    path("children/<ref:ref>/family/<uuid:key>/same/", relative_same, name="relative_same"),
    path("children/<ref:ref>/family/<uuid:key>/apart/", relative_apart, name="relative_apart"),
]
