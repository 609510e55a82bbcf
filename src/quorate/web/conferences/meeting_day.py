"""Before the meeting begins: the day sheet, where people wait, the chair's talks beforehand, and the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import BeforeStart, Booking, Report, SafetyConcern, Sitting, WaitingRoom
from quorate.conferences.queries.asked_out import undecided_requests
from quorate.conferences.queries.meeting import Here, Register, register_from, register_of, register_readings
from quorate.conferences.queries.people import kept_out_all
from quorate.conferences.services import meeting, meeting_before
from quorate.conferences.standing import NothingToldYet, position_of_conference
from quorate.people.models import Room
from quorate.release.apart import WayIn
from quorate.web.accounts.posted import posted
from quorate.web.conferences.asked_out import asked_out_in, asked_out_of
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting_doing import there
from quorate.web.conferences.meeting_forms import DiscussionForm, MeetParentForm, RoomForm, StartForm
from quorate.web.conferences.meeting_shown import part_beside
from quorate.web.conferences.opening import Asked, OpenConference, conference_page, opened, opened_to_lead, read
from quorate.web.conferences.undone_before import undone_before
from quorate.web.permissions import needs
from quorate.web.wording import long_day
from quorate.web.work.moments import LONDON


def _readings(asked: Asked) -> list[QuerySet[Any, Any]]:
    about = {"conference": asked.conference}
    return [
        *register_readings(asked.conference),
        BeforeStart.objects.filter(**about),
        WaitingRoom.objects.filter(**about).order_by("use"),
        Booking.objects.filter(live=True, **about).select_related("room__venue"),
        SafetyConcern.objects.filter(removed_on__isnull=True, **about),
        undecided_requests().filter(**about),
    ]


def day_page(request: HttpRequest, found: OpenConference, sitting: Sitting | None) -> HttpResponse:
    """The day of a conference that does not sit."""
    came, listed, begun, waiting, bookings, concerns, requests = read(_readings, found)
    asked_out = asked_out_of(found, requests)
    register, booking = register_from(came, listed), bookings[0] if bookings else None
    lines = [*register.here, *register.not_here]
    before = {one.person_id: one for one in begun}
    parents = [one for one in lines if one.invitee.kind == "parent"]
    rooms = _rooms(waiting)
    lists = found.pack.data["checklist"]
    people = [one.invitee.person_id for one in parents if one.invitee.person_id]
    out = {person for person, said in kept_out_all(found.conference, people).items() if said.scope == "whole"}
    return conference_page(
        request, found, "conference_day.html", title="The day", tab="conference_meeting", last=sitting,
        booking=booking, room=_booked_room(booking), held_by=held_by(found),
        parents=[(one, before.get(one.invitee.person_id)) for one in parents if one.invitee.person_id not in out],
        discussion=before.get(None), met=any(person is not None for person in before), rooms=rooms, leads=found.leads,
        waits_for=_waits_for(found),
        people=[(one, part_beside(found, one)) for one in lines if one.invitee.person_id not in out],
        apart=_apart(concerns), asked_out=asked_out, undecided={one.person_id for one in asked_out},
        on_the_day=next((one for one in lists if one["code"] == "on-the-day"), None),
        usual=found.pack.data["meeting_parents"].get("usual_time_minutes"),
    )  # fmt: skip


def _apart(concerns: list[SafetyConcern]) -> dict[UUID, str]:
    """By person how they come apart from another; of a fear with nothing arranged, of both. For those who may read it:
    others are given no concerns."""
    open_ = {who: "how they come is not arranged yet" for one in concerns if one.settled_on is None
             for who in (one.person_id, one.of_person)}  # fmt: skip
    ways = [(UUID(who), WayIn(way["at"], way["words"])) for one in concerns for who, way in one.ways.items()]
    apart = {who: "comes separately" for one in concerns for who in one.apart}
    return open_ | apart | {who: f"comes separately: {way.says}" for who, way in ways if who in apart}


def held_by(found: OpenConference) -> list[Mapping[str, Any]]:
    """The gates that hold the start."""
    if found.conference.state not in ("booked", "adjourned"):
        return []
    try:
        answers = position_of_conference(found.conference, found.now).answers("start")
    except NothingToldYet:
        return []
    return [gate for one in answers for gate in one["held_by"]]


def _waits_for(found: OpenConference) -> str:
    """On which day the meeting can be started, where that is not today; "" where it can be started now."""
    planned = found.conference.starts_at
    if planned is None:
        return "A day has to be booked before the meeting can be started."
    if meeting.why_not_started(found.conference, found.now) is None:
        return ""
    on = long_day(planned.astimezone(LONDON).date())
    if planned < found.now:
        return f"It was booked for {on}, which is over. Move it to the day on which it is held, then start it."
    return f"It can be started on {on}."


def _booked_room(booking: Booking | None) -> str:
    if booking is None:
        return ""
    return str(booking.room) if booking.room else booking.place_words


def _rooms(waiting: list[WaitingRoom]) -> list[tuple[WaitingRoom, str]]:
    keys = [one.room_id for one in waiting if one.room_id]
    named = {one.pk: str(one) for one in Room.objects.filter(pk__in=keys)} if keys else {}
    return [(one, named.get(one.room_id, "") if one.room_id else one.words) for one in waiting]


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_start(request: HttpRequest, ref: str) -> HttpResponse:
    """The meeting begins."""
    found = opened_to_lead(request, ref, "meeting")
    early = meeting.how_early(found.conference, found.now)
    asked_out = asked_out_in(found)
    return fill_in(
        request, found, StartForm(posted(request), early=early),
        lambda said: meeting.start(conference=found.conference, at=found.now, by=found.standing, **said),
        title="Start the meeting", tab="conference_meeting", then=there(found), button="Start now",
        template="conference_start.html", asked_out=asked_out,
        undone=undone_before(found, {one.person_id for one in asked_out}),
    )  # fmt: skip


@needs("manage_people", "write")
@require_http_methods(["GET", "POST"])
def conference_rooms(request: HttpRequest, ref: str) -> HttpResponse:
    """Where people wait: the professionals together, parents in a room of their own."""
    found = opened(request, ref, "meeting")
    register = register_of(found.conference)
    parents = [one for one in (*register.here, *register.not_here) if one.invitee.kind == "parent"]
    rooms = Room.objects.filter(is_open=True).select_related("venue")
    form = RoomForm(posted(request), initial={"use": request.GET.get("use", "")}, parents=parents, rooms=rooms)
    return fill_in(
        request, found, form,
        lambda said: meeting_before.give_waiting_room(conference=found.conference, by=found.standing, **said),
        title="A room to wait in", tab="conference_meeting", then=there(found),
        explains="Professionals and parents never wait in one room.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_discussion(request: HttpRequest, ref: str) -> HttpResponse:
    """The chair and the social worker talk beforehand."""
    found = opened_to_lead(request, ref, "meeting")
    form = DiscussionForm(posted(request), initial=_talked(found))

    def hold(said: Mapping[str, Any]) -> object:
        return meeting_before.hold_discussion(
            conference=found.conference, at=found.now, by=found.standing, base_version=said["version"] or 0,
            mode=said["mode"], words=said["words"],
        )  # fmt: skip

    return fill_in(
        request, found, form, hold, title="The chair's talk with the social worker", tab="conference_meeting",
        then=there(found), stands=lambda: _talked(found),
    )  # fmt: skip


def _talked(found: OpenConference) -> dict[str, Any]:
    held = BeforeStart.objects.filter(conference=found.conference, kind="discussion").first()
    return {} if held is None else {"mode": held.mode, "words": held.questions, "version": held.version}


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_meet_parent(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The chair meets one parent before the start; `key` is the invitee's id."""
    found = opened_to_lead(request, ref, "meeting")
    one = _parent(register_of(found.conference), key)
    person = one.invitee.person_id
    assert person is not None
    form = MeetParentForm(
        posted(request), initial=_met(found, person), items=meeting_before.parent_items(found.conference),
        reports=_reports(found), shows_room=bool(found.pack.data["meeting_parents"]["room_shown"]),
    )  # fmt: skip
    return fill_in(
        request, found, form,
        lambda said: meeting_before.meet_parent(
            conference=found.conference, person_id=person, at=found.now, by=found.standing,
            base_version=said["version"] or 0, **form.said(said),
        ),
        title="Meeting a parent before the start", tab="conference_meeting", then=there(found),
        explains=one.invitee.name, stands=lambda: _met(found, person),
    )  # fmt: skip


