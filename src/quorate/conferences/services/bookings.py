"""Booking a conference, moving it and cancelling it: one row, one event, one entry in the trail, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import EllipsisType
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from quorate.access.models import Grant
from quorate.access.permissions import require
from quorate.access.services import end_grant, end_grant_at_once, grant
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.case_position import NotAnswered
from quorate.cases.details import says_something
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Booking, Cancellation, Conference, ConferenceChild, ConferenceState
from quorate.conferences.queries.bookings import limit_of, live_booking
from quorate.conferences.services import booking_checks as checks
from quorate.conferences.services.people import seat, vacate
from quorate.conferences.standing import ConferencePosition, NothingToldYet, position_of_conference
from quorate.people.models import Room

_BOOKABLE: Final = (ConferenceState.AGREED, ConferenceState.ADJOURNED)
_MOVABLE: Final = (ConferenceState.BOOKED,)
CANCELLABLE: Final = (ConferenceState.AGREED, ConferenceState.BOOKED, ConferenceState.ADJOURNED)
"""The states in which a conference can be cancelled."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be booked, as it was asked for."""

    starts_at: datetime
    ends_at: datetime
    room: Room | None
    place_words: str
    chair_id: UUID
    minute_taker_id: UUID | None
    mode: str
    beyond_why: str


@quietly
@transaction.atomic
def book(
    *,
    conference: Conference,
    starts_at: datetime,
    ends_at: datetime,
    chair_id: UUID,
    by: Standing,
    at: datetime,
    room: Room | None = None,
    place_words: str = "",
    minute_taker_id: UUID | None = None,
    mode: str = "in_person",
    beyond_why: str = "",
) -> Booking:
    """Books a conference that has been agreed, or one that was adjourned anew.

    Chair and minute-taker are given the conference and stand among its people. A day beyond the limit, and one that is
    no working day in the procedure's calendar, needs `beyond_why`; the limit does not move. Raises `Refused` (taken,
    not independent, too late), `NotAllowedNow` where a gate of the procedure holds booking back, `NotAllowed` and
    `NoSuchRecord`.
    """
    require(by, "manage_people", conference.case)
    conference = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if conference.state not in _BOOKABLE:
        raise Refused({"conference": _not_bookable(conference)})
    wanted = _Wanted(starts_at, ends_at, room, place_words.strip(), chair_id, minute_taker_id, mode, beyond_why.strip())
    position = _ask(conference, wanted, by, at)
    if position is not None:
        position.require("book")
    earlier = live_booking(conference)
    if earlier is not None:
        _end(earlier, "The conference was adjourned and is booked anew.", "", by, at)
    return _place(conference, wanted, "conference-booked", earlier, {}, by, at)


@quietly
@transaction.atomic
def move(
    *,
    conference: Conference,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    authorised_by: str,
    by: Standing,
    at: datetime,
    chair_id: UUID | None = None,
    room: Room | None = None,
    place_words: str = "",
    minute_taker_id: UUID | EllipsisType | None = ...,
    mode: str = "",
    beyond_why: str = "",
    opened_on: UUID | None = None,
) -> Booking:
    """Moves a booked conference to another time, place or chair, with the reason and who allowed it (words).

    What is left out stays as it is; a minute-taker of None is not settled yet. Everybody who was told of the old one is
    told of the new one by the reactions to `conference-moved`. With `opened_on`, the id of the booking that the mover
    saw, another one that stands meanwhile is not moved. Raises `MovedSince`, and what `book` raises.
    """
    require(by, "manage_people", conference.case)
    conference, old = _standing_booking(conference)
    refuse(reason=_needed(reason, "Say why it is moved."), authorised_by=_needed(authorised_by, _WHO))
    here = room is not None or bool(place_words.strip())
    is_that_day = starts_at.astimezone(LONDON).date() == old.starts_at.astimezone(LONDON).date()
    why = beyond_why.strip() or (old.beyond_why if is_that_day else "")
    wanted = _Wanted(
        starts_at, ends_at, room if here else old.room, place_words.strip() if here else old.place_words,
        chair_id or old.chair_id, old.minute_taker_id if isinstance(minute_taker_id, EllipsisType) else minute_taker_id,
        mode or old.mode, why,
    )  # fmt: skip
    checks.against_what_stands(wanted, old, opened_on)
    _ask(conference, wanted, by, at, instead_of=old)
    _end(old, reason.strip(), authorised_by.strip(), by, at)
    return _place(conference, wanted, "conference-moved", old, {}, by, at)


