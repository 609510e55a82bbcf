"""Sharing a report: with each parent separately, with a child, the chair, the professionals; and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import facts_of, require
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Report, ReportComment, ReportSection, ReportShare, ReportShareStep, ShareStep
from quorate.conferences.queries.people import kept_out_now
from quorate.conferences.report_limits import had_all, limit_of
from quorate.conferences.report_rules import told_as
from quorate.conferences.services.happening import happened

HOW: Final = (
    ("handed-over", "Handed over on paper"),
    ("read-aloud", "Read aloud together"),
    ("link", "Secure link"),
    ("e-mail", "Secure e-mail"),
    ("post", "By post"),
    ("interpreted", "Read with an interpreter"),
)
"""How somebody got a report."""
_WHO_TALKED: Final = "Say who talked it through with them."
_LATE: Final = "This is after the limit. Say why it is late: it stays marked, and nothing is lost."
RECIPIENTS: Final = ("parent", "child", "chair", "professionals")


@dataclass(frozen=True, slots=True)
class Reader:
    """With whom a report is shared: `recipient`, and for somebody of the family their `person_id`."""

    recipient: str
    person_id: UUID | None = None

    @property
    def told(self) -> str:
        """What the event says."""
        return str(self.person_id) if self.person_id else self.recipient


@quietly
@transaction.atomic
def share(
    *,
    report: Report,
    reader: Reader,
    at: datetime,
    how: str,
    by: Standing,
    now: datetime,
    by_words: str = "",
    parts: Iterable[str] = ("report",),
    late_why: str = "",
) -> ReportShare:
    """Records that somebody has the report (or parts of it) since `at`: how, and by whom. Records report-shared.

    After the limit it is late for ever, and `late_why` says why. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", report.case)
    given = [one for one in ("report", "chronology", "genogram", "plan") if one in set(parts)]
    row = _row(report, reader)
    limit = limit_of(report, reader.recipient, reader.person_id)
    is_late = limit is not None and at > limit and not had_all(report, row)
    refuse(
        at=_instant_fault(report, at, now),
        how=None if how in dict(HOW) else "Choose how they got it.",
        parts=None if given else "Say what they got.",
        person_id=_reader_fault(report, reader, row),
        late_why=_LATE if is_late and not says_something(late_why) else None,
    )
    row.parts = sorted({*row.parts, *given})
    if row.shared_at is None or at < row.shared_at:
        row.shared_at, row.how, row.by_words, row.shared_by = at, how, by_words[:150], by.user_id
    row.limit_at, row.is_late, row.late_why = limit, row.is_late or is_late, row.late_why or late_why.strip()[:500]
    row.not_for_reason, row.agreed_by, row.agreed_at = "", None, None
    row.save()
    facts = {"report": _told(report), "with": [reader.told], "parts": given, "how": how}
    told = happened("report-shared", report.conference, at=at, by=by, facts=facts)
    _step(row, ShareStep.SHARED, by=by, at=at, now=now, how=how, by_words=by_words, parts=given, is_late=is_late,
          words=late_why if is_late else "", event_id=told)  # fmt: skip
    noted("report.shared", row, recipient=reader.recipient, late=is_late)
    return row


@quietly
@transaction.atomic
def note_read(
    *, share: ReportShare, step: str, at: datetime, by: Standing, now: datetime, by_words: str = "", words: str = ""
) -> ReportShare:
    """Notes that somebody has read the report, or that it was talked through with them (and by whom).

    Raises `Refused` for a report that they have not had, `NotAllowed`.
    """
    require(by, "write", share.case)
    row = ReportShare.objects.select_for_update(of=("self",)).select_related("report", "conference").get(pk=share.pk)
    refuse(
        step=None if step in (ShareStep.READ, ShareStep.TALKED) else "Choose what happened.",
        at=_after_fault(row, at, now),
        by_words=_WHO_TALKED if step == ShareStep.TALKED and not says_something(by_words) else None,
    )
    is_first = row.read_at is None
    row.read_at = row.read_at or at
    if step == ShareStep.TALKED:
        row.talked_at = row.talked_at or at
    row.save(update_fields=["read_at", "talked_at"])
    told = happened("report-read", row.conference, at=at, by=by, facts=_facts(row)) if is_first else None
    _step(row, step, by=by, at=at, now=now, by_words=by_words, words=words, event_id=told)
    noted("report.step", row, step=step)
    return row


