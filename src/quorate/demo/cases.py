"""Handles of made-up cases and conferences: who works on them, one restricted, one with a conflict of interest.

There is nothing in them yet; children, plans and papers come with the rooms that keep them.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from quorate.access import services
from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.standing import Standing
from quorate.demo.staffing import Staffing
from quorate.people.models import Membership
from quorate.people.queries import standing_of

CASES, CONFERENCES = 4, 2
RESTRICTED, CONFLICTED = 2, 3  # which of the cases


def give_cases(staffing: Staffing, *, today: date) -> list[ProtectedCase]:
    """The cases and conferences of one authority, made by a team manager as in real life."""
    manager = staffing.first("team_manager")
    with acting_as(standing_of(manager)) as by:
        cases = [_case(staffing, number, by=by, today=today) for number in range(CASES)]
        conferences = [_conference(staffing, number, by=by, today=today) for number in range(CONFERENCES)]
    return [*cases, *conferences]


def _case(staffing: Staffing, number: int, *, by: Standing, today: date) -> ProtectedCase:
    worker = staffing.first("social_worker", number % 4)
    case = services.protect_case(kind="case", by=by, as_role="team_manager", begins_on=today - timedelta(days=60))
    _give(case, worker, "social_worker", by=by, begins_on=today - timedelta(days=55), why="Allocated")
    if number == 0:
        # Work that was handed on: the earlier worker's time is over, and the auditor's has a last day.
        earlier = staffing.first("social_worker", 3)
        _give(
            case,
            earlier,
            "social_worker",
            by=by,
            begins_on=today - timedelta(days=200),
            ends_on=today - timedelta(days=56),
            why="Allocated, then handed on",
        )
        auditor = staffing.first("quality_assurance")
        ends = today + timedelta(days=10)
        _give(case, auditor, "quality_assurance", by=by, begins_on=today, ends_on=ends, why="Sample of this month")
    if number == CONFLICTED:
        neighbour = staffing.first("social_worker", 0)
        services.declare_conflict(case=case, user_id=neighbour.user_id, kind="neighbour", by=by)
    if number == RESTRICTED:
        services.restrict(case=case, listed=[worker.user_id], by=by)
    return case


def _conference(staffing: Staffing, number: int, *, by: Standing, today: date) -> ProtectedCase:
    case = services.protect_case(kind="conference", by=by, as_role="team_manager", begins_on=today - timedelta(days=12))
    for role, place, why in (
        ("social_worker", number, "Allocated"),
        ("chair", number, "Chairs the conference"),
        ("administrator", 0, "Books and invites"),
        ("minute_taker", number, "Writes the record"),
    ):
        _give(case, staffing.first(role, place), role, by=by, begins_on=today - timedelta(days=10), why=why)
    for place in range(3):
        partner = staffing.first("partner", place)
        _give(
            case,
            partner,
            "partner",
            by=by,
            begins_on=today - timedelta(days=9),
            ends_on=today + timedelta(days=60),
            why="Invited",
            agency_id=partner.agency_id,
            attested_on=today,
        )
    return case


def _give(
    case: ProtectedCase,
    holder: Membership,
    role: str,
    *,
    by: Standing,
    begins_on: date,
    why: str,
    ends_on: date | None = None,
    agency_id: UUID | None = None,
    attested_on: date | None = None,
) -> None:
    services.grant(
        case=case,
        user_id=holder.user_id,
        as_role=role,
        begins_on=begins_on,
        ends_on=ends_on,
        why=why,
        agency_id=agency_id,
        attested_on=attested_on,
        by=by,
    )
