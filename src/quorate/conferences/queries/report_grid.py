"""Every report × every parent: who has had what, how far it has come, and until when it is in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from quorate.access.gathering import prepared
from quorate.cases.models import Duty, Relative
from quorate.cases.one_person import same_people
from quorate.conferences.editions import pack_of
from quorate.conferences.models import (
    Conference,
    ConferenceExclusion,
    ExclusionOutcome,
    Invitee,
    InviteeKind,
    OwnReport,
    Report,
    ReportComment,
    ReportShare,
    ReportShareStep,
)
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.report_limits import end_of
from quorate.conferences.report_rules import parts_to_share, sharing_duties


@dataclass(frozen=True, slots=True)
class ParentColumn:
    """A parent of the conference: who they are to whom, and whether they are on the list."""

    person_id: UUID
    name: str
    relation: str
    children: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when, and the stored duty that explains it."""

    at: datetime
    duty_id: UUID
    has_time: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One report and one parent. `state` is the furthest: not-due, due, shared, read, talked, commented, not-for.

    `is_late` stays whatever came after; `is_asked`: it was said that this parent does not get it, and the chair has
    not agreed yet. `is_part`: they have some of the parts and not all that the procedure asks for.
    """

    state: str
    share: ReportShare | None
    steps: tuple[ReportShareStep, ...]
    comments: tuple[ReportComment, ...]
    limit: Limit | None
    is_late: bool
    is_asked: bool
    is_part: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The reports, the parents, and what is between them; the parents' own reports by person."""

    parents: tuple[ParentColumn, ...]
    reports: tuple[Report, ...]
    cells: Mapping[tuple[UUID, UUID], Cell]
    own: Mapping[UUID, tuple[OwnReport, ...]]
    others: Mapping[UUID, tuple[ReportShare, ...]]
    """What went to the chair, the professionals and children, by report."""
    listed: tuple[Invitee, ...]
    """Everybody on the list."""
    once_out: tuple[UUID, ...]
    """Of whom it was decided at some time that they are kept out: `kept_out_all` says whether that stands."""


def _readings(conference: Conference, codes: frozenset[str]) -> tuple[QuerySet[Any, Any], ...]:
    about = {"conference": conference}
    return (
        _people(conference),
        _relatives(conference),
        ReportShare.objects.filter(**about).order_by("id"),
        ReportShareStep.objects.filter(**about).order_by("at", "recorded_at"),
        ReportComment.objects.filter(**about).order_by("said_at", "id"),
        _duties(conference, codes),
        OwnReport.objects.filter(child_case_id=None, **about).order_by("given_on", "received_on", "id"),
        ConferenceExclusion.objects.filter(
            outcome=ExclusionOutcome.EXCLUDED, person_id__in=_people(conference).order_by().values("person_id")
        ).order_by("id"),
    )


def report_grid(conference: Conference, reports: Sequence[Report], now: datetime) -> Grid:
    """The grid as the reader sees it: one query besides the reports."""
    codes = frozenset().union(*_codes(conference).values())
    listed, relatives, shares, told_steps, told_comments, duties, brought, out = prepared(
        _readings, conference=conference, codes=codes
    )
    absent = {one.pk for one in listed if one.answer == "no"}
    for report in reports:
        report.cannot_come = report.cannot_come or report.invitee_id in absent
    parents = _parents(listed, relatives)
    steps, comments = _by(told_steps, "share_id"), _by(told_comments, "report_id")
    limits = _limits(conference, duties, [one.person_id for one in parents])
    by_pair = {(one.report_id, one.person_id): one for one in shares if one.recipient == "parent"}
    needed = parts_to_share(pack_of(conference), conference.kind)
    cells = {
        (report.pk, parent.person_id): _cell(
            report,
            by_pair.get((report.pk, parent.person_id)),
            steps,
            [one for one in comments.get(report.pk, []) if one.person_id == parent.person_id],
            limits.get((report.code == SOCIAL_WORK, parent.person_id)),
            needed,
            now,
        )
        for report in reports
        for parent in parents
    }
    others = _by([one for one in shares if one.recipient != "parent"], "report_id")
    return Grid(
        tuple(parents), tuple(reports), cells, _told_by(brought),
        {key: tuple(rows) for key, rows in others.items()}, tuple(listed), tuple({one.person_id for one in out}),
    )  # fmt: skip


def _told_by(brought: Iterable[OwnReport]) -> dict[UUID, tuple[OwnReport, ...]]:
    """What each parent brought, alone or together with another."""
    told: dict[UUID, list[OwnReport]] = {}
    for one in brought:
        for person in (one.person_id, *one.together_with):
            told.setdefault(person, []).append(one)
    return {key: tuple(rows) for key, rows in told.items()}


