"""Core groups and network meetings: who belongs to them, and each meeting with the progress that it saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, may, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.models import Conference
from quorate.plans.models import ActionProgress, CoreGroup, CoreGroupMember, Direction, MeetingKind
from quorate.plans.services.between import outside_the_plan

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who belongs to a core group; see `CoreGroupMember` for what each value means."""

    name: str
    kind: str = "professional"
    role: str = ""
    role_words: str = ""
    invitee_id: UUID | None = None
    person_id: UUID | None = None
    user_id: UUID | None = None
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How one action gets on: better, same, worse or done, and a sentence. `case_id` is the child's."""

    action_id: UUID
    case_id: UUID
    direction: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a meeting brought; see `CoreGroup`. `views` holds by child's case `{"asked": bool, "words": str}`."""

    held_on: date
    kind: str = MeetingKind.CORE_GROUP
    chaired_by: str = ""
    chair_words: str = ""
    came: Sequence[UUID] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    next_on: date | None = None
    next_conference_on: date | None = None
    next_date_reminded: bool = False
    progress: Sequence[Progress] = ()


@quietly
@transaction.atomic
def name_core_group(
    *, conference: Conference | None, children: Sequence[UUID], members: Sequence[NewMember], on: date, by: Standing
) -> list[CoreGroupMember]:
    """Says who belongs to the core group of these children from a day on; who belonged to it before no longer does.

    Called at the decision, and later when the group changes. Raises `Refused`, `NotAllowed`.
    """
    case = _case_of(conference, children)
    _require_write(by, case, children)
    refuse(members=None if members else "A core group has at least one member.")
    _asked("plans_end_core_group(%s::uuid[], %s)", [str(one) for one in children], on)
    made = [
        CoreGroupMember(
            case=case, authority_id=case.authority_id, conference=conference, children=list(children), name=one.name,
            kind=one.kind, role=one.role, role_words=one.role_words, invitee_id=one.invitee_id,
            person_id=one.person_id, user_id=one.user_id, is_lead=one.is_lead, since=on,
        )
        for one in members
    ]  # fmt: skip
    CoreGroupMember.objects.bulk_create(made)
    record(
        action="core-group.named", subject_kind="case", subject_id=case.pk, case_id=case.pk,
        facts={"members": len(made), "children": len(children)},
    )  # fmt: skip
    return made


def go_on(*, conference: Conference, case_id: UUID, ended_on: date, on: date) -> None:
    """The group of this child that ended on a day, because this conference named another, stands again.

    Raises Django's `DatabaseError` for whoever writes neither in the child's case nor in a conference about it.
    """
    _asked("plans_core_group_goes_on(%s::uuid, %s, %s::uuid, %s)", str(case_id), ended_on, str(conference.pk), on)


@quietly
@transaction.atomic
def hold(*, conference: Conference | None, children: Sequence[UUID], said: Held, on: date, by: Standing) -> CoreGroup:
    """Records a meeting of a core group, or of a network, about these children; `on` is today.

    Each child's views are asked for at every core group, or the reason why not is in its words. Raises `Refused`.
    """
    case = _case_of(conference, children)
    _require_write(by, case, children)
    refuse(
        held_on="This day has not come yet; record the meeting when it has been held."
        if said.held_on > on
        else outside_the_plan(children, said.held_on),
        children=None if children else "Say which children the meeting was about.",
        next_on=_next_fault(said),
        views=_views_missing(said, children),
    )
    before = CoreGroup.objects.filter(children__overlap=list(children), kind=said.kind, taken_back_on__isnull=True)
    is_first = not before.exists()
    made = CoreGroup(
        case=case, authority_id=case.authority_id, conference=conference, kind=said.kind, children=list(children),
        held_on=said.held_on, is_first=is_first, chaired_by=said.chaired_by, chair_words=said.chair_words.strip(),
        came=list(said.came), absent=dict(said.absent), others=said.others.strip(),
        views={str(key): dict(value) for key, value in said.views.items()}, settled=dict(said.settled),
        notes=said.notes.strip(), next_on=said.next_on, next_conference_on=said.next_conference_on,
        next_date_reminded=said.next_date_reminded, recorded_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    for one in said.progress:
        note_progress(progress=one, on=said.held_on, by=by, core_group=made)
    record(
        action="core-group.held", subject_kind="coregroup", subject_id=made.id, case_id=case.pk,
        facts={"kind": said.kind, "children": len(children)},
    )  # fmt: skip
    code = "core-group-held" if said.kind == MeetingKind.CORE_GROUP else "network-meeting-held"
    facts = {"views_asked": _all_asked(said, children), "next_date_reminded": said.next_date_reminded}
    _happened(code, conference, children, said.held_on, facts, by)
    return made


@quietly
@transaction.atomic
def note_progress(*, progress: Progress, on: date, by: Standing, core_group: CoreGroup | None = None) -> ActionProgress:
    """Notes how one action gets on, at a meeting or between two. Raises `Refused`, `NotAllowed`."""
    refuse(direction=None if progress.direction in Direction.values else "Choose better, the same, worse or done.")
    case = ProtectedCase.objects.filter(pk=progress.case_id).first()
    if case is None:
        raise NoSuchRecord
    require(by, "write", case)
    made = ActionProgress(
        case=case, authority_id=case.authority_id, action_id=progress.action_id, core_group=core_group, noted_on=on,
        direction=progress.direction, words=progress.words.strip(), noted_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        action="progress.noted", subject_kind="actionprogress", subject_id=made.id, case_id=case.pk,
        facts={"direction": progress.direction},
    )  # fmt: skip
    return made


# --- steps


def _next_fault(said: Held) -> str | None:
    if said.next_on is None:
        return None
    if said.next_on <= said.held_on:
        return "The next meeting is after this one."
    return (
        "That is more than a year after this meeting; check the year." if said.next_on - said.held_on > _YEAR else None
    )


def _asked(call: str, *said: str | date | list[str]) -> None:
    """The database does it: rows of a group that others named are not changed by whoever names one now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", said)


def _case_of(conference: Conference | None, children: Sequence[UUID]) -> ProtectedCase:
    if conference is not None:
        return conference.case
    if not children:
        raise Refused({"children": "Say which children it is about."})
    return ProtectedCase.objects.get(pk=children[0])


def _require_write(by: Standing, case: ProtectedCase, children: Sequence[UUID]) -> None:
    """Whoever writes in all of the children's cases, or in the conference."""
    own = list(ProtectedCase.objects.filter(pk__in=children))
    if len(own) == len(set(children)) and own and all(may(by, "write", one) for one in own):
        return
    require(by, "write", case)


def _views_missing(said: Held, children: Sequence[UUID]) -> str | None:
    """A child's views are asked for, or it is said why they could not be (LEI-54)."""
    for child in children:
        told = said.views.get(str(child), {})
        if not told.get("asked") and not says_something(str(told.get("words", ""))):
            return "Say for each child what the child said, or why the child could not be asked."
    return None


def _all_asked(said: Held, children: Sequence[UUID]) -> bool:
    return all(bool(said.views.get(str(child), {}).get("asked")) for child in children)


def _happened(
    code: str,
    conference: Conference | None,
    children: Sequence[UUID],
    day: date,
    facts: Mapping[str, Any],
    by: Standing,
) -> None:
    sentence = None
    try:
        record_event(code=code, cases=list(children), day=day, facts=dict(facts), conference=conference, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({"held_on": sentence})
