"""What ends a plan without a conference, on a page of the child's record: asked plainly, with what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.forms import CHILDHOOD, DayField
from quorate.web.packs import today
from quorate.web.permissions import needs


class EndingForm(forms.Form):
    """What has happened, and when."""

    why = forms.ChoiceField(
        label="What has happened", widget=forms.RadioSelect, error_messages={"required": "Choose what has happened"}
    )
    on = DayField(label="On which day", span=CHILDHOOD, error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, is_unborn: bool, **named: Any) -> None:
        from quorate.plans.services.endings import ENDINGS

        super().__init__(*args, **named)
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            (code, one.says) for code, one in ENDINGS.items() if one.unborn in (None, is_unborn)
        ]


@needs("write")
@require_http_methods(["GET", "POST"])
def child_ending(request: HttpRequest, ref: str) -> HttpResponse:
    """Record what ends a plan outside a conference."""
    from quorate.access.permissions import require
    from quorate.plans.services.endings import end_outside
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form")
    if "write" not in found.can:
        require(found.standing, "write", found.case)

    def do(said: Mapping[str, Any]) -> None:
        end_outside(
            case=found.case, why=said["why"], on=said["on"], today=today(), is_unborn=found.child.is_unborn,
            by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, EndingForm(posted(request), is_unborn=found.child.is_unborn), do, title="Something has ended",
        then=reverse("child_plans", args=[found.ref]), found=found, button="Record it",
        explains="Nothing more is asked for or sent about this child from now on, where it has ended. Letters and "
        "messages that wait are held, and a person looks at each of them.",
    )  # fmt: skip


urlpatterns = [path("children/<ref:ref>/ended/", child_ending, name="child_ending")]
