"""Before the start: where people wait, the chair's talk with the social worker, and with each parent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services import record_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import BeforeStart, Conference, ConferenceChild, Invitee, WaitingRoom
from quorate.conferences.models.invitee import InviteeKind
from quorate.conferences.services.meeting_register import require_register
from quorate.conferences.services.meeting_rules import LONGEST, noted, require_lead
from quorate.conferences.versions import TwoTexts
from quorate.procedure.vocabulary import MODES

_READ = ("read", "not-read", "not-shared")


@quietly
@transaction.atomic
def give_waiting_room(
    *, conference: Conference, use: str, by: Standing, room_id: UUID | None = None, words: str = "",
    person_id: UUID | None = None,
) -> WaitingRoom:  # fmt: skip
    """Says where the professionals wait, or the parents; with `person_id` a room for one parent alone (LEI-44, LEI-45).

    Professionals and parents never wait in one room, nor do two parents who have rooms of their own. Raises `Refused`.
    """
    require_register(by, conference)
    if use not in ("professionals", "parents"):
        raise Refused({"use": "Say for whom the room is: the professionals or the parents."})
    if room_id is None and not says_something(words):
        raise Refused({"room": "Choose a room, or write where it is."})
    others = WaitingRoom.objects.filter(conference=conference).exclude(use=use, person_id=person_id)
    if room_id is not None and others.filter(room_id=room_id).exists():
        raise Refused({"room": "Somebody else of this conference waits there already; choose another room."})
    room, _ = WaitingRoom.objects.update_or_create(
        conference=conference, use=use, person_id=person_id,
        defaults={
            "case_id": conference.case_id, "authority_id": conference.authority_id, "room_id": room_id,
            "words": words.strip()[:120],
        },
    )  # fmt: skip
    noted("meeting.waiting-room", conference, room, use=use)
    return room


@quietly
@transaction.atomic
def hold_discussion(
    *, conference: Conference, at: datetime, by: Standing, mode: str = "in_person", words: str = "",
    base_version: int = 0,
) -> BeforeStart:  # fmt: skip
    """The chair and the social worker have talked beforehand (LEI-31, LEI-46). Raises TwoTexts, `Refused`."""
    return _hold(conference, "discussion", None, at, by, base_version, {"mode": mode, "questions": words})


@quietly
@transaction.atomic
def meet_parent(
    *, conference: Conference, person_id: UUID, at: datetime, by: Standing, mode: str = "in_person",
    ticked: Iterable[str] = (), room_shown: bool | None = None, reports_read: Mapping[str, str] | None = None,
    raised: str = "", questions: str = "", still_open: str = "", base_version: int = 0,
) -> BeforeStart:  # fmt: skip
    """The chair has met a parent before the start (BAR-26, BRD-11, BRD-15, BOL-26, BOL-27).

    `ticked` are items of the pack's list in its words; `reports_read` says for each report read, not-read or
    not-shared. Raises TwoTexts where somebody has saved since, `Refused`.
    """
    _refuse_stranger(conference, person_id)
    done = list(dict.fromkeys(ticked))
    if unknown := set(done) - set(parent_items(conference)):
        raise Refused({"ticked": f"The list of this procedure has no item like {len(unknown)} of those ticked."})
    read = {str(report): state for report, state in (reports_read or {}).items() if state}
    if set(read.values()) - set(_READ):
        raise Refused({"reports_read": "Say for each report: read, not read or not shared."})
    said = {
        "mode": mode, "ticked": done, "room_shown": room_shown, "reports_read": read, "raised": raised,
        "questions": questions, "still_open": still_open,
    }  # fmt: skip
    return _hold(conference, "parent", person_id, at, by, base_version, said)


def parent_items(conference: Conference) -> list[str]:
    """The items of the pack's list for the chair's meeting with the parents."""
    lists = pack_of(conference).data["checklist"]
    return next((list(one["items"]) for one in lists if one["code"] == "meet-parents"), [])


def _refuse_stranger(conference: Conference, person_id: UUID) -> None:
    parents = Invitee.objects.filter(conference=conference, kind=InviteeKind.PARENT, removed_on__isnull=True)
    if not parents.filter(person_id=person_id).exists():
        raise Refused({"person": "This person is not on the list as a parent; add the person first."})


def _hold(
    conference: Conference, kind: str, person_id: UUID | None, at: datetime, by: Standing, base_version: int,
    said: dict[str, Any],
) -> BeforeStart:  # fmt: skip
    require_lead(by, conference)
    _refuse_said(said)
    said = {key: value.strip() if isinstance(value, str) else value for key, value in said.items()}
    there = BeforeStart.objects.filter(conference=conference, kind=kind, person_id=person_id)
    if not there.exists():
        held = BeforeStart(
            conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind=kind,
            person_id=person_id, held_at=at, by=by.user_id, **said,
        )  # fmt: skip
        held.save(force_insert=True)
        _tell(conference, held, at, by)
    elif not there.filter(version=base_version).update(**said, version=F("version") + 1, by=by.user_id):
        now = there.get()
        raise TwoTexts(
            yours=said, theirs={key: getattr(now, key) for key in said}, version=now.version, theirs_by=now.by
        )
    else:
        held = there.get()
        if held.kind == "parent":
            _tell(conference, held, at, by)
    noted("meeting.talk-before", conference, held, kind=kind, ticked=len(held.ticked))
    return held


def _refuse_said(said: Mapping[str, Any]) -> None:
    if said["mode"] not in MODES:
        raise Refused({"mode": "Say how you met: in person, by link or by phone."})
    for key in ("raised", "questions", "still_open"):
        if len(said.get(key, "")) > LONGEST:
            raise Refused({key: f"This is longer than {LONGEST:,} letters; shorten it."})


def _tell(conference: Conference, held: BeforeStart, at: datetime, by: Standing) -> None:
    """The rules hear of it: who was met and how, whether the room was shown and the reports were asked about."""
    facts: dict[str, Any] = {"mode": held.mode}
    code = "pre-conference-discussion-held"
    if held.kind == "parent":
        code = "chair-met-parent"
        facts |= {"parent": held.person_id, "reports_read_checked": bool(held.reports_read)}
        if held.room_shown is not None:
            facts["room_shown"] = held.room_shown
    cases = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    record_event(code=code, cases=list(cases), at=at, facts=facts, conference=conference, by=by)
