"""When somebody disagrees: complaints about a conference and corrections to its minutes, with their windows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.challenges.models import Complaint, Correction
from quorate.challenges.services.complaints import (
    answer_complaint,
    make_formal,
    note_talk,
    receive_complaint,
    window_of,
)
from quorate.challenges.services.corrections import answer_correction, challenge_minutes
from quorate.conferences.queries.people import invitees_of
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.complaint_forms import (
    ComplaintAnswerForm,
    ComplaintForm,
    CorrectionAnswerForm,
    CorrectionForm,
    FormalForm,
    TalkForm,
)
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first

both = require_http_methods(["GET", "POST"])


def _open(request: HttpRequest, ref: str) -> OpenConference:
    return opened(request, ref, "complaints")


def _list(found: OpenConference) -> str:
    return reverse("conference_complaints", args=[found.ref])


def _there(found: OpenConference, key: UUID) -> str:
    return reverse("conference_complaint", args=[found.ref, key])


@needs("manage_people")
@require_GET
def conference_complaints(request: HttpRequest, ref: str) -> HttpResponse:
    """Complaints and corrections, how one disagrees here, and until when."""
    found = _open(request, ref)
    rule = found.pack.data["complaints"]
    return conference_page(
        request, found, "conference_complaints.html", title="When somebody disagrees", tab="conference", rule=rule,
        complaints=list(Complaint.objects.filter(conference=found.conference)),
        corrections=list(Correction.objects.filter(conference=found.conference)), window=window_of(found.conference),
        minutes_window=window_of(found.conference, "correct-minutes"), addresses=_addresses(found),
    )  # fmt: skip


def _addresses(found: OpenConference) -> list[Mapping[str, Any]]:
    """Where a formal complaint goes: the offices of the procedure for complaints."""
    return [one for one in found.pack.data["contact"] if one["function"] == "complaints"]


def ground_in_words(found: OpenConference, code: str) -> str:
    """What a complaint is about, as everywhere where somebody disagrees."""
    return found.word(f"complaint_{code.replace('-', '_')}")


@needs("manage_people")
@both
def conference_complaint_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Register a complaint."""
    found = _open(request, ref)
    rule = found.pack.data["complaints"]
    family = {str(one.person_id): one.name for one in invitees_of(found.conference) if one.person_id}
    family |= {str(one.person_id): one.name for one in found.children if not one.is_unborn}
    form = ComplaintForm(
        request.POST or None, rule=rule, words=lambda code: capitalize_first(ground_in_words(found, code)),
        people=list(family.items()), children=[(str(one.person_id), one.name) for one in found.children],
        initial={
            "received_on": found.today, "about": "conference", "stage": "informal",
            "passed_to": rule.get("other_complaints") or "",
        },
    )  # fmt: skip

    def receive(said: Mapping[str, Any]) -> str:
        person = said["person"]
        row = receive_complaint(
            conference=found.conference, about=said["about"], who=said["who"],
            name=said["name"] or family.get(person, ""), words=said["words"], received_on=said["received_on"],
            in_writing=said["in_writing"] == "yes", on=found.today, by=found.standing,
            person_id=UUID(person) if person else None,
            acting_for=UUID(said["acting_for"]) if said["acting_for"] else None, grounds=said["grounds"],
            route=rule["routes"][int(said["route"])] if said["route"] else "", is_formal=said["stage"] == "formal",
            late_reason=said["late_reason"],
            passed_to=said["passed_to"] if said["about"] == "service" else "",
        )  # fmt: skip
        return _there(found, row.id)

    return fill_in(
        request, found, form, receive, title="A complaint", tab="conference", then=_list(found),
        button="Register the complaint", explains="The decision stands while the complaint is looked at.",
    )  # fmt: skip


def _complaint(found: OpenConference, key: UUID) -> Complaint:
    row = Complaint.objects.select_related("case", "conference").filter(pk=key, conference=found.conference).first()
    if row is None:
        raise NoSuchRecord
    return row