def _parent(register: Register, key: UUID) -> Here:
    one = register.find(key)
    if one is None or one.invitee.kind != "parent" or one.invitee.person_id is None:
        raise NoSuchRecord
    return one


def _met(found: OpenConference, person: UUID) -> dict[str, Any]:
    held = BeforeStart.objects.filter(conference=found.conference, kind="parent", person_id=person).first()
    if held is None:
        return {}
    shown = {True: "yes", False: "no", None: ""}[held.room_shown]
    said = {name: getattr(held, name) for name in ("mode", "ticked", "raised", "questions", "still_open", "version")}
    return said | {"room_shown": shown} | {f"report-{key}": state for key, state in held.reports_read.items()}


def _reports(found: OpenConference) -> list[tuple[str, str]]:
    reports = Report.objects.filter(conference=found.conference).order_by("-code", "agency_code")
    return [
        (str(one.pk), f"{found.word(one.agency_code or 'social_worker')}".capitalize() + ": report") for one in reports
    ]


urlpatterns = [
    path("conferences/<ref:ref>/meeting/start/", conference_start, name="conference_start"),
    path("conferences/<ref:ref>/meeting/rooms/", conference_rooms, name="conference_rooms"),
    path("conferences/<ref:ref>/meeting/discussion/", conference_discussion, name="conference_discussion"),
    path("conferences/<ref:ref>/meeting/parents/<uuid:key>/", conference_meet_parent, name="conference_meet_parent"),
]
