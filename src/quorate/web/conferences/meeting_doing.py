"""Small steps of the meeting, each one button: the next part, a tick, the room screen, a break, somebody has left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Attendance
from quorate.conferences.queries.meeting import register_of
from quorate.conferences.services import meeting, meeting_conduct, meeting_register
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting_forms import BreakForm, ConductForm
from quorate.web.conferences.opening import OpenConference, opened, opened_to_lead
from quorate.web.permissions import needs


def there(found: OpenConference, part: str = "") -> str:
    """The address of the meeting, at a part where one is named."""
    address = reverse("conference_meeting", args=[found.ref])
    return f"{address}?part={part}" if part else address


def _do(request: HttpRequest, found: OpenConference, step: Callable[[], object], part: str = "") -> HttpResponse:
    """Takes a step and goes back to the meeting; what is refused is said there."""
    try:
        with transaction.atomic():
            step()
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect(there(found, part))


def _part(request: HttpRequest, found: OpenConference) -> str:
    """The part of the agenda that was on screen when the button was pressed; "" where none of this agenda is named."""
    said = request.POST.get("part", "")
    return said if said in [item["code"] for item in found.pack.data["agenda"]["items"]] else ""


def _uuid(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST[name]) if request.POST.get(name) else None
    except ValueError:
        raise NoSuchRecord from None


@needs("write")
@require_POST
def conference_meeting_go(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes the meeting to a part of the agenda; the part before it is done by that."""
    found, said = opened_to_lead(request, ref, "meeting"), request.POST
    code = said.get("code", "")
    return _do(
        request, found,
        lambda: meeting.open_part(
            conference=found.conference, code=code, at=found.now, by=found.standing, done_with=said.get("done", "")
        ),
        code,
    )  # fmt: skip


@needs("write")
@require_POST
def conference_meeting_tick(request: HttpRequest, ref: str) -> HttpResponse:
    """Ticks a part of the agenda, or one report of it; or unticks it."""
    found, code = opened_to_lead(request, ref, "meeting"), request.POST.get("code", "")
    return _do(
        request, found,
        lambda: meeting.part_done(
            conference=found.conference, code=code, at=found.now, by=found.standing,
            report_id=_uuid(request, "report"), child_case_id=_uuid(request, "child"),
            undo=bool(request.POST.get("undo")), left_out_why=request.POST.get("left_out_why", ""),
        ),
        code,
    )  # fmt: skip


@needs("write")
@require_POST
def conference_meeting_screen(request: HttpRequest, ref: str) -> HttpResponse:
    """Switches the screen in the room on or off."""
    found = opened_to_lead(request, ref, "meeting")
    shown = request.POST.get("shown") == "1"
    return _do(
        request, found,
        lambda: meeting.show_room_screen(conference=found.conference, shown=shown, by=found.standing),
        _part(request, found),
    )  # fmt: skip


@needs("manage_people", "write")
@require_POST
def conference_meeting_left(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Somebody of the register has left."""
    found = opened(request, ref, "register")
    stay = Attendance.objects.select_related("conference__case").filter(conference=found.conference, pk=key).first()
    if stay is None:
        raise NoSuchRecord
    return _do(
        request, found, lambda: meeting_register.leave(stay=stay, at=found.now, by=found.standing),
        _part(request, found),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_meeting_break(request: HttpRequest, ref: str) -> HttpResponse:
    """A break: who asks for it; or it is over."""
    found = opened_to_lead(request, ref, "meeting")
    if request.POST.get("do") == "end":
        return _do(
            request, found, lambda: meeting.end_break(conference=found.conference, at=found.now, by=found.standing)
        )
    register = register_of(found.conference)
    form = BreakForm(posted(request), people=register.here)
    return fill_in(
        request, found, form,
        lambda said: meeting.begin_break(conference=found.conference, at=found.now, by=found.standing, **said),
        title="Take a break", tab="conference_meeting", then=there(found), button="The break begins",
        explains=" ".join(found.pack.data["conduct"]["breaks"]), places=[],
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_meeting_conduct(request: HttpRequest, ref: str) -> HttpResponse:
    """What is done about behaviour: the steps of the procedure, one after the other."""
    found = opened_to_lead(request, ref, "meeting")
    register = register_of(found.conference)
    steps = found.pack.data["conduct"]["steps"]
    form = ConductForm(posted(request), people=register.here + register.not_here, steps=steps)

    def take(said: Mapping[str, Any]) -> str:
        taken = meeting_conduct.take_step(conference=found.conference, at=found.now, by=found.standing, **said)
        # The last step ends the meeting: what is undecided goes to another day, with what keeps the children safe.
        is_last = taken.step == len(steps)
        return f"{reverse('conference_adjourn', args=[found.ref])}?why=behaviour" if is_last else there(found)

    return fill_in(
        request, found, form, take, title="Behaviour", tab="conference_meeting", then=there(found),
        button="Record the step", places=[],
        explains="One step after the other. Whoever is asked to leave: note it on the register. To keep somebody of "
        "the family out from now on, the chair decides it under People.",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/meeting/go/", conference_meeting_go, name="conference_meeting_go"),
    path("conferences/<ref:ref>/meeting/tick/", conference_meeting_tick, name="conference_meeting_tick"),
    path("conferences/<ref:ref>/meeting/screen/", conference_meeting_screen, name="conference_meeting_screen"),
    path("conferences/<ref:ref>/meeting/left/<uuid:key>/", conference_meeting_left, name="conference_meeting_left"),
    path("conferences/<ref:ref>/meeting/break/", conference_meeting_break, name="conference_meeting_break"),
    path("conferences/<ref:ref>/meeting/behaviour/", conference_meeting_conduct, name="conference_meeting_conduct"),
]
