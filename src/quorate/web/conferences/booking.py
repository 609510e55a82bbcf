"""Booking a conference, moving it, cancelling it: a day is chosen in the calendar, then time, place and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.conferences.models import Booking, ConferenceState
from quorate.conferences.queries.bookings import bookings_of, live_booking
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services import bookings
from quorate.conferences.services.booking_checks import MovedSince
from quorate.people.models import User
from quorate.people.queries import rooms_of
from quorate.web.conferences.booking_day import choices_of, chosen_day
from quorate.web.conferences.booking_forms import AFAR, MODES, BookingForm, CancelForm
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.no_longer import reason_to_cancel
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.permissions import needs
from quorate.web.wording import day as day_words

_NAMES = {"starts_at": "begins", "ends_at": "ends"}


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def conference_booking(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose a day, then book; once it is booked, what stands, and how it came to be."""
    found = _open(request, ref)
    if found.conference.state in (ConferenceState.BOOKED, ConferenceState.HELD) and request.method == "GET":
        return _booked(request, found)
    return _choose(request, found, None)


def _booked(request: HttpRequest, found: OpenConference) -> HttpResponse:
    every = bookings_of(found.conference)
    people = {one for booking in every for one in (booking.chair_id, booking.minute_taker_id) if one}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "display_name"))
    return conference_page(
        request, found, "conference_booked.html", title="Day, room and chair", tab="conference", back=_home(found),
        booking=next((one for one in every if one.live), None), earlier=[one for one in every if not one.live],
        names=names, modes=dict(MODES),
    )  # fmt: skip


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def conference_move(request: HttpRequest, ref: str) -> HttpResponse:
    """The same for a conference that is booked: with the reason, and with who will be told."""
    found = _open(request, ref)
    return _choose(request, found, live_booking(found.conference))


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def conference_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancel, with the reason; whoever was invited is told."""
    found = _open(request, ref)

    def do(told: Mapping[str, Any]) -> object:
        return bookings.cancel(
            conference=found.conference, reason=told["reason"], authorised_by=told["authorised_by"],
            by=found.standing, at=found.now,
        )  # fmt: skip

    form = CancelForm(request.POST or None, reason=reason_to_cancel(found))
    return fill_in(
        request, found, form, do, title="Cancel this conference", tab="conference",
        then=_home(found), template="conference_cancel.html", button="Cancel the conference",
        booking=live_booking(found.conference), affected=invitees_of(found.conference), fields={"conference": ""},
        may_be_cancelled=found.conference.state in bookings.CANCELLABLE,
    )  # fmt: skip


def _open(request: HttpRequest, ref: str) -> OpenConference:
    return opened(request, ref, "booking")


def _home(found: OpenConference) -> str:
    return reverse("conference", args=[found.ref])


def _choose(request: HttpRequest, found: OpenConference, old: Booking | None) -> HttpResponse:
    if found.conference.state in (ConferenceState.CANCELLED, ConferenceState.DECLINED):
        said.error(request, "There is no day to choose: this conference does not take place.")
        return redirect(_home(found))
    if found.conference.held_on is not None and found.conference.state == ConferenceState.HELD:
        said.info(request, f"It was held on {day_words(found.conference.held_on)}: there is no day to choose any more.")
        return redirect(_home(found))
    day = chosen_day(request.GET.get("day", ""), request.GET.get("month", ""), found.today)
    rooms = {str(one.pk): one for one in rooms_of(found.standing)}
    told = choices_of(found, day, list(rooms.values()), old)
    form = BookingForm(
        request.POST or None, rooms=told.rooms, chairs=told.chairs, writers=told.writers, is_beyond=told.is_beyond,
        is_closed=told.is_closed, is_move=old is not None, initial=told.initial | {"opened_on": old and old.pk},
    )  # fmt: skip

    def do(_: Mapping[str, Any]) -> object:
        assert day.on is not None
        room = None if form.cleaned_data["mode"] in AFAR else rooms.get(form.cleaned_data["room"])
        told_us = form.said(day.on) | {"room": room}
        given: dict[str, Any] = {"conference": found.conference, "by": found.standing, "at": found.now, **told_us}
        if old is None:
            return bookings.book(**given)
        why = {key: form.cleaned_data[key] for key in ("reason", "authorised_by")}
        try:
            return bookings.move(**given, **why, opened_on=form.cleaned_data["opened_on"])
        except MovedSince as moved:
            form.show_again(moved.stands.pk)
            raise

    moving = old is not None
    shown = fill_in(
        request, found, form, do, title="Move this conference" if moving else "Book this conference",
        tab="conference", then=_home(found), fields=_NAMES, booking=old, day=day, told=told,
        sources_at=reverse("how_we_work_whole"),
        template="conference_move.html" if moving else "conference_booking.html",
        button="Move the conference" if moving else "Book the conference",
        affected=invitees_of(found.conference) if moving else [],
    )  # fmt: skip
    shown.status_code = 409 if form.is_overtaken else shown.status_code
    return shown


urlpatterns = [
    path("conferences/<ref:ref>/booking/", conference_booking, name="conference_booking"),
    path("conferences/<ref:ref>/booking/move/", conference_move, name="conference_move"),
    path("conferences/<ref:ref>/booking/cancel/", conference_cancel, name="conference_cancel"),
]
