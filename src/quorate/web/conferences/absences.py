"""Who is expected and does not come: the chair's decision about a parent, and what practitioners sent instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import AbsenceChoice
from quorate.conferences.queries.absences import absent_parents, expected_practitioners
from quorate.conferences.queries.meeting import register_of
from quorate.conferences.services.absences import decide_without
from quorate.plans.queries.attendance import core_group_attendance
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting_doing import there
from quorate.web.conferences.opening import OpenConference, conference_page, opened, opened_to_lead
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first

_YES_NO: Final = (("yes", "Yes, the offer is made"), ("no", "No, it would not be right now"))
STATES: Final = {
    "came": ("Came", "in-place"), "reported": ("Sent a report with a recommendation", "in-place"),
    "part": ("Sent a report without a recommendation", "due"), "apologies": ("Sent apologies, no report", "late"),
    "nothing": ("Neither came nor sent a report", "late"),
}  # fmt: skip
"""What the page says of each practitioner, and how it looks."""
_COMING: Final = {"apologies": ("Cannot come, no report yet", "late"), "nothing": ("Expected", "plain")}


class AbsentForm(forms.Form):
    """The chair's decision about a parent who is not there."""

    choice = forms.ChoiceField(
        label="What does the chair decide?", choices=AbsenceChoice.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the conference goes ahead or is put off"},
    )  # fmt: skip
    why = forms.CharField(
        label="Why", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why it goes ahead without them, or what keeps them away. It stands in the record.",
        error_messages={"required": "Write down why"},
    )  # fmt: skip
    offer = forms.ChoiceField(
        label="Does the chair offer to meet this parent?", choices=_YES_NO, widget=forms.RadioSelect,
        error_messages={"required": "Say whether a meeting is offered"},
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_absent(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """A parent is not there: does the conference go ahead, why, and is a meeting offered? `key`: the invitee."""
    found = opened_to_lead(request, ref, "meeting")
    one = next((one for one in absent_parents(found.conference) if one.invitee.pk == key), None)
    if one is None or one.invitee.person_id is None:
        raise NoSuchRecord
    person = one.invitee.person_id

    def decide(said: Mapping[str, Any]) -> str:
        decide_without(
            conference=found.conference, person_id=person, choice=said["choice"], why=said["why"],
            meeting_offered=said["offer"] == "yes", at=found.now, by=found.standing,
        )  # fmt: skip
        return _then(found) if said["choice"] == AbsenceChoice.PUT_OFF else there(found)

    rule = found.pack.data["parents"]
    return fill_in(
        request, found, AbsentForm(posted(request)), decide, title="A parent is not here", tab="conference_meeting",
        then=there(found), button="Record the decision", places=[], fields={"person": "choice"},
        explains=f"{one.invitee.name}. {rule.get('if_absent') or ''} {said_by(rule['source'])}".strip(),
    )  # fmt: skip


def _then(found: OpenConference) -> str:
    """Where it is put off: a meeting that sits is adjourned, one that has not begun is moved."""
    if found.conference.state == "sitting":
        return reverse("conference_adjourn", args=[found.ref]) + "?why=parent-unable"
    return reverse("conference_move", args=[found.ref])


def said_by(source: Iterable[str]) -> str:
    """The sources in brackets."""
    told = ", ".join(source)
    return f"({told})" if told else ""


@needs("see_case")
@require_GET
def conference_attendance(request: HttpRequest, ref: str) -> HttpResponse:
    """The practitioners who were expected: who came to the conference and to core groups, and who sent nothing."""
    found = opened(request, ref, "people")
    is_over = found.conference.state == "held"
    lines = expected_practitioners(found.conference, register_of(found.conference))
    said = STATES if is_over else STATES | _COMING
    groups = {one.invitee_id: one for one in core_group_attendance(found.conference)}
    statements = [one for one in found.pack.data.get("statement", ()) if "attendance" in one["shown_on"]]
    return conference_page(
        request, found, "conference_attendance.html", title="Who was expected", tab="conference_people",
        lines=[
            (one, capitalize_first(found.word(one.invitee.role)), said[one.state], groups.get(one.invitee.pk))
            for one in lines
        ],
        is_over=is_over, wanting=sum(one.is_wanting for one in lines) if is_over else 0, statements=statements,
        absent=absent_parents(found.conference) if is_over and {"write", "manage_people"} & found.can else [],
        leads=found.leads,
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/meeting/absent/<uuid:key>/", conference_absent, name="conference_absent"),
    path("conferences/<ref:ref>/people/expected/", conference_attendance, name="conference_attendance"),
]
