"""What was recorded as shared by mistake is taken back: the report counts as not shared, and both stay to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.putting_right import withdrawn
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Report, ReportComment, ReportShare, ReportShareStep, ShareStep
from quorate.conferences.report_rules import told_as
from quorate.conferences.services.happening import happened, london_day

TAKEN_BACK: Final = "taken-back"
"""The step that says that what was recorded before it was a mistake."""
_MANAGER: Final = "team_manager"
_TOLD: Final = ("report-shared", "report-read", "report-commented")
_READ: Final = (ShareStep.READ, ShareStep.TALKED)
_UNCLEAR: Final = (
    "Another report of the same kind was shared with them at the same time, and these older entries do not say which of"
    " the two the procedure was told of: neither can be taken back."
)
_NOTHING: Final[dict[str, Any]] = {
    "parts": [], "shared_at": None, "how": "", "by_words": "", "shared_by": None, "limit_at": None, "is_late": False,
    "late_why": "", "read_at": None, "talked_at": None, "commented_at": None,
}  # fmt: skip


def may_take_back(share: ReportShare, steps: Sequence[ReportShareStep], by: Standing) -> bool:
    """Whether somebody who writes in the conference may take back that this was shared: whoever recorded it, or a team
    manager. `steps` are the share's, in any order."""
    if share.shared_at is None:
        return False
    return by.role == _MANAGER or by.user_id in {one.recorded_by for one in standing_steps(steps)}


def standing_steps(steps: Sequence[ReportShareStep]) -> list[ReportShareStep]:
    """Those that were recorded since something was last taken back, in the order in which they were recorded."""
    rows = sorted(steps, key=lambda one: one.recorded_at)
    last = max((number for number, one in enumerate(rows) if one.step == TAKEN_BACK), default=-1)
    return rows[last + 1 :]


def in_order(steps: Sequence[ReportShareStep]) -> Sequence[ReportShareStep]:
    """The steps as they are read: by when they happened, as they come; by when they were recorded where one of them
    says that those before it were wrong."""
    is_mended = any(one.step == TAKEN_BACK for one in steps)
    return sorted(steps, key=lambda one: one.recorded_at) if is_mended else steps


