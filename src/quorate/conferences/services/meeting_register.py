"""The register of the meeting: who comes in, how, who leaves and comes back. Each is an event that the rules count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.cases.details import tidy
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services import record_event, withdraw_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Attendance, AttendanceMode, Conference, ConferenceChild, Invitee, Sitting
from quorate.conferences.models.invitee import InviteeKind
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services.exclusion_namesakes import refuse_kept_out
from quorate.conferences.services.meeting_rules import invitee_of, noted, only_children_of, sitting_now
from quorate.procedure.pack import Pack

# As whom the rules know those who have no role of an agency.
_FAMILY_ROLES: Mapping[str, str] = {
    InviteeKind.PARENT: "parent",
    InviteeKind.CHILD: "child",
    InviteeKind.FAMILY: "family_member",
    InviteeKind.SUPPORTER: "supporter",
    InviteeKind.ADVOCATE: "advocate",
    InviteeKind.INTERPRETER: "interpreter",
    InviteeKind.OBSERVER: "observer",
}


def require_register(by: Standing, conference: Conference) -> None:
    """Passes for whoever leads the meeting and for the office. Raises what `require` raises."""
    if not may(by, "manage_people", conference.case):
        require(by, "write", conference.case)


@quietly
@transaction.atomic
def come_in(
    *, conference: Conference, invitee_id: UUID, at: datetime, by: Standing, mode: str = AttendanceMode.ROOM,
    listening: bool | None = None, direct_contact: bool | None = None, was_expected: bool = True,
) -> Attendance:  # fmt: skip
    """Somebody of the list is there from now on. Quorum follows at once.

    `listening` None: as the procedure says of supporters (BOL-12). `direct_contact` None: as the list has it. Raises
    `Refused` where the meeting does not sit, where the person is there already, and where they are kept out.
    """
    require_register(by, conference)
    sitting_now(conference)
    found = invitee_of(conference, invitee_id, "invitee")
    assert found is not None
    _refuse_arrival(conference, found, mode)
    contact = found.direct_contact if direct_contact is None else direct_contact
    quiet = listens_only(pack_of(conference), found) if listening is None else listening
    stay = Attendance(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, invitee_id=found.pk,
        from_at=at, mode=mode, listening=quiet, direct_contact=contact, was_expected=was_expected,
        event_id=tell_stay(conference, found, by, at=at, mode=mode, contact=contact),
    )  # fmt: skip
    stay.save(force_insert=True)
    noted("meeting.came", conference, stay, mode=mode, listening=quiet, expected=was_expected)
    return stay


def listens_only(pack: Pack, invitee: Invitee) -> bool:
    """Whether the procedure lets this person be there and listen, and not take part."""
    if invitee.kind == InviteeKind.OBSERVER:
        return True
    if invitee.kind != InviteeKind.SUPPORTER:
        return False
    rule = pack.data["supporters"]
    if invitee.supporter_kind == "solicitor":
        return not rule["solicitor_may_speak"]
    return rule.get("may_speak") is False


def _refuse_arrival(conference: Conference, invitee: Invitee, mode: str) -> None:
    if mode not in AttendanceMode.values:
        raise Refused({"mode": "Say how they take part: in the room, by link or by phone."})
    here = Attendance.objects.filter(conference=conference, invitee_id=invitee.pk, until_at__isnull=True)
    if here.filter(taken_back=False).exists():
        raise Refused({"invitee": "This person is on the register as being here already."})
    if invitee.person_id is not None and kept_out(conference, invitee.person_id) == "whole":
        raise Refused(
            {"invitee": "The chair has decided that this person is kept out of the conference. Lift that first."}
        )


def tell_stay(
    conference: Conference, invitee: Invitee, by: Standing, *, at: datetime, mode: str, contact: bool | None,
    until: datetime | None = None,
) -> UUID:  # fmt: skip
    """Records that somebody was there, with times to the second; gives the event's id."""
    who = _FAMILY_ROLES.get(invitee.kind, invitee.role)
    facts: dict[str, Any] = {"who": who, "mode": mode, "from": _clock(at)}
    if invitee.kind == InviteeKind.PROFESSIONAL and invitee.agency_code:
        facts["agency"] = invitee.agency_code
    if invitee.kind == InviteeKind.PARENT and invitee.person_id is not None:
        facts["parent"] = invitee.person_id
    if contact is not None:
        facts["direct_contact"] = contact
    if until is not None:
        facts["to"] = _clock(until)
    return record_event(
        code="attended", cases=_cases(conference, invitee.about), at=at, facts=facts, conference=conference, by=by
    )


def _clock(at: datetime) -> str:
    return at.astimezone(LONDON).isoformat(timespec="seconds")


def _cases(conference: Conference, about: Iterable[UUID]) -> list[UUID]:
    """The cases of the children for whom somebody is there: those named, else all."""
    known = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    named = set(about)
    return [case for case in known if case in named] or known


