"""The register: everybody of the list in one table, how each is here, and whoever came without being on the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Attendance
from quorate.conferences.models.invitee import InviteeKind
from quorate.conferences.queries.meeting import Here, Register, register_of
from quorate.conferences.queries.people import kept_out_all
from quorate.conferences.services import meeting_register as services
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting import beside, latest_sitting
from quorate.web.conferences.meeting_doing import there
from quorate.web.conferences.meeting_forms import MODES, YES_NO
from quorate.web.conferences.meeting_shown import part_beside
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.people_forms import ANOTHER, text
from quorate.web.conferences.register_after import was_there
from quorate.web.permissions import needs

_CONTACT = {"yes": True, "no": False}


@needs("manage_people", "write")
@require_http_methods(["GET", "POST"])
def conference_register(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is here and how, all in one table; saved together. Once it has ended: who was there."""
    found = opened(request, ref, "register")
    if request.method == "GET" and _has_ended(found):
        return was_there(request, found)
    register = register_of(found.conference)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _save(found, register, request.POST)
        if not errors:
            return redirect(there(found))
        register = register_of(found.conference)
    lines = [*register.here, *register.not_here]
    people = [one.invitee.person_id for one in lines if one.invitee.person_id]
    out = {person: said.scope for person, said in kept_out_all(found.conference, people).items() if said.scope}
    return conference_page(
        request, found, "conference_register.html", title="Register", tab="conference_meeting",
        status=422 if errors else 200, places=[], lines=[(one, part_beside(found, one)) for one in lines],
        errors=errors, modes=MODES, contacts=YES_NO, out=out, typed=request.POST, back=there(found),
        **beside(found, register),
    )  # fmt: skip


def _has_ended(found: OpenConference) -> bool:
    """Whether it has sat and does not sit now."""
    sitting = latest_sitting(found.conference)
    return sitting is not None and sitting.ended_at is not None


def _save(found: OpenConference, register: Register, said: QueryDict) -> dict[str, str]:
    """What has changed for each person, one after the other; gives the sentences of those that were refused."""
    errors: dict[str, str] = {}
    for one in (*register.here, *register.not_here):
        try:
            with transaction.atomic():
                _save_line(found, one, said)
        except ValidationError as refused:
            errors[str(one.invitee.pk)] = " ".join(refused.messages)
    return errors


def _save_line(found: OpenConference, one: Here, said: QueryDict) -> None:
    """Only what this page changed: two people keep the register, and neither unsays what the other has just noted."""
    key = str(one.invitee.pk)
    chosen, contact_said = said.get(f"mode-{key}", ""), said.get(f"contact-{key}", "")
    if said.get(f"was-{key}") == f"{chosen} {contact_said}":
        return
    mode, contact = chosen, _CONTACT.get(contact_said)
    if one.stay is None:
        if mode:
            services.come_in(
                conference=found.conference, invitee_id=one.invitee.pk, at=found.now, by=found.standing, mode=mode,
                direct_contact=contact,
            )  # fmt: skip
        return
    stay = _stay(found, one.stay.pk)
    if not mode:
        services.leave(stay=stay, at=found.now, by=found.standing)
    elif (mode, contact) != (stay.mode, stay.direct_contact):
        services.correct_stay(stay=stay, by=found.standing, mode=mode, direct_contact=contact)


def _stay(found: OpenConference, key: UUID) -> Attendance:
    stay = Attendance.objects.select_related("conference__case").filter(conference=found.conference, pk=key).first()
    if stay is None:
        raise NoSuchRecord
    return stay


class UnexpectedForm(forms.Form):
    """Somebody who is not on the list."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the person's name"})
    another = text(ANOTHER, most=150)
    kind = forms.ChoiceField(
        label="As whom", choices=InviteeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say as whom they are here"},
    )  # fmt: skip
    agency_code = forms.ChoiceField(label="For which agency", required=False, help_text="For a professional.")
    mode = forms.ChoiceField(label="How they are here", choices=MODES, widget=forms.RadioSelect, initial="in_person")
    direct_contact = forms.ChoiceField(
        label="Have they had direct contact with the child or family?", choices=YES_NO, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    about = forms.MultipleChoiceField(
        label="For which children", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    supporter_of = forms.ChoiceField(label="Whom they support", required=False, help_text="For a supporter.")

    def __init__(self, *args: Any, found: OpenConference, register: Register, **named: Any) -> None:
        super().__init__(*args, **named)
        family = [one for one in register.here if one.invitee.is_family]
        codes = sorted(found.pack.data["agencies"]["roles"])
        choices: Mapping[str, list[tuple[str, str]]] = {
            "agency_code": [("", "None"), *((code, found.word(code).capitalize()) for code in codes)],
            "about": [(str(one.case_id), one.given) for one in found.children],
            "supporter_of": [("", "Nobody"), *((str(one.invitee.pk), one.invitee.name) for one in family)],
        }
        for name, chosen in choices.items():
            self.fields[name].choices = chosen  # type: ignore[attr-defined]


@needs("manage_people", "write")
@require_http_methods(["GET", "POST"])
def conference_unexpected(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody came who was not expected: onto the list and onto the register."""
    found = opened(request, ref, "register")
    register = register_of(found.conference)
    form = UnexpectedForm(posted(request), found=found, register=register)

    def add(said: Mapping[str, Any]) -> None:
        services.add_unexpected(
            conference=found.conference, name=said["name"], kind=said["kind"], agency_code=said["agency_code"],
            about=[UUID(one) for one in said["about"]], mode=said["mode"], at=found.now, by=found.standing,
            direct_contact=_CONTACT.get(said["direct_contact"]),
            supporter_of=UUID(said["supporter_of"]) if said["supporter_of"] else None, another=said["another"],
        )  # fmt: skip

    return fill_in(
        request, found, form, add, title="Somebody else is here", tab="conference_meeting", then=there(found),
        button="Add to the register", places=[],
        explains="Ask the chair first whether they may stay. Everybody who is here is on the register.",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/meeting/register/", conference_register, name="conference_register"),
    path("conferences/<ref:ref>/meeting/register/somebody/", conference_unexpected, name="conference_unexpected"),
]