@quietly
@transaction.atomic
def take_back_share(*, share: ReportShare, reason: str, by: Standing, at: datetime) -> ReportShare:
    """Takes back all that stands of a report having been shared with this reader, that they read it, and what they are
    recorded to have said to it: it was the words of another, or of nobody.

    The rules are no longer told of it, so that what is owed to the reader is owed again, and is late if its limit is
    past. The steps stay, with who took them back and why. Refused where older steps leave open which of two reports
    that are told alike an event was about. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", share.case)
    row = ReportShare.objects.select_for_update(of=("self",)).select_related("report", "conference").get(pk=share.pk)
    steps = list(ReportShareStep.objects.filter(share=row))
    why = " ".join(reason.split())
    refuse(
        **{"": _fault(row, steps, by)},
        reason="Say what was wrong; the reason is kept." if not says_something(why) else "Use at most 500 letters."
        if len(why) > 500 else None,
    )  # fmt: skip
    _words_back(row, why, by, at)
    # What was told last first: an answer hangs on the report having been shared.
    for event_id, others in reversed(_events(row, standing_steps(steps))):
        _withdraw(row, event_id, others, by)
    for name, value in _NOTHING.items():
        setattr(row, name, value)
    row.save(update_fields=list(_NOTHING))
    ReportShareStep.objects.create(
        conference_id=row.conference_id, case_id=row.case_id, authority_id=row.authority_id, share=row,
        step=TAKEN_BACK, at=at, words=why, recorded_by=by.user_id, recorded_at=at,
    )  # fmt: skip
    noted("report.step", row, step=TAKEN_BACK)
    return row


def _fault(row: ReportShare, steps: Sequence[ReportShareStep], by: Standing) -> str | None:
    if row.shared_at is None:
        return "This report does not count as shared with them: there is nothing to take back."
    if not may_take_back(row, steps, by):
        return "Whoever recorded that it was shared takes it back, or a team manager: ask them."
    said = sum(one.step == ShareStep.COMMENTED for one in standing_steps(steps))
    if said > _standing_words(row).count():
        return "They said something to it that you may not read: whoever reads all of it takes this back."
    return None


def _standing_words(row: ReportShare) -> QuerySet[ReportComment]:
    rows = ReportComment.objects.filter(report_id=row.report_id, taken_back_at__isnull=True)
    return rows.filter(person_id=row.person_id) if row.person_id is not None else rows.none()


def _words_back(row: ReportShare, why: str, by: Standing, at: datetime) -> None:
    """What is recorded as theirs stands in no paper any more; a paper of the report that waits is made anew."""
    for one in _standing_words(row):
        one.taken_back_at, one.taken_back_by, one.taken_back_why = at, by.user_id, why
        one.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
        noted("report.step", one, step=TAKEN_BACK)
    if row.commented_at is not None:
        # Papers rest on the version of the report.
        report = Report.objects.select_for_update(of=("self",)).get(pk=row.report_id)
        report.version += 1
        report.save(update_fields=["version"])


def _events(row: ReportShare, steps: Sequence[ReportShareStep]) -> list[tuple[UUID, list[str]]]:
    """The events that told the rules of these steps, each with who else stands in it: of a step that does not know its
    event, those of its time that no other step knows for its own. Raises `Refused` where these may be another report's.
    """
    known = {one.event_id: one for one in steps if one.event_id is not None}
    gone = set(CaseEvent.objects.filter(takes_back__in=known).values_list("takes_back", flat=True))
    # Of reading it only the first step tells the rules.
    reading = () if any(one.step in _READ for one in known.values()) else _READ
    older = [
        one for one in steps if one.event_id is None and one.step in (ShareStep.SHARED, ShareStep.COMMENTED, *reading)
    ]
    found = _events_at(row, older) if older else []
    shared = sum(one.step == ShareStep.SHARED for one in older)
    codes = CaseEvent.objects.filter(event_id__in=[key for key, _ in found]).values_list("event_id", "code").distinct()
    told = Counter(code for _, code in codes)
    said = sum(one.step == ShareStep.COMMENTED for one in older)
    is_unclear = told["report-shared"] > shared or told["report-read"] > 1 or told["report-commented"] > said
    refuse(**{"": _UNCLEAR if is_unclear else None})
    return [(one, []) for one in known if one not in gone] + found


def _events_at(row: ReportShare, steps: Sequence[ReportShareStep]) -> list[tuple[UUID, list[str]]]:
    reader = str(row.person_id or row.recipient)
    times, days = {one.at for one in steps}, {london_day(one.at) for one in steps}
    here = CaseEvent.objects.filter(conference_id=row.conference_id, code__in=_TOLD)
    back = here.exclude(takes_back=None).values("takes_back")
    told = here.filter(takes_back=None, facts__report=told_as(pack_of(row.conference), row.report))
    found: dict[UUID, set[str]] = {}
    others = ReportShareStep.objects.filter(conference_id=row.conference_id, event_id__isnull=False).values("event_id")
    for one in told.exclude(event_id__in=back).exclude(event_id__in=others).order_by("recorded_at"):
        if one.at in times if one.at else one.day in days:
            said = one.facts.get("with", ())
            # A row of one child's case leaves out the other children: the event's readers are those of all its rows.
            found.setdefault(one.event_id, set()).update([said] if isinstance(said, str) else said)
    return [(key, sorted(readers - {reader})) for key, readers in found.items() if reader in readers]


def _withdraw(row: ReportShare, event_id: UUID, others: Sequence[str], by: Standing) -> None:
    """Takes back an event; whoever else it told of has the report still."""
    event = CaseEvent.objects.filter(event_id=event_id).first()
    assert event is not None
    withdrawn(event_id, by)
    if others:
        happened(
            event.code, row.conference, by=by, at=event.at, day=None if event.at else event.day,
            facts={**event.facts, "with": list(others)},
        )  # fmt: skip