@needs("manage_people")
@require_GET
def conference_complaint(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """One complaint, from the first word to the answer."""
    found = _open(request, ref)
    return conference_page(
        request, found, "conference_complaint.html", title="A complaint", tab="conference",
        one=_complaint(found, key), addresses=_addresses(found), back=_list(found),
        ground=lambda code: ground_in_words(found, code),
    )  # fmt: skip


@needs("manage_people")
@both
def conference_complaint_talk(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The informal talk: with whom, when, what came of it."""
    found = _open(request, ref)
    row = _complaint(found, key)

    def talk(said: Mapping[str, Any]) -> object:
        more = {**said, "is_settled": said["is_settled"] == "yes"}
        return note_talk(complaint=row, on=found.today, by=found.standing, **more)

    return fill_in(
        request, found, TalkForm(request.POST or None, initial={"talked_on": found.today}), talk,
        title="The talk about it", tab="conference", then=_there(found, key),
    )  # fmt: skip


@needs("manage_people")
@both
def conference_complaint_formal(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Talking has not settled it: it goes on formally."""
    found = _open(request, ref)
    row, routes = _complaint(found, key), found.pack.data["complaints"]["routes"]
    return fill_in(
        request, found, FormalForm(request.POST or None, routes=routes),
        lambda said: make_formal(complaint=row, route=routes[int(said["route"])], by=found.standing),
        title="It becomes a formal complaint", tab="conference", then=_there(found, key), button="Go on formally",
    )  # fmt: skip


@needs("manage_people")
@both
def conference_complaint_answer(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The answer."""
    found = _open(request, ref)
    row = _complaint(found, key)
    return fill_in(
        request, found, ComplaintAnswerForm(request.POST or None, initial={"answered_on": found.today}),
        lambda said: answer_complaint(complaint=row, on=found.today, by=found.standing, **said),
        title="Answer the complaint", tab="conference", then=_there(found, key),
        explains="The answer cannot itself change the decision; another conference can.",
    )  # fmt: skip


@needs("manage_people")
@both
def conference_correction_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Register what somebody says is wrong in the minutes."""
    found = _open(request, ref)
    people = {str(one.id): one.name for one in invitees_of(found.conference)}
    form = CorrectionForm(
        request.POST or None, people=list(people.items()), initial={"received_on": found.today}
    )  # fmt: skip

    def challenge(said: Mapping[str, Any]) -> object:
        person = said["person"]
        return challenge_minutes(
            conference=found.conference, name=said["name"] or people.get(person, ""), passage=said["passage"],
            should_say=said["should_say"], received_on=said["received_on"], late_reason=said["late_reason"],
            invitee_id=UUID(person) if person else None, on=found.today, by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, form, challenge, title="A correction to the minutes", tab="conference", then=_list(found),
        button="Register the correction",
    )  # fmt: skip


@needs("sign")
@both
def conference_correction(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The chair says what becomes of a correction."""
    found = opened(request, ref, "correction")
    row = Correction.objects.select_related("case").filter(pk=key, conference=found.conference).first()
    if row is None:
        raise NoSuchRecord
    return fill_in(
        request, found, CorrectionAnswerForm(request.POST or None),
        lambda said: answer_correction(correction=row, on=found.today, at=found.now, by=found.standing, **said),
        title="Answer the correction", tab="conference", then=_list(found),
        explains=f"The minutes say: {row.passage} They ought to say: {row.should_say}",
    )  # fmt: skip


_AT = "conferences/<ref:ref>/complaints/"
urlpatterns = [
    path(_AT, conference_complaints, name="conference_complaints"),
    path(f"{_AT}new/", conference_complaint_new, name="conference_complaint_new"),
    path(f"{_AT}<uuid:key>/", conference_complaint, name="conference_complaint"),
    path(f"{_AT}<uuid:key>/talk/", conference_complaint_talk, name="conference_complaint_talk"),
    path(f"{_AT}<uuid:key>/formal/", conference_complaint_formal, name="conference_complaint_formal"),
    path(f"{_AT}<uuid:key>/answer/", conference_complaint_answer, name="conference_complaint_answer"),
    path("conferences/<ref:ref>/corrections/new/", conference_correction_new, name="conference_correction_new"),
    path("conferences/<ref:ref>/corrections/<uuid:key>/", conference_correction, name="conference_correction"),
]
