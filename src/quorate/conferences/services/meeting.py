"""The meeting begins, goes from part to part, takes breaks, and ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.wording import day_in_words
from quorate.conferences.editions import pack_of
from quorate.conferences.models import AgendaState, Attendance, Break, Conference, ConferenceState, Sitting
from quorate.conferences.services.meeting_register import leaving_is_told
from quorate.conferences.services.meeting_rules import (
    invitee_of,
    noted,
    only_children_of,
    require_lead,
    sitting_now,
)
from quorate.conferences.standing import position_of_conference
from quorate.procedure.pack import Pack

EARLY: Final = timedelta(hours=1)
"""Whoever starts a meeting earlier than this before its time is asked whether they mean it."""


@quietly
@transaction.atomic
def start(
    *, conference: Conference, at: datetime, by: Standing, late_why: str = "", is_early: bool = False
) -> Sitting:  # fmt: skip
    """Opens the conference: the gates of starting are asked, the start is noted with the reason where it is late.

    A procedure that says that conferences begin on time asks for that reason (LEI-47). `is_early`: it is meant to
    begin long before its time. Raises `NotAllowedNow` where a gate holds it (an exclusion that has not been decided
    afresh), `Refused` where nothing is booked for this day, or it is early and that was not meant.
    """
    require_lead(by, conference)
    refuse(**{"": why_not_started(conference, at)})
    early = "" if is_early else how_early(conference, at)
    refuse(is_early=f"{early} Say that it begins now, or start it when it is time." if early else None)
    position = position_of_conference(conference, at)
    position.require("start")
    late = _minutes_late(conference, at)
    if late and position.pack.data["conduct"]["starts_on_time"] and not says_something(late_why):
        raise Refused({"late_why": f"It begins {_in_words(late)} late. Say why, in a few words."})
    leaving_is_told(conference, by)
    sitting = Sitting(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, started_at=at,
        planned_at=conference.starts_at, started_by=by.user_id, late_why=late_why.strip() if late else "",
        item=position.pack.data["agenda"]["items"][0]["code"],
    )  # fmt: skip
    sitting.save(force_insert=True)
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.SITTING)
    conference.state = ConferenceState.SITTING
    noted("meeting.started", conference, sitting, minutes_late=late)
    return sitting


def why_not_started(conference: Conference, at: datetime) -> str | None:
    """Why the meeting cannot be started at an instant, besides the gates of the procedure; None where it can."""
    if conference.state == ConferenceState.SITTING:
        return "The meeting has been started already; open it."
    if conference.state not in (ConferenceState.BOOKED, ConferenceState.ADJOURNED) or conference.starts_at is None:
        return "No day and time are booked for this conference. Book it first."
    planned = conference.starts_at.astimezone(LONDON)
    if at.astimezone(LONDON).date() != planned.date():
        return f"It is booked for {day_in_words(planned)}, {planned:%H:%M}. Move it to today before you start it."
    return None


def how_early(conference: Conference, at: datetime) -> str:
    """Both times in words, where an instant is more than `EARLY` before the time that is booked; else ""."""
    planned = conference.starts_at
    if planned is None or planned - at <= EARLY:
        return ""
    return f"It is {at.astimezone(LONDON):%H:%M} now; the meeting is booked for {planned.astimezone(LONDON):%H:%M}."


def _minutes_late(conference: Conference, at: datetime) -> int:
    if conference.starts_at is None:
        return 0
    return max(0, int((at - conference.starts_at).total_seconds() // 60))


def _in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = ((hours, "hour"), (rest, "minute"))
    return " and ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in said if number)


@quietly
@transaction.atomic
def end_sitting(*, conference: Conference, at: datetime, by: Standing) -> Sitting | None:
    """Closes the sitting that is open, its break and everybody's stay: whoever closes the conference calls it.

    Gives None where none is open. Never refused to whoever leads: stopping a meeting is always possible.
    """
    require_lead(by, conference)
    sitting = Sitting.objects.filter(conference=conference, ended_at__isnull=True).first()
    if sitting is None:
        return None
    sitting.ended_at = max(at, sitting.started_at)
    sitting.room_screen = False
    sitting.save(update_fields=["ended_at", "room_screen"])
    Break.objects.filter(sitting=sitting, ended_at__isnull=True).update(ended_at=at)
    for stay in Attendance.objects.filter(conference=conference, until_at__isnull=True, taken_back=False):
        stay.until_at = max(at, stay.from_at)
        stay.save(update_fields=["until_at"])
    noted("meeting.ended", conference, sitting)
    return sitting


# --- the agenda


@quietly
@transaction.atomic
def open_part(*, conference: Conference, code: str, at: datetime, by: Standing, done_with: str = "") -> Sitting:
    """Goes to a part of the agenda; `done_with` is the part that is done by that. Raises `Refused`, `NotAllowed`."""
    require_lead(by, conference)
    sitting = sitting_now(conference)
    pack = pack_of(conference)
    _item(pack, code)
    if done_with:
        part_done(conference=conference, code=done_with, at=at, by=by)
    sitting.item = code
    sitting.save(update_fields=["item"])
    noted("meeting.part-opened", conference, sitting, item=code)
    return sitting


def _item(pack: Pack, code: str) -> None:
    if code not in {item["code"] for item in pack.data["agenda"]["items"]}:
        raise Refused({"": "The agenda of this procedure has no such part; choose one of those listed."})


@quietly
@transaction.atomic
def part_done(
    *, conference: Conference, code: str, at: datetime, by: Standing, child_case_id: UUID | None = None,
    report_id: UUID | None = None, left_out_why: str = "", undo: bool = False,
) -> AgendaState:  # fmt: skip
    """Ticks a part of the agenda, for all, for one child or for one report; or says why it is left out; or unticks it.

    Raises `Refused`, `NotAllowed`.
    """
    require_lead(by, conference)
    _item(pack_of(conference), code)
    if child_case_id is not None:
        only_children_of(conference, [child_case_id])
    state, _ = AgendaState.objects.get_or_create(
        conference=conference, code=code, child_case_id=child_case_id, report_id=report_id,
        defaults={"case_id": conference.case_id, "authority_id": conference.authority_id},
    )  # fmt: skip
    state.done_at = None if undo or left_out_why else (state.done_at or at)
    state.done_by, state.left_out_why = by.user_id, "" if undo else left_out_why.strip()
    state.save(update_fields=["done_at", "done_by", "left_out_why"])
    said = "open" if undo else "left-out" if left_out_why else "done"
    noted("meeting.part-done", conference, state, item=code, state=said)
    return state


@quietly
@transaction.atomic
def show_room_screen(*, conference: Conference, shown: bool, by: Standing) -> Sitting:
    """Switches the screen in the room on or off: off, it shows the name of the meeting and nothing of it."""
    require_lead(by, conference)
    sitting = sitting_now(conference)
    sitting.room_screen = shown
    sitting.save(update_fields=["room_screen"])
    noted("meeting.room-screen", conference, sitting, shown=shown)
    return sitting


# --- breaks


@quietly
@transaction.atomic
def begin_break(
    *, conference: Conference, at: datetime, by: Standing, asked_by: UUID | None = None, why: str = ""
) -> Break:
    """A break begins; `asked_by` is whoever asked for it (BAR-32, LEI-58). Raises `Refused`, `NotAllowed`."""
    require_lead(by, conference)
    sitting = sitting_now(conference)
    if Break.objects.filter(sitting=sitting, ended_at__isnull=True).exists():
        raise Refused({"": "There is a break already; end it before the next one."})
    asked = invitee_of(conference, asked_by, "asked_by")
    taken = Break(
        sitting=sitting, case_id=conference.case_id, authority_id=conference.authority_id,
        asked_by=None if asked is None else asked.pk, why=why.strip()[:300], began_at=at,
    )  # fmt: skip
    taken.save(force_insert=True)
    noted("meeting.break-begun", conference, taken)
    return taken


@quietly
@transaction.atomic
def end_break(*, conference: Conference, at: datetime, by: Standing) -> Break:
    """The break is over. Raises `Refused` where there is none."""
    require_lead(by, conference)
    taken = Break.objects.filter(sitting=sitting_now(conference), ended_at__isnull=True).first()
    if taken is None:
        raise Refused({"": "There is no break to end."})
    taken.ended_at = max(at, taken.began_at)
    taken.save(update_fields=["ended_at"])
    noted("meeting.break-ended", conference, taken)
    return taken
