"""That somebody is afraid of another person who may come: written down, and what is arranged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Booking, SafetyConcern
from quorate.conferences.queries.people import invitee_of, safety_concerns_of
from quorate.conferences.services import safety
from quorate.conferences.services.safety_off_record import take_away_here
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.needs import family_choices, needs_address
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.people import keeping, shown_and_sent
from quorate.web.conferences.people_choices import of_family
from quorate.web.permissions import needs


@needs("manage_people", "write")
@shown_and_sent
def conference_safety_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody is afraid of another person who may come."""
    found = keeping(request, ref)
    family = [("", "Choose"), *family_choices(found)]
    form = forms.SafetyForm(posted(request), choices={"person": family, "of_person": family})

    def do(said: Mapping[str, Any]) -> object:
        return safety.record_concern(
            conference=found.conference, person_id=UUID(said["person"]), of_person=UUID(said["of_person"]),
            words=said["words"], on=found.today, by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="Somebody is afraid of another person", tab="conference_needs",
        then=needs_address(found), explains=found.pack.data["parents"].get("fear_of_another_person") or "",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_safety(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """What is arranged, so that both can take part safely."""
    found = keeping(request, ref)
    row = SafetyConcern.objects.filter(conference=found.conference, pk=key, removed_on__isnull=True).first()
    if row is None:
        raise NoSuchRecord
    pair = [one for one in of_family(found) if one.person_id in (row.person_id, row.of_person)]
    form = forms.SettleForm(
        posted(request), initial=_settled(found, row),
        pair=[(str(one.pk), one.name) for one in pair],
    )  # fmt: skip

    def do(said: Mapping[str, Any]) -> object:
        ways = form.ways()
        return safety.settle_concern(
            concern=row, arrangement=said["arrangement"], version=said["version"], at=found.now, on=found.today,
            by=found.standing, separately=[one for one in pair if str(one.pk) in said["separately"]],
            ways={one.person_id: ways[str(one.pk)] for one in pair if one.person_id is not None},
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="What is arranged", tab="conference_needs", then=needs_address(found),
        explains=row.words, fields={"ways": "way_1"},
        stands=lambda: _settled(found, SafetyConcern.objects.get(pk=row.pk)),
    )  # fmt: skip


@needs("decide_exclusion")
@shown_and_sent
def conference_safety_namesake(request: HttpRequest, ref: str, key: Any, person: Any) -> HttpResponse:
    """Whoever comes with somebody is called as another who is feared: the chair says that they are not the same."""
    found = keeping(request, ref)
    row = next((one for one in safety_concerns_of(found.conference) if one.pk == key), None)
    if row is not None and str(person) in row.told_apart and person not in row.namesakes:
        return redirect(needs_address(found))  # answered already: sent twice, or by another chair meanwhile
    if row is None or person not in row.namesakes:
        raise NoSuchRecord
    invitee = invitee_of(found.conference, person)
    return fill_in(
        request, found, forms.ApartForm(posted(request)),
        lambda said: safety.tell_apart(concern=row, invitee=invitee, on=found.today, by=found.standing, **said),
        title="This is somebody else", tab="conference_needs", then=needs_address(found),
        explains=f"{invitee.name} {_SAME_NAME}",
    )  # fmt: skip


_SAME_NAME = (
    "has the same name as a person whom somebody at this conference is afraid of, and the invitation waits. If it is"
    " the same person, do not answer here: take them off the list, or decide to keep them out."
)


@needs("manage_people", "write")
@shown_and_sent
def conference_safety_nobody(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """One of the two is no longer on the family's record, and nobody on the list is meant: taken away here."""
    found = keeping(request, ref)
    row = next((one for one in safety_concerns_of(found.conference) if one.pk == key and one.is_off_record), None)
    if row is None:
        raise NoSuchRecord
    return fill_in(
        request, found, Form(posted(request)),
        lambda said: take_away_here(concern=row, on=found.today, by=found.standing),
        title="Is nobody here meant?", tab="conference_needs", then=needs_address(found),
        button="Take it away from this conference", explains=f"“{row.words}” {_NOBODY_MEANT}",
    )  # fmt: skip


_NOBODY_MEANT = (
    "One of these two people is no longer on the family’s record. If it was a second record of somebody on the list,"
    " that person is still feared: first write it down for them, then come back."
)


def _settled(found: OpenConference, row: SafetyConcern) -> dict[str, Any]:
    """What is arranged as it stands now."""
    pair = [one for one in of_family(found) if one.person_id in (row.person_id, row.of_person)]
    apart = [one for one in pair if one.attends_separately]
    ways = [(number, row.ways.get(str(one.person_id), {})) for number, one in enumerate(pair, 1)]
    booked = Booking.objects.filter(conference=found.conference, live=True).values_list("pk", flat=True).first()
    return {
        "arrangement": row.arrangement, "separately": [str(one.pk) for one in apart], "version": row.version,
        # A time that was said for another day or hour is said anew: what stood there would be saved unread.
        **{f"at_{number}": way.get("at", "") if way.get("for") == str(booked or "") else "" for number, way in ways},
        **{f"way_{number}": way.get("words", "") for number, way in ways},
    }  # fmt: skip


urlpatterns = [
    path(
        "conferences/<ref:ref>/needs/safety/<uuid:key>/somebody-else/<uuid:person>/",
        conference_safety_namesake,
        name="conference_safety_namesake",
    ),
    path(
        "conferences/<ref:ref>/needs/safety/<uuid:key>/nobody-here/",
        conference_safety_nobody,
        name="conference_safety_nobody",
    ),
    path("conferences/<ref:ref>/needs/safety/", conference_safety_new, name="conference_safety_new"),
    path("conferences/<ref:ref>/needs/safety/<uuid:key>/", conference_safety, name="conference_safety"),
]
