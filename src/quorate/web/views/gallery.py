"""Every part that pages are made of, with made-up content: to look at, and for the automatic checks."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse

from quorate.procedure.position import position
from quorate.web.forms import ANY_DAY, DayField
from quorate.web.packs import authorities, procedure_of
from quorate.web.pages import page
from quorate.web.permissions import public
from quorate.web.procedure.explaining import Explained, explain
from quorate.web.sample_families import sample_families

# The week of the mock-ups: Christmas 2026, with the holidays that make it short.
_TODAY = date(2026, 12, 29)
_CASE = {
    "conference": {
        "kind": "initial",
        "reference": "X-1",
        "children": [{"id": "c1", "born": "2016-05-01"}],
        "parents": [{"id": "p1"}],
    },
    "events": [
        {"event": "strategy-discussion-held", "at": "2026-11-30"},
        {"event": "conference-held", "at": "2026-12-14", "reference": "X-1", "kind": "initial"},
        {
            "event": "decided",
            "at": "2026-12-14",
            "child": "c1",
            "by": "conference",
            "outcome": "plan-made",
            "categories": ["neglect"],
        },
    ],
}


class SampleForm(forms.Form):
    """A form with every kind of field."""

    reason = forms.CharField(
        label="Reason", help_text="In a sentence or two.", error_messages={"required": "Enter the reason"}
    )
    telephone = forms.CharField(
        label="Telephone", required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    held_on = DayField(label="When was it held?", span=ANY_DAY, help_text="For example, 27 3 2026")
    mode = forms.ChoiceField(
        label="How do they take part?",
        choices=[("room", "In the room"), ("video", "By video"), ("phone", "By telephone")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they take part"},
    )
    needs = forms.MultipleChoiceField(
        label="What do they need?",
        choices=[("interpreter", "An interpreter"), ("travel", "Help with travel"), ("childcare", "Childcare")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    room = forms.ChoiceField(
        label="Room", choices=[("", "Choose a room"), ("1", "Room 1"), ("2", "Room 2")], required=False
    )
    words = forms.CharField(label="In their own words", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    told = forms.BooleanField(
        label="The parent has been told", error_messages={"required": "Say whether the parent has been told"}
    )


@public
@non_atomic_requests
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; only where nothing is real."""
    if getattr(settings, "QUORATE_MODE", "production") != "demo":
        raise Http404
    return page(
        request,
        "gallery.html",
        title="Parts of these pages",
        why=_sample(),
        empty_form=SampleForm(auto_id="sample_%s"),
        wrong_form=SampleForm({"held_on_day": "30", "held_on_month": "2", "held_on_year": "2026"}, auto_id="wrong_%s"),
        rail=_RAIL,
        families=sample_families(_TODAY),
    )


def _sample() -> Explained | None:
    """The first core group over Christmas, explained by the procedure itself."""
    pack = procedure_of(authorities()[0])
    for duty in position(pack, _CASE, "2026-12-29").duties:
        if duty.rule.code == "hold-first-core-group":
            return explain(duty, today=_TODAY)
    return None


_RAIL = (
    {"name": "Strategy discussion", "when": "Mon 16 Nov", "says": "done", "look": "done"},
    {"name": "Agreed", "when": "Tue 17 Nov", "says": "done", "look": "done"},
    {"name": "Booked", "when": "Wed 18 Nov", "says": "done", "look": "done"},
    {"name": "Reports", "when": "share by Wed 25 Nov, 10:00", "says": "4 of 6 in", "look": "half"},
    {"name": "Conference", "when": "Thu 26 Nov, 10:00", "says": "day 8 of 15, 7 to spare", "look": "spare"},
    {"name": "Limit", "when": "Mon 7 Dec", "says": "to hold it: day 15", "look": "limit"},
    {"name": "Decisions", "when": "by Fri 27 Nov", "says": "to everyone", "look": "to-come"},
    {"name": "Core group", "when": "by Thu 10 Dec", "says": "if a plan is made", "look": "to-come"},
)
