"""Visits, meetings, talks and what ended a plan: taken back where they were entered by mistake, each by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord
from quorate.access.standing import Standing
from quorate.cases.models import Enquiry, StrategyDiscussion
from quorate.cases.refusals import quietly
from quorate.cases.services.enquiries_put_right import take_back_discussion, take_back_enquiry
from quorate.cases.services.putting_right import Told, take_back, take_back_event
from quorate.plans.models import CoreGroup, MeetingKind, TalkAfterwards, TalkKind, Visit
from quorate.plans.services.between import whom


@quietly
@transaction.atomic
def take_back_by_mistake(
    *,
    kind: str,
    key: UUID,
    cases: Sequence[UUID],
    reason: str,
    on: date,
    by: Standing,
    conference_id: UUID | None = None,
    right_day: date | None = None,
) -> None:
    """Takes back what was entered by mistake: a visit, a meeting, a talk, a discussion, an enquiry, an event.

    `cases` are the children about whom the page is, `conference_id` its conference: anything else is not found. A talk
    belongs to a conference; an assessment alone has a `right_day`. Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    does = _KINDS.get(kind)
    if does is None:
        raise NoSuchRecord
    said = {"reason": reason, "on": on, "by": by} | ({} if right_day is None else {"right_day": right_day})
    does(key, list(cases), conference_id, said)


def _visit(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    row = _found(Visit.objects.filter(pk=key, case_id__in=cases))
    facts = {"seen": row.seen, "alone": row.alone, "bedroom": row.bedroom}
    told = Told("child-visited", row.visited_on, [row.case_id], facts)
    take_back(row=row, called="The visit to the child", told=told, **said)


def _meeting(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    row = _found(CoreGroup.objects.filter(pk=key, children__overlap=cases))
    is_group = row.kind == MeetingKind.CORE_GROUP
    code = "core-group-held" if is_group else "network-meeting-held"
    told = Told(code, row.held_on, row.children, {"next_date_reminded": row.next_date_reminded})
    take_back(row=row, called="The core group" if is_group else "The network meeting", told=told, **said)
    if row.is_first:
        _next_is_first(row)


def _next_is_first(row: CoreGroup) -> None:
    """The meeting that came after it is the first of these children now."""
    stands = CoreGroup.objects.filter(children__overlap=row.children, kind=row.kind, taken_back_on__isnull=True)
    if not stands.filter(is_first=True).exists():
        after = stands.order_by("held_on", "recorded_at").values("pk")[:1]
        CoreGroup.objects.filter(pk__in=list(after.values_list("pk", flat=True))).update(is_first=True)


def _talk(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    if conference_id is None:
        raise NoSuchRecord
    talks = TalkAfterwards.objects.select_related("conference").filter(pk=key, conference_id=conference_id)
    row = _found(talks)
    own, about = whom(row.conference, row.person_id)
    facts = {"by": row.with_role} if own else {"parent": str(row.person_id), "by": row.with_role}
    # A talk that met no limit told the rules nothing: there is no event of its name, and none is looked for in vain.
    code = row.kind if row.kind == (TalkKind.CATEGORY if own else TalkKind.PLAN) else TalkKind.TALK
    told = Told(code, row.talked_on, about or cases, facts)
    take_back(row=row, called="The talk after the conference", told=told, **said)


def _discussion(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    rows = StrategyDiscussion.objects.select_related("enquiry", "case")
    take_back_discussion(discussion=_found(rows.filter(pk=key, case_id__in=cases)), **said)


def _enquiry(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    rows = Enquiry.objects.select_related("case").filter(pk=key, case_id__in=cases)
    take_back_enquiry(enquiry=_found(rows), **said)


def _event(key: UUID, cases: list[UUID], conference_id: UUID | None, said: dict[str, Any]) -> None:
    take_back_event(event_id=key, case=_found(ProtectedCase.objects.filter(pk__in=cases[:1])), **said)


def _found(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise NoSuchRecord
    return row


_Does = Callable[[UUID, list[UUID], UUID | None, dict[str, Any]], None]
_KINDS: Final[Mapping[str, _Does]] = MappingProxyType(
    {
        "visit": _visit, "meeting": _meeting, "talk": _talk, "discussion": _discussion, "enquiry": _enquiry,
        "event": _event,
    }
)  # fmt: skip
