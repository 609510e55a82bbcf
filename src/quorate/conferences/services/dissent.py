"""Who disagrees, and what parents and children say of a decision or a plan: kept with its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from quorate.access.permissions import NoSuchRecord
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.models import Conference, ConferenceChild, Dissent, Invitee
from quorate.conferences.models.dissent import DISSENT_KINDS
from quorate.conferences.services.meeting_rules import noted, require_lead
from quorate.procedure.pack import Pack


@quietly
@transaction.atomic
def record_dissent(
    *,
    conference: Conference,
    invitee: Invitee,
    kind: str,
    words: str,
    pack: Pack,
    at: datetime,
    by: Standing,
    child_case_id: UUID | None = None,
    grounds: Sequence[str] = (),
    meant_for: str = "",
) -> Dissent:
    """Writes down what somebody says of a decision or a plan (RDB-42); a dissent is an event of the rules too.

    A professional's is for everybody, the family's for the person and the professionals unless `meant_for` says
    otherwise. Raises `Refused`, `NotAllowed`, `NoSuchRecord`."""
    require_lead(by, conference)
    if invitee.conference_id != conference.id or invitee.removed_on is not None:
        raise NoSuchRecord
    cases = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    refuse(
        kind=None if kind in DISSENT_KINDS else "Say whether somebody disagrees or says something about it.",
        words=None if words.strip() else "Write down what they say.",
        child=None if child_case_id in (None, *cases) else "The conference is not about this child.",
        grounds=None if set(grounds) <= set(pack.data["complaints"]["grounds"]) else "Choose from the list.",
    )
    whose = meant_for or ("F-person" if invitee.is_family else "F-all")
    row = Dissent(
        id=uuid4(), case_id=conference.case_id, authority_id=conference.authority_id, conference=conference,
        kind=kind, child_case_id=child_case_id, invitee_id=invitee.id, person_id=invitee.person_id,
        said_by=invitee.name, role=invitee.role or invitee.kind, grounds=list(grounds), words=words.strip(), at=at,
        recorded_by=by.user_id, meant_for=whose,
        named=[invitee.person_id] if whose == "F-person" and invitee.person_id else [],
    )  # fmt: skip
    row.save(force_insert=True)
    if kind == "dissent":
        _happened(conference, [child_case_id] if child_case_id else cases, invitee, grounds, at, by)
    noted("conference.dissent-recorded", conference, row, kind=kind)
    return row


def _happened(
    conference: Conference, cases: Sequence[UUID], invitee: Invitee, grounds: Sequence[str], at: datetime, by: Standing
) -> None:
    known = invitee.person_id if invitee.kind in ("parent", "child") else None
    facts: dict[str, Any] = {"from": str(known) if known else invitee.role or invitee.kind}
    if grounds:
        facts["grounds"] = list(grounds)
    try:
        record_event(code="dissent-recorded", cases=cases, at=at, facts=facts, conference=conference, by=by)
    except RefusedEvent as refused:
        raise Refused({"__all__": str(refused)}) from None
