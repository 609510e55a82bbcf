"""What the rules are told of keeping somebody out: at once, or with the request where that has not been sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from quorate.access.standing import Standing
from quorate.cases.fact_checks import LONDON
from quorate.cases.models import CaseEvent
from quorate.conferences.models import Conference, ConferenceExclusion
from quorate.conferences.services.happening import happened
from quorate.conferences.standing import ConferencePosition, NothingToldYet, position_of_conference

_BEGINS: Final = ("conference-requested", "conference-booked")


def is_known(conference: Conference, person_id: UUID, on: date) -> bool:
    """Whether the rules know the person as a parent of the family."""
    position = position_if_told(conference, datetime.combine(on, datetime.max.time(), tzinfo=LONDON))
    return position is not None and knows(position, person_id)


def position_if_told(conference: Conference, at: datetime) -> ConferencePosition | None:
    """Where a conference stands by the rules; None where they have been told nothing yet."""
    try:
        return position_of_conference(conference, at)
    except NothingToldYet:
        return None


def knows(position: ConferencePosition, person_id: UUID) -> bool:
    """Whether a position counts somebody as a parent."""
    try:
        return position.person(str(person_id)).startswith("p")
    except KeyError:
        return False


def knows_of(conference: Conference) -> bool:
    """Whether the rules know that there is to be this conference. Of a draft they do not: what is decided about a
    parent meanwhile would be taken for another conference's own decision."""
    told = CaseEvent.objects.filter(conference_id=conference.pk, code__in=_BEGINS, takes_back__isnull=True)
    return told.exists()


def facts_of(row: ConferenceExclusion) -> dict[str, Any]:
    """What the rules are told of a decision."""
    return {
        "parent": str(row.person_id), "scope": row.scope, "outcome": row.outcome, "by": row.decided_as,
        "reason": row.ground,
    }  # fmt: skip


def tell_asked(row: ConferenceExclusion, by: Standing) -> None:
    """Records that it was asked whether somebody is to be kept out."""
    facts = {"parent": str(row.person_id), "scope": row.scope, "reason": row.ground}
    happened("exclusion-requested", row.conference, day=row.asked_on, by=by, facts=facts)


def tell_with_request(conference: Conference, by: Standing) -> None:
    """When a request is sent: what was asked and decided about keeping parents out while it was a draft."""
    rows = ConferenceExclusion.objects.filter(conference=conference, answered_with__isnull=True)
    for row in rows.order_by("decided_at", "asked_on", "id"):
        if not is_known(conference, row.person_id, row.asked_on):
            continue
        if row.decided_at is None:
            tell_asked(row, by)
        else:
            happened("exclusion-decided", conference, at=row.decided_at, by=by, facts=facts_of(row))
