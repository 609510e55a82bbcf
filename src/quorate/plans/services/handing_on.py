"""The core group follows who works with the child: the lead's place goes to whoever took over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from quorate.access.models import Grant
from quorate.access.permissions import may
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.conferences.services.allocations import Handed, handed
from quorate.people.models import User
from quorate.plans.models import CoreGroupMember


@transaction.atomic
def follow(*, given: Sequence[Grant], ended: Sequence[Grant], on: date, by: Standing) -> None:
    """Whoever took over a child stands in its core group where the old one stood; nobody took over: the place is free.

    Who belonged to it before stays in the record of the meetings that were held.
    """
    for one in handed(given, ended):
        rows = CoreGroupMember.objects.select_related("case").filter(
            user_id=one.old, until__isnull=True, children__overlap=sorted(one.children)
        )
        for row in rows:
            if may(by, "write", row.case):
                _hand_on(row, one, on, by)


def _hand_on(row: CoreGroupMember, one: Handed, on: date, by: Standing) -> None:
    until = max(one.last_day or on, row.since)
    CoreGroupMember.objects.filter(pk=row.pk).update(until=until)
    kept = [case for case in row.children if case not in one.children]
    moved = [case for case in row.children if case in one.children]
    made = [_like(row, kept, row.user_id, row.name, until)] if kept else []
    if one.new is not None:
        name = User.objects.values_list("display_name", flat=True).get(pk=one.new)
        made.append(_like(row, moved, one.new, name, until))
    CoreGroupMember.objects.bulk_create(made)
    record(
        action="core-group.named", subject_kind="case", subject_id=row.case_id, case_id=row.case_id,
        facts={"members": len(made), "children": len(row.children)},
    )  # fmt: skip


def _like(row: CoreGroupMember, children: list[UUID], user_id: UUID | None, name: str, since: date) -> CoreGroupMember:
    is_same = user_id == row.user_id
    return CoreGroupMember(
        case=row.case, authority_id=row.authority_id, conference_id=row.conference_id, children=children, name=name,
        kind=row.kind, role=row.role, role_words=row.role_words, invitee_id=row.invitee_id if is_same else None,
        user_id=user_id, is_lead=row.is_lead, since=since,
    )  # fmt: skip