@quietly
@transaction.atomic
def leave(*, stay: Attendance, at: datetime, by: Standing) -> Attendance:
    """Somebody leaves; whoever comes back comes in again. Raises `Refused`, `NotAllowed`."""
    conference = stay.conference
    require_register(by, conference)
    if stay.until_at is not None or stay.taken_back:
        raise Refused({"": "This person has left already."})
    stay.until_at = max(at, stay.from_at)
    stay.event_id = _told_anew(stay, by)
    stay.save(update_fields=["until_at", "event_id"])
    noted("meeting.left", conference, stay)
    return stay


@quietly
@transaction.atomic
def correct_stay(
    *, stay: Attendance, by: Standing, mode: str | None = None, direct_contact: bool | None = None,
    listening: bool | None = None, take_back: bool = False,
) -> Attendance:  # fmt: skip
    """Puts right how somebody is there now, or takes back that they are. What is None stays. Raises `Refused`.

    Once they have left it is put right with a reason, and both versions are kept: `register_put_right`.
    """
    require_register(by, stay.conference)
    if stay.taken_back:
        raise Refused({"": "This line of the register has been taken back."})
    if stay.until_at is not None:
        raise Refused({"": "This person has left already: put the register right, with the reason."})
    if mode is not None and mode not in AttendanceMode.values:
        raise Refused({"mode": "Say how they take part: in the room, by link or by phone."})
    stay.mode = mode or stay.mode
    stay.direct_contact = stay.direct_contact if direct_contact is None else direct_contact
    stay.listening = stay.listening if listening is None else listening
    stay.taken_back = take_back
    if take_back:
        withdraw_event(event_id=stay.event_id, by=by)
    else:
        stay.event_id = _told_anew(stay, by)
    stay.save(update_fields=["mode", "direct_contact", "listening", "taken_back", "event_id"])
    fields = "taken_back" if take_back else "mode,direct_contact,listening"
    noted("meeting.stay-corrected", stay.conference, stay, fields=fields)
    return stay


def _told_anew(stay: Attendance, by: Standing) -> UUID:
    """Takes the event back and records it as it is now: events are never changed."""
    withdraw_event(event_id=stay.event_id, by=by)
    invitee = Invitee.objects.get(pk=stay.invitee_id)
    return tell_stay(
        stay.conference, invitee, by, at=stay.from_at, mode=stay.mode, contact=stay.direct_contact, until=stay.until_at
    )


def leaving_is_told(conference: Conference, by: Standing) -> None:
    """Before another sitting of the same day: those who went with the last one are not counted as there still."""
    last = Sitting.objects.filter(conference=conference, ended_at__isnull=False).last()
    if last is None:
        return
    for stay in Attendance.objects.filter(conference=conference, until_at=last.ended_at, taken_back=False):
        stay.event_id = _told_anew(stay, by)
        stay.save(update_fields=["event_id"])


@quietly
@transaction.atomic
def add_unexpected(
    *, conference: Conference, name: str, kind: str, at: datetime, by: Standing, role: str = "",
    agency_code: str = "", about: Iterable[UUID] = (), mode: str = AttendanceMode.ROOM,
    direct_contact: bool | None = None, supporter_of: UUID | None = None, another: str = "",
) -> Attendance:  # fmt: skip
    """Somebody who is not on the list is there: they come onto the list and onto the register. `another` is as
    `put_on_the_list` takes it. Raises `Refused`."""
    require_register(by, conference)
    invitee = put_on_the_list(
        conference=conference, name=name, kind=kind, role=role, agency_code=agency_code, about=about,
        direct_contact=direct_contact, supporter_of=supporter_of, another=another,
    )  # fmt: skip
    return come_in(
        conference=conference, invitee_id=invitee.pk, at=at, by=by, mode=mode, direct_contact=direct_contact,
        was_expected=False,
    )  # fmt: skip


def put_on_the_list(
    *, conference: Conference, name: str, kind: str, role: str = "", agency_code: str = "",
    about: Iterable[UUID] = (), direct_contact: bool | None = None, supporter_of: UUID | None = None,
    another: str = "",
) -> Invitee:  # fmt: skip
    """Somebody who came without being on the list is put on it; ask first who may. Of whoever is called as a person who
    is kept out, `another` says how it is known that they are somebody else. Raises `Refused`."""
    said = tidy(name)
    if not said:
        raise Refused({"name": "Enter the person's name."})
    if kind not in InviteeKind.values:
        raise Refused({"kind": "Say as whom they are here."})
    if kind == InviteeKind.PROFESSIONAL and not agency_code:
        raise Refused({"agency_code": "Say for which agency they are here; the quorum is counted by it."})
    helped = invitee_of(conference, supporter_of, "supporter_of")
    invitee = Invitee(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind=kind, name=said,
        role=role or (_FAMILY_ROLES.get(kind, "professional")), agency_code=agency_code,
        about=only_children_of(conference, about), to_invite=True, basis="on-the-day",
        why="Came without being on the list", supporter_of=helped, direct_contact=direct_contact,
    )  # fmt: skip
    refuse_kept_out(invitee, another)
    invitee.save(force_insert=True)
    return invitee