def people_of(conference: Conference) -> list[Invitee]:
    """Everybody on the list of a conference, by name."""
    return list(_people(conference))


def _people(conference: Conference) -> QuerySet[Invitee]:
    return Invitee.objects.filter(conference=conference, removed_on__isnull=True).order_by("name", "id")


def _relatives(conference: Conference) -> QuerySet[Relative]:
    cases = conference.children.values("child_case_id")
    return Relative.objects.filter(removed_on__isnull=True, case_id__in=cases).order_by("added_on", "id")


def parents_of(conference: Conference, listed: Sequence[Invitee] | None = None) -> list[ParentColumn]:
    """The parents who are on the list of a conference, in the order of their names, with what they are to whom."""
    if listed is None:
        return _parents(*prepared(_parents_readings, conference=conference))
    return _parents(listed, _relatives(conference))


def _parents_readings(conference: Conference) -> tuple[QuerySet[Any, Any], ...]:
    return _people(conference), _relatives(conference)


def _parents(everybody: Sequence[Invitee], relatives: Iterable[Relative]) -> list[ParentColumn]:
    people = {one.person_id: one for one in everybody if one.kind == InviteeKind.PARENT and one.person_id}
    related: dict[UUID, list[Relative]] = {}
    for row in relatives:
        related.setdefault(row.person_id, []).append(row)
    return [
        ParentColumn(
            person,
            one.name,
            ", ".join(dict.fromkeys(str(row.get_relation_display()) for row in related.get(person, []))),
            frozenset(row.case_id for row in related.get(person, [])),
        )
        for person, one in people.items()
        if person is not None
    ]


def _codes(conference: Conference) -> dict[bool, frozenset[str]]:
    pack = pack_of(conference)
    return {one: frozenset(sharing_duties(pack, is_social_work=one)) for one in (True, False)}


def _duties(conference: Conference, codes: frozenset[str]) -> QuerySet[Duty, Any]:
    rows = Duty.objects.filter(code__in=sorted(codes), conference_id=conference.pk)
    read = rows.exclude(about_id=None).order_by("due_on", "due_at")
    return read.values("id", "code", "about_id", "due_at", "due_on")


def _limits(
    conference: Conference, duties: Iterable[Mapping[str, Any]], parents: Iterable[UUID]
) -> dict[tuple[bool, UUID], Limit]:
    """Until when each of these parents has the social work report (True) and the other reports (False) in time.

    Of one human of whom there are two records the duty names one; it is the other's limit too.
    """
    codes = _codes(conference)
    found: dict[tuple[bool, UUID], Limit] = {}
    for row in duties:
        end = end_of(row["due_at"], row["due_on"])
        if end is not None and row["about_id"] is not None:
            found.setdefault(
                (row["code"] in codes[True], row["about_id"]), Limit(end, row["id"], row["due_at"] is not None)
            )
    without = [one for one in parents if not {(True, one), (False, one)} & found.keys()] if found else []
    for person, records in same_people(without).items():
        for key in [key for key in found if key[1] in records]:
            found.setdefault((key[0], person), found[key])
    return found


def _cell(
    report: Report,
    share: ReportShare | None,
    steps: Mapping[Any, Sequence[ReportShareStep]],
    comments: Sequence[ReportComment],
    limit: Limit | None,
    needed: frozenset[str],
    now: datetime,
) -> Cell:
    had = tuple(steps.get(share.pk, ())) if share is not None else ()
    is_part = (
        share is not None
        and share.shared_at is not None
        and report.code == SOCIAL_WORK
        and not needed <= frozenset(share.parts)
    )
    is_late = (share is not None and share.is_late) or (
        (share is None or share.shared_at is None or is_part)
        and not (share is not None and share.agreed_at)
        and limit is not None
        and limit.at < now
        and report.is_done
    )
    return Cell(
        _state(report, share), share, had, tuple(comments), limit, is_late,
        share is not None and bool(share.not_for_reason) and share.agreed_at is None, is_part,
    )  # fmt: skip


def _state(report: Report, share: ReportShare | None) -> str:
    """The furthest that it has come."""
    if share is None or (share.shared_at is None and share.agreed_at is None):
        return "due" if report.is_done else "not-due"
    if share.shared_at is None:
        return "not-for"
    for state, at in (("commented", share.commented_at), ("talked", share.talked_at), ("read", share.read_at)):
        if at is not None:
            return state
    return "shared"


def _by(rows: Iterable[Any], key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found
