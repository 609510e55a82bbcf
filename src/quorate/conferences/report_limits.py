"""Until when a parent has a report in time: the procedure's own limit, as it stands among the duties."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from quorate.cases.models import Duty
from quorate.cases.one_person import all_of
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Report, ReportShare
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.report_rules import parts_to_share, sharing_duties
from quorate.procedure.london import last_second_of


def limit_of(report: Report, recipient: str, person_id: UUID | None) -> datetime | None:
    """The latest instant at which this parent has the report in time; None where the procedure sets none."""
    if person_id is None or recipient != "parent":
        return None
    codes = sharing_duties(pack_of(report.conference), is_social_work=report.code == SOCIAL_WORK)
    duty = (
        Duty.objects.filter(conference_id=report.conference_id, code__in=codes, about_id__in=all_of([person_id]))
        .order_by("due_on", "due_at")
        .first()
    )
    return None if duty is None else end_of(duty.due_at, duty.due_on)


def end_of(due_at: datetime | None, due_on: date | None) -> datetime | None:
    """The last instant of a limit: its time, or the end of its day in London."""
    if due_at is not None or due_on is None:
        return due_at
    return last_second_of(due_on)


def had_all(report: Report, row: ReportShare) -> bool:
    """Whether they had everything that the limit asks for before."""
    if report.code != SOCIAL_WORK:
        return row.shared_at is not None
    return row.shared_at is not None and parts_to_share(
        pack_of(report.conference), report.conference.kind
    ) <= frozenset(row.parts)