@quietly
@transaction.atomic
def cancel(*, conference: Conference, reason: str, authorised_by: str, by: Standing, at: datetime) -> Cancellation:
    """Cancels a conference that is agreed, booked or adjourned, with the reason and who allowed it (words).

    Its preparation ends; what an adjourned one has written down and decided stands. Chair and minute-taker keep the
    conference, so that it can be explained. Raises `Refused`, `NotAllowed`.
    """
    require(by, "manage_people", conference.case)
    locked = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if locked.state not in CANCELLABLE:
        raise Refused({"conference": f"Only a conference to come can be cancelled; this one is {_said(locked)}."})
    refuse(reason=_needed(reason, "Say why it is cancelled."), authorised_by=_needed(authorised_by, _WHO))
    why, allowed = reason.strip()[:500], authorised_by.strip()[:150]
    old = live_booking(locked)
    if old is not None:
        _end(old, why, allowed, by, at)
    made = Cancellation(
        conference=locked, case_id=locked.case_id, authority_id=locked.authority_id, reason=why, authorised_by=allowed,
        cancelled_by=by.user_id, cancelled_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    _state(locked, ConferenceState.CANCELLED, None)
    record(
        action="booking.cancelled", subject_kind="booking" if old else "conference",
        subject_id=old.id if old else locked.id, case_id=locked.case_id, facts={"conference": locked.id},
    )  # fmt: skip
    _happened("conference-cancelled", locked, {}, by, at)
    return made


# --- steps

_WHO: Final = "Say who allowed it: a name or a post."


def _standing_booking(conference: Conference) -> tuple[Conference, Booking]:
    locked = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    found = live_booking(locked)
    if locked.state not in _MOVABLE or found is None:
        raise Refused({"conference": f"Only a booked conference can be changed; this one is {_said(locked)}."})
    return locked, found


def _needed(words: str, sentence: str) -> str | None:
    return None if says_something(words) else sentence


def _said(conference: Conference) -> str:
    return ConferenceState(conference.state).label.lower()


def _not_bookable(conference: Conference) -> str:
    if conference.state == ConferenceState.BOOKED:
        return "This conference is booked already; move it instead."
    return f"A conference is booked once it has been agreed; this one is {_said(conference)}."


def _ask(
    conference: Conference, wanted: _Wanted, by: Standing, at: datetime, instead_of: Booking | None = None
) -> ConferencePosition | None:
    """Everything that could be wrong, before anything is written; the rules' answer as it stands, for the gate."""
    refuse(**checks.times(wanted.starts_at, wanted.ends_at, at))
    refuse(**checks.people_and_place(wanted, by))
    refuse(chair_id=checks.dependence(conference, wanted.chair_id))
    refuse(**checks.clashes(wanted, instead_of))
    position = _position(conference, at)
    day = wanted.starts_at.astimezone(LONDON).date()
    pack = pack_of(conference) if position is None else position.pack
    refuse(beyond_why=checks.closed(day, pack.rules.calendar, wanted.beyond_why))
    if position is not None:
        limit = limit_of(position, _cases(conference))
        refuse(beyond_why=checks.beyond(day, limit, wanted.beyond_why))
    return position


def _position(conference: Conference, at: datetime) -> ConferencePosition | None:
    try:
        return position_of_conference(conference, at)
    except (NothingToldYet, NotAnswered):
        return None


def _cases(conference: Conference) -> list[UUID]:
    return list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))


def _place(
    conference: Conference,
    wanted: _Wanted,
    code: str,
    old: Booking | None,
    facts: dict[str, Any],
    by: Standing,
    at: datetime,
) -> Booking:
    made = Booking(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, room=wanted.room,
        place_words=wanted.place_words, chair_id=wanted.chair_id, minute_taker_id=wanted.minute_taker_id,
        starts_at=wanted.starts_at, ends_at=wanted.ends_at, mode=wanted.mode, beyond_why=wanted.beyond_why,
        booked_by=by.user_id, replaces=old,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        clash = checks.clash_of(error, wanted)
    else:
        clash = {}
    refuse(**clash)
    _state(conference, ConferenceState.BOOKED, wanted.starts_at)
    _seats(conference, wanted, old, by, at)
    record(
        action="booking.made" if code == "conference-booked" else "booking.moved", subject_kind="booking",
        subject_id=made.id, case_id=conference.case_id,
        facts={"starts_at": wanted.starts_at, "chair": wanted.chair_id, "beyond_limit": bool(wanted.beyond_why)},
    )  # fmt: skip
    facts = facts | {"starts_at": wanted.starts_at, "mode": wanted.mode, "chair": str(wanted.chair_id)}
    _happened(code, conference, facts, by, at)
    return made


def _end(booking: Booking, why: str, authorised_by: str, by: Standing, at: datetime) -> None:
    booking.live, booking.ended_at, booking.ended_by = False, at, by.user_id
    booking.ended_why, booking.authorised_by = why[:500], authorised_by[:150]
    booking.save(update_fields=["live", "ended_at", "ended_by", "ended_why", "authorised_by"])


def _state(conference: Conference, state: str, starts_at: datetime | None) -> None:
    conference.state, conference.starts_at = state, starts_at
    conference.save(update_fields=["state", "starts_at"])


def _happened(code: str, conference: Conference, facts: dict[str, Any], by: Standing, at: datetime) -> None:
    sentence = None
    try:
        record_event(code=code, cases=_cases(conference), at=at, facts=facts, conference=conference, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({"starts_at": sentence})


def _seats(conference: Conference, wanted: _Wanted, old: Booking | None, by: Standing, at: datetime) -> None:
    """Access to the conference and a place among its people for chair and minute-taker; a former one's access ends at
    once, in this role: what else they hold stays. Whoever moves it themselves is in it until the end of the day, since
    what follows is done in their standing."""
    day = at.astimezone(LONDON).date()
    for role, now, before in (
        ("chair", wanted.chair_id, None if old is None else old.chair_id),
        ("minute_taker", wanted.minute_taker_id, None if old is None else old.minute_taker_id),
    ):
        held = Grant.objects.filter(case_id=conference.case_id, as_role=role, ends_on__isnull=True)
        if before is not None and before != now:
            end = end_grant if before == by.user_id else end_grant_at_once
            for one in held.filter(user_id=before):
                end(grant=one, on=day, by=by, why="Somebody else has the seat." if now else "The seat is not settled.")
        if now is not None and not held.filter(user_id=now).exists():
            grant(
                case=conference.case, user_id=now, as_role=role, begins_on=day, by=by,
                why="Chairs the conference" if role == "chair" else "Takes the minutes of the conference",
            )  # fmt: skip
        if now is not None:
            seat(conference=conference, user_id=now, role=role, by=by)
        elif before is not None:
            vacate(conference=conference, role=role, by=by)
