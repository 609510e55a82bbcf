"""Who is expected and does not come: parents with what the chair decided, practitioners with what they sent instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from quorate.conferences.models import Conference, Invitee, InviteeKind, ParentAbsence, Report
from quorate.conferences.queries.meeting import Here, Register, register_of
from quorate.conferences.queries.people import kept_out_all
from quorate.conferences.queries.report_contents import has_recommendation


@dataclass(frozen=True, slots=True)
class AbsentParent:
    """A parent of the list who has not been there; `decided` is what the chair has said about it, if anything."""

    invitee: Invitee
    decided: ParentAbsence | None


def absent_parents(conference: Conference, register: Register | None = None) -> list[AbsentParent]:
    """The parents whom nobody keeps out and who have not been there at any time, by name."""
    told = register_of(conference) if register is None else register
    away = [one.invitee for one in told.not_here if _is_asked_parent(one)]
    people = [one.person_id for one in away if one.person_id is not None]
    if not people:
        return []
    out = {person for person, said in kept_out_all(conference, people).items() if said.scope == "whole"}
    decided = {row.person_id: row for row in ParentAbsence.objects.filter(conference=conference)}
    return [
        AbsentParent(one, decided.get(one.person_id)) for one in away if one.person_id and one.person_id not in out
    ]  # fmt: skip


def _is_asked_parent(one: Here) -> bool:
    return one.invitee.kind == InviteeKind.PARENT and not one.earlier and one.invitee.to_invite is not False


@dataclass(frozen=True, slots=True)
class Expected:
    """A practitioner who was asked to come: whether they came, and what they sent.

    `state` is came, reported (did not come, and their report with a recommendation is in), part (a report without a
    recommendation), apologies (only that they cannot come) or nothing.
    """

    invitee: Invitee
    state: str

    @property
    def is_wanting(self) -> bool:
        """Whether neither they nor their views and recommendation were there (BOL-20, BOL-38, BOL-39)."""
        return self.state in ("part", "apologies", "nothing")


NEVER_EXPECTED = ("chair", "minute_taker")


def expected_practitioners(
    conference: Conference, register: Register | None = None, reports: Iterable[Report] | None = None
) -> list[Expected]:
    """Every professional of the list who was asked, those who neither came nor reported first, then by name."""
    told = register_of(conference) if register is None else register
    rows = Report.objects.filter(conference=conference) if reports is None else reports
    sent = {one.invitee_id: one for one in rows if one.invitee_id is not None and one.is_done}
    here = {one.invitee.pk for one in (*told.here, *told.not_here) if one.stay is not None or one.earlier}
    asked = [
        one.invitee
        for one in (*told.here, *told.not_here)
        if one.invitee.kind == InviteeKind.PROFESSIONAL and one.invitee.to_invite is not False
        if one.invitee.agency_code and one.invitee.role not in NEVER_EXPECTED
    ]
    lines = [Expected(one, _state(one, here, sent.get(one.pk))) for one in asked]
    return sorted(lines, key=lambda one: (not one.is_wanting, one.state == "came", one.invitee.name))


def _state(one: Invitee, here: Collection[UUID], report: Report | None) -> str:
    if one.pk in here:
        return "came"
    if report is not None:
        return "reported" if has_recommendation(report) else "part"
    return "apologies" if one.answer == "no" else "nothing"
