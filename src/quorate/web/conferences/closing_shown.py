"""What the page that ends the meeting shows: each child with its decision and next dates, or until when it has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import Decision
from quorate.conferences.queries.undecided import HOLDING
from quorate.conferences.standing import position_of_conference
from quorate.web.conferences.opening import OpenConference

_TO_COME: Final = ("open", "waiting", "overdue")


@dataclass(frozen=True, slots=True)
class ClosingChild:
    """One child on the page that ends the meeting. `missing` are dates that are not there yet; of a child for whom
    nothing is decided `last_on` is the day by which that has to be."""

    given: str
    case_id: UUID
    decision: Decision | None
    missing: tuple[str, ...]
    last_on: date | None = None


def closing_of(found: OpenConference) -> list[ClosingChild]:
    """Each child with its decision and next dates, or without."""
    rows = Decision.objects.filter(conference=found.conference, withdrawn_at__isnull=True)
    decided = {row.case_id: row for row in rows}
    left = [child for child in found.children if child.case_id not in decided]
    by = _days_by_which(found, left) if left and found.conference.state == "sitting" else {}
    lines = []
    for child in found.children:
        row = decided.get(child.case_id)
        wanted = row is not None and row.outcome in ("plan-made", "plan-continues")
        missing = [
            name
            for name, there in (
                ("the first core group", row.core_group_on if row else None),
                ("the next review", row.next_review_on if row else None),
            )
            if wanted and not there and not (name == "the first core group" and row and row.outcome != "plan-made")
        ]
        lines.append(ClosingChild(child.given, child.case_id, row, tuple(missing), by.get(child.case_id)))
    return lines


def _days_by_which(found: OpenConference, left: Sequence[Any]) -> dict[UUID, date]:
    """By when there has to be a conference about each of these, were this one closed now: by the engine alone."""
    now = position_of_conference(found.conference, found.now)
    decided = Decision.objects.filter(conference=found.conference, withdrawn_at__isnull=True).exists()
    facts: dict[str, Any] = {} if decided else {"outcomes": {}}
    then = now.adding({"event": "conference-held", "at": found.now.isoformat(), **facts})
    ids = {now.child(child.case_id): child.case_id for child in left}
    days: dict[UUID, date] = {}
    for duty in then.position.duties:
        case = ids.get(duty.about) if isinstance(duty.about, str) and duty.rule.code in HOLDING else None
        if case is not None and duty.due is not None and duty.state in _TO_COME:
            on = date.fromordinal(duty.due[0])
            days[case] = min(on, days.get(case, on))
    return days
