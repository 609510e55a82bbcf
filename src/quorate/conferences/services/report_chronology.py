"""The chronology of the children's cases, put into a report as it stands on the day on which it is authorised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from quorate.cases.models import ChronologyEntry
from quorate.cases.wording import day_in_words
from quorate.conferences.models import Report, ReportSection, SectionKind
from quorate.conferences.queries.report_contents import children_cases
from quorate.conferences.report_rules import joined_part

_POSITION: Final = 900
"""After everything that the pack asks for."""
_AUDIENCE: Final = {"F-all": "F-all", "P": "P", "F-person": "P", "C": "P"}
"""For whom an entry is in the report, by its own label; closed entries stay in the case."""


def join_chronology(report: Report, *, at: datetime, wanted: bool) -> None:
    """Keeps each child's chronology in the report where it is wanted, for those for whom its entries are.

    Nothing is left of an earlier copy, which whoever writes the report does not see: entries may have changed since,
    and for whom they are.
    """
    ReportSection.objects.filter(report=report, position=_POSITION).update(words="", meant_for="P", named=[])
    if not wanted:
        return
    title = next(
        (
            one
            for one in ReportSection.objects.filter(report=report).values_list("title", flat=True)
            if joined_part(one) == "chronology"
        ),
        "chronology",
    )
    entries = ChronologyEntry.objects.filter(case_id__in=children_cases(report), text__label__in=_AUDIENCE)
    told: dict[tuple[UUID, str], list[ChronologyEntry]] = {}
    for one in entries.select_related("text").order_by("happened_on", "written_at", "id"):
        told.setdefault((one.case_id, _AUDIENCE[one.text.label]), []).append(one)
    ReportSection.objects.bulk_create(
        ReportSection(
            conference_id=report.conference_id, report=report, case_id=report.case_id,
            authority_id=report.authority_id, position=_POSITION, title=title, child_case_id=case,
            kind=SectionKind.WORDS, words=_lines(listed), meant_for=audience, written_at=at,
        )
        for (case, audience), listed in told.items()
    )  # fmt: skip


def _lines(entries: Iterable[ChronologyEntry]) -> str:
    return "\n".join(
        f"{day_in_words(one.happened_on)}: {one.words.strip()}" + (f" ({one.source})" if one.source else "")
        for one in entries
    )