@quietly
@transaction.atomic
def comment(
    *,
    share: ReportShare,
    words: str,
    by_name: str,
    at: datetime,
    by: Standing,
    now: datetime,
    disagrees: bool = False,
    how: str = "",
    section: ReportSection | None = None,
    meant_for: str = "P",
    named: Iterable[UUID] = (),
) -> ReportComment:
    """Appends what a parent or child says to the report: their own words under their own mark. The report stays.

    Records report-commented. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", share.case)
    row = ReportShare.objects.select_for_update(of=("self",)).select_related("report", "conference").get(pk=share.pk)
    refuse(
        words=None if words.strip() else "Write down what they said, in their own words.",
        at=_after_fault(row, at, now),
        person_id=None if row.person_id else "Comments are taken from people of the family.",
        meant_for=None if meant_for in ("F-all", "F-person", "P") else "Choose who may read it.",
    )
    assert row.person_id is not None
    made = ReportComment(
        conference_id=row.conference_id, case_id=row.case_id, authority_id=row.authority_id, report_id=row.report_id,
        section_id=section.pk if section else None, person_id=row.person_id, by_name=by_name[:200],
        words=words.strip("\r\n"), disagrees=disagrees, how=how, said_at=at, taken_down_by=by.user_id,
        meant_for=meant_for, named=list(named) or ([row.person_id] if meant_for == "F-person" else []),
    )  # fmt: skip
    made.save(force_insert=True)
    row.read_at, row.commented_at = row.read_at or at, row.commented_at or at
    row.save(update_fields=["read_at", "commented_at"])
    told = happened("report-commented", row.conference, at=at, by=by, facts=_facts(row))
    _step(row, ShareStep.COMMENTED, by=by, at=at, now=now, how=how, event_id=told)
    noted("report.commented", row, disagrees=disagrees)
    return made


@quietly
@transaction.atomic
def not_for(*, report: Report, reader: Reader, reason: str, by: Standing, at: datetime) -> ReportShare:
    """Says that a report does not go to a parent, and why. It counts once the chair has agreed (`agree_not_for`)."""
    require(by, "write", report.case)
    row = _row(report, reader)
    refuse(
        reason=None if says_something(reason) else "Say why this parent does not get the report.",
        person_id="They have this report already." if row.shared_at is not None else None,
    )
    row.not_for_reason, row.not_for_by = reason.strip()[:500], by.user_id
    row.agreed_by, row.agreed_at = (by.user_id, at) if _is_chair(report, by) else (None, None)
    row.save()
    _step(row, "not-for", by=by, at=at, now=at, words=reason)
    noted("report.not-for", row, agreed=row.agreed_by is not None)
    return row


@quietly
@transaction.atomic
def agree_not_for(*, share: ReportShare, agrees: bool, by: Standing, at: datetime) -> ReportShare:
    """The chair agrees that a report does not go to a parent, or does not. Raises `Refused`, `NotAllowed`."""
    require(by, "write", share.case)
    row = ReportShare.objects.select_for_update(of=("self",)).select_related("report").get(pk=share.pk)
    refuse(
        agrees="Only the chair of the conference agrees to this: ask them."
        if not _is_chair(row.report, by)
        else "Nobody has asked for this."
        if not row.not_for_reason
        else None
    )
    if agrees:
        row.agreed_by, row.agreed_at = by.user_id, at
    else:
        row.not_for_reason, row.agreed_by, row.agreed_at = "", None, None
    row.save(update_fields=["agreed_by", "agreed_at", "not_for_reason"])
    _step(row, "agreed" if agrees else "not-agreed", by=by, at=at, now=at)
    noted("report.not-for", row, agreed=agrees)
    return row


# --- steps


def _reader_fault(report: Report, reader: Reader, row: ReportShare) -> str | None:
    if not Report.objects.filter(pk=report.pk, state__in=("authorised", "received")).exists():
        return "This report is not finished: share it once it is authorised, or once it is in."
    if reader.recipient not in RECIPIENTS or (reader.person_id is None) != (
        reader.recipient in ("chair", "professionals")
    ):
        return "Say with whom the report was shared."
    if row.agreed_at is not None:
        return "The chair has agreed that this parent does not get the report. Ask the chair first."
    if reader.person_id is not None and kept_out_now(report.conference, reader.person_id) == "whole":
        return "The chair keeps this person out of the conference: they get the letter that explains it, no reports."
    return None


def _instant_fault(report: Report, at: datetime, now: datetime) -> str | None:
    done_at = report.authorised_at or report.received_at
    if at > now:
        return "This has not come yet: record it once it has happened."
    if done_at is not None and at < done_at.replace(second=0, microsecond=0):
        return "The report was not finished then: check the day and the time."
    return None


def _after_fault(row: ReportShare, at: datetime, now: datetime) -> str | None:
    if row.shared_at is None:
        return "They have not had this report yet: record first how they got it."
    if at > now:
        return "This has not come yet: record it once it has happened."
    return "That was before they had the report: check the day and the time." if at < row.shared_at else None


def _row(report: Report, reader: Reader) -> ReportShare:
    found = (
        ReportShare.objects.select_for_update()
        .filter(report=report, recipient=reader.recipient, person_id=reader.person_id)
        .first()
    )
    return found or ReportShare(
        conference_id=report.conference_id, case_id=report.case_id, authority_id=report.authority_id, report=report,
        recipient=reader.recipient, person_id=reader.person_id,
    )  # fmt: skip


def _step(
    row: ReportShare, step: str, *, by: Standing, at: datetime, now: datetime, words: str = "", **said: Any
) -> None:
    ReportShareStep.objects.create(
        conference_id=row.conference_id, case_id=row.case_id, authority_id=row.authority_id, share=row, step=step,
        at=at, words=words.strip()[:500], recorded_by=by.user_id, recorded_at=now,
        **{key: value[:150] if key == "by_words" else value for key, value in said.items()},
    )  # fmt: skip


def _is_chair(report: Report, by: Standing) -> bool:
    facts = facts_of(report.case)
    return facts is not None and "chair" in facts.roles


def _told(report: Report) -> str:
    return told_as(pack_of(report.conference), report)


def _facts(row: ReportShare) -> dict[str, Any]:
    """What the rules are told: which report, and who read it."""
    return {"report": _told(row.report), "with": [str(row.person_id) if row.person_id else row.recipient]}
