"""The plan as it stands, put into the report to a review: the version that its manager authorises and readers get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.refusals import quietly
from quorate.cases.wording import day_in_words
from quorate.conferences.models import Report, ReportSection, ReportState, SectionKind
from quorate.conferences.naming import unnamed
from quorate.conferences.queries.report_contents import children_cases
from quorate.conferences.report_rules import joined_part
from quorate.conferences.services import reports
from quorate.plans.models import ContentKind, PlanContent
from quorate.plans.models.content import OfPlan
from quorate.plans.queries.between import Line, with_progress
from quorate.plans.queries.contents import words_of
from quorate.plans.queries.standing import that_stand

_POSITION: Final = 901
"""After the chronology, which is joined in the same way."""
_AUDIENCE: Final = {"F-all": "F-all", "F-person": "F-person", "P": "P", "C": "P"}
"""For whom words of a plan are in the report, by their own label; closed ones stay in the plan."""

_Said = dict[tuple[str, tuple[UUID, ...]], list[tuple[str, str]]]
"""By readers (label, people named): (heading, words), in the plan's own order."""


@quietly
@transaction.atomic
def authorise_with_plan(
    *, report: Report, by: Standing, at: datetime, parts: Iterable[str] = ("report",), checked: Iterable[str] = ()
) -> Report:
    """`conferences.services.reports.authorise`, with each child's plan kept in the report where `parts` names it.

    Below what the social worker has written about the plan stand its lines as they are now: what is done and what is
    not. Each for those for whom it was written. Raises `Refused`, `NotAllowed`. Source: LEI-28, LEI-41, LEI-43.
    """
    require(by, "write", report.case)
    given = list(parts)
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state == ReportState.READY:
        _without_plan(row)
        if "plan" in given:
            _join_plan(row, at=at)
    return reports.authorise(report=report, by=by, at=at, parts=given, checked=checked)


def _without_plan(report: Report) -> None:
    """Leaves nothing of an earlier copy, which whoever writes the report does not see: the plan may have changed since,
    and for whom its lines are."""
    ReportSection.objects.filter(report=report, position=_POSITION).update(words="", meant_for="P", named=[])


def _join_plan(report: Report, *, at: datetime) -> None:
    """Keeps each child's plan in the report."""
    titles = ReportSection.objects.filter(report=report, child_case_id=None).order_by("position")
    title = next((one for one in titles.values_list("title", flat=True) if joined_part(one) == "plan"), None)
    if title is None:
        return
    ReportSection.objects.bulk_create(
        ReportSection(
            conference_id=report.conference_id, report=report, case_id=report.case_id,
            authority_id=report.authority_id, position=_POSITION, title=title, child_case_id=case,
            kind=SectionKind.WORDS, words=_in_lines(lines), meant_for=audience, named=list(named), written_at=at,
        )
        for case in children_cases(report)
        for (audience, named), lines in _plan_of(case, report).items()
    )  # fmt: skip


def _plan_of(case: UUID, report: Report) -> _Said:
    """What stands in a child's protection plan up to the conference that the report is for, by its readers.

    What is written at that conference is no plan yet, and what it goes on from stands until it is agreed. What was
    begun for a conference that was cancelled, or that decided nothing about the child, is none.
    """
    agreed = PlanContent.objects.filter(that_stand(), case_id=case, kind=ContentKind.CHILD_PROTECTION)
    content = (
        agreed.filter(plan__isnull=False, plan__ended_on__isnull=True)
        .exclude(conference_id=report.conference_id)
        .order_by("-begun_at")
        .first()
    )
    told: _Said = {}
    if content is not None:
        for row, heading, words in _words(content):
            if row.meant_for in _AUDIENCE:
                readers = (_AUDIENCE[row.meant_for], tuple(row.named) if row.meant_for == "F-person" else ())
                told.setdefault(readers, []).append((heading, words))
    return told


def _words(content: PlanContent) -> Iterator[tuple[OfPlan, str, str]]:
    told = words_of(content)
    for worry in told.statements:
        yield worry.row, "What we worry may happen", worry.row.words
    for worry in told.statements:
        for goal in worry.goals:
            yield goal.row, "What must be seen instead", goal.row.words
    for line in with_progress(told.actions):
        yield line.action, "Who does what, by when, and how it stands", _action(line)


def _action(line: Line) -> str:
    one, last = line.action, line.last
    by_when = one.by_when_words or (f"by {day_in_words(one.by_when)}" if one.by_when else "")
    stands = "Done" if line.is_done else str(one.get_state_display())
    said = f"; on {day_in_words(last.noted_on)}: {last.get_direction_display().lower()}" if last else ""
    about = "".join((unnamed(one.who), ": ", one.what.strip().rstrip("."), f", {by_when}" if by_when else ""))
    return f"{about}. {stands}{said}."


def _in_lines(said: Iterable[tuple[str, str]]) -> str:
    """Each heading once, below it its entries; an entry is one line."""
    lines, above = [], ""
    for heading, words in said:
        if heading != above:
            lines.append(f"{heading}:")
            above = heading
        lines.append(f"- {' '.join(words.split())}")
    return "\n".join(lines)
