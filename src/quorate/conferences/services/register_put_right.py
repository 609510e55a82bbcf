"""The register put right afterwards: a stay that was noted wrongly, or not at all. Nothing is overwritten.

The rules count the register as it is now. What the chair held of the quorum when it was decided stands in the decision
and is not touched. What becomes of the minutes is in `documents.register_put_right`, which calls this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, withdraw_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Attendance, AttendanceMode, Conference, Invitee, Sitting, StayCorrection
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services.meeting_register import listens_only, tell_stay
from quorate.conferences.services.meeting_rules import noted, require_lead

LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Stay:
    """How somebody was there: `until_at` None is the end of the sitting, `listening` None as the procedure has it."""

    from_at: datetime
    until_at: datetime | None = None
    mode: str = AttendanceMode.ROOM
    direct_contact: bool | None = None
    listening: bool | None = None


def sittings_of(conference: Conference) -> list[Sitting]:
    """The times at which it sat, the first one first."""
    return list(Sitting.objects.filter(conference=conference).order_by("started_at"))


@quietly
@transaction.atomic
def put_stay_right(
    *, conference: Conference, invitee_id: UUID, was: UUID | None, now: Stay | None, why: str, at: datetime,
    by: Standing, kept_from: Iterable[UUID] = (),
) -> StayCorrection:  # fmt: skip
    """Puts one line of the register right, with the reason: `was` is the stay that was noted (None: none), `now` how it
    was (None: they were not there).

    For whoever works on the record. Raises `Refused` where it has not sat, where the times do not lie in one sitting or
    meet another stay of the same person, where nothing changes, and where somebody has put the line right meanwhile.
    """
    require_lead(by, conference)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    invitee = Invitee.objects.filter(conference=conference, pk=invitee_id).first()
    said = why.replace("\r\n", "\n").replace("\x00", "").strip()
    refuse(
        invitee=None if invitee else "This person is not on the conference's list; add the person first.",
        why="Say why it is put right; it is kept with the register." if not says_something(said)
        else f"Use at most {LONGEST} letters." if len(said) > LONGEST else None,
    )  # fmt: skip
    assert invitee is not None
    old = None if was is None else _held(conference, invitee, was)
    new = None if now is None else _checked(conference, invitee, now, old)
    if new is None and old is None:
        raise Refused({"": "Nothing would change; say how the person was there."})
    if old is not None:
        _take_off(old, by)
    if new is not None:
        _put_on(conference, invitee, new, by)
    made = StayCorrection(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, invitee_id=invitee.pk,
        was=old, now=new, why=said, kept_from=sorted(set(kept_from), key=str), put_right_at=at, put_right_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    what = "added" if old is None else "taken-off" if new is None else "changed"
    noted("meeting.register-put-right", conference, made, what=what)
    return made


def _held(conference: Conference, invitee: Invitee, key: UUID) -> Attendance:
    """The stay that is put right, held until the transaction ends."""
    rows = Attendance.objects.select_for_update(of=("self",)).filter(conference=conference, invitee_id=invitee.pk)
    found = rows.filter(pk=key).first()
    if found is None or found.taken_back:
        raise Refused({"": "Somebody has put this line right since you opened it. Open the register again."})
    if found.until_at is None:
        raise Refused({"": "This person is on the register of the meeting that sits now; change it there."})
    return found


def _checked(conference: Conference, invitee: Invitee, said: Stay, old: Attendance | None) -> Attendance:
    """The stay as it was, not saved yet. Raises `Refused`."""
    sitting = next((one for one in reversed(sittings_of(conference)) if one.started_at <= said.from_at), None)
    if sitting is None or (sitting.ended_at is not None and said.from_at > sitting.ended_at):
        raise Refused({"from_at": "The conference did not sit at this time."})
    until = said.until_at or sitting.ended_at
    refuse(
        mode=None if said.mode in AttendanceMode.values else _HOW,
        until_at=_wrong_end(sitting, said.from_at, until),
        invitee=_KEPT_OUT if invitee.person_id and kept_out(conference, invitee.person_id) == "whole" else None,
    )
    assert until is not None
    others = Attendance.objects.filter(conference=conference, invitee_id=invitee.pk, taken_back=False)
    for one in others:
        if one != old and (one.until_at is None or one.until_at > said.from_at) and one.from_at < until:
            raise Refused({"from_at": "The register has this person there at a part of this time already."})
    before = old.listening if old is not None else listens_only(pack_of(conference), invitee)
    new = Attendance(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, invitee_id=invitee.pk,
        from_at=said.from_at, until_at=until, mode=said.mode, direct_contact=said.direct_contact,
        listening=before if said.listening is None else said.listening,
        was_expected=old.was_expected if old is not None else invitee.basis != "on-the-day",
    )  # fmt: skip
    if old is not None and _told(old) == _told(new):
        raise Refused({"": "The register says this already; change what is wrong, or leave it."})
    return new


_HOW: Final = "Say how they took part: in the room, by link or by phone."
_KEPT_OUT: Final = "The chair has decided that this person is kept out of all of the conference."


def _wrong_end(sitting: Sitting, since: datetime, until: datetime | None) -> str | None:
    if until is None:
        return "The meeting still sits: say when they left, or note on its register that they are here."
    if until <= since:
        return "This is not after the time at which they came."
    if sitting.ended_at is not None and until > sitting.ended_at:
        return "The conference had ended by then."
    return None


def _told(stay: Attendance) -> tuple[object, ...]:
    return stay.from_at, stay.until_at, stay.mode, stay.direct_contact, stay.listening


def _take_off(stay: Attendance, by: Standing) -> None:
    withdraw_event(event_id=stay.event_id, by=by)
    stay.taken_back = True
    stay.save(update_fields=["taken_back"])


def _put_on(conference: Conference, invitee: Invitee, stay: Attendance, by: Standing) -> None:
    """The event and the row. That everybody goes when the last sitting ends is no leaving (`leaving_is_told`)."""
    last = sittings_of(conference)[-1].ended_at
    wrong = ""
    try:
        stay.event_id = tell_stay(
            conference, invitee, by, at=stay.from_at, mode=stay.mode, contact=stay.direct_contact,
            until=None if stay.until_at == last else stay.until_at,
        )  # fmt: skip
    except RefusedEvent as refused:
        wrong = str(refused)
    refuse(**{"": wrong or None})
    stay.save(force_insert=True)
