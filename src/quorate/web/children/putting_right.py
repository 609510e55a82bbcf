"""What was entered by mistake: everything that may be taken back, and the days of an enquiry, put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.cases.wording import day_in_words
from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.children.record import child_page, words_of
from quorate.web.forms import CHILDHOOD, DayField
from quorate.web.packs import today
from quorate.web.permissions import needs
from quorate.web.work.moments import clock_at, now

SAYS = (
    "It stays in the record with your reason, and counts no more: what it had done is to be done again. The chronology "
    "says what was put right."
)
"""What taking back does, on every page that does it."""


_ASSESSED = (
    "The day that you enter counts instead, at once. Without one the assessment counts as not completed. What was "
    "recorded stays in the record with your reason; the chronology says what was put right."
)


class ReasonForm(forms.Form):
    """Why something is put right."""

    reason = forms.CharField(
        label="Why is this put right?", max_length=250, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: entered in the wrong child’s record.",
        error_messages={"required": "Say why this is put right", "max_length": "Use at most 250 letters"},
    )  # fmt: skip


class AssessedForm(ReasonForm):
    """The day on which an assessment really was completed, if it was."""

    right_day = DayField(
        label="On which day was the assessment completed?", span=CHILDHOOD, required=False,
        help_text="Leave this empty if it has not been completed.",
    )  # fmt: skip
    field_order = ("right_day", "reason")


class FirstDayForm(ReasonForm):
    """The day on which an enquiry really began."""

    begun_on = DayField(
        label="On which day was the strategy discussion held?", span=CHILDHOOD,
        error_messages={"required": "Enter the day"},
    )  # fmt: skip
    field_order = ("begun_on", "reason")


@needs("write")
@require_GET
def child_put_right(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything in the record that may be taken back, and what has been."""
    from quorate.plans.queries.putting_right import entries_of

    found = _opened(request, ref)
    told = entries_of(found.case.pk)
    return child_page(
        request, found, "child_put_right.html", title="Put something right", clock=clock_at(now()), told=told,
        words=words_of(request),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def child_take_back(request: HttpRequest, ref: str, kind: str, key: UUID) -> HttpResponse:
    """Take back something that was entered by mistake."""
    from quorate.cases.services.putting_right import ASSESSED, EVENTS
    from quorate.plans.queries.putting_right import entries_of
    from quorate.plans.services.putting_right import take_back_by_mistake

    found = _opened(request, ref)
    entry = next((one for one in entries_of(found.case.pk).stands if (one.kind, one.key) == (kind, key)), None)
    if entry is None:
        raise NoSuchRecord

    def do(said: Mapping[str, Any]) -> None:
        take_back_by_mistake(kind=kind, key=key, cases=[found.case.pk], on=today(), by=found.standing, **said)

    is_assessed = entry.what == EVENTS[ASSESSED]
    form = AssessedForm if is_assessed else ReasonForm
    what = words_of(request).get(entry.what, entry.what.replace("_", " "))
    return fill_in(
        request, form(posted(request)), do, then=_there(found), found=found,
        title="Put the day right" if is_assessed else "Entered by mistake",
        button="Put it right" if is_assessed else "Take it back",
        explains=f"{what[:1].upper()}{what[1:]}, {day_in_words(entry.day)}. {_ASSESSED if is_assessed else SAYS}",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def enquiry_first_day(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The first day of an enquiry was entered wrongly."""
    from quorate.cases.services import correct_first_day

    found, one = _enquiry(request, ref, key)
    return fill_in(
        request, FirstDayForm(posted(request), initial={"begun_on": one.begun_on}),
        lambda said: correct_first_day(enquiry=one, on=today(), by=found.standing, **said),
        title="The first day of the enquiry", then=_there(found), found=found, button="Put it right",
        explains="Every day that is counted from it follows at once. Where the enquiry began for brothers and sisters "
        "too, theirs is put right with it. The chronology says so.",
        fields={"enquiry": ""},
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def enquiry_open_again(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The end of an enquiry was entered by mistake."""
    from quorate.cases.services import open_again

    found, one = _enquiry(request, ref, key)
    return fill_in(
        request, ReasonForm(posted(request)),
        lambda said: open_again(enquiry=one, on=today(), by=found.standing, **said),
        title="The enquiry has not ended", then=_there(found), found=found, button="Open it again",
        explains="The days that are counted from its strategy discussion go on as if it had never ended.",
        fields={"enquiry": ""},
    )  # fmt: skip


# --- steps


def _opened(request: HttpRequest, ref: str) -> Any:
    from quorate.access.permissions import require
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form")
    if "write" not in found.can:
        require(found.standing, "write", found.case)
    return found


def _enquiry(request: HttpRequest, ref: str, key: UUID) -> tuple[Any, Any]:
    from quorate.cases.models import Enquiry

    found = _opened(request, ref)
    rows = Enquiry.objects.select_related("case").filter(pk=key, case=found.case, taken_back_on__isnull=True)
    one = rows.first()
    if one is None:
        raise NoSuchRecord
    return found, one


def _there(found: Any) -> str:
    return reverse("child_put_right", args=[found.ref])


urlpatterns = [
    path("children/<ref:ref>/put-right/", child_put_right, name="child_put_right"),
    path("children/<ref:ref>/put-right/<slug:kind>/<uuid:key>/", child_take_back, name="child_take_back"),
    path("children/<ref:ref>/enquiries/<uuid:key>/first-day/", enquiry_first_day, name="enquiry_first_day"),
    path("children/<ref:ref>/enquiries/<uuid:key>/open-again/", enquiry_open_again, name="enquiry_open_again"),
]
